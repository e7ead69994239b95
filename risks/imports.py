"""Risks from a file, in the columns of the contract (and Rating, Target rating for risks without scores).

A file is taken whole or not at all. Loading it again changes nothing. One ledger entry tells of the whole file.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from common.intake import read_table
from common.ledger import record
from common.today import now
from common.verdict import Refused
from council.models import Post, ServiceArea, User
from risks import rules, wording
from risks.import_rows import COLUMNS, RowRead, read_row
from risks.matrix import current_matrix, load_matrix
from risks.models import Risk, RiskReview
from risks.transitions import facts

__all__ = ["Loaded", "Refusal", "RisksRefused", "load_matrix", "load_risks"]


@dataclass(frozen=True)
class Refusal:
    """Why one row cannot be taken; ``code`` is stable."""

    row: int
    column: str
    value: str
    code: str
    message: str


class RisksRefused(Refused):
    """Rows that cannot be taken. Nothing was written."""

    def __init__(self, filename: str, refusals: list[Refusal]) -> None:
        first = refusals[0]
        more = f" (and {len(refusals) - 1} more)" if len(refusals) > 1 else ""
        super().__init__(f"{filename}, row {first.row}, {first.column}: {first.message}{more}")
        self.refusals = refusals


@dataclass(frozen=True)
class Loaded:
    """How many risks of the file were new, changed, and already so."""

    new: int
    changed: int
    unchanged: int


@transaction.atomic
def load_risks(path: Path | str, by: User | None = None) -> Loaded:
    """Put the file's risks on the register. Raises FileRefused for a bad file, RisksRefused naming every bad row."""
    file = Path(path)
    intake = read_table(file.read_bytes(), file.name, columns=COLUMNS)
    services = {wording.key(service.prefix): service for service in ServiceArea.objects.select_for_update()}
    posts = {post.title.casefold(): post for post in Post.objects.all()}
    matrix = current_matrix()
    read = [read_row(row, intake.columns, services, posts, matrix) for row in intake.rows]
    refusals = [Refusal(row.number, *fault) for row in read for fault in row.faults] + _duplicates(read)
    if refusals:
        raise RisksRefused(file.name, sorted(refusals, key=lambda refusal: refusal.row))
    outcomes = _write(read, by)
    changed = [(risk, outcome) for risk, outcome in outcomes if outcome != "unchanged"]
    if changed:
        rows = [{"reference": risk.reference, "outcome": outcome, **facts(risk)} for risk, outcome in changed]
        record("risks.imported", f"file {file.name}"[:200], actor_id=by.pk if by else None, after={"rows": rows})
    count = [outcome for _, outcome in outcomes].count
    return Loaded(new=count("new"), changed=count("changed"), unchanged=count("unchanged"))


def _duplicates(read: list[RowRead]) -> list[Refusal]:
    first: dict[str, int] = {}
    found = []
    for row in (row for row in read if row.reference):
        before = next((first[mark] for mark in _marks(row.reference) if mark in first), None)
        if before:
            message = f"Row {before} has the same reference. Keep one of them."
            found.append(Refusal(row.number, "Reference", row.reference, "duplicate-row", message))
        first.update(dict.fromkeys(_marks(row.reference), row.number))
    return found


def _marks(reference: str) -> tuple[str, str]:
    """By what a reference is recognised: its letters whatever their case and blanks, and its address."""
    return f"key {wording.key(reference)}", f"slug {wording.slug(reference)}"


def _write(read: list[RowRead], by: User | None) -> list[tuple[Risk, str]]:
    stored = list(Risk.objects.select_for_update())
    known = {mark: risk for risk in stored for mark in _marks(risk.reference)}
    # A row without a reference is recognised by its service and words, so that loading it twice adds nothing.
    by_words = {(risk.service_id, risk.event): risk for risk in stored}
    # References that the file gives are not handed out to its rows without one.
    taken = [*(risk.reference for risk in stored), *(row.reference for row in read)]
    outcomes = []
    for row in read:
        found = next((known[mark] for mark in _marks(row.reference) if row.reference and mark in known), None)
        found = found or (None if row.reference else by_words.get((row.fields["service_id"], row.fields["event"])))
        risk, outcome = _save(found, row, by, taken)
        taken.append(risk.reference)
        outcomes.append((risk, outcome))
    return outcomes


def _save(risk: Risk | None, row: RowRead, by: User | None, taken: list[str]) -> tuple[Risk, str]:
    outcome = "changed" if risk else "new"
    risk = risk or Risk(reference=row.reference or wording.next_reference(row.prefix, taken))
    before = {name: getattr(risk, name) for name in row.fields}
    if outcome == "changed" and before == row.fields:
        return risk, "unchanged"
    for name, value in row.fields.items():
        setattr(risk, name, value)
    risk.counter += outcome == "changed"
    risk.save()
    if outcome == "new" or any(before.get(name, value) != value for name, value in _scores(risk).items()):
        _keep_rating(risk, by)
    return risk, outcome


def _scores(risk: Risk) -> dict[str, Any]:
    return {name: getattr(risk, name) for name in ("likelihood", "impact", "rating")}


def _keep_rating(risk: Risk, by: User | None) -> None:
    rated = rules.current_rating(risk.likelihood, risk.impact, risk.rating, current_matrix())
    RiskReview.objects.create(
        risk=risk,
        at=now(),
        by=by,
        rating="" if rated.colour == "none" else rated.colour,
        likelihood=risk.likelihood,
        impact=risk.impact,
        comment="From a file of risks",
    )
