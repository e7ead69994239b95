"""Write a plan template as one file."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand, CannotUse, write_file
from serviceplans.models import PlanTemplate
from serviceplans.template_files import facts_of, shipped, write


class Command(AnswerCommand):
    help = "Write a plan template as one file: export_template york-2019 --output template.yaml"
    takes_format = False

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="The template's key, as list_templates gives it.")
        parser.add_argument("--output", required=True, help="The file to write.")
        parser.add_argument("--version", dest="number", type=int, help="A version; otherwise the newest published one.")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version gives way to the template's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def answer(self, **options: Any) -> int:
        key, number = options["key"], options["number"]
        found = PlanTemplate.objects.filter(key=key)
        chosen = (found.filter(number=number) if number else found.current()).first()
        if chosen is None and (number or key not in shipped()):
            said = f"version {number} of “{key}”" if number else f"“{key}”"
            known = ", ".join(sorted({*shipped(), *PlanTemplate.objects.values_list("key", flat=True)}))
            raise CannotUse(f"There is no plan template {said}. There is: {known}.")
        content = write(facts_of(chosen), chosen.number) if chosen else shipped()[key].read_bytes()
        write_file(options["output"], content)
        self.stderr.write(f"{key} written to {options['output']}")
        return 0
