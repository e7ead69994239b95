"""An action names other services that it affects (South Cambridgeshire 2009); each sees it, and says that it knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import Notification, Post
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.due import waiting_for
from serviceplans.models import AffectedService
from tests.council.factories import ServiceAreaFactory
from tests.serviceplans.factories import PEOPLE, PlanFactory, a_complete_plan, add_action, york
from tests.serviceplans.signing import assert_written_last

ACTION = "/plans/actions/CSS001/"
SERVICES = f"{ACTION}services/"
ANSWER = f"{ACTION}acknowledge/pla/"
NAMERS = {"holder", "deputy", "contributor", "officer"}


@pytest.fixture
def place(people):
    """Another service, of another directorate, with a holder of its own."""
    post = Post.objects.get(title="Assistant Director, Place")
    return ServiceAreaFactory(directorate=people.elsewhere, name="Places", prefix="PLA", holder_post=post)


@pytest.fixture
def draft(people):
    return a_complete_plan(people)


@pytest.fixture
def action(draft):
    return draft.actions.get().action


@pytest.fixture
def named(people, action, place):
    (made,) = transitions.name_services(action.pk, by=people.holder, services=[place.pk], seen=[])
    return made


def text_of(response):
    return response.content.decode().replace("&#x27;", "'")


def test_the_holder_names_a_service_and_it_is_told(people, action, place, as_, django_capture_on_commit_callbacks):
    client = as_(people.holder)
    assert "None is named." in text_of(client.get(ACTION))
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(client.post(SERVICES, {"services": [place.pk], "seen": ""}, follow=True))
    assert "Places:" in page and "Not acknowledged yet" in page
    assert_written_last("action.affects", people.holder)
    assert Notification.objects.get(person=people.other_holder).link.endswith(ANSWER)


def test_the_service_sees_it_on_its_home_and_its_plan_and_acknowledges_it(people, named, place, as_):
    plan = PlanFactory(service=place, template=york())
    transitions.begin_plan(plan, by=people.other_holder)
    (asked,) = [line for line in waiting_for(people.other_holder) if line.verb == "Acknowledge"]
    assert (asked.what, asked.note) == ("1 action of other services", "Naming Places")
    client = as_(people.other_holder)
    page = text_of(client.get(plan.get_absolute_url()))
    assert "Named in other services’ actions" in page and "not acknowledged yet" in page and ANSWER in page
    assert named.action.versions.get().text in text_of(client.get(ANSWER))
    page = text_of(client.post(ANSWER, {"comment": "We will lend a van."}, follow=True))
    assert "Acknowledged. Children's Specialist Services has been told." in page
    assert "We will lend a van." in page
    assert_written_last("action.acknowledge", people.other_holder)
    assert [line for line in waiting_for(people.other_holder) if line.verb == "Acknowledge"] == []
    first = text_of(as_(people.holder).get(ACTION))
    assert "Acknowledged" in first and "We will lend a van." in first and "Assistant Director, Place" in first
    assert Notification.objects.filter(person=people.holder, subject__contains="has acknowledged CSS001").exists()


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_who_names_services(people, draft, place, as_, who):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    response = as_(getattr(people, who)).post(SERVICES, {"services": [place.pk], "seen": ""})
    assert response.status_code == 302 if who in NAMERS else response.status_code in (403, 404)
    assert AffectedService.objects.exists() == (who in NAMERS)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_only_the_holder_of_the_service_named_acknowledges(people, named, as_, who):
    mine = who == "other_holder"
    response = as_(getattr(people, who)).post(ANSWER, {"comment": "Ours"})
    assert response.status_code == (302 if mine else 404)
    named.refresh_from_db()
    assert (named.acknowledged_at is not None) == mine
    with pytest.raises(Refused):
        transitions.acknowledge(named.pk, by=people.holder if mine else getattr(people, who))


def test_it_is_acknowledged_once(people, named, as_):
    client = as_(people.other_holder)
    client.post(ANSWER, {"comment": "Once"})
    entries = LedgerEntry.objects.count()
    assert client.post(ANSWER, {"comment": "Twice"}).status_code == 409
    named.refresh_from_db()
    assert (named.comment, LedgerEntry.objects.count()) == ("Once", entries)


def test_naming_the_same_again_keeps_what_was_acknowledged_and_writes_nothing(people, named, place):
    transitions.acknowledge(named.pk, by=people.other_holder, comment="Known")
    entries = LedgerEntry.objects.count()
    transitions.name_services(named.action_id, by=people.holder, services=[place.pk], seen=[place.pk])
    named.refresh_from_db()
    assert named.comment == "Known" and LedgerEntry.objects.count() == entries


def test_a_list_that_somebody_else_changed_is_shown_again(people, named, place, as_):
    other = ServiceAreaFactory(directorate=people.elsewhere, name="Parks", prefix="PAR")
    response = as_(people.holder).post(SERVICES, {"services": [other.pk], "seen": ""})
    assert response.status_code == 409
    page = text_of(response)
    assert "Somebody else saved this first" in page and "Saved now: Places" in page
    assert list(AffectedService.objects.values_list("service", flat=True)) == [place.pk]
    with pytest.raises(Stale):
        transitions.name_services(named.action_id, by=people.holder, services=[], seen=[])


@pytest.mark.parametrize("wrong", ["own", 999999, "x", 2**70])
def test_its_own_service_and_one_that_is_not_there_cannot_be_named(people, action, as_, wrong):
    posted = people.service.pk if wrong == "own" else wrong
    response = as_(people.holder).post(SERVICES, {"services": [posted], "seen": ""})
    assert response.status_code == 422
    assert not AffectedService.objects.exists()


def test_a_service_that_is_no_longer_named_has_nothing_to_acknowledge(people, named, place, as_):
    transitions.name_services(named.action_id, by=people.holder, services=[], seen=[place.pk])
    assert as_(people.other_holder).post(ANSWER, {}).status_code == 404
    with pytest.raises(Conflict):
        transitions.acknowledge(named.pk, by=people.other_holder)


def test_it_is_named_in_a_plan_in_force_too_and_the_signature_stands(people, place, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    digest = version.frozen.digest
    as_(people.officer).post(SERVICES, {"services": [place.pk], "seen": ""})
    version.refresh_from_db()
    assert AffectedService.objects.get().service == place and version.frozen.digest == digest


def test_what_waits_costs_the_same_for_one_action_and_for_many(people, draft, place):
    transitions.begin_plan(PlanFactory(service=place, template=york()), by=people.other_holder)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            waiting_for(people.other_holder)
        return len(asked)

    transitions.name_services(draft.actions.get().action_id, by=people.holder, services=[place.pk], seen=[])
    one = cost()
    for number in range(3):
        row = add_action(draft, people.holder, text=f"Another {number}")
        transitions.name_services(row.action_id, by=people.holder, services=[place.pk], seen=[])
    assert cost() == one


def test_services_that_the_plans_words_name_are_ticked_already_and_nothing_is_saved(people, action, place, as_):
    ServiceAreaFactory(directorate=people.elsewhere, name="Park", prefix="PAR")
    words = action.versions.get()
    words.extra = {"other_services": "places <b>first</b>, and the parks"}
    words.save()
    page = as_(people.holder).get(SERVICES)
    assert page.context["form"].initial["services"] == [place.pk]
    assert "places &lt;b&gt;first&lt;/b&gt;, and the parks" in page.content.decode()
    assert not AffectedService.objects.exists()


def test_what_is_named_already_is_ticked_whatever_the_words_say(people, named, as_):
    words = named.action.versions.get()
    words.extra = {"other_services": "Children's Specialist Services"}
    words.save()
    assert as_(people.holder).get(SERVICES).context["form"].initial["services"] == [named.service_id]


def test_the_service_reads_what_the_plan_says_of_it(people, named, as_):
    words = named.action.versions.get()
    words.extra = {"other_services": "Places, by lending a van"}
    words.save()
    assert "Places, by lending a van" in text_of(as_(people.other_holder).get(ANSWER))
