"""How the audit trail says things: what was done, which field, which value."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from common.values.years import format_date
from council.choices import Capacity, Role
from council.models import Directorate, Portfolio, Post, ServiceArea, Theme, User
from equalities.choices import Facing
from equalities.models import EqualityArea, EqualityObjective
from performance.choices import (
    Direction,
    Frequency,
    Grade,
    Polarity,
    Principle,
    Rag,
    ResultStatus,
    ReturnStatus,
    ScorecardKind,
    Unit,
    YearType,
)
from performance.models import Indicator
from reporting.audit.differences import Words
from risks.choices import Escalation
from risks.models import Risk
from serviceplans.choices import ActionStatus, Ground, PriorityLevel, ProjectType, Status

# What was done. A verb that is not here is said by its own words: "clinic.called" is "Clinic: called".
VERBS = {
    "account.failed": "Sign-in failed",
    "account.password": "Password set",
    "account.signed-in": "Signed in",
    "account.signed-out": "Signed out",
    "action.keep-inside": "Comment on an action kept inside or opened",
    "action.remove": "Action removed",
    "action.save": "Action written",
    "action.update": "Action updated",
    "comment.answer": "Comment answered",
    "comment.keep-inside": "Comment kept inside or opened",
    "contributor.invite": "Contributor invited",
    "contributor.remove": "Contributor removed",
    "council.load": "Council loaded",
    "direction.set": "Direction of travel set by hand",
    "direction.taken-back": "Direction of travel set by hand taken back",
    "equalities.link": "Equality objective put into the plan",
    "equalities.unlink": "Equality objective taken out of the plan",
    "equality-objective.added": "Equality objective added",
    "equality-objective.changed": "Equality objective changed",
    "finding.dismiss": "Warning of the health check dismissed",
    "import.discarded": "Import discarded",
    "import.failed": "Import failed",
    "indicator.changed": "Definition changed",
    "targets.set": "Targets set",
    "indicators.link": "Indicator put into the plan",
    "indicators.unlink": "Indicator taken out of the plan",
    "indicators.import_undone": "Import of definitions undone",
    "objective.remove": "Objective removed",
    "objective.save": "Objective written",
    "owners.reminded": "Owners reminded",
    "plan.agree": "Agreed at DMT",
    "plan.approve": "Approved",
    "plan.begin": "Plan begun",
    "plan.comment": "Comment made",
    "plan.publish": "Published",
    "plan.return": "Returned to the plan holder",
    "plan.return-to-director": "Returned to the director",
    "plan.submit": "Submitted to DMT",
    "plan.withdraw": "Withdrawn",
    "plan-rows.discarded": "File of plans’ rows discarded",
    "plan-rows.imported": "Rows brought into plans",
    "plan-rows.uploaded": "File of plans’ rows uploaded",
    "post.appoint": "Appointed to the post",
    "post.end": "Time in the post ended",
    "pre-election.end": "Pre-election period ended early",
    "pre-election.set": "Pre-election period set",
    "rating.set": "Rating set by hand",
    "rating.taken-back": "Rating set by hand taken back",
    "result.corrected": "Result corrected",
    "result.entered": "Result entered",
    "result.sent-back": "Result sent back",
    "result.shown-again": "Withheld result shown again",
    "result.withheld": "Result withheld",
    "results.verified": "Results verified",
    "risk-matrix.set": "Risk matrix set",
    "risks.link": "Risk put into the plan",
    "risks.unlink": "Risk taken out of the plan",
}
# Fields whose name alone does not say what they are.
LABELS = {
    "digest": "Fingerprint of the text",
    "fte": "Staff (FTE)",
    "n": "Number",
    # Each of its rows says what it is.
    "rows": "",
    "shared_services": "Other services",
    "text": "Wording",
}
# Fields that hold the name of a part or of a field.
KEYS = ("field", "part")
CHOICES: dict[str, tuple[Any, ...]] = {
    "capacity": (Capacity,),
    "direction": (Direction,),
    "escalation": (Escalation,),
    "facing": (Facing,),
    "frequency": (Frequency,),
    "grade": (Grade,),
    "grounds": (Ground,),
    "kind": (ScorecardKind,),
    "polarity": (Polarity,),
    "principle": (Principle,),
    "priority_level": (PriorityLevel,),
    "project_types": (ProjectType,),
    "rating": (Rag,),
    "role": (Role,),
    "status": (Status, ActionStatus, ResultStatus, ReturnStatus),
    "unit": (Unit,),
    "year_type": (YearType,),
}
# Fields that hold numbers of rows: what the numbers stand for, and what such a row is called.
NAMED: dict[str, tuple[type[Model], str]] = {
    "area_id": (EqualityArea, "name"),
    "directorate_id": (Directorate, "name"),
    "indicator_id": (Indicator, "reference"),
    "indicators": (Indicator, "reference"),
    "objective_id": (EqualityObjective, "text"),
    "owner_post_id": (Post, "title"),
    "person": (User, "name"),
    "portfolio_id": (Portfolio, "name"),
    "post_id": (Post, "title"),
    "risk_id": (Risk, "reference"),
    "service_id": (ServiceArea, "name"),
    "themes": (Theme, "code"),
}
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
Names = Mapping[str, Mapping[int, str]]


def verb_in_words(verb: str) -> str:
    """What was done: "plan.submit" is Submitted to DMT, "part.savings" is Part saved: savings."""
    if verb in VERBS:
        return VERBS[verb]
    thing, _, done = verb.replace("-", " ").replace("_", " ").partition(".")
    if thing == "part":
        return f"Part saved: {done}"
    return f"{thing.capitalize()}: {done}" if done else thing.capitalize()


def words_for(values: Iterable[Any]) -> Words:
    """How these values, read from the ledger, are said. One query for each kind of row that they name."""
    names = _names_in(values)
    return Words(_label, lambda field, value: _value(field, value, names))


def _label(field: str) -> str:
    if field in LABELS:
        return LABELS[field]
    said = field.removesuffix("_id").replace("_", " ").replace("-", " ").strip()
    return said[:1].upper() + said[1:]


def _value(field: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and field in NAMED:
        return names.get(field, {}).get(value, f"{value}, which is there no longer")
    if isinstance(value, str):
        for choices in CHOICES.get(field, ()):
            if value in choices.values:
                return str(choices(value).label)
        return value.replace("-", " ").replace("_", " ") if field in KEYS else _dated(value)
    return str(value)


def _dated(text: str) -> str:
    """A date as 31 October 2019, a moment as 6 August 2019, 14:10; any other text as it is."""
    try:
        if A_DAY.fullmatch(text):
            return format_date(date.fromisoformat(text))
        if A_MOMENT.match(text):
            moment = timezone.localtime(datetime.fromisoformat(text))
            return f"{format_date(moment.date())}, {moment:%H:%M}"
    except ValueError:
        pass
    return text


def _names_in(values: Iterable[Any]) -> dict[str, dict[int, str]]:
    found: dict[str, set[int]] = {}
    for value in values:
        _collect(value, "", found)
    asked: dict[tuple[type[Model], str], set[int]] = {}
    for field, ids in found.items():
        asked.setdefault(NAMED[field], set()).update(ids)
    looked_up = {
        of: dict(of[0]._default_manager.filter(pk__in=ids).values_list("pk", of[1])) for of, ids in asked.items()
    }
    return {field: looked_up[NAMED[field]] for field in found}


def _collect(value: Any, field: str, found: dict[str, set[int]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, key, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, field, found)
    elif field in NAMED and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        found.setdefault(field, set()).add(value)
