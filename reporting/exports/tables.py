"""The tables of the report's document. A rating's tone only repeats its words."""

from collections import Counter
from itertools import groupby

from django.utils.timezone import localdate

from common.documents.blocks import Cell, Table
from common.values.years import format_date
from performance.choices import BY_HAND, Rag
from reporting import wording
from reporting.report.lines import ActionLine, IndicatorLine, RiskLine
from reporting.report.shape import QuarterlyReport
from serviceplans.choices import ActionStatus

Row = list[Cell]
ARROWS = {"up": "▲", "down": "▼", "flat": "■"}
UNBROKEN = "\u00a0"
SAID = dict(Rag.choices)


def red_indicators(report: QuarterlyReport) -> Table:
    rows = [row(i.reference, named(i), result(i), direction(i), i.why, i.doing, i.owner) for i in report.red_indicators]
    columns = ["Ref", "Indicator", "Result", "Direction", "Why it is red", "What is being done", "Owner"]
    return Table("Red indicators", columns, rows, [0.8, 2.2, 1, 1.1, 3, 3.2, 1.7])


def troubled_actions(report: QuarterlyReport) -> Table:
    rows = [
        row(a.reference, f"{a.text}\n{a.service}", status(a), a.why, a.doing, a.owner) for a in report.troubled_actions
    ]
    columns = ["Ref", "Action and service", "Status", "Why", "What is being done", "Owner"]
    return Table("Actions off track, late or at risk", columns, rows, [0.9, 3, 1.1, 2, 3.4, 1.6])


def red_risks(report: QuarterlyReport) -> Table:
    rows = [
        row(r.reference, r.sentence, rating(r), movement(r), r.why, r.mitigation, r.owner) for r in report.red_risks
    ]
    columns = ["Ref", "Risk", "Rating", "Direction", "Why it is red", "What is being done", "Owner"]
    return Table("Red risks", columns, rows, [0.9, 3, 1, 1.1, 1.9, 3, 1.6])


def missing(report: QuarterlyReport) -> Table:
    groups = {
        "No result": [
            row(f"{i.reference} {i.name}", i.directorate, f"{i.period}{_due(i)}", i.owner)
            for i in report.missing_results
        ],
        "No update on an action": [
            row(f"{a.reference} {a.text}", a.service, report.period, a.owner) for a in report.missing_updates
        ],
        "No plan": [row(p.service, p.directorate, p.why, p.holder) for p in report.missing_plans],
    }
    rows = [line for name, found in groups.items() if found for line in (row(name), *found)]
    return Table("What is missing", ["What", "Where", "Period or state", "Who has it"], rows, [4, 2, 2, 2])


def _due(indicator: IndicatorLine) -> str:
    return f", due {format_date(indicator.due)}" if indicator.due else ""


def actions_by_directorate(report: QuarterlyReport) -> Table:
    names = [*wording.STATUSES, ""]
    columns = ["Directorate", *(str(ActionStatus(s).label) if s else "No update" for s in names)]
    pairs = [(a.directorate, a.status) for a in report.actions]
    return Table("Actions by status", columns, _tally(pairs, names), [3, *[1] * 7])


def indicators_by_directorate(report: QuarterlyReport) -> Table:
    pairs = [(i.directorate, i.rating) for i in report.indicators]
    return Table("Indicators by rating", ["Directorate", *SAID.values()], _tally(pairs, list(SAID)), [3, 1, 1, 1, 1])


def _tally(pairs: list[tuple[str, str]], kinds: list[str]) -> list[Row]:
    """A row of counts of each kind for each directorate, and the council's, from (directorate, kind) pairs."""
    counted, directorates = Counter(pairs), list(dict.fromkeys(directorate for directorate, _ in pairs))
    rows = [(name, [counted[name, kind] for kind in kinds]) for name in directorates]
    if len(rows) > 1:
        rows.append(("All", [sum(numbers) for numbers in zip(*(numbers for _, numbers in rows), strict=True)]))
    return [row(name, *(Cell(str(number), number=True) for number in numbers)) for name, numbers in rows]


def actions(report: QuarterlyReport) -> Table:
    standing = {plan.code: plan for plan in report.plans}
    rows: list[Row] = []
    for plan, found in groupby(report.actions, key=lambda a: a.plan):
        line = standing[plan]
        rows.append(row(line.service if line.approved else f"{line.service} · {line.standing}"))
        rows.extend(
            row(a.reference, a.text, ", ".join(a.themes), a.due_words, status(a), a.doing, a.owner) for a in found
        )
    columns = ["Ref", "Action", "Themes", "Completed by", "Status", "Update for the quarter", "Owner"]
    return Table("Every action, by service", columns, rows, [0.9, 3, 1, 1.2, 1.1, 3.4, 1.6])


def indicators(report: QuarterlyReport) -> Table:
    rows: list[Row] = []
    for directorate, found in groupby(report.indicators, key=lambda i: i.directorate):
        rows.append(row(directorate))
        for i in found:
            rows.append(row(i.reference, named(i), last_year(i), result(i), target(i), rag(i), direction(i), i.doing))
    columns = ["Ref", "Indicator", "Last year", "Result", "Target", "Rating", "Direction", "Commentary"]
    return Table("Every indicator, by directorate", columns, rows, [0.8, 3, 1, 1.1, 1, 1.1, 1.2, 4])


def resources(report: QuarterlyReport) -> Table:
    rows = [row(p.service, p.directorate, figure(p.fte), figure(p.budget), p.standing) for p in report.plans]
    columns = ["Service", "Directorate", "Staff (FTE)", "Net revenue budget", "Plan"]
    return Table("Staff and budget of each plan", columns, rows, [2.4, 2.6, 1, 1.2, 3])


def finance(report: QuarterlyReport) -> Table:
    rows = [
        row(i.reference, named(i), result(i), target(i), rag(i), direction(i), i.doing)
        for i in report.indicators
        if i.is_finance
    ]
    columns = ["Ref", "Indicator", "Result", "Target", "Rating", "Direction", "Commentary"]
    return Table("Finance indicators", columns, rows, [0.9, 3, 1, 1, 1, 1.2, 3.6])


def savings(report: QuarterlyReport) -> Table:
    rows: list[Row] = []
    for plan in report.plans:
        if plan.savings:
            rows.append(row(plan.service))
            rows.extend(row(s.area, s.saving, s.year, figure(s.amount)) for s in plan.savings)
    return Table("Savings required", ["Area", "What will change", "Year", "Amount"], rows, [2, 4, 1, 1])


def changes(report: QuarterlyReport) -> Table:
    rows = [row(format_date(localdate(c.at)), c.service, c.what, c.detail, c.why, c.by) for c in report.changes]
    columns = ["When", "Service", "What", "Detail", "Why", "By"]
    return Table("What changed course", columns, rows, [1.2, 1.8, 1.4, 3.4, 2.6, 1.8])


def risks(report: QuarterlyReport) -> Table:
    rows = [
        row(r.reference, r.sentence, rating(r), movement(r), r.mitigation, risk_target(r), r.owner, review(r))
        for r in report.risks
    ]
    columns = ["Ref", "Risk", "Rating", "Direction", "How it is managed", "Target", "Owner", "Next review"]
    return Table("Open risks, worst first", columns, rows, [0.8, 3, 1.1, 1.1, 3, 1.2, 1.6, 1.4])


def plans(report: QuarterlyReport) -> Table:
    rows = [row(p.service, p.directorate, str(p.version), p.standing) for p in report.plans]
    rows.extend(row(p.service, p.directorate, "–", p.why) for p in report.missing_plans)
    return Table("The plans that were read", ["Service", "Directorate", "Version", "How it stands"], rows, [3, 3, 1, 4])


def row(*parts: str | Cell) -> Row:
    """A row: words become plain cells; one part alone spans the table and names what follows."""
    return [part if isinstance(part, Cell) else Cell(part) for part in parts]


def figure(words: str) -> Cell:
    return Cell(words or "Not given", number=True)


def named(indicator: IndicatorLine) -> str:
    """The indicator's name, with its mark where it is outside our control."""
    return "\n".join(filter(None, [indicator.name, f"({indicator.control})" if indicator.control else ""]))


def rag(indicator: IndicatorLine) -> Cell:
    by_hand = f"\n({BY_HAND})" if indicator.rated_by_hand else ""
    return Cell(f"{SAID[indicator.rating].replace(' ', UNBROKEN)}{by_hand}", tone=indicator.rating)


def result(indicator: IndicatorLine) -> Cell:
    """The result, with its period where it is of another one."""
    return Cell("\n".join([indicator.shown, *(f"({note})" for note in indicator.notes)]), number=True)


def target(indicator: IndicatorLine) -> Cell:
    return Cell(indicator.target or "–", number=True)


def last_year(indicator: IndicatorLine) -> Cell:
    return Cell(indicator.last_year, number=True)


def direction(indicator: IndicatorLine) -> Cell:
    by_hand = f"\n({BY_HAND})" if indicator.overridden else ""
    return _moved(indicator.direction, indicator.arrow, f"{indicator.direction_words}{by_hand}")


def status(action: ActionLine) -> Cell:
    return Cell(action.status_words, tone=action.tone)


def rating(risk: RiskLine) -> Cell:
    return Cell(risk.rating_words.replace(" ", UNBROKEN), tone=risk.rating)


def movement(risk: RiskLine) -> Cell:
    return _moved(risk.movement, risk.arrow, "No trend" if risk.movement == "none" else risk.movement.capitalize())


def _moved(word: str, arrow: str, said: str) -> Cell:
    """A direction: the arrow says which way the number went, and stays on the line of its word."""
    if word in ("none", "neutral"):
        return Cell(said)
    return Cell(f"{ARROWS.get(arrow, '')}{UNBROKEN}{said}".strip(UNBROKEN), tone=word)


def risk_target(risk: RiskLine) -> Cell:
    return Cell(risk.target_words or "Not set")


def review(risk: RiskLine) -> str:
    if risk.review_date is None:
        return "Not set"
    return f"{'Overdue since ' if risk.review_overdue else ''}{format_date(risk.review_date)}"
