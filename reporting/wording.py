"""How the report speaks, on a page and in a file alike: its headings, its summary, its counts and its totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.values.errors import Unreadable
from common.values.money import Money
from common.values.quantity import Quantity
from common.values.years import format_date
from performance.choices import ResultState
from reporting.report.shape import QuarterlyReport
from serviceplans.choices import ActionStatus

EXCEPTIONS = "Exceptions first"
# York 2019, Performance reporting: what the Executive's quarterly report outlines, in its order.
HEADINGS = (
    "Strategic actions completed or in progress",
    "Progress against key strategic indicators that support the Council Plan",
    "Resource implications and current position",
    "Change and refocusing activity",
    "Current performance risks and how they are being managed",
)
ABOUT = "About this report"
RATINGS = (("red", "red"), ("amber", "amber"), ("green", "green"), ("none", "not rated"))
STATUSES = ("off-track", "at-risk", "on-track", "completed", "not-started", "stopped")


@dataclass(frozen=True)
class Section:
    """One of York's headings with its number and its id on the page."""

    number: int
    heading: str

    @property
    def title(self) -> str:
        return f"{self.number}. {self.heading}"

    @property
    def anchor(self) -> str:
        return f"part-{self.number}"


SECTIONS = tuple(Section(number, heading) for number, heading in enumerate(HEADINGS, 1))


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def title(report: QuarterlyReport) -> str:
    return f"Quarterly report, {report.period}"


def subtitle(report: QuarterlyReport) -> str:
    days = f"{format_date(report.starts)} to {format_date(report.ends)}"
    return f"{report.directorate or 'The whole council'} · {days}"


def summary(report: QuarterlyReport) -> str:
    """The quarter in a few sentences."""
    rated, risks, status = report.rated, len(report.risks), report.statuses()
    red, red_risks = report.ratings()["red"], report.risk_ratings()["red"]
    late = sum(bool(action.late) for action in report.actions)
    course = listed([(status["off-track"], "off track"), (status["at-risk"], "at risk"), (late, "late")])
    actions = counted(len(report.actions), "action")
    return (
        f"{red} of {counted(rated, 'rated indicator')} {be(red)} red. "
        f"{actions}: {course or 'none off track, at risk or late'}. "
        f"{red_risks} of {counted(risks, 'open risk')} {be(red_risks)} red. {missing(report)}"
    )


def missing(report: QuarterlyReport) -> str:
    """What has not come in, in a sentence."""
    said = owed(report)
    return f"Missing: {said}." if said else "Nothing that was due is missing."


def owed(report: QuarterlyReport) -> str:
    """How much has not come in: "8 results, 1 action update and 8 plans"; empty where everything has."""
    named = [
        (len(report.missing_results), "result"),
        (len(report.missing_updates), "action update"),
        (len(report.missing_plans), "plan"),
    ]
    return listed([(number, what if number == 1 else f"{what}s") for number, what in named])


def listed(pairs: Iterable[tuple[int, str]]) -> str:
    """Numbers with their words, "4 off track, 5 at risk and 1 late", without those that are 0."""
    said = [f"{number} {words}" for number, words in pairs if number]
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def be(number: int) -> str:
    return "is" if number == 1 else "are"


def when(report: QuarterlyReport) -> str:
    """What the reader must know of a quarter that has not closed; empty for one that has."""
    if report.starts > report.made_on:
        return f"{report.period} begins on {format_date(report.starts)}: there is nothing to report yet."
    if not report.closed:
        return f"{report.period} closes on {format_date(report.ends)}: this is how things stand so far."
    return ""


def basis(report: QuarterlyReport) -> list[str]:
    """What the report reads, a sentence each."""
    unapproved = [plan.service for plan in report.plans if not plan.approved]
    said = [
        f"Made on {format_date(report.made_on)}.",
        "Each plan is read as it was in force when the quarter closed; where none was, the version approved since, "
        "or else the latest submitted one, marked “not yet approved”.",
        "Results and updates are those of the quarter; an annual indicator shows its latest year and says so.",
        f"Risks are those open in the register on {format_date(report.made_on)}.",
    ]
    if unapproved:
        said.append(f"Not yet approved: {'; '.join(unapproved)}.")
    said.extend(filter(None, [by_hand(report), withheld_results(report), kept_inside(report)]))
    if report.withheld:
        said.append(f"{counted(report.withheld, 'confidential risk')} {be(report.withheld)} left out of this report.")
    return said


def by_hand(report: QuarterlyReport) -> str:
    """Which ratings an officer set by hand, with what the figures give; empty where none is."""
    set_so = [i for i in report.indicators if i.rated_by_hand]
    words = dict(RATINGS)
    named = "; ".join(f"{i.reference} {words[i.rating]} (computed as {words[i.computed]})" for i in set_so)
    return f"Ratings set by hand, each marked and with its reason: {named}." if set_so else ""


def withheld_results(report: QuarterlyReport) -> str:
    """Of how many indicators the result is withheld; empty where none is."""
    hidden = sum(i.state == ResultState.WITHHELD.label for i in report.indicators)
    return f"{counted(hidden, 'result')} {be(hidden)} withheld, each with its reason." if hidden else ""


def kept_inside(report: QuarterlyReport) -> str:
    """How many comments on actions stay inside the council; empty where none does."""
    kept = sum(action.kept_inside for action in report.actions)
    return (
        f"{counted(kept, 'comment')} on actions {be(kept)} kept inside the council, and not given here." if kept else ""
    )


def counts(report: QuarterlyReport) -> list[tuple[str, str]]:
    """How many of each, as (what, words)."""
    ratings, statuses, risks = report.ratings(), report.statuses(), report.risk_ratings()
    of_actions = [(statuses[status], str(ActionStatus(status).label).lower()) for status in STATUSES]
    owed = len(report.missing_updates)
    of_actions.extend([(owed, "without an update"), (statuses[""] - owed, "in plans not yet approved")])
    return [
        ("Indicators", _dotted((ratings[key], words) for key, words in RATINGS)),
        ("Actions", _dotted(pair for pair in of_actions if pair[0])),
        ("Risks", _dotted((risks[key], words) for key, words in RATINGS if risks[key] or key != "none")),
    ]


def _dotted(pairs: Iterable[tuple[int, str]]) -> str:
    return " · ".join(f"{number} {words}" for number, words in pairs) or "None"


def resources(report: QuarterlyReport) -> str:
    """The staff and budgets of the plans added up, as far as they give figures."""
    if not report.plans:
        return "No plan is in this report, so there are no resources to add up."
    staff = [number for plan in report.plans if (number := staff_of(plan.fte)) is not None]
    money = [amount for plan in report.plans if (amount := pounds_of(plan.budget)) is not None]
    plans, of_all = len(report.plans), counted(len(report.plans), "plan")
    said = []
    if staff:
        said.append(f"{sum(staff):,.2f} full-time equivalent staff{_partly(len(staff), plans)}")
    if money:
        said.append(f"{pounds(sum(money, Decimal(0)))} net revenue budget{_partly(len(money), plans)}")
    return f"{of_all}: {' and '.join(said)}." if said else f"{of_all}, none of which gives a figure."


def _partly(given: int, plans: int) -> str:
    return "" if given == plans else f" (as given by {given} of them)"


def staff_of(words: str) -> Decimal | None:
    try:
        return Quantity.parse(words).number
    except Unreadable:
        return None


def pounds_of(words: str) -> Decimal | None:
    try:
        return Money.parse(words).amount
    except Unreadable:
        return None


def pounds(amount: Decimal) -> str:
    """£93.24m, £147k, £850, −£2.10m."""
    size, sign = abs(amount), "−" if amount < 0 else ""
    if size >= 1_000_000:
        return f"{sign}£{size / 1_000_000:,.2f}m"
    return f"{sign}£{size / 1000:,.0f}k" if size >= 1000 else f"{sign}£{size:,.0f}"


def no_changes(report: QuarterlyReport) -> str:
    """What is said where nothing was changed or refocused."""
    return f"In {report.period} no plan was returned or revised, no action was stopped and no date was moved."
