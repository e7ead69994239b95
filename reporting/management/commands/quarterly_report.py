"""The quarterly report as a file: ``manage.py quarterly_report 2019/20 Q1 --format xlsx --output report.xlsx``."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse
from common.documents.pdf import PdfTrouble
from council.models import PlanningCycle
from reporting.exports import FORMATS
from reporting.report import QuarterlyReport, build


class Command(AnswerCommand):
    help = "Write the quarterly report to a file. Exit 0: written. Exit 2: it cannot be, and no file is left."
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cycle", help="The planning year, like 2019/20.")
        parser.add_argument("quarter", help="Q1, Q2, Q3 or Q4.")
        parser.add_argument("--format", choices=list(FORMATS), default="xlsx", help="The kind of file.")
        parser.add_argument("--output", required=True, help="The file to write; one that is there is replaced.")
        parser.add_argument("--directorate", default="", help="Only this directorate, by its name.")

    def answer(self, **options: Any) -> int:
        report = _narrowed(build(_cycle(options["cycle"]), _quarter(options["quarter"])), options["directorate"])
        try:
            made = FORMATS[options["format"]].write(report)
        except (PdfTrouble, ValueError) as trouble:
            raise CannotUse(str(trouble)) from trouble
        _write(Path(options["output"]), made)
        self.stderr.write(f"{report.period}: {len(made):,} bytes written to {options['output']}", self.style.SUCCESS)
        return 0


def _cycle(name: str) -> PlanningCycle:
    found = PlanningCycle.objects.filter(name=name.strip().replace("-", "/")).first()
    if found is None:
        known = ", ".join(PlanningCycle.objects.values_list("name", flat=True))
        raise CannotUse(
            f"There is no planning year {name}. {f'There is: {known}.' if known else 'None has been set up.'}"
        )
    return found


def _quarter(text: str) -> int:
    if not re.fullmatch(r"[Qq]?[1-4]", text.strip(), re.ASCII):
        raise CannotUse(f"{text} is not a quarter: give Q1, Q2, Q3 or Q4.")
    return int(text.strip()[-1])


def _narrowed(report: QuarterlyReport, directorate: str) -> QuarterlyReport:
    if directorate and directorate not in report.directorates:
        raise CannotUse(f"There is no directorate {directorate}. There are: {'; '.join(report.directorates)}.")
    return report.only(directorate)


def _write(path: Path, made: bytes) -> None:
    """Write beside the file first, so that a full disk leaves neither half a report nor a spoilt old one."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(made)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotUse(f"{path} cannot be written: {error.strerror}.") from error
