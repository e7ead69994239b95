"""What the pages of the audit trail show."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models.functions import Length
from django.http import QueryDict
from django.urls import reverse

from common.models import LedgerCheck, LedgerEntry, LedgerHead
from council.models import User
from reporting.audit.differences import Runs, changes
from reporting.audit.filters import AuditFilterForm
from reporting.audit.subjects import Subject, subject
from reporting.audit.wording import LABELS, verb_in_words, words_for

A_PAGE = 50
SHOWN_CHANGES = 3
LONGEST_RUN = 280
# An entry of a file with thousands of rows is read on a page of its own.
LARGE = 20_000
MOST_CHANGES = 400
NOBODY = "The system"


@dataclass(frozen=True)
class Line:
    """One entry as it is read: who, for which post, what, about what, and what changed by it.

    ``more``: how many further fields changed; ``large``: the entry is too long for a list.
    """

    entry: LedgerEntry
    who: str
    what: str
    about: Subject
    rows: list[tuple[str, Runs]]
    more: int = 0
    large: bool = False

    @property
    def url(self) -> str:
        return reverse("audit_entry", args=[self.entry.pk])

    @property
    def post(self) -> str:
        return self.entry.post if self.entry.post != self.who else ""


@dataclass(frozen=True)
class AuditPage:
    filters: AuditFilterForm
    query: str
    page: Page
    lines: list[Line]
    state: "TrailState"


@dataclass(frozen=True)
class TrailState:
    """How many entries there are, and what the last check of them found."""

    total: int
    check: LedgerCheck | None


def trail_state() -> TrailState:
    """Two queries."""
    head = LedgerHead.objects.filter(pk=1).first()
    return TrailState(head.count if head else 0, LedgerCheck.objects.first())


def audit_page(asked: QueryDict) -> AuditPage:
    """A page of the entries that fit."""
    filters = AuditFilterForm(asked)
    page = Paginator(filters.narrowed(), A_PAGE).get_page(asked.get("page"))
    query = urlencode([(name, str(value)) for name, value in asked.items() if value and name in filters.fields])
    return AuditPage(filters, query, page, list_lines(page.object_list), trail_state())


def latest_lines(count: int) -> list[Line]:
    """The newest entries that changed something: who came in and went is on the trail's own page."""
    return list_lines(LedgerEntry.objects.exclude(verb__startswith="account.signed")[:count])


def list_lines(rows: Any) -> list[Line]:
    """Entries for a list: a few changes of each, cut where they are long."""
    light = list(rows.defer("before", "after").annotate(size=Length("before") + Length("after")))
    small = [row.pk for row in light if row.size < LARGE]
    texts = {
        pk: (old, new) for pk, old, new in LedgerEntry.objects.filter(pk__in=small).values_list("pk", "before", "after")
    }
    read = [(row, texts.get(row.pk)) for row in light]
    values = {row.pk: (parsed(text[0]), parsed(text[1])) for row, text in read if text}
    words = words_for(value for pair in values.values() for value in pair)
    people = people_of(light)
    lines = []
    for row in light:
        all_changes = changes(*values[row.pk], words) if row.pk in values else []
        told = [(label, runs) for label, runs in all_changes if label != LABELS["digest"]]
        shown = [(label, _cut(runs)) for label, runs in told[:SHOWN_CHANGES]]
        lines.append(_line(row, people, shown, len(all_changes) - len(shown), large=row.pk not in values))
    return lines


def entry_line(entry: LedgerEntry) -> Line:
    """One entry whole, as far as a page can hold it."""
    before, after = parsed(entry.before), parsed(entry.after)
    rows = changes(before, after, words_for([before, after]))
    return _line(entry, people_of([entry]), rows[:MOST_CHANGES], max(0, len(rows) - MOST_CHANGES))


def neighbours(entry: LedgerEntry) -> list[Line]:
    """What else was done to the same thing, the newest first."""
    return list_lines(LedgerEntry.objects.filter(subject=entry.subject).exclude(pk=entry.pk)[:10])


def people_of(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """The names of those who made the entries. One query."""
    ids = {entry.actor_id for entry in entries if entry.actor_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def name_of(entry: LedgerEntry, people: dict[int, str]) -> str:
    if entry.actor_id is None:
        return NOBODY
    return people.get(entry.actor_id, f"Account {entry.actor_id}, which is there no longer")


def parsed(text: str) -> Any:
    """What the ledger's text holds; None for nothing, and the text itself where somebody altered it beyond reading."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _line(
    entry: LedgerEntry, people: dict[int, str], rows: list[tuple[str, Runs]], more: int, *, large: bool = False
) -> Line:
    what = verb_in_words(entry.verb)
    return Line(entry, name_of(entry, people), what, subject(entry.subject), rows, more, large)


def _cut(runs: Sequence[tuple[str, str]]) -> Runs:
    """The beginning of a long text, with the stretches before its first change cut first."""
    left, found = LONGEST_RUN, []
    for place, (text, mark) in enumerate(runs):
        if left <= 0:
            found.append((" …", ""))
            break
        kept = text
        if not mark and place == 0 and len(runs) > 1 and len(text) > 60:
            kept = f"… {text[-50:]}"
        if len(kept) > left:
            kept = f"{kept[:left]}…"
        found.append((kept, mark))
        left -= len(kept)
    return found
