"""Whatever write of a commitment breaks off, no plan has half of it: every table is as it was before."""

import pytest

from serviceplans import transitions
from serviceplans.choices import Status
from tests.serviceplans.committed import (
    an_action,
    an_indicator,
    another_draft,
    change,
    exempt,
    give,
    place,
    the_cycle,
    withdraw,
)
from tests.serviceplans.factories import a_complete_plan, reload
from tests.serviceplans.test_break_off_at_any_write import break_off_everywhere

pytestmark = pytest.mark.usefixtures("august_2019")


def exempted(people, row):
    exempt(people, row, people.service)
    return row


def revision_of(people):
    version = reload(a_complete_plan(people, Status.PUBLISHED))
    place(people)
    said = {"cause": "budget", "why": "A cut."}
    return lambda: transitions.begin_revision(version.plan_id, by=people.holder, **said)


def in_a_draft(act, data=an_action):
    """What is done to a commitment that stands in two drafts."""

    def prepared(people):
        version = a_complete_plan(people)
        another_draft(people)
        row = place(people, data())
        return lambda: act(people, row, version)

    return prepared


def placing(people):
    a_complete_plan(people)
    another_draft(people)
    data = an_action()
    return lambda: transitions.place_commitment(the_cycle().pk, by=people.officer, data=data)


def own_words(people, row, version):
    return transitions.say_own_words(version.pk, row.pk, by=people.holder, counter=2, words="90% here")


ACTS = {
    "place": placing,
    "change": in_a_draft(
        lambda people, row, version: change(people, row, text="Hold one with everybody", heading="All")
    ),
    "withdraw": in_a_draft(lambda people, row, version: withdraw(people, row)),
    "exempt": in_a_draft(lambda people, row, version: exempt(people, row, people.service)),
    "result": in_a_draft(lambda people, row, version: give(people.holder, row, people.service), an_indicator),
    "own words": in_a_draft(own_words, an_indicator),
    "revision": revision_of,
}


@pytest.mark.parametrize("name", list(ACTS))
def test_it_leaves_nothing(people, name):
    assert break_off_everywhere(ACTS[name](people)) >= 3


def test_a_service_that_keeps_it_again_leaves_nothing(people, version):
    row = exempted(people, place(people))
    act = {"by": people.officer, "service": people.service.pk}
    assert break_off_everywhere(lambda: transitions.bind_service(row.pk, **act)) >= 3
