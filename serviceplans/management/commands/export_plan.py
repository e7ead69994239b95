"""Write a plan as a PDF or a Word file."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, write_file
from serviceplans.exports import FORMATS, document_of
from serviceplans.naming import add_plan_arguments, named_version


class Command(AnswerCommand):
    help = "Write a plan as a PDF or a Word file: export_plan CSS 2019/20 --format pdf --output out.pdf"
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        add_plan_arguments(parser)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--output", required=True, help="The file to write.")

    def answer(self, **options: Any) -> int:
        version = named_version(options["service"], options["cycle"])
        write_file(options["output"], FORMATS[options["format"]].write(document_of(version)))
        self.stderr.write(f"{version} written to {options['output']}")
        return 0
