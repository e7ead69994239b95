"""What the page of plans against the calendar shows, as CSV and as a workbook: the same rows in the same order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from common.documents.sheets import Column, Sheet, Value, to_csv, to_xlsx
from serviceplans.calendar.lines import CalendarLine

COLUMNS = [
    *(Column("Plan", 14), Column("Service area", 40), Column("Directorate", 34), Column("State", 26)),
    *(Column("Next step", 36), Column("Due", 14, "date"), Column("Days to go", 12, "integer"), Column("Late", 8)),
    *(Column("Who is next", 44), Column("Held by", 30), Column("Last reminder", 16, "date")),
]


def calendar_sheet(lines: Iterable[CalendarLine]) -> Sheet:
    return Sheet("Plans against the calendar", COLUMNS, [_row(line) for line in lines])


def calendar_csv(lines: Iterable[CalendarLine]) -> bytes:
    return to_csv(calendar_sheet(lines))


def calendar_xlsx(lines: Iterable[CalendarLine]) -> bytes:
    return to_xlsx([calendar_sheet(lines)], title="Plans against the calendar")


@dataclass(frozen=True)
class FileForm:
    """How the rows are written, and the type that the browser is told."""

    mime: str
    write: Callable[[Iterable[CalendarLine]], bytes]


FILES = {
    "csv": FileForm("text/csv; charset=utf-8", calendar_csv),
    "xlsx": FileForm("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", calendar_xlsx),
}


def _row(line: CalendarLine) -> list[Value]:
    stands = line.standing
    return [
        line.code,
        line.service.name,
        line.service.directorate.name,
        line.state + (" (a revision is under way)" if stands.revising else ""),
        stands.step.name if stands.step else "",
        stands.step.date if stands.step else None,
        stands.days,
        "Yes" if stands.late else "",
        "; ".join(seat.post.title for seat in line.seats),
        "; ".join(seat.held_by for seat in line.seats),
        line.reminded,
    ]
