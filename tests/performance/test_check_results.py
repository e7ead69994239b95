"""An officer checks what owners entered: one at a time, all at once, or sends it back with a reason."""

import pytest
from django.core import mail
from django.urls import reverse

from common.models import LedgerEntry
from common.values.result import ResultValue
from common.verdict import Conflict, Refused
from council.choices import Role
from performance.checking import waiting_for
from performance.models import Result
from performance.transitions import Entry, enter_result, import_now, send_back, verify_results
from tests.council.factories import AppointmentFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, period_of, result, target
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
URL = "/performance/verify/"
Q1 = "Q1 2019/20"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def owner(post):
    return AppointmentFactory(post=post).person


@pytest.fixture
def waiting(owner, post):
    """Results that their owner entered, one for each reference."""

    def enter(*references, value="84.9", **more):
        found = []
        for reference in references:
            indicator = IndicatorFactory(reference=reference, owner_post=post)
            entry = Entry(value=ResultValue.parse(value, unit=indicator.unit), status="provisional", **more)
            found.append(enter_result(indicator.pk, period_of(indicator, Q1), entry, by=owner))
        return found

    return enter


def seen(*results):
    return [f"{one.pk}:{one.counter}" for one in results]


def test_what_owners_enter_waits_and_what_officers_enter_or_import_does_not(officer, waiting):
    waiting("CSC07")
    mine = IndicatorFactory(reference="CSC08")
    enter_result(mine.pk, period_of(mine, Q1), Entry(ResultValue.parse("5", unit="percent")), by=officer)
    IndicatorFactory(reference="CSC09")
    import_now("results", csv_file("Reference,Period,Result", f"CSC09,{Q1},9"), "q.csv", by=officer)
    found = {row.indicator.reference: row for row in Result.objects.select_related("indicator")}
    assert [found[name].verification for name in ("CSC07", "CSC08", "CSC09")] == ["waiting", "verified", "verified"]
    assert (found["CSC08"].verified_by, found["CSC09"].verified_post) == (officer, "Performance officer")
    assert [one.title for one in waiting_for(officer)] == ["Check 1 result that its owner entered"]


def test_an_import_verifies_what_it_overwrites(officer, waiting):
    (one,) = waiting("CSC07")
    import_now("results", csv_file("Reference,Period,Result", f"CSC07,{Q1},80"), "q.csv", by=officer)
    one.refresh_from_db()
    assert (one.verification, one.verified_by) == ("verified", officer)


def test_the_list_shows_what_speaks_for_and_against(client, officer, waiting):
    (one,) = waiting("CSC07", commentary="Two vacancies.")
    Result.objects.filter(pk=one.pk).update(numerator=750, denominator=1000)
    result(one.indicator, "Q4 2018/19", "80")
    target(one.indicator, Q1, "88")
    client.force_login(officer)
    page = client.get(URL).content.decode()
    for words in (
        "1 result that its owner entered waits", "84.9%", "80.0%", "Q4 2018/19", "88%", "Red", "Two vacancies.",
        "The result is 84.9%, but 750 out of 1,000 is 75.0%.", "Head of Fostering", "Provisional",
    ):  # fmt: skip
        assert words in page, words


def test_all_that_are_shown_are_verified_at_once(client, officer, waiting):
    one, two = waiting("CSC07", "CSC08")
    client.force_login(officer)
    answer = client.post(URL, {"seen": seen(one, two), "provisional": [two.pk]})
    assert answer.url == URL
    rows = Result.objects.order_by("pk")
    assert [(row.verification, row.status, row.counter) for row in rows] == [
        ("verified", "final", 2),
        ("verified", "provisional", 2),
    ]
    assert {row.verified_by for row in rows} == {officer}
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject) == ("results.verified", "2 results") and "CSC08" in entry.after


def test_one_button_verifies_one(client, officer, waiting):
    one, two = waiting("CSC07", "CSC08")
    client.force_login(officer)
    client.post(URL, {"seen": seen(one, two), "only": str(two.pk)})
    assert [row.verification for row in Result.objects.order_by("pk")] == ["waiting", "verified"]


def test_what_its_owner_changed_meanwhile_is_not_verified(client, officer, owner, waiting):
    one, two = waiting("CSC07", "CSC08")
    posted = seen(one, two)
    entry = Entry(ResultValue.parse("10", unit="percent"), reason="Slipped.", counter=1)
    enter_result(one.indicator_id, period_of(one.indicator, Q1), entry, by=owner)
    client.force_login(officer)
    answer = client.post(URL, {"seen": posted})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Changed since you read the list: CSC07 for Q1 2019/20." in page
    assert "10.0%" in page
    assert {row.verification for row in Result.objects.all()} == {"waiting"}


def test_twice_is_told(officer, waiting):
    (one,) = waiting("CSC07")
    verify_results({one.pk: 1}, by=officer)
    with pytest.raises(Conflict, match="CSC07"):
        verify_results({one.pk: 1}, by=officer)
    with pytest.raises(Conflict, match="deleted"):
        verify_results({10**9: 1}, by=officer)


@pytest.mark.parametrize("posted", [{}, {"seen": ["x", "1", ":", "1:x", "٣:1"]}, {"seen": ["1:1"], "only": "y"}])
def test_nonsense_verifies_nothing(client, officer, waiting, posted):
    waiting("CSC07")
    client.force_login(officer)
    assert client.post(URL, posted).status_code == 302
    assert Result.objects.get().verification == "waiting"


def test_a_result_is_sent_back_with_a_reason_and_its_owner_answers(
    client, officer, owner, waiting, django_capture_on_commit_callbacks
):
    (one,) = waiting("CSC07")
    url = reverse("send_back_result", args=[one.pk])
    client.force_login(officer)
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": " ", "counter": 1}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"reason": "Is this the\nwhole quarter?", "counter": 1}).url == URL
    one.refresh_from_db()
    assert (one.verification, one.sent_back) == ("returned", "Is this the whole quarter?")
    (message,) = mail.outbox
    assert message.to == [owner.email] and "Is this the whole quarter?" in message.body
    assert "/performance/indicators/csc07/result/?period=Q1+2019%2F20" in message.body
    assert "Is this the whole quarter?" in client.get(URL).content.decode()
    (task,) = waiting_for(owner)
    assert task.title.startswith("Correct Q1 2019/20: CSC07") and task.note == "Sent back: Is this the whole quarter?"
    client.force_login(owner)
    assert "Is this the whole quarter?" in client.get(task.url).content.decode()
    entry = Entry(one.value, commentary="Yes: all three months.", counter=2)
    enter_result(one.indicator_id, one.when, entry, by=owner)
    one.refresh_from_db()
    assert (one.verification, one.sent_back) == ("waiting", "")
    assert waiting_for(owner) == []


def test_what_was_changed_or_checked_is_not_sent_back(client, officer, waiting):
    (one,) = waiting("CSC07")
    client.force_login(officer)
    answer = client.post(reverse("send_back_result", args=[one.pk]), {"reason": "Why?", "counter": 7})
    assert answer.status_code == 409 and "Why?" in answer.content.decode()
    verify_results({one.pk: 1}, by=officer)
    assert client.get(reverse("send_back_result", args=[one.pk])).status_code == 404
    with pytest.raises(Conflict):
        send_back(one.pk, 2, "Why?", by=officer)


def test_only_officers_check(client, owner, waiting):
    (one,) = waiting("CSC07")
    client.force_login(owner)
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"seen": seen(one)}).status_code == 403
    for attempt in (lambda: verify_results({one.pk: 1}, by=owner), lambda: send_back(one.pk, 1, "x", by=owner)):
        with pytest.raises(Refused, match="Only a performance officer"):
            attempt()


def test_the_list_costs_the_same_however_long(client, officer, waiting):
    waiting("CSC01")
    client.force_login(officer)
    assert_query_count(client, URL, "performance: verify")
    waiting("CSC02", "CSC03", "CSC04")
    assert_query_count(client, URL, "performance: verify")


def test_verifying_costs_the_same_however_many(officer, waiting, query_count):
    assert waiting_for(officer) == []
    for references in (("A1", "A2"), ("B1", "B2", "B3", "B4", "B5")):
        rows = waiting(*references)
        with query_count("performance: verify all"):
            verify_results({row.pk: row.counter for row in rows}, by=officer)
