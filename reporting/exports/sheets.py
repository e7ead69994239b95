"""The report as a workbook that carries everything: every row, every comment, who said it and when."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from common.documents.sheets import Column, Sheet
from reporting import wording
from reporting.exports.tables import SAID
from reporting.report.lines import ActionLine, IndicatorLine, RiskLine
from reporting.report.shape import QuarterlyReport

Row = list[Any]
Line = TypeVar("Line")
# (heading, width, kind, what stands in it): one list a sheet, so that a column and its value cannot part.
Field = tuple[str, float, Any, Callable[[Line], Any]]

ACTIONS: list[Field[ActionLine]] = [
    ("Reference", 12, "text", lambda a: a.reference),
    ("Action", 50, "text", lambda a: a.text),
    ("Service", 28, "text", lambda a: a.service),
    ("Directorate", 28, "text", lambda a: a.directorate),
    ("Plan", 14, "text", lambda a: a.plan),
    ("Plan approved", 10, "text", lambda a: a.approved),
    ("Service objective", 40, "text", lambda a: a.objective),
    ("Themes", 14, "text", lambda a: "; ".join(a.themes)),
    ("Project type", 18, "text", lambda a: a.project_types),
    ("Priority level", 12, "text", lambda a: a.priority),
    ("Why it is in the plan", 30, "text", lambda a: a.grounds),
    ("Completed by", 18, "text", lambda a: a.completed_by),
    ("Due", 18, "date", lambda a: a.due),
    ("Days late", 8, "integer", lambda a: a.late or None),
    ("Accountable officer", 30, "text", lambda a: a.owner),
    ("Status", 14, "text", lambda a: a.status_words),
    ("Comment", 60, "text", lambda a: a.comment),
    ("Updated by", 30, "text", lambda a: a.updated_by),
    ("Updated at", 22, "date", lambda a: a.updated_at),
    ("Milestones", 50, "text", lambda a: "\n".join(a.milestones)),
    ("Resources", 40, "text", lambda a: a.resources),
    ("Outcomes", 40, "text", lambda a: a.outcomes),
    ("Measured by", 40, "text", lambda a: "\n".join(a.measures)),
]
INDICATORS: list[Field[IndicatorLine]] = [
    ("Reference", 12, "text", lambda i: i.reference),
    ("Indicator", 44, "text", lambda i: i.name),
    ("Directorate", 28, "text", lambda i: i.directorate),
    ("Service", 28, "text", lambda i: i.service),
    ("Group", 14, "text", lambda i: i.group),
    ("Themes", 14, "text", lambda i: "; ".join(i.themes)),
    ("Used by", 24, "text", lambda i: "; ".join(i.used_by)),
    ("Period", 14, "text", lambda i: i.period),
    ("Result", 14, "text", lambda i: i.shown),
    ("State", 18, "text", lambda i: i.state),
    ("Target", 14, "text", lambda i: i.target),
    ("Rating", 12, "text", lambda i: SAID[i.rating]),
    ("Rating set by hand", 10, "text", lambda i: i.rated_by_hand),
    ("Computed rating", 12, "text", lambda i: SAID[i.computed or i.rating]),
    ("Why", 50, "text", lambda i: i.why),
    ("Direction", 14, "text", lambda i: i.direction_words),
    ("Why this direction", 50, "text", lambda i: i.direction_why),
    ("Direction set by hand", 10, "text", lambda i: i.overridden),
    ("Earlier years", 30, "text", lambda i: "; ".join(f"{label}: {text}" for label, text in i.years)),
    ("Status of the result", 14, "text", lambda i: i.status),
    ("Year-end forecast", 14, "text", lambda i: i.forecast),
    ("Forecast by", 18, "text", lambda i: i.forecast_by),
    ("Forecast rating", 12, "text", lambda i: SAID[i.forecast_rating]),
    ("Why this forecast", 50, "text", lambda i: i.forecast_why),
    ("Comment", 60, "text", lambda i: i.commentary),
    ("Entered by", 30, "text", lambda i: i.entered_by),
    ("Entered at", 22, "date", lambda i: i.entered_at),
    ("Result missing since", 18, "date", lambda i: i.due),
    ("Owner", 30, "text", lambda i: i.owner),
    ("Control", 20, "text", lambda i: i.control),
    ("Unit", 12, "text", lambda i: i.unit),
    ("Polarity", 14, "text", lambda i: i.polarity),
    ("Frequency", 14, "text", lambda i: i.frequency),
    ("Definition", 50, "text", lambda i: i.definition),
    ("Source", 30, "text", lambda i: i.source),
]
RISKS: list[Field[RiskLine]] = [
    ("Reference", 12, "text", lambda r: r.reference),
    ("Risk", 60, "text", lambda r: r.sentence),
    ("Directorate", 28, "text", lambda r: r.directorate),
    ("Service", 28, "text", lambda r: r.service),
    ("Rating", 12, "text", lambda r: SAID[r.rating]),
    ("Why", 40, "text", lambda r: r.why),
    ("Direction", 14, "text", lambda r: "No trend" if r.movement == "none" else r.movement.capitalize()),
    ("Why this direction", 40, "text", lambda r: r.movement_why),
    ("Escalated to", 14, "text", lambda r: r.escalation),
    ("What is being done", 60, "text", lambda r: r.mitigation),
    ("Target rating", 12, "text", lambda r: r.target_rating.capitalize()),
    ("Target by", 18, "text", lambda r: r.target_by),
    ("Owner", 30, "text", lambda r: r.owner),
    ("Next review", 18, "date", lambda r: r.review_date),
    ("Review overdue", 10, "text", lambda r: r.review_overdue),
]


def as_sheets(report: QuarterlyReport) -> list[Sheet]:
    """About, Exceptions, Actions, Indicators, Resources, Changes and Risks."""
    note = f"{report.council} · {wording.title(report)} · {wording.subtitle(report)}"
    return [
        _about(report, note),
        _exceptions(report, note),
        _listed("Actions", ACTIONS, report.actions, note),
        _listed("Indicators", INDICATORS, report.indicators, note),
        _resources(report, note),
        _changes(report, note),
        _listed("Risks", RISKS, report.risks, note),
    ]


def _listed(name: str, fields: list[Field[Line]], lines: tuple[Line, ...], note: str) -> Sheet:
    columns = [Column(heading, width, kind) for heading, width, kind, _ in fields]
    return Sheet(name, columns, ([value(line) for *_, value in fields] for line in lines), note)


def _about(report: QuarterlyReport, note: str) -> Sheet:
    columns = [Column("What", 34), Column("Directorate", 34), Column("Version", 9, "integer"), Column("Said", 90)]
    rows: list[Row] = [["Summary", "", None, wording.summary(report)]]
    rows.extend([what, "", None, words] for what, words in wording.counts(report))
    rows.append(["Resources", "", None, wording.resources(report)])
    rows.extend(["Basis", "", None, said] for said in [wording.when(report), *wording.basis(report)] if said)
    rows.extend([f"Plan: {p.service}", p.directorate, p.version, p.standing] for p in report.plans)
    rows.extend([f"Plan: {p.service}", p.directorate, None, f"{p.why}. {p.holder}"] for p in report.missing_plans)
    return Sheet("About", columns, rows, note)


def _exceptions(report: QuarterlyReport, note: str) -> Sheet:
    columns = [
        *(Column("Kind", 20), Column("Reference", 12), Column("What", 50), Column("Directorate", 28)),
        *(Column("Service", 28), Column("Rating or status", 14), Column("Why", 50)),
        *(Column("What is being done", 60), Column("Owner", 30)),
    ]
    return Sheet("Exceptions", columns, _exception_rows(report), note)


def _exception_rows(report: QuarterlyReport) -> Iterator[Row]:
    for i in report.red_indicators:
        yield ["Red indicator", i.reference, i.name, i.directorate, i.service, "Red", i.why, i.doing, i.owner]
    for a in report.troubled_actions:
        said = [a.directorate, a.service, a.status_words, a.why, a.doing, a.owner]
        yield ["Action", a.reference, a.text, *said]
    for r in report.red_risks:
        yield ["Red risk", r.reference, r.sentence, r.directorate, r.service, "Red", r.why, r.mitigation, r.owner]
    for i in report.missing_results:
        why = f"No result for {i.period}."
        yield ["Missing result", i.reference, i.name, i.directorate, i.service, "Not rated", why, "", i.owner]
    for a in report.missing_updates:
        why = f"No update for {report.period}."
        yield ["Missing update", a.reference, a.text, a.directorate, a.service, a.status_words, why, "", a.owner]
    for p in report.missing_plans:
        yield ["Missing plan", "", f"{p.service} {report.cycle}", p.directorate, p.service, "", p.why, "", p.holder]


def _resources(report: QuarterlyReport, note: str) -> Sheet:
    columns = [
        *(Column("Kind", 16), Column("Service or indicator", 40), Column("Directorate", 28), Column("What", 50)),
        *(Column("Year or period", 14), Column("Staff (FTE)", 14, "number"), Column("Amount as written", 20)),
        *(Column("Amount (£)", 16, "money"), Column("Comment", 50)),
    ]
    return Sheet("Resources", columns, _resource_rows(report), note)


def _resource_rows(report: QuarterlyReport) -> Iterator[Row]:
    for p in report.plans:
        staff, amount = wording.staff_of(p.fte), wording.pounds_of(p.budget)
        said = [p.directorate, "Staff and net revenue budget", report.cycle, staff if staff is not None else p.fte]
        yield ["Budget", p.service, *said, p.budget, amount, p.standing]
    for i in report.indicators:
        if i.is_finance:
            name = f"{i.reference} {i.name}"
            yield ["Finance indicator", name, i.directorate, i.why, i.period, None, i.shown, None, i.doing]
    for p in report.plans:
        for s in p.savings:
            what = f"{s.area}: {s.saving}" if s.saving else s.area
            amount = wording.pounds_of(s.amount)
            yield ["Saving", p.service, p.directorate, what, s.year, None, s.amount, amount, ""]


def _changes(report: QuarterlyReport, note: str) -> Sheet:
    columns = [
        *(Column("When", 22, "date"), Column("Service", 28), Column("Plan", 14), Column("Directorate", 28)),
        *(Column("What", 24), Column("Detail", 70), Column("Why", 50), Column("By", 30)),
    ]
    rows: list[Row] = [[c.at, c.service, c.plan, c.directorate, c.what, c.detail, c.why, c.by] for c in report.changes]
    if not rows:
        rows.append([None, "", "", "", "None", wording.no_changes(report), "", ""])
    return Sheet("Changes", columns, rows, note)
