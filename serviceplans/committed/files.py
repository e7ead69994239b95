"""The answers to one commitment as CSV and as a workbook: the rows of its page, in its order."""

from django.utils.timezone import localdate

from common.documents.sheets import Column, Sheet, Value, to_csv, to_xlsx
from serviceplans.committed.lines import ServiceLine
from serviceplans.committed.page import CommitmentPage

COLUMNS = [
    *(Column("Service area", 40), Column("Directorate", 34), Column("Action", 12), Column("Target", 24)),
    *(Column("Quarter", 14), Column("Result or status", 22), Column("Rating", 12), Column("Why", 50)),
    *(Column("Direction", 14), Column("Comment", 60), Column("Updated", 14, "date"), Column("By", 34)),
    *(Column("Where it stands", 50), Column("Exempt because", 40)),
]
WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "none": "Not rated"}


def roll_up_csv(page: CommitmentPage) -> bytes:
    return to_csv(_sheet(page))


def roll_up_xlsx(page: CommitmentPage) -> bytes:
    return to_xlsx([_sheet(page)], title=str(page.commitment))


FILES = {
    "csv": ("text/csv; charset=utf-8", roll_up_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", roll_up_xlsx),
}


def _sheet(page: CommitmentPage) -> Sheet:
    quarter = page.quarter.label if page.quarter else ""
    note = f"{page.commitment}. {page.commitment.text} {page.counts}."
    return Sheet("Every service", COLUMNS, [_row(line, quarter) for line in page.lines], note=note)


def _row(line: ServiceLine, quarter: str) -> list[Value]:
    answer = line.answer
    return [
        line.service.name,
        line.service.directorate.name,
        line.reference,
        line.target,
        quarter,
        answer.said if answer else "" if line.exempt else "Has not said",
        WORDS[answer.rating] if answer else "",
        answer.why if answer else "",
        answer.travel.word.capitalize() if answer and answer.travel else "",
        answer.comment if answer else "",
        localdate(answer.at) if answer and answer.at else None,
        answer.post if answer else "",
        line.place.words,
        line.exempt,
    ]
