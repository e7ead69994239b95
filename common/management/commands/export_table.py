from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, write_file
from common.tables import FORMS, UnknownReference, tables, write_sheet


class Command(AnswerCommand):
    help = "Write a table to a file, in the columns that it is imported in."
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        of = {table.of for table in tables().values()}
        parser.add_argument("table", choices=list(tables()))
        parser.add_argument("--format", choices=list(FORMS), default="csv")
        parser.add_argument("--output", required=True, help="The file to write.")
        parser.add_argument("--reference", default="", help=f"Only the rows of {' or '.join(sorted(of))}.")

    def answer(self, **options: Any) -> int:
        try:
            sheet = tables()[options["table"]].sheet(options["reference"])
        except UnknownReference as unknown:
            raise CannotUse(str(unknown)) from unknown
        write_file(options["output"], write_sheet(sheet, options["format"]))
        return 0
