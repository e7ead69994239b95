"""A version's content goes over to another version: all of it for a revision, some of it for the next cycle's plan."""

from itertools import chain

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from common.today import now
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import written
from serviceplans.models import ActionVersion, PlanTemplate, PlanVersion
from serviceplans.transitions.cloning import Carry, clone_content
from tests.council.factories import PlanningCycleFactory
from tests.serviceplans.factories import (
    PlanFactory,
    a_complete_plan,
    action_data,
    add_action,
    add_objective,
    bring,
    reload,
    values,
)

# Tables that hang on a version and stay with it.
STAYS = {
    "CarriedForward", "Comment", "Decision", "FrozenContent", "OffSystemRecord", "PlanChange", "PlanUpload", "Signature",
}  # fmt: skip
CARRIED = {
    "ActionOfficer", "ActionVersion", "Dismissal", "MilestoneVersion", "ObjectiveVersion", "PartContent",
    "VersionEqualityObjective", "VersionIndicator", "VersionRisk",
}  # fmt: skip


def another_version(version, **facts):
    return PlanVersion.objects.create(
        plan=facts.get("plan", version.plan), number=facts.get("number", 2), begun_at=now(), changed_at=now()
    )


@pytest.fixture
def signed(people):
    """A signed plan of two objectives and three actions, with a warning set aside."""
    version = a_complete_plan(people)
    add_action(version, people.holder, text="Train every carer", officers=["Head of Fostering", "All teams"])
    other = add_objective(version, people.holder, "Help families early")
    add_action(version, people.holder, other, text="Open one front door", milestones=[])
    transitions.dismiss_finding(
        version.pk,
        by=people.holder,
        code="action-no-milestones",
        subject="actions:CSS003:milestones",
        reason="One step",
    )
    return bring(version, people, Status.APPROVED)


def said(version):
    """Everything that a version says, without its own number and its time of change."""
    content = written(reload(version))
    content["plan"] |= {"version": 0, "code": "", "cycle": ""}
    for section in content["sections"]:
        for part in section["parts"]:
            part["data"].pop("last_updated", None)
    return content


def test_a_copy_says_exactly_what_its_source_says(signed):
    copy = another_version(signed)
    carried = clone_content(signed, copy)
    assert said(copy) == said(signed)
    assert carried == {
        "objectives": 2, "actions": 3, "milestones": 2, "risks": 1, "indicators": 1, "equalities": 1, "parts": 9,
    }  # fmt: skip
    assert list(copy.dismissals.values_list("code", "reason")) == [("action-no-milestones", "One step")]


def test_actions_objectives_and_milestones_keep_who_they_are(signed):
    copy = another_version(signed)
    clone_content(signed, copy)
    for named in ("objectives__objective", "actions__action", "actions__milestones__milestone"):
        there = PlanVersion.objects.filter(pk=copy.pk).values_list(named, flat=True)
        assert set(there) == set(PlanVersion.objects.filter(pk=signed.pk).values_list(named, flat=True))


def test_changing_the_copy_leaves_the_source_as_it_was_signed(signed, people):
    before = said(signed)
    copy = another_version(signed)
    clone_content(signed, copy)
    row = copy.actions.get(action__reference="CSS001")
    transitions.save_action(
        copy.pk, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id,
        data=action_data(text="Find twenty more foster families", milestones=[], themes=[], indicators=[]),
    )  # fmt: skip
    transitions.remove_action(copy.pk, copy.actions.get(action__reference="CSS003").pk, by=people.holder)
    transitions.unlink_row(copy.pk, "risks", copy.risk_links.get().risk_id, by=people.holder)
    assert said(copy) != before
    assert said(signed) == before


class OnlyWhatIsOpen(Carry):
    dismissals = False

    def action(self, row):
        return row.action.reference != "CSS001"

    def milestone(self, row):
        return row.done_on is None

    def risk(self, row):
        return False

    def part(self, part, data):
        return None if part.key == "savings" else {**data, "review": True}

    def mark(self, copy):
        if isinstance(copy, ActionVersion):
            copy.resources = ""


def test_the_next_cycles_plan_takes_what_it_is_told_to_take(signed):
    plan = PlanFactory(service=signed.plan.service, cycle=PlanningCycleFactory(name="2020/21"))
    copy = another_version(signed, plan=plan, number=1)
    clone_content(signed, copy, OnlyWhatIsOpen())
    assert list(copy.actions.values_list("action__reference", "resources")) == [("CSS002", ""), ("CSS003", "")]
    assert not copy.risk_links.exists()
    assert not copy.dismissals.exists()
    assert copy.contents.count() == signed.contents.count() - 1
    assert all(row.data["review"] for row in copy.contents.all())


def test_an_objective_left_behind_leaves_its_actions_behind(signed):
    class Early(Carry):
        def objective(self, row):
            return row.text == "Help families early"

    copy = another_version(signed)
    clone_content(signed, copy, Early())
    assert list(copy.actions.values_list("action__reference", flat=True)) == ["CSS003"]
    assert copy.actions.get().objective.version_id == copy.pk


def test_words_go_to_the_part_of_the_same_key_and_kind_where_the_template_is_another(signed):
    other = PlanTemplate.objects.create(**values(signed.plan.template, key="shorter", is_default=False))
    section = other.sections.create(**values(signed.plan.template.sections.first(), template=other))
    for key in ("overview", "savings"):
        told = values(signed.plan.template.parts.get(key=key), template=other, section=section)
        other.parts.create(**told | ({"kind": "narrative"} if key == "savings" else {}))
    plan = PlanFactory(service=signed.plan.service, cycle=PlanningCycleFactory(name="2020/21"), template=other)
    copy = another_version(signed, plan=plan, number=1)
    clone_content(signed, copy)
    here = copy.contents.filter(part__template=other)
    assert list(here.values_list("part__key", flat=True)) == ["overview"]
    assert "savings" in copy.contents.exclude(part__template=other).values_list("part__key", flat=True)


def test_copying_costs_the_same_however_much_there_is(people):
    version = a_complete_plan(people)
    plan = PlanFactory(service=version.plan.service, cycle=PlanningCycleFactory(name="2020/21"))

    def queries():
        copy = another_version(version, plan=plan)
        with CaptureQueriesContext(connection) as counted:
            clone_content(version, copy)
        copy.delete()
        return len(counted)

    few = queries()
    for number in range(5):
        add_action(version, people.holder, text=f"Action {number}")
    assert queries() == few


def hanging_on(model, seen=()):
    """The tables that go when a row of ``model`` goes."""
    held = [r.related_model for r in model._meta.related_objects if r.on_delete is models.CASCADE]
    return set(chain(held, *(hanging_on(m, (*seen, model)) for m in held if m not in seen)))


def test_every_table_that_hangs_on_a_version_is_carried_or_said_to_stay():
    tables = {m.__name__ for m in hanging_on(PlanVersion) if not m._meta.auto_created}
    assert tables == CARRIED | STAYS
