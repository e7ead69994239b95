"""Publishing is held before an election: who sets the days, what is held within them, and what is urgent all the same."""

import json
from datetime import UTC, date, datetime

import pytest

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused
from council import transitions
from council.models import PreElectionPeriod
from council.rules import period_fault
from reporting.models import Publication
from reporting.transitions import publish_performance
from serviceplans import transitions as plan_transitions
from serviceplans.choices import Status
from tests.council.factories import person
from tests.query_counts import assert_query_count
from tests.reporting.factories import Q1
from tests.serviceplans.factories import a_complete_plan, cast, reload
from tests.serviceplans.signing import assert_written_last
from tests.serviceplans.test_keep_content_inside import text_of

PAGE = "/council/pre-election/"
PLAN = "/plans/css/2019-20/publish/"
PERFORMANCE = "/reports/publish/"
NAME = "By-election, 5 September 2019"
FIRST, LAST = date(2019, 8, 12), date(2019, 9, 5)
SENTENCE = f"Publishing is held until 5 September 2019, the last day of the pre-election period for {NAME}, set by"
TOLD = "Urgent in the pre-election period until 5 September 2019: A court orders it."
TYPED = {"name": NAME, "starts": "12 August 2019", "ends": "5 September 2019"}


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def period(people):
    return transitions.set_pre_election(NAME, FIRST, LAST, by=people.officer)


@pytest.fixture
def approved(people):
    return a_complete_plan(people, Status.APPROVED)


# Setting it


@pytest.mark.parametrize("role", ["performance_officer", "administrator"])
def test_a_performance_officer_or_an_administrator_sets_the_days(people, as_, role):
    user = person(role, title="Electoral services")
    client = as_(user)
    page = text_of(client.post(PAGE, TYPED, follow=True))
    assert f"Publishing is held from 12 August 2019 until 5 September 2019, for {NAME}." in page
    assert "Publishing is held</" in page and "Electoral services, 20 August 2019" in page
    entry = assert_written_last("pre-election.set", user)
    assert (entry.post, entry.subject) == ("Electoral services", f"pre-election {NAME}")
    assert json.loads(entry.after) == {"name": NAME, "starts": "2019-08-12", "ends": "2019-09-05", "ended": False}


def test_a_second_press_adds_nothing(people, period):
    assert transitions.set_pre_election(NAME, FIRST, LAST, by=people.officer) == period
    assert LedgerEntry.objects.filter(verb="pre-election.set").count() == 1


@pytest.mark.parametrize("name", ["holder", "director", "member", "auditor", "staff"])
def test_nobody_else_does(people, as_, period, name):
    client = as_(getattr(people, name))
    page = text_of(client.get(PAGE))
    assert NAME in page and "End it now" not in page and "Hold publishing" not in page
    assert client.post(PAGE, TYPED).status_code == client.post(f"{PAGE}{period.pk}/end/").status_code == 403
    with pytest.raises(Refused, match="Only a performance officer or an administrator"):
        transitions.set_pre_election("Another", FIRST, LAST, by=getattr(people, name))
    with pytest.raises(Refused):
        transitions.end_pre_election(period.pk, by=getattr(people, name))
    assert PreElectionPeriod.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Say which election it is"),
        ({"starts": "31 June 2019"}, "June"),
        ({"ends": "11 August 2019"}, "The last day is before the first day."),
        ({"starts": "1 May 2019", "ends": "2 June 2019"}, "These days have gone by"),
        ({"ends": "5 September 2020"}, "three months at most"),
    ],
)
def test_days_that_cannot_be_are_said_to_be_so(people, as_, typed, said):
    answer = as_(people.officer).post(PAGE, {**TYPED, **typed})
    assert answer.status_code in (403, 422)
    assert said in text_of(answer)
    assert not PreElectionPeriod.objects.exists()


def test_three_months_are_the_most():
    day = date(2019, 8, 20)
    assert period_fault(day, date(2019, 11, 20), day) == ""
    assert "three months" in period_fault(day, date(2019, 11, 21), day)


# What it holds


def test_a_plan_is_not_published_in_it_and_the_sentence_says_until_when_and_who_set_it(people, as_, approved, period):
    client = as_(people.officer)
    page = text_of(client.get(PLAN))
    assert f"{SENTENCE} Performance officer." in page and "Publish all the same" in page
    answer = client.post(PLAN, {"inside": "0"})
    assert answer.status_code == 422
    assert "Say why it cannot wait" in text_of(answer) and SENTENCE in text_of(answer)
    with pytest.raises(Conflict, match="Publishing is held until 5 September 2019"):
        plan_transitions.publish(approved.pk, by=people.officer, urgent="   ")
    assert reload(approved).status == Status.APPROVED


def test_an_urgent_plan_is_published_with_its_reason_in_the_record(people, as_, approved, period, client):
    done = as_(people.officer).post(PLAN, {"inside": "0", "urgent": "A court orders it."}, follow=True)
    assert "is published: anyone can read it" in text_of(done)
    decision = reload(approved).decisions.last()
    assert (decision.step, decision.comment) == ("publish", TOLD)
    assert json.loads(assert_written_last("plan.publish", people.officer).after)["comment"] == TOLD
    assert TOLD in text_of(client.get("/plans/css/2019-20/sign-off/"))


def test_a_quarters_performance_is_not_published_in_it(people, as_, period):
    client = as_(people.officer)
    page = client.get(PERFORMANCE)
    assert f"{SENTENCE} Performance officer." in text_of(page)
    posted = {"quarter": page.context["slug"], "digest": page.context["draft"].digest}
    answer = client.post(PERFORMANCE, posted)
    assert answer.status_code == 422 and "Say why it cannot wait" in text_of(answer)
    with pytest.raises(Conflict, match="Publishing is held"):
        publish_performance(Q1, None, by=people.officer)
    assert not Publication.objects.exists()
    client.post(PERFORMANCE, {**posted, "urgent": "A court orders it."})
    assert Publication.objects.count() == 1
    assert json.loads(assert_written_last("performance.published", people.officer).after)["urgent"] == TOLD


def test_a_page_that_was_open_when_the_period_was_set_publishes_nothing(people, as_, approved):
    client = as_(people.officer)
    page = client.get(PLAN)
    assert "Publishing is held" not in text_of(page) and ">Publish</button>" in text_of(page)
    transitions.set_pre_election(NAME, FIRST, LAST, by=people.officer)
    assert client.post(PLAN, {"inside": "0"}).status_code == 422
    assert reload(approved).status == Status.APPROVED


@pytest.mark.parametrize(("day", "held"), [(11, False), (12, True), (31, True)])
def test_both_days_are_within_it(people, approved, period, day, held):
    with pretend(datetime(2019, 8, day, 12, tzinfo=UTC)):
        assert bool(PreElectionPeriod.objects.on(date(2019, 8, day))) is held
    assert PreElectionPeriod.objects.on(LAST).exists() and not PreElectionPeriod.objects.on(date(2019, 9, 6)).exists()


def test_after_its_last_day_a_plan_is_published_as_ever(people, as_, approved, period):
    with pretend(datetime(2019, 9, 6, 12, tzinfo=UTC)):
        assert as_(people.officer).post(PLAN, {"inside": "0"}).status_code == 302
    decision = reload(approved).decisions.last()
    assert (decision.step, decision.comment) == ("publish", "")


def test_of_two_periods_the_one_that_ends_last_is_named(people, as_, approved, period):
    transitions.set_pre_election("General election", FIRST, date(2019, 10, 1), by=people.officer)
    assert "Publishing is held until 1 October 2019" in text_of(as_(people.officer).get(PLAN))


# Ending it early


def test_it_is_ended_early_and_publishing_goes_on(people, as_, approved, period):
    client = as_(people.officer)
    page = text_of(client.post(f"{PAGE}{period.pk}/end/", follow=True))
    assert f"Publishing is no longer held for {NAME}." in page and "Ended early" in page
    assert_written_last("pre-election.end", people.officer)
    assert client.post(f"{PAGE}{period.pk}/end/").status_code == 409
    assert client.post(PLAN, {"inside": "0"}).status_code == 302


def test_the_pages_run_the_queries_on_record(people, as_, period):
    assert_query_count(as_(people.officer), PAGE, "council: pre-election periods")
    for number in range(20):
        transitions.set_pre_election(f"Election {number}", FIRST, LAST, by=people.officer)
    assert_query_count(as_(people.officer), PAGE, "council: pre-election periods")
