"""A spreadsheet of 4,000 actions over 100 plans: read and held against the plans, then written into them."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from common.documents.sheets import Column, Sheet, to_csv
from serviceplans import transitions
from serviceplans.bulk import evaluate
from serviceplans.choices import Status
from serviceplans.models import ActionVersion, ObjectiveVersion, PlanVersion
from tests.bench.bench_roll_forward import ACTIONS, PLANS, filled, timed
from tests.serviceplans.factories import cast

MOST_TO_LOOK, MOST_TO_WRITE, MOST_LOOK_QUERIES_A_PLAN = 10, 45, 25


@pytest.mark.django_db
def test_bench_import_rows_of_plans(august_2019, capsys):
    filled(cast())
    PlanVersion.objects.update(status=Status.DRAFT)
    ObjectiveVersion.objects.update(text=Concat(F("text"), Value(", "), F("position")))
    rows = ActionVersion.objects.select_related("action", "objective", "version__plan__service", "version__plan__cycle")
    lines = [
        [row.version.plan.code, row.objective.text, f"{row.text}, soon", row.action.reference, "", "30 June 2020"]
        for row in rows
    ]
    heads = ["Plan", "Objective", "Action", "Reference", "Themes", "Completed by"]
    data = to_csv(Sheet("Actions", [Column(head) for head in heads], lines))
    with Counted() as looking:
        look, _, bulk = timed(lambda: evaluate("actions", data, "actions.csv"))
    with Counted() as writing:
        done, _, _ = timed(lambda: transitions.write_rows(bulk, by=None))
    with capsys.disabled():
        print(
            f"\n{PLANS} plans × {ACTIONS} actions on {connection.vendor}: looked at {look} in {looking.number} queries, "
            f"written {done} in {writing.number} queries ({writing.number / PLANS / ACTIONS:.1f} a row)"
        )
    assert bulk.counts["changed"] == PLANS * ACTIONS
    assert ActionVersion.objects.filter(completed_by="30 June 2020").count() == PLANS * ACTIONS
    assert looking.number / PLANS < MOST_LOOK_QUERIES_A_PLAN
    assert look.worked < MOST_TO_LOOK and done.worked < MOST_TO_WRITE


class Counted:
    """How many queries a block makes, however many: Django's own capture ends at 9,000."""

    def __enter__(self):
        self.number, self.wrapped = 0, connection.execute_wrapper(self)
        self.wrapped.__enter__()
        return self

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)

    def __exit__(self, *error):
        return self.wrapped.__exit__(*error)
