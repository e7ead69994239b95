"""Where councils are known to be caught: the warnings, and how one is set aside with a reason."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import LedgerEntry
from common.values.period import Period
from common.values.target import TargetValue
from common.verdict import Conflict, Refused
from council.choices import Role
from performance.choices import SetByHand
from performance.models import Benchmark, DismissedWarning
from performance.rules import DirectionOfTravel, Measure, Rating
from performance.rules.warnings import Facts, warnings_of
from performance.transitions import Choice, dismiss_warning, set_by_hand
from tests.council.factories import PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER)


@pytest.fixture
def indicator():
    """Less is better, none is aimed at, and Head of Roads has entered its results."""
    one = IndicatorFactory(
        reference="HRO06", polarity="up-is-bad", unit="number", decimal_places=0, owner_post=PostFactory(title="Head of Roads")
    )  # fmt: skip
    result(one, "Q1 2019/20", "3", entered_post="Head of Roads")
    target(one, "Q2 2019/20", "0")
    return one


def facts(polarity="up-is-good", result="90", wanted="≥ 80", unit="percent", **more):
    said = {"owner": "A", "owner_entered": True, "period": "Q1", "target_period": "Q2", **more}
    number = None if result is None else Decimal(result)
    return Facts(Measure(polarity, unit), result=number, target=TargetValue.parse(wanted, unit=unit), **said)


RATED = Rating("green", "", overridden=True, reason="The fault is mended.", computed="red")
DIRECTED = DirectionOfTravel("stable", "up", "", overridden=True, reason="Why.", computed="worsening")


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (facts(), ["target-worse-than-result"]),
        (facts(wanted="90"), []),
        (facts(wanted="95"), []),
        (facts("up-is-bad", "8", "10"), ["target-worse-than-result"]),
        (facts("up-is-bad", "8", "7"), []),
        (facts("up-is-bad", "8", "0"), ["zero-target"]),
        (facts("up-is-good", "-1", "0", "number"), []),
        (facts("neutral"), []),
        (facts(cumulative=True), []),
        (facts(result=None), []),
        (facts(wanted="Set baseline"), []),
        (facts("in-range", "9", "8 to 10", "number"), []),
        (facts(wanted="95", owner=""), ["no-owner"]),
        (facts(wanted="95", owner_entered=False), ["owner-never-updated"]),
        (facts(wanted="95", owner_entered=False, fed_by_file=True), []),
        (facts(wanted="95", owner_entered=False, fed_by_file=True, overdue=True), ["owner-never-updated"]),
        (facts(wanted="95", direction=DIRECTED), ["set-by-hand"]),
        (facts(wanted="95", rating=RATED), ["rating-set-by-hand"]),
        (facts(wanted="95", rating=Rating("red", "Computed.")), []),
    ],
)
def test_what_is_warned_of(given, codes):
    assert [one.code for one in warnings_of(given)] == codes


def test_the_sentence_has_the_figures():
    (one,) = warnings_of(facts())
    assert "The target for Q2, at least 80%, is worse than the Q1 result of 90%" in one.sentence


def test_zero_is_right_for_accidents_and_the_reason_is_shown(client, indicator, officer):
    client.force_login(officer)
    page_url = reverse("indicator", args=[indicator.slug])
    assert "The target for Q2 2019/20 is zero" in client.get(page_url).content.decode()
    url = reverse("warning_dismiss", args=[indicator.slug, "zero-target"])
    assert "any occurrence at all misses it" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422 and not DismissedWarning.objects.exists()
    assert client.post(url, {"reason": "No accident is acceptable."}).status_code == 302
    page = client.get(page_url).content.decode()
    assert "Set aside:" in page and "No accident is acceptable." in page and "Look twice" not in page
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("warning.dismissed", "indicator HRO06") and "No accident" in entry.after
    assert client.post(url, {"reason": "Again"}).status_code == 409, "a second click says so"


def test_a_warning_comes_back_when_what_it_was_about_changes(indicator, officer, client):
    indicator.targets.all().delete()
    target(indicator, "Q2 2019/20", "5")
    dismiss_warning(indicator.pk, "target-worse-than-result", "Agreed with the board", by=officer)
    client.force_login(officer)
    assert "Look twice" not in client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    indicator.targets.update(number=6)
    assert "Look twice" in client.get(reverse("indicator", args=[indicator.slug])).content.decode()


def test_only_those_who_answer_for_it_set_a_warning_aside(client, indicator):
    staff = person(Role.STAFF)
    with pytest.raises(Refused):
        dismiss_warning(indicator.pk, "zero-target", "Why not", by=staff)
    client.force_login(staff)
    assert "Set it aside" not in client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert client.get(reverse("warning_dismiss", args=[indicator.slug, "zero-target"])).status_code == 403
    assert client.get(reverse("warnings")).status_code == 403


def test_a_warning_that_is_not_there_cannot_be_set_aside(indicator, officer):
    with pytest.raises(Conflict):
        dismiss_warning(indicator.pk, "no-owner", "It has one", by=officer)
    assert not LedgerEntry.objects.filter(verb="warning.dismissed").exists()


def test_the_page_of_warnings_by_kind_and_those_set_aside(client, indicator, officer):
    IndicatorFactory(reference="LONE1")
    IndicatorFactory(reference="GONE1", retired=True)
    when = Period.quarter("2019/20", 1)
    set_by_hand(indicator.pk, SetByHand.DIRECTION, when, Choice("stable", "A new count"), by=officer)
    dismiss_warning(indicator.pk, "zero-target", "Accidents", by=officer)
    client.force_login(officer)

    def rows(query):
        text = client.get(f"{reverse('warnings_csv')}?{query}").content.decode()
        return {(line.split(",")[0], line.split(",")[3]) for line in text.splitlines()[1:]}

    assert rows("") == {("HRO06", "Direction set by hand"), ("LONE1", "No owner")}
    assert rows("kind=no-owner") == {("LONE1", "No owner")}
    assert rows("aside=yes") == {("HRO06", "Target of zero")}
    assert rows("kind=nonsense%00") == rows("")
    page = client.get(reverse("warnings")).content.decode()
    assert "2 things to look at twice" in page and "GONE1" not in page


def test_the_page_of_warnings_runs_the_queries_on_record(client, indicator, officer):
    client.force_login(officer)
    for number in range(5):
        IndicatorFactory(reference=f"LONE{number}")
    assert_query_count(client, reverse("warnings"), "performance: warnings")


def test_queries_stay_the_same_as_warnings_and_benchmarks_grow(client, indicator, officer):
    client.force_login(officer)
    urls = [reverse("warnings"), reverse("indicator", args=[indicator.slug])]

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    IndicatorFactory(reference="LONE0")
    counts()
    before, when = counts(), Period.quarter("2019/20", 1)
    for number in range(8):
        IndicatorFactory(reference=f"MORE{number}")
        Benchmark.objects.create(
            indicator=indicator, area=f"Area {number}", area_key=f"area {number}", number=number,
            period_key=when.key, period=when.label, ends=when.end,
        )  # fmt: skip
    assert counts() == before
