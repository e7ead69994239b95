"""One row of a file of risks: what it says, read by the same parsers as the forms, and what is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.documents.sheets import original_text
from common.intake import Column, ColumnSpec, Row
from common.values.due import Due
from council.models import Post, ServiceArea
from risks import rules, wording
from risks.choices import Escalation, Rating
from risks.rules import Matrix

COLUMNS = ColumnSpec(
    (
        Column("Reference", ("Ref", "Id", "Code"), identifier=True),
        Column("Risk", ("Event",), required=True),
        Column("Level", required=True),
        *(
            Column(name)
            for name in ("Cause", "Consequence", "Likelihood", "Impact", "Gross likelihood", "Gross impact")
        ),
        *(Column(name) for name in ("Target likelihood", "Target impact", "Target date", "Owner", "Escalation")),
        *(Column(name) for name in ("Mitigation", "Review date", "Service", "Confidential", "Rating", "Target rating")),
    )
)
WORDS = {"Cause": "cause", "Consequence": "consequence", "Mitigation": "mitigation"}
SCORES = {
    name: name.lower().replace(" ", "_")
    for name in ("Likelihood", "Impact", "Gross likelihood", "Gross impact", "Target likelihood", "Target impact")
}
RATINGS = {"Rating": "rating", "Target rating": "target_rating"}
PAIRS = (
    ("Rating", "likelihood", "impact", "rating"),
    ("Gross likelihood", "gross_likelihood", "gross_impact", ""),
    ("Target rating", "target_likelihood", "target_impact", "target_rating"),
)
_LEVELS = {value: value for value in Escalation.values}
# York's template prints A for amber.
_COLOURS = {**{value: value for value in Rating.values}, **{value[0]: value for value in Rating.values}}
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": False}
_LONGEST = {"target_words": 200, "owner_text": 300}


@dataclass
class RowRead:
    """A row: the fields of ``Risk`` that the file speaks of, and faults as (column, value, code, sentence)."""

    number: int
    reference: str = ""
    prefix: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)

    def refuse(self, column: str, value: str, code: str, sentence: str) -> None:
        self.faults.append((column, value, code, sentence))


def read_row(
    row: Row,
    columns: Collection[str],
    services: Mapping[str, ServiceArea],
    posts: Mapping[str, Post],
    matrix: Matrix | None,
) -> RowRead:
    """What a row says. A column that the file lacks is left as it is on the register; a blank cell empties it."""
    read = RowRead(row.number)
    for column, cell in row.errors:
        read.refuse(column, cell.text, cell.error_code or "unreadable-cell", cell.error)
    said = {name: original_text(row.text(name)) for name in columns}
    read.reference = " ".join(said.get("Reference", "").split())
    _words(read, said)
    _levels(read, said)
    _scores(read, said, matrix)
    _dates(read, said)
    _people(read, said, services, posts)
    for name, longest in _LONGEST.items():
        if len(read.fields.get(name, "")) > longest:
            read.refuse(name, read.fields[name][:60], "too-long", f"Shorten this to {longest} characters.")
    return read


def _words(read: RowRead, said: Mapping[str, str]) -> None:
    read.fields["event"] = said["Risk"]
    if not said["Risk"]:
        read.refuse("Risk", "", "missing-value", "Enter what might happen.")
    read.fields.update({name: said[column] for column, name in WORDS.items() if column in said})
    if "Confidential" in said:
        confidential = _YES.get(said["Confidential"].casefold())
        if confidential is None:
            read.refuse("Confidential", said["Confidential"], "unreadable-value", "Enter yes or no.")
        read.fields["confidential"] = bool(confidential)
    if len(read.reference) > 40:
        read.refuse("Reference", read.reference[:60], "too-long", "Shorten the reference to 40 characters.")


def _levels(read: RowRead, said: Mapping[str, str]) -> None:
    for column, name in (("Level", "level"), ("Escalation", "escalation")):
        if column not in said or (column == "Escalation" and not said[column]):
            continue
        level = _LEVELS.get(said[column].casefold())
        if level is None:
            read.refuse(column, said[column], "unreadable-value", "Enter service, directorate or corporate.")
        read.fields[name] = level or Escalation.SERVICE
    # A risk that nobody has escalated stays at its own level.
    read.fields.setdefault("escalation", read.fields["level"])


def _scores(read: RowRead, said: Mapping[str, str], matrix: Matrix | None) -> None:
    for column, name in SCORES.items():
        if column in said:
            read.fields[name] = _score(read, column, said[column])
    for column, name in RATINGS.items():
        if column in said:
            colour = _COLOURS.get(said[column].casefold(), "") if said[column] else ""
            if said[column] and not colour:
                read.refuse(column, said[column], "unreadable-value", "Enter red, amber or green, or leave it empty.")
            read.fields[name] = colour
    for column, likelihood, impact, rating in PAIRS:
        scores = read.fields.get(likelihood), read.fields.get(impact)
        fault = rules.score_fault(*scores, read.fields.get(rating, ""), matrix)
        if fault:
            read.refuse(column, said.get(column, ""), "scores-and-rating", fault)
        if rating and scores != (None, None):
            read.fields[rating] = ""


def _score(read: RowRead, column: str, text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 4:
        return int(text)
    read.refuse(column, text, "unreadable-value", "Enter a whole number from the council's matrix, like 4.")
    return None


def _dates(read: RowRead, said: Mapping[str, str]) -> None:
    if "Target date" in said:
        due = Due.parse(said["Target date"])
        read.fields.update(target_words=str(due), target_date=due.date)
    if "Review date" in said:
        due = Due.parse(said["Review date"])
        if due and not due.is_exact:
            read.refuse("Review date", due.words, "unreadable-date", "Enter a date, like 31 October 2019.")
        read.fields["review_date"] = due.date


def _people(
    read: RowRead, said: Mapping[str, str], services: Mapping[str, ServiceArea], posts: Mapping[str, Post]
) -> None:
    service = services.get(wording.key(said.get("Service", "")))
    if said.get("Service") and service is None:
        sentence = "No service has this prefix. Enter one from the council's structure, like CSS."
        read.refuse("Service", said["Service"], "unknown-service", sentence)
    if "Service" in said:
        read.fields["service_id"] = service.pk if service else None
    if not read.reference and service is None:
        read.refuse("Reference", "", "missing-value", "Enter a reference, or the service whose next reference to give.")
    read.prefix = service.prefix if service else ""
    owner = " ".join(said.get("Owner", "").split())
    post = posts.get(owner.casefold()) if owner else None
    if "Owner" in said:
        read.fields.update(owner_post_id=post.pk if post else None, owner_text="" if post else owner)
    # A corporate risk is found under its owner's directorate.
    directorate = service.directorate_id if service else post.directorate_id if post else None
    if directorate:
        read.fields["directorate_id"] = directorate
