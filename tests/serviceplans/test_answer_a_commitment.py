"""Each service says how it keeps a commitment, and whoever may read its plan sees all answers, the exceptions first."""

from datetime import date

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import ServiceArea
from performance.models import Result
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.due import waiting_for
from serviceplans.models import ServiceResult
from tests.query_counts import assert_query_count
from tests.serviceplans.committed import (
    an_action,
    an_indicator,
    another_draft,
    another_service,
    exempt,
    give,
    place,
    row_in,
    the_cycle,
    withdraw,
)
from tests.serviceplans.factories import PEOPLE, a_complete_plan
from tests.serviceplans.signing import assert_written_last

pytestmark = pytest.mark.usefixtures("august_2019")
ANSWERERS = {"holder", "deputy", "contributor", "officer"}
READERS = {"chief", "cmt", "officer", "equalities", "auditor", "other_holder", "other_director"}


def text_of(response):
    return response.content.decode().replace("&#x27;", "'")


@pytest.fixture
def committed(people, version):
    """An indicator that two services answer for."""
    another_draft(people)
    return place(people, an_indicator(tolerance="5"))


def page_of(row, prefix="css"):
    return f"{row.get_absolute_url()}{prefix}/"


def lines_on(response):
    return [(line.service.prefix, line.rating) for line in response.context["page"].lines]


def test_the_holder_is_asked_and_gives_the_result_on_one_page(people, committed, as_):
    (asked,) = [line for line in waiting_for(people.holder) if line.verb == "Give the result"]
    assert (asked.url, asked.note) == (page_of(committed), "Commitment for every service, Q1 2019/20")
    client = as_(people.holder)
    assert "Save the result for Q1 2019/20" in text_of(client.get(asked.url))
    page = text_of(client.post(asked.url, {"counter": "0", "result": "82", "comment": "We hired."}, follow=True))
    assert "Q1 2019/20 is 82% against a target of" in page and "We hired." in page and "Amber" in page
    assert_written_last("commitment.result", people.holder)
    assert not Result.objects.filter(indicator=committed.indicator).exists()
    assert [line for line in waiting_for(people.holder) if line.verb == "Give the result"] == []


def test_a_result_that_misses_its_target_says_why(people, committed, as_):
    response = as_(people.holder).post(page_of(committed), {"counter": "0", "result": "60%", "comment": " "})
    assert response.status_code == 422 and "Say why it misses the target" in text_of(response)
    assert as_(people.holder).post(page_of(committed), {"counter": "0", "result": "86%"}).status_code == 302


@pytest.mark.parametrize("wrong", ["", "about right", "1O0", "£5"])
def test_what_is_no_result_is_told_so(people, committed, as_, wrong):
    response = as_(people.holder).post(page_of(committed), {"counter": "0", "result": wrong, "comment": "x"})
    assert response.status_code == 422 and not ServiceResult.objects.exists()


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_who_answers_for_a_service(people, committed, version, who):
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    user = getattr(people, who)
    if who in ANSWERERS:
        assert give(user, committed, people.service).value.number == 82
    else:
        with pytest.raises(Refused, match="can say how it stands"):
            give(user, committed, people.service)
    assert ServiceResult.objects.exists() == (who in ANSWERERS)


def test_a_stale_answer_is_shown_with_the_one_that_is_stored(people, committed, as_):
    give(people.deputy, committed, people.service, "90%")
    response = as_(people.holder).post(page_of(committed), {"counter": "0", "result": "70", "comment": "Mine"})
    page = text_of(response)
    assert response.status_code == 409 and "90" in page and "Mine" in page
    with pytest.raises(Stale):
        give(people.holder, committed, people.service)
    assert give(people.holder, committed, people.service, "88%", counter=1).counter == 2


@pytest.mark.parametrize("quarter", ["Q2 2019/20", "Q4 2018/19", "2019/20"])
def test_only_a_quarter_of_the_cycle_that_has_closed_is_asked(people, committed, quarter):
    with pytest.raises(Refused, match="is no quarter of 2019/20 that has closed"):
        give(people.holder, committed, people.service, quarter=quarter)


def test_nothing_is_asked_of_a_service_that_is_exempt_nor_after_it_is_withdrawn(people, committed):
    exempt(people, committed, people.service)
    assert not [line for line in waiting_for(people.holder) if line.verb == "Give the result"]
    with pytest.raises(Conflict, match="is exempt"):
        give(people.holder, committed, people.service)
    withdraw(people, committed)
    with pytest.raises(Conflict, match="has been withdrawn"):
        give(people.other_holder, committed, another_service(people, "Parks", "PAR"))


def test_every_service_is_a_row_with_the_exceptions_first_and_those_who_have_not_said_last(people, committed, as_):
    parks, roads = another_service(people, "Parks", "PAR"), another_service(people, "Roads", "ROA")
    another_service(people, "Markets", "MAR")
    give(people.holder, committed, people.service, "90%")
    give(people.officer, committed, parks, "82%")
    give(people.officer, committed, roads, "50%")
    response = as_(people.officer).get(committed.get_absolute_url())
    told = [("ROA", "red"), ("PAR", "amber"), ("CSS", "green"), ("MAR", None), ("PLA", None)]
    assert lines_on(response) == told
    page = text_of(response)
    assert "3 of 5 services have said: 1 green, 1 amber, 1 red" in page
    narrowed = as_(people.officer).get(committed.get_absolute_url(), {"directorate": people.directorate.key})
    assert lines_on(narrowed) == [("CSS", "green")]
    csv = as_(people.officer).get(f"{committed.get_absolute_url()}services.csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == [
        "Roads", "Parks", "Children's Specialist Services", "Markets", "Places",
    ]  # fmt: skip
    assert "Has not said" in csv
    xlsx = as_(people.officer).get(f"{committed.get_absolute_url()}services.xlsx?directorate={people.directorate.key}")
    assert xlsx.content[:2] == b"PK"


def test_an_exempt_service_stands_last_with_its_reason_and_is_not_counted(people, committed, as_):
    exempt(people, committed, people.service, reason="It pays no invoices.")
    response = as_(people.officer).get(committed.get_absolute_url())
    assert [line.service.prefix for line in response.context["page"].lines] == ["PLA", "CSS"]
    assert "0 of 1 service have said" in text_of(response) and "It pays no invoices." in text_of(response)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_a_person_sees_the_services_whose_plans_they_may_read(people, committed, as_, who):
    give(people.other_holder, committed, ServiceArea.objects.get(prefix="PLA"))
    response = as_(getattr(people, who)).get(committed.get_absolute_url())
    seen = {line.service.prefix for line in response.context["page"].lines}
    assert ("PLA" in seen) == (who in READERS)
    assert ("We hired." in text_of(response)) == (who in READERS)
    assert as_(getattr(people, who)).get(page_of(committed, "pla")).status_code == (200 if who in READERS else 404)


def test_of_an_action_the_quarterly_update_is_the_answer(people, version, as_):
    made = place(people)
    action = row_in(version, made).action
    transitions.update_action(
        action.pk, by=people.holder, counter=0, period_key="2019-04-01/Q", period="Q1 2019/20", status="off-track",
        comment="Nobody has been asked yet.",
    )  # fmt: skip
    response = as_(people.officer).get(made.get_absolute_url())
    assert lines_on(response) == [("CSS", "red")]
    assert "Off track" in text_of(response) and "Nobody has been asked yet." in text_of(response)
    assert f"Update {action.reference} for Q1 2019/20" in text_of(as_(people.holder).get(page_of(made)))


def test_the_page_says_in_which_plans_it_waits(people, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    another_service(people)
    made = place(people)
    page = text_of(as_(people.officer).get(made.get_absolute_url()))
    assert "Waits for the next revision of the plan in force" in page
    assert "Waits: its plan is not begun" in page
    assert version.actions.count() == 1


def test_no_quarter_has_closed_yet(people, version, as_):
    cycle = the_cycle()
    cycle.starts, cycle.ends = date(2019, 7, 1), date(2020, 6, 30)
    cycle.save()
    made = place(people, an_indicator(period="Q4 2019/20"))
    page = text_of(as_(people.holder).get(page_of(made)))
    assert "Results are asked for once" in page and "Save the result" not in page


def test_a_withheld_indicator_shows_no_figure(people, committed, as_):
    give(people.holder, committed, people.service, "90%")
    indicator = committed.indicator
    indicator.withheld = "Held until after the election"
    indicator.save()
    assert "90%" not in text_of(as_(people.cmt).get(committed.get_absolute_url()))
    assert "90%" in text_of(as_(people.officer).get(committed.get_absolute_url()))


def test_the_pages_cost_the_same_for_one_service_and_for_many(people, committed, as_):
    client = as_(people.officer)
    place(people)
    give(people.holder, committed, people.service, "90%")
    assert_query_count(client, committed.get_absolute_url(), "commitment page")
    assert_query_count(client, "/plans/commitments/", "commitments page")
    for number in range(4):
        service = another_service(people, f"Service {number}", f"SV{number}")
        give(people.officer, committed, service, "70%")
    place(people, an_action(heading="Another"))
    assert_query_count(client, committed.get_absolute_url(), "commitment page")
    assert_query_count(client, "/plans/commitments/", "commitments page")


def test_every_answer_leaves_an_entry(people, committed):
    entries = LedgerEntry.objects.count()
    give(people.holder, committed, people.service, "90%")
    give(people.holder, committed, people.service, "91%", counter=1)
    entry = LedgerEntry.objects.first()
    assert LedgerEntry.objects.count() == entries + 2
    assert "90" in entry.before and "91" in entry.after and entry.subject == f"commitment {committed.pk}"


def test_what_is_said_inside_of_an_action_stays_inside(people, version, as_):
    made = place(people)
    action = row_in(version, made).action
    transitions.update_action(
        action.pk, by=people.holder, counter=0, period_key="2019-04-01/Q", period="Q1 2019/20", status="at-risk",
        comment="The manager is away.", internal=True,
    )  # fmt: skip
    assert "The manager is away." in text_of(as_(people.officer).get(made.get_absolute_url()))
    assert "The manager is away." not in text_of(as_(people.cmt).get(made.get_absolute_url()))
