"""Somebody signs in and sees what of plans waits for them: decisions first, then plans to write, then updates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.due import quarter_to_report, waiting_for
from serviceplans.models import ActionUpdate
from tests.council.factories import ServiceAreaFactory
from tests.serviceplans.factories import (
    PEOPLE,
    PlanFactory,
    a_complete_plan,
    a_new_plan,
    add_action,
    bring,
    reload,
)
from tests.serviceplans.signing import digest_of

NAME = "Children's Specialist Services 2019/20"


def waits(user):
    return [(item.verb, item.what, item.url) for item in waiting_for(user)]


def verbs(user):
    return [item.verb for item in waiting_for(user)]


WRITERS = ("holder", "deputy", "contributor")
EXPECTED = {
    Status.DRAFT: {name: ["Continue"] for name in WRITERS},
    Status.DMT_REVIEW: {"director": ["Agree or return"], "equalities": ["Comment on equalities"]},
    Status.AMENDING: {
        "holder": ["Make the amendments"], "deputy": ["Make the amendments"], "director": ["Make the amendments"],
        "contributor": ["Continue"],
    },
    Status.MEMBER_REVIEW: {"member": ["Approve or return"]},
    Status.REVIEW: {"chief": ["Agree or return"]},
    Status.APPROVED: {"officer": ["Publish", "Update"], "contributor": ["Update"]},
    Status.PUBLISHED: {"officer": ["Update"], "contributor": ["Update"]},
    Status.SUPERSEDED: {},
    Status.ABANDONED: {},
}  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
def test_what_waits_for_whom(people, status):
    version = a_complete_plan(people)
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    bring(reload(version), people, status)
    found = {name: verbs(getattr(people, name)) for name in PEOPLE}
    assert {name: said for name, said in found.items() if said} == EXPECTED[status]


def test_each_thing_leads_to_where_it_is_done(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    (item,) = waiting_for(people.director)
    assert (item.what, item.note, item.url) == (NAME, "With you since 20 August", "/plans/css/2019-20/review/")
    assert as_(people.director).get(item.url).status_code == 200
    transitions.return_plan(version.pk, by=people.director, digest=digest_of(version), comment="Mend it.")
    (item,) = waiting_for(people.holder)
    assert (item.verb, item.note, item.url) == (
        "Answer and resubmit", "Returned to the plan holder 20 August", "/plans/css/2019-20/",
    )  # fmt: skip


def test_a_plan_just_begun_is_to_be_continued(people):
    a_new_plan(people)
    assert verbs(people.holder) == ["Continue"]


def test_an_update_waits_until_it_is_made(people):
    version = a_complete_plan(people, Status.APPROVED)
    action = version.actions.get().action
    assert waits(people.contributor) == [
        ("Update", "CSS001 Find twelve more foster families", "/plans/actions/CSS001/update/")
    ]
    quarter = quarter_to_report()
    transitions.update_action(
        action.pk, by=people.contributor, counter=0, period_key=quarter.key, period=quarter.label, status="on-track",
        comment="",
    )  # fmt: skip
    assert waits(people.contributor) == []
    ActionUpdate.objects.update(period_key="2018-Q4")
    assert len(waits(people.contributor)) == 1


def test_an_action_with_two_officers_of_one_person_waits_once(people):
    version = a_complete_plan(people, Status.APPROVED)
    row = version.actions.get()
    row.officers.create(words="Head of Fostering", post=people.post("contributor"), position=1)
    assert len(waits(people.contributor)) == 1


def test_nothing_waits_for_a_visitor(people):
    a_complete_plan(people, Status.APPROVED)
    assert waiting_for(None) == []


def test_what_waits_costs_the_same_for_one_plan_and_for_many(people):
    def another(prefix):
        service = ServiceAreaFactory(prefix=prefix, holder_post=people.post("holder"))
        version = transitions.begin_plan(PlanFactory(service=service), by=people.holder)
        add_action(version, people.holder)

    counts = []
    for prefixes in (["AA"], ["BB", "CC", "DD", "EE"]):
        for prefix in prefixes:
            another(prefix)
        fresh = type(people.holder).objects.get(pk=people.holder.pk)
        with CaptureQueriesContext(connection) as captured:
            assert waiting_for(fresh)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8, counts
