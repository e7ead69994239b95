"""Load a council to try, from its folder of readable files, into whatever database DATABASE_URL names."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction

from common.commands import AnswerCommand, CannotUse
from common.ledger import COMMAND_LINE, record
from common.mail import silence
from common.models import LedgerEntry
from common.today import today
from council.loading import load_council_folder, read_yaml
from council.models import CouncilSettings
from equalities.models import EqualityArea
from performance.imports import load_benchmarks, load_indicators, load_results, load_targets
from performance.loading import load_overrides, load_scorecards
from performance.loading_entries import load_breakdowns, load_entries, load_said
from performance.loading_quality import date_results, load_findings, load_quality, load_returns
from reporting.loading import load_meetings, load_published
from risks.imports import load_matrix, load_risks
from risks.loading import load_closures
from serviceplans.committed.loading import load_commitments
from serviceplans.loading import load_default_template, load_plans, load_template
from serviceplans.models import Plan

# What stands in the registers before plans point at it, in this order: what a later file names, an earlier one brings.
REGISTERS: list[tuple[str, Callable[[Path], Any]]] = [
    ("indicators.csv", load_indicators),
    ("targets.csv", load_targets),
    ("results.csv", load_results),
    ("benchmarks.csv", load_benchmarks),
    ("results.csv", lambda _: date_results()),
    ("entries.csv", load_entries),
    ("breakdowns.yaml", load_breakdowns),
    ("said.yaml", load_said),
    ("returns.csv", load_returns),
    ("data_quality.csv", load_quality),
    ("findings.csv", load_findings),
    ("overrides.yaml", load_overrides),
    ("scorecards.yaml", load_scorecards),
    ("risks.csv", load_risks),
]
# What happened once there were plans.
AFTER_PLANS: list[tuple[str, Callable[[Path], Any]]] = [
    ("commitments.yaml", load_commitments),
    ("closed_risks.csv", load_closures),
    ("meetings.yaml", load_meetings),
    ("published.yaml", load_published),
]


class Command(AnswerCommand):
    help = "Load a council to try, such as york-2019. Loading it twice gives the same result."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="The council's folder under fixtures/councils, such as york-2019.")

    def answer(self, **options: Any) -> int:
        folder = settings.BASE_DIR / "fixtures" / "councils" / options["key"]
        if not (folder / "council.yaml").is_file():
            known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/council.yaml")))
            raise CannotUse(f"There is no council “{options['key']}” to load. There is: {known}.")
        self.refuse_another_council(folder)
        with transaction.atomic(), silence():
            new = load(folder)
        answer = {"council": options["key"], "new_plans": new, "plans": Plan.objects.count()}
        self.say(answer, [f"{answer['plans']} plans, {new} of them new."], options["format"])
        return 0

    @staticmethod
    def refuse_another_council(folder: Path) -> None:
        """One database holds one council: a second would mix with the first."""
        held = CouncilSettings.objects.first()
        if held and held.name != read_yaml(folder / "council.yaml")["name"]:
            raise CannotUse(f"This database already holds {held.name}. Name an empty one in DATABASE_URL.")


def load(folder: Path) -> int:
    """Load the folder, room by room from the ground up; returns how many plans were new. A file that is not there is absent."""
    reference = settings.BASE_DIR / "fixtures" / "reference"
    load_council_folder(folder, with_cast=settings.DEMO)
    for path in sorted((reference / "plan_templates").glob("*.yaml")):
        load_template(path)
    load_default_template(read_yaml(folder / "council.yaml").get("template", "york-2019"))
    load_matrix(reference / "risk_matrix.yaml")
    for area in read_yaml(folder / "council.yaml").get("equality_areas", []):
        defaults = {"name": area["name"], "council_objective": area["council_objective"]}
        EqualityArea.objects.update_or_create(number=area["number"], defaults=defaults)
    for name, read in REGISTERS:
        if (folder / name).is_file():
            read(folder / name)
    new = load_plans(folder / "plans", updated_on=last_update_day())
    for name, read in AFTER_PLANS:
        if (folder / name).is_file():
            read(folder / name)
    write_ledger(folder, new)
    return new


def write_ledger(folder: Path, new: int) -> None:
    """One entry where there are new plans or the files are others than last time; the same files again change nothing."""
    subject, files = f"council {folder.name}", digest_of_files(folder)
    last = LedgerEntry.objects.filter(verb="council.load", subject=subject).first()
    if new or last is None or files not in last.after:
        record("council.load", subject, post=COMMAND_LINE, after={"plans": new, "files": files})


def digest_of_files(folder: Path) -> str:
    """SHA-256 over what the folder's files hold, in the order of their names."""
    texts = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def last_update_day() -> date:
    """A week ago: the demonstration's quarterly updates have just come in."""
    return today() - timedelta(days=7)
