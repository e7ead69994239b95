"""The audit trail as a table: exactly the entries that were narrowed to, with what changed in words."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from common.documents.sheets import Column, Sheet, to_csv, to_xlsx
from common.models import LedgerEntry
from common.today import today
from reporting.audit.differences import in_text
from reporting.audit.page import name_of, parsed, people_of
from reporting.audit.wording import verb_in_words, words_for

COLUMNS = [
    *(Column("Entry", 9, "integer"), Column("When", 22, "date"), Column("Who", 26), Column("For the post", 36)),
    *(Column("What was done", 28), Column("About", 32), Column("Before", 60), Column("After", 60)),
    *(Column("Verb", 20), Column("Hash of the entry before", 20), Column("Hash", 20)),
]
# A spreadsheet's cell holds 32,767 characters.
LONGEST = 30_000
AT_A_TIME = 500
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_trail(rows: QuerySet[LedgerEntry], form: str) -> bytes:
    """The entries' bytes as csv or xlsx, in the order given."""
    sheet = Sheet("Audit trail", COLUMNS, _rows(rows))
    return to_csv(sheet) if form == "csv" else to_xlsx([sheet], title="Audit trail")


def file_name(form: str) -> str:
    return f"audit-trail-{today().isoformat()}.{form}"


def _rows(rows: QuerySet[LedgerEntry]) -> Iterator[list[Any]]:
    held: list[LedgerEntry] = []
    for entry in rows.iterator(chunk_size=AT_A_TIME):
        held.append(entry)
        if len(held) == AT_A_TIME:
            yield from _written(held)
            held = []
    yield from _written(held)


def _written(entries: list[LedgerEntry]) -> Iterator[list[Any]]:
    """Names are looked up for so many entries at once."""
    values = {entry.pk: (parsed(entry.before), parsed(entry.after)) for entry in entries}
    words, people = words_for(value for pair in values.values() for value in pair), people_of(entries)
    for entry in entries:
        before, after = (_cut(in_text(value, words), entry) for value in values[entry.pk])
        yield [
            *(entry.pk, entry.at, name_of(entry, people), entry.post, verb_in_words(entry.verb), entry.subject),
            *(before, after, entry.verb, entry.previous_hash, entry.hash),
        ]


def _cut(text: str, entry: LedgerEntry) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (cut here: entry {entry.pk} has the whole of it)"
