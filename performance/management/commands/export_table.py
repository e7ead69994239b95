from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, write_file
from performance.exports import TABLES, write_table
from performance.models import Indicator
from performance.models.indicator import reference_key


class Command(AnswerCommand):
    help = "Write a table to a file, in the columns that it is imported in."
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", choices=list(TABLES))
        parser.add_argument("--format", choices=["csv", "xlsx", "json"], default="csv")
        parser.add_argument("--output", required=True, help="The file to write.")
        parser.add_argument("--reference", default="", help="Only the rows of this indicator.")

    def answer(self, **options: Any) -> int:
        reference = options["reference"]
        if reference and not Indicator.objects.filter(reference_key=reference_key(reference)).exists():
            raise CannotUse(f"There is no indicator {reference}.")
        write_file(options["output"], write_table(options["table"], options["format"], reference))
        return 0
