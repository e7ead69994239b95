"""Officers and owners keep the register of statutory returns: what is due when, whose it is, and what was sent."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import LedgerEntry
from common.today import pretend
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from performance.models import ReturnSubmission, StatutoryReturn
from performance.rules.returns import due_after, state_of
from performance.transitions import ReturnFacts, add_return, change_return, submit_return
from tests.council.factories import AppointmentFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
DAY = date(2019, 8, 20)


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def post():
    return PostFactory(title="School Admissions Manager", role=Role.OFFICER)


@pytest.fixture
def owner(post):
    return AppointmentFactory(post=post).person


@pytest.fixture
def census(post):
    return StatutoryReturn.objects.create(
        name="School Census", body="Department for Education", frequency="termly", next_due=DAY, owner_post=post
    )


def typed(counter=0, **fields):
    return {
        "name": "School Census", "body": "Department for Education", "frequency": "termly", "next_due": "3 October 2019",
        "owner": "school admissions manager", "status": "collecting", "indicators": "", "note": "", "counter": counter,
        **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "due", "key", "soon"),
    [
        ("not-started", DAY, "not-started", True),
        ("not-started", date(2019, 8, 19), "late", False),
        ("checked", date(2019, 8, 19), "late", False),
        ("submitted", date(2019, 8, 19), "submitted", False),
        ("submitted", date(2019, 8, 25), "submitted", False),
        ("collecting", date(2019, 9, 17), "collecting", True),
        ("collecting", date(2019, 9, 18), "collecting", False),
        ("collecting", None, "collecting", False),
    ],
)
def test_a_return_is_late_from_the_day_after_until_it_is_sent(status, due, key, soon):
    state = state_of(status, due, DAY)
    assert (state.key, state.soon) == (key, soon)


@pytest.mark.parametrize(
    ("frequency", "due", "following"),
    [
        ("monthly", date(2019, 1, 31), date(2019, 2, 28)),
        ("monthly", date(2019, 1, 30), date(2019, 2, 28)),
        ("quarterly", date(2019, 6, 30), date(2019, 9, 30)),
        ("half-yearly", date(2019, 6, 30), date(2019, 12, 31)),
        ("termly", date(2019, 10, 3), date(2020, 2, 3)),
        ("annual", date(2020, 2, 29), date(2021, 2, 28)),
        ("two-yearly", date(2019, 12, 15), date(2021, 12, 15)),
        ("on-notice", date(2019, 12, 15), None),
        ("annual", None, None),
    ],
)
def test_when_the_next_is_due(frequency, due, following):
    assert due_after(frequency, due) == following


def test_an_officer_adds_a_return_with_its_owner_and_indicators(client, officer, post):
    IndicatorFactory(reference="EDU 06")
    client.force_login(officer)
    answer = client.post(reverse("return_new"), typed(indicators="edu06"))
    one = StatutoryReturn.objects.get()
    assert answer.url == reverse("statutory_return", args=[one.pk])
    assert (one.owner_post, one.owner_text, one.counter, one.next_due) == (post, "", 1, date(2019, 10, 3))
    assert [indicator.reference for indicator in one.indicators.all()] == ["EDU 06"]
    page = client.get(answer.url).content.decode()
    assert "EDU 06" in page and "3 October 2019" in page and "Collecting" in page
    assert LedgerEntry.objects.get().verb == "return.added"
    of_indicator = client.get(reverse("indicator_quality", args=["edu-06"])).content.decode()
    assert "Returns that it feeds" in of_indicator and answer.url in of_indicator


def test_words_that_are_no_post_are_kept_and_marked(client, officer):
    client.force_login(officer)
    answer = client.post(reverse("return_new"), typed(owner="Schools Forum"), follow=True)
    assert "Schools Forum" in answer.content.decode() and "Nobody’s post" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter the return&#x27;s name"),
        ("next_due", "31/02/2019", "31/02/2019"),
        ("indicators", "XX99", "There is no indicator XX99"),
        ("status", "lost", "Choose one of the options for"),
    ],
)
def test_what_cannot_be_read_is_given_back(client, officer, field, value, words):
    client.force_login(officer)
    answer = client.post(reverse("return_new"), typed(**{field: value}))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not StatutoryReturn.objects.exists()


def test_the_same_return_is_not_added_twice(client, officer, census):
    client.force_login(officer)
    answer = client.post(reverse("return_new"), typed(name="school census"))
    assert answer.status_code == 409 and "already has a return called" in answer.content.decode()
    assert StatutoryReturn.objects.count() == 1


def test_an_owner_changes_their_return_and_a_stale_form_gets_both_texts(client, owner, census):
    client.force_login(owner)
    url = reverse("return_edit", args=[census.pk])
    assert client.post(url, typed(counter=1, note="Theirs.")).status_code == 302
    stale = client.post(url, typed(counter=1, note="Mine."))
    page = stale.content.decode()
    assert stale.status_code == 409 and "Theirs." in page and "Mine." in page
    census.refresh_from_db()
    assert (census.note, census.status, census.counter) == ("Theirs.", "collecting", 2)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.post) == ("return.changed", "School Admissions Manager")
    assert client.post(url, typed(counter=2, note="Mine.")).status_code == 302


def test_a_submission_is_kept_and_the_next_one_begins(client, owner, census):
    client.force_login(owner)
    url = reverse("return_submit", args=[census.pk])
    assert "20 December 2019" in client.get(url).content.decode()
    ahead = client.post(url, {"submitted_on": "21 August 2019", "next_due": "", "counter": 1})
    assert ahead.status_code == 422 and not ReturnSubmission.objects.exists()
    said = {"submitted_on": "20 August 2019", "next_due": "20 December 2019", "note": "No queries.", "counter": 1}
    page = client.post(url, said, follow=True).content.decode()
    assert "In time" in page and "No queries." in page
    census.refresh_from_db()
    assert (census.status, census.next_due, census.counter) == ("not-started", date(2019, 12, 20), 2)
    again = client.post(url, said)
    assert again.status_code == 409 and ReturnSubmission.objects.count() == 1
    assert LedgerEntry.objects.get().verb == "return.submitted"


def test_a_late_submission_says_so_and_one_without_a_next_day_is_submitted(owner, census):
    with pretend(date(2019, 8, 21)):
        made = submit_return(census.pk, by=owner, counter=1, submitted_on=date(2019, 8, 21), next_due=None)
    census.refresh_from_db()
    assert made.late and census.status == "submitted"


def test_an_owner_says_how_far_it_has_come(client, owner, census):
    client.force_login(owner)
    url, counter = reverse("return_status", args=[census.pk]), census.counter
    for _ in range(2):
        assert client.post(url, {"status": "checked", "counter": counter}).status_code == 302
    census.refresh_from_db()
    assert (census.status, census.counter) == ("checked", counter + 1)
    assert LedgerEntry.objects.filter(verb="return.moved").count() == 1
    answer = client.post(url, {"status": "collecting", "counter": counter})
    assert answer.status_code == 409 and "You chose collecting" in answer.content.decode()
    assert client.post(url, {"status": "submitted", "counter": counter + 1}).status_code == 403
    client.force_login(person(Role.STAFF))
    assert client.post(url, {"status": "collecting", "counter": counter + 1}).status_code == 403
    census.refresh_from_db()
    assert census.status == "checked"


def test_what_is_shown_is_a_workbook_too(client, owner, census):
    client.force_login(owner)
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("returns_xlsx"), {"q": census.name}).content))
    assert any(census.name in map(str, row) for row in book.active.iter_rows(values_only=True))


def test_changes_ask_who_and_what(owner, officer, census):
    stranger, facts = person(Role.OFFICER), ReturnFacts("Other", "Body", "annual")
    for refused in (
        lambda: add_return(facts, by=owner),
        lambda: change_return(census.pk, facts, by=stranger, counter=1),
        lambda: submit_return(census.pk, by=stranger, counter=1, submitted_on=DAY, next_due=None),
        lambda: submit_return(census.pk, by=owner, counter=1, submitted_on=date(2019, 9, 1), next_due=None),
    ):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(Stale):
        submit_return(census.pk, by=owner, counter=0, submitted_on=DAY, next_due=None)
    add_return(facts, by=officer)
    with pytest.raises(Conflict):
        change_return(census.pk, facts, by=owner, counter=1)
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["return_edit", "return_submit"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.AUDITOR])
def test_others_read_and_do_not_change(client, census, name, role):
    client.force_login(person(role))
    assert client.get(reverse("statutory_return", args=[census.pk])).status_code == 200
    assert client.post(reverse(name, args=[census.pk]), typed(counter=1)).status_code == 403
    census.refresh_from_db()
    assert census.counter == 1


def test_the_list_is_a_calendar_by_month_and_is_narrowed_with_its_csv(client, owner, census):
    def other(name, **fields):
        return StatutoryReturn.objects.create(**{"name": name, "body": "Ofsted", **fields})

    other("Late one", next_due=date(2019, 7, 1))
    other("Far one", next_due=date(2020, 3, 31), status="collecting")
    other("Inspection", frequency="on-notice")
    other("Done", next_due=date(2019, 7, 2), status="submitted")
    client.force_login(owner)
    page = client.get(reverse("returns")).content.decode()
    assert "5 returns; 1 late, 1 due within four weeks." in page
    heads = ("July 2019: 2 returns", "August 2019: 1 return", "March 2020", "No day set: 1 return")
    places = [page.index(words) for words in heads]
    assert places == sorted(places)
    for query, shown in [
        ("q=census", {"School Census"}),
        ("body=Department+for+Education", {"School Census"}),
        ("status=collecting", {"Far one"}),
        ("show=late", {"Late one"}),
        ("show=soon", {"School Census"}),
        ("show=mine", {"School Census"}),
        ("show=x&status=y&body=z&q=%00", {"School Census", "Late one", "Far one", "Inspection", "Done"}),
    ]:
        csv = client.get(f"{reverse('returns_csv')}?{query}").content.decode("utf-8-sig")
        assert {line.split(",")[0] for line in csv.splitlines()[1:]} == shown, query
        assert client.get(f"{reverse('returns')}?{query}").status_code == 200


def test_queries_stay_the_same_as_rows_grow(client, owner, census):
    client.force_login(owner)
    urls = [reverse("returns"), reverse("returns_csv"), reverse("statutory_return", args=[census.pk])]
    assert_query_count(client, urls[0], "performance: returns")
    assert_query_count(client, urls[2], "performance: return")

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    before = counts()
    for number in range(8):
        post = AppointmentFactory().post
        one = StatutoryReturn.objects.create(name=f"Return {number}", body="Ofsted", next_due=DAY, owner_post=post)
        one.indicators.add(IndicatorFactory())
        census.indicators.add(IndicatorFactory())
        for each in (one, census):
            ReturnSubmission.objects.create(statutory_return=each, submitted_on=DAY)
    assert counts() == before
