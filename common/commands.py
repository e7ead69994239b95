"""What our commands share: one JSON object or readable lines as the answer, and exit codes that mean something.

Exit 0: done, or would be. 1: rows refused, a blocking finding, a check that failed. 2: the file or the arguments
cannot be used, with one line on standard error, nothing written and no output file left.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common.verdict import Refused


class CannotUse(Exception):
    """The arguments or the file cannot be used; the message is the one line that the person reads."""


class _OneLineParser(CommandParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog.split()[-1]}: {message}\n")


class AnswerCommand(BaseCommand):
    """A command that prints an answer. Subclasses write ``arguments(parser)`` and ``answer(**options) -> exit code``."""

    takes_format = True

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _OneLineParser
        return parser  # type: ignore[return-value]

    def add_arguments(self, parser: CommandParser) -> None:
        self.arguments(parser)
        if self.takes_format:
            parser.add_argument("--format", choices=["text", "json"], default="text", help="How to print the answer.")

    def arguments(self, parser: CommandParser) -> None:
        """Add the command's own arguments."""

    def answer(self, **options: Any) -> int:
        """Do the work and return the exit code."""
        raise CannotUse(f"{type(self).__module__} has no answer")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = self.answer(**options)
        except (CannotUse, Refused) as refusal:
            self.stderr.write(self.style.ERROR(" ".join(str(refusal).split())))
            sys.exit(2)
        if code:
            sys.exit(code)

    def say(self, answer: dict[str, Any], lines: Iterable[str], chosen: str) -> None:
        """Print the answer: one JSON object and nothing else, or the lines."""
        if chosen == "json":
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
            return
        for line in lines:
            self.stdout.write(line)


def read_file(path: str) -> bytes:
    """The bytes of a file named on the command line; CannotUse where it cannot be read, or is larger than an upload may be."""
    try:
        size = Path(path).stat().st_size
        if size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES / 1024 / 1024
            raise CannotUse(f"{path} has {size / 1024 / 1024:.0f} MB; the most is {most:g} MB. Nothing has been read.")
        return Path(path).read_bytes()
    except OSError as error:
        raise CannotUse(f"{path} cannot be read: {error.strerror or error}.") from error


def write_file(path: str, content: bytes) -> None:
    """Write an output file whole or not at all: beside it first, then in one move."""
    target = Path(path)
    if not target.name or target.is_dir():
        raise CannotUse(f"{path} cannot be written: it is a folder. Name a file.")
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotUse(f"{path} cannot be written: {error.strerror or error}.") from error
