"""Take a plan template in from its file: a new one, or the next version of one that is known."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from common.commands import AnswerCommand, CannotUse, read_file
from common.verdict import Refused
from serviceplans import transitions
from serviceplans.template_files import NotATemplate, TemplateRefused, read


class Command(AnswerCommand):
    help = "Take a plan template in from its file: import_template template.yaml"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="The file, as export_template writes it.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument(
            "--draft", action="store_true", help="As a draft, to be looked at and published in the browser."
        )

    def answer(self, **options: Any) -> int:
        began, dry = perf_counter(), options["dry_run"]
        answer: dict[str, Any] = {
            "outcome": "refused",
            "reason": "",
            "file": Path(options["file"]).name,
            "template": "",
        }
        answer |= {
            "rows": dict.fromkeys(("read", "new", "changed", "unchanged", "refused", "ignored"), 0),
            "refusals": [],
        }
        try:
            facts = read(read_file(options["file"]))
            parts = sum(len(section["parts"]) for section in facts["sections"])
            with transaction.atomic():
                template, what = transitions.bring_in(facts, by=None, draft=options["draft"])
                transaction.set_rollback(dry)
            answer |= {
                "outcome": "would_import" if dry else "imported",
                "template": f"{template.key} {template.number}",
            }
            answer["rows"] |= {"read": parts, what: parts}
            said = {"unchanged": "says what is stored already", "new": "is new", "changed": "becomes the next version"}
            lines = [f"{template.name}, version {template.number}: {said[what]}; {parts} parts."]
        except NotATemplate as error:
            raise CannotUse(f"{answer['file']}: {error}") from error
        except TemplateRefused as refusal:
            answer["refusals"] = [
                {"sheet": "", "row": 0, "column": p.where, "value": p.value, "code": p.code, "message": p.message}
                for p in refusal.problems
            ]
            count = len(refusal.problems)
            answer["rows"] |= {"read": count, "refused": count}
            lines = [f"Refused, and nothing is stored. {count} to mend:", *(f"- {p.message}" for p in refusal.problems)]
        except Refused as refusal:
            answer["reason"], lines = refusal.sentence, [refusal.sentence]
        answer |= {"notes": [], "sheet": "", "encoding": "utf-8", "seconds": round(perf_counter() - began, 3)}
        self.say(answer, lines, options["format"])
        return 1 if answer["outcome"] == "refused" else 0
