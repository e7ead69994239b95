"""An owner enters the result that is due, and corrects one with a reason."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from council.choices import Role
from performance.due import due_for
from performance.models import EarlierResult, Result
from tests.council.factories import AppointmentFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def owner(post):
    return AppointmentFactory(post=post).person


@pytest.fixture
def indicator(post):
    return IndicatorFactory(reference="CSC07", owner_post=post)


@pytest.fixture
def url(indicator):
    return reverse("enter_result", args=[indicator.slug])


def typed(value="84.9", counter=0, **more):
    return {
        "result": value,
        "status": "provisional",
        "commentary": "Why.",
        "forecast": "86",
        "counter": counter,
        **more,
    }


def test_an_owner_enters_the_period_that_is_due(client, owner, url, indicator):
    target(indicator, "Q1 2019/20", "88")
    client.force_login(owner)
    page = client.get(url).content.decode()
    assert "Enter Q1 2019/20" in page and "Target: 88%. Due by 30 July 2019." in page
    answer = client.post(url, typed())
    assert answer.url == reverse("indicator", args=[indicator.slug])
    stored = Result.objects.get()
    assert (stored.period, str(stored.value.number), stored.status) == ("Q1 2019/20", "84.9", "provisional")
    assert (stored.entered_by, stored.entered_post, stored.counter) == (owner, "Head of Fostering", 1)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.actor_id) == ("result.entered", "indicator CSC07", owner.pk)


def test_a_correction_needs_a_reason_and_keeps_the_earlier_result(client, owner, url, indicator):
    result(indicator, "Q1 2019/20", "80", commentary="First.")
    client.force_login(owner)
    url += "?period=Q1+2019/20"
    refused = client.post(url, typed(counter=1))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Say why the result is corrected" in page and 'value="84.9"' in page
    assert client.post(url, typed(counter=1, reason="Two were missed.")).status_code == 302
    earlier = EarlierResult.objects.get()
    assert (earlier.was["number"][:2], earlier.reason, earlier.replaced_by) == ("80", "Two were missed.", owner)
    assert Result.objects.get().counter == 2
    assert LedgerEntry.objects.get().verb == "result.corrected"


def test_commentary_alone_needs_no_reason(client, owner, url, indicator):
    result(indicator, "Q1 2019/20", "84.9")
    client.force_login(owner)
    assert client.post(f"{url}?period=Q1+2019/20", typed(counter=1)).status_code == 302
    assert Result.objects.get().commentary == "Why."


def test_a_stale_form_gets_both_texts_and_loses_nothing(client, owner, url, indicator):
    client.force_login(owner)
    result(indicator, "Q1 2019/20", "80", commentary="Theirs.")
    answer = client.post(f"{url}?period=Q1+2019/20", typed(commentary="Mine."))
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Somebody else saved this", "Theirs.", "Mine.", "80%", "84.9%"):
        assert words in page
    assert str(Result.objects.get().value.number) == "80"
    again = client.post(f"{url}?period=Q1+2019/20", typed(counter=1, reason="Checked again."))
    assert again.status_code == 302


@pytest.mark.parametrize("value", ["", "abc", "1e308", "1_000", "\x00", "£5"])
def test_what_cannot_be_read_is_given_back(client, owner, url, value):
    client.force_login(owner)
    answer = client.post(url, typed(value))
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert not Result.objects.exists()


@pytest.mark.parametrize("counter", ["", "x", "-1"])
def test_a_form_without_its_counter_is_not_saved(client, owner, url, counter):
    client.force_login(owner)
    assert client.post(url, typed(counter=counter)).status_code == 422
    assert not Result.objects.exists()


@pytest.mark.parametrize("period", ["Q4 2018/19", "nonsense", "2018/19", "Q1 2099/00", ""])
def test_another_period_may_be_chosen_and_nonsense_is_ignored(client, owner, url, period):
    client.force_login(owner)
    client.post(f"{url}?period={period}", typed())
    assert Result.objects.get().period == (period if period.startswith("Q4") else "Q1 2019/20")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.PERFORMANCE_OFFICER, True), (Role.OFFICER, False), (Role.DIRECTOR, False), (Role.ADMINISTRATOR, False)],
)
def test_others_enter_only_as_performance_officers(client, url, role, allowed):
    client.force_login(person(role))
    assert client.get(url).status_code == (200 if allowed else 403)
    assert client.post(url, typed()).status_code == (302 if allowed else 403)
    assert Result.objects.exists() is allowed


def test_a_retired_indicator_takes_no_result(client, owner, url, indicator):
    indicator.retired = True
    indicator.save()
    client.force_login(owner)
    answer = client.post(url, typed())
    assert answer.status_code == 403 and "is retired" in answer.content.decode()


def test_what_is_due_is_its_owners_and_the_performance_teams(owner, indicator):
    result(indicator, "Q4 2018/19", "80")
    other = IndicatorFactory(reference="HOU01", frequency="annual", due_days=90)
    IndicatorFactory(reference="LATE1", due_days=60)
    IndicatorFactory(reference="GONE1", retired=True)
    mine = due_for(owner)
    assert [(row.indicator.reference, row.period, str(row.due)) for row in mine] == [
        ("CSC07", "Q1 2019/20", "2019-07-30")
    ]
    assert mine[0].url == "/performance/indicators/csc07/result/?period=Q1+2019%2F20"
    theirs = [(row.indicator.reference, row.period) for row in due_for(person(Role.PERFORMANCE_OFFICER))]
    assert theirs == [("LATE1", "Q4 2018/19"), (other.reference, "2018/19"), ("CSC07", "Q1 2019/20")]
    assert due_for(person(Role.DIRECTOR)) == []
    result(indicator, "Q1 2019/20", "81")
    assert due_for(owner) == []


def test_the_page_of_missing_results(client, owner, indicator):
    client.force_login(owner)
    page = client.get(reverse("results_due")).content.decode()
    assert "CSC07" in page and "30 July 2019" in page


def test_the_page_shows_what_it_was_before_and_a_year_before(client, owner, url, indicator):
    for period, value in [("Q1 2018/19", "61"), ("Q2 2018/19", "62"), ("Q3 2018/19", "63"), ("Q4 2018/19", "64")]:
        result(indicator, period, value)
    client.force_login(owner)
    page = client.get(url).content.decode()
    before = page[page.index("What it was before") :]
    places = [
        before.index(said) for said in ("Q4 2018/19: 64.0%", "Q3 2018/19: 63", "Q2 2018/19: 62", "Q1 2018/19: 61")
    ]
    assert places == sorted(places)


def test_an_owner_with_more_to_enter_is_led_to_the_list_of_it(client, owner, post, url, indicator):
    IndicatorFactory(reference="CSC08", owner_post=post)
    client.force_login(owner)
    answer = client.post(url, typed(), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("results_due")
    assert "The result of CSC07 for Q1 2019/20 is saved. 1 more of yours is missing." in page and "CSC08" in page
    last = client.post(reverse("enter_result", args=["csc08"]), typed())
    assert last.url == reverse("indicator", args=["csc08"])


def test_an_officer_who_enters_somebody_elses_result_stays_with_it(client, url, indicator, post):
    IndicatorFactory(reference="CSC08", owner_post=post)
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    assert client.post(url, typed()).url == reverse("indicator", args=[indicator.slug])
