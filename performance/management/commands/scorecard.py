"""A scorecard as a file: ``manage.py scorecard "CMT strategic" 2019/20 Q1 --format pdf --output f.pdf``."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, write_file
from common.documents.pdf import PdfTrouble
from common.today import today
from common.values.errors import Unreadable
from common.values.period import Period
from common.values.years import format_date
from performance.models import Scorecard
from performance.scorecards import scorecard_page
from performance.scorecards.files import FORMATS
from performance.scorecards.named import ScorecardNames


class Command(AnswerCommand):
    help = "Write a scorecard to a file. Exit 0: written. Exit 2: it cannot be, and no file is left."
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scorecard", help="Its title or its key, like “CMT strategic”.")
        parser.add_argument("year", help="The financial year, like 2019/20.")
        parser.add_argument("quarter", help="Q1, Q2, Q3 or Q4.")
        parser.add_argument("--format", choices=list(FORMATS), default="pdf", help="The kind of file.")
        parser.add_argument("--output", required=True, help="The file to write; one that is there is replaced.")

    def answer(self, **options: Any) -> int:
        page = scorecard_page(_scorecard(options["scorecard"]), _quarter(options["year"], options["quarter"]))
        try:
            made = FORMATS[options["format"]].write(page)
        except (PdfTrouble, ValueError) as trouble:
            raise CannotUse(str(trouble)) from trouble
        write_file(options["output"], made)
        said = f"{page.scorecard.full_title}, {page.quarter.label}: {len(made):,} bytes written to {options['output']}"
        self.stderr.write(said, self.style.SUCCESS)
        return 0


def _scorecard(asked: str) -> Scorecard:
    """The scorecard of that key or title, capitals and the (DRAFT) mark aside."""
    try:
        return ScorecardNames(Scorecard.objects.order_by("key")).find(asked)
    except Unreadable as error:
        raise CannotUse(error.sentence) from error


def _quarter(year: str, quarter: str) -> Period:
    try:
        number = quarter.strip().upper().removeprefix("Q")
        found = Period.parse(f"Q{number} {year.strip()}", frequency="quarterly")
    except Unreadable as error:
        raise CannotUse(f"{year} {quarter} is no quarter of a financial year. {error.sentence}") from error
    if found.start > today():
        raise CannotUse(f"{found.label} has not begun: it starts on {format_date(found.start)}.")
    return found
