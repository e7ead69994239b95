"""An officer sets a rating by hand: it counts, is marked wherever it shows, says what the figures give, and can be taken back."""

import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from common.documents.blocks import Table
from common.models import LedgerEntry
from common.values.period import Period
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from performance.choices import SetByHand
from performance.models import EarlierResult, IndicatorState, Override, Result, Scorecard
from performance.scorecards import scorecard_page
from performance.scorecards.files import scorecard_document
from performance.standing import explain
from performance.transitions import Choice, set_by_hand, take_back
from tests.council.factories import PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1 = Period.quarter("2019/20", 1)
WHY = "The counter failed for nine days; the depot's own count meets the target."
FORM = {"value": "green", "reason": WHY, "counter": 0}


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def indicator():
    """Q1 is far below its target: computed as red."""
    one = IndicatorFactory(reference="CSC07", owner_post=PostFactory(title="Head of Fostering"), tolerance="5")
    for period, value in [("Q4 2018/19", "86"), ("Q1 2019/20", "60")]:
        result(one, period, value, commentary="Counted by hand.")
        target(one, period, "88")
    return one


@pytest.fixture
def set_green(indicator, officer):
    return set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("green", WHY), by=officer)


def url(name, indicator):
    return reverse(name, args=[indicator.slug]) + "?period=Q1+2019/20"


def card_with(indicator):
    card = Scorecard.objects.create(key="cmt", title="CMT strategic", kind="cmt")
    card.rows.create(group=card.groups.create(name="All", position=1), indicator=indicator, position=1)
    return card


def test_the_rating_counts_and_the_computed_one_is_told(indicator, set_green):
    rating = explain(indicator, Q1).rating
    assert (rating.colour, rating.computed, rating.overridden) == ("green", "red", True)
    assert rating.sentence == (
        "Set to green by hand (Performance officer): The counter failed for nine days; the depot's own count meets the "
        "target. Computed as red, because Q1 2019/20 is 60.0% against a target of at least 88%: 28 points off, outside "
        "the agreed tolerance of 5 points."
    )
    assert explain(indicator, Q1.previous()).rating.colour == "amber", "the quarter before is as the figures give it"
    assert IndicatorState.objects.get().rating == "green"


def test_an_officer_reads_what_the_figures_give_and_sets_it(client, officer, indicator):
    client.force_login(officer)
    assert reverse("rating_set", args=[indicator.slug]) in client.get(url("indicator", indicator)).content.decode()
    page = client.get(url("rating_set", indicator)).content.decode()
    assert "28 points off, outside the agreed tolerance" in page and "Take it back" not in page
    answer = client.post(url("rating_set", indicator), FORM, follow=True)
    page = answer.content.decode()
    assert "The rating in Q1 2019/20 is set by hand, and marked so." in page
    assert "Set to green by hand (Performance officer)" in page and "Computed as red, because" in page
    assert page.count("(set by hand)") == 2, "in the line below the heading and in the table of results"
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject, entry.post) == ("rating.set", "indicator CSC07", "Performance officer")
    assert json.loads(entry.after) == {"period": "Q1 2019/20", "rating": "green", "reason": WHY}


def test_it_is_taken_back(client, officer, indicator, set_green):
    client.force_login(officer)
    assert "Take it back" in client.get(url("rating_set", indicator)).content.decode()
    page = client.post(url("rating_set", indicator), {"take_back": "yes", "counter": 1}, follow=True).content.decode()
    assert "is as the figures give it again" in page and "set by hand)" not in page
    assert explain(indicator, Q1).rating.colour == IndicatorState.objects.get().rating == "red"
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "rating.taken-back" and json.loads(entry.before)["rating"] == "green"
    again = client.post(url("rating_set", indicator), {"take_back": "yes", "counter": 1})
    assert again.status_code == 409, "a second click says that it was changed since"


def test_it_can_be_changed_and_the_one_before_is_in_the_ledger(indicator, officer, set_green):
    set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("amber", "Half of it.", 1), by=officer)
    entry = LedgerEntry.objects.latest("id")
    assert json.loads(entry.before)["rating"] == "green" and json.loads(entry.after)["rating"] == "amber"
    assert Override.objects.get().counter == 2


def test_a_result_may_be_left_unrated(indicator, officer):
    set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("none", "Too soon to say."), by=officer)
    rating = explain(indicator, Q1).rating
    assert rating.colour == "none" and rating.sentence.startswith("Set to not rated by hand (Performance officer): Too")


@pytest.mark.parametrize("missing", ["value", "reason", "counter"])
def test_without_all_it_needs_it_is_given_back(client, officer, indicator, missing):
    client.force_login(officer)
    answer = client.post(url("rating_set", indicator), {**FORM, missing: ""})
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()
    assert not Override.objects.exists() and not LedgerEntry.objects.exists()


def test_a_stale_form_gets_both_texts_and_loses_nothing(client, officer, indicator):
    client.force_login(officer)
    client.post(url("rating_set", indicator), FORM)
    answer = client.post(url("rating_set", indicator), {**FORM, "value": "amber", "reason": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409 and WHY.replace("'", "&#x27;") in page and "Mine" in page
    assert Override.objects.get().value == "green"
    again = {"value": "amber", "reason": "Mine", "counter": 1}
    assert client.post(url("rating_set", indicator), again).status_code == 302
    assert Override.objects.get().value == "amber"


@pytest.mark.parametrize("value", ["blue", "", "improving", "Red"])
def test_what_is_no_rating_is_refused(indicator, officer, value):
    with pytest.raises(Refused):
        set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice(value, WHY), by=officer)
    assert not Override.objects.exists()


def test_a_period_without_a_result_has_nothing_to_set(client, indicator, officer):
    with pytest.raises(Conflict):
        set_by_hand(indicator.pk, SetByHand.RATING, Q1.next(), Choice("green", WHY), by=officer)
    client.force_login(officer)
    address = reverse("rating_set", args=[indicator.slug])
    for period in ("Q2 2019/20", "2018/19", "nonsense", "\x00"):
        assert client.get(address, {"period": period}).status_code == 404
        assert client.post(f"{address}?period={period}", FORM).status_code == 404


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.AUDITOR, Role.EXECUTIVE_MEMBER])
def test_nobody_else_rates_by_hand(client, indicator, role):
    somebody = person(role)
    with pytest.raises(Refused):
        set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("green", WHY), by=somebody)
    client.force_login(somebody)
    assert client.get(url("rating_set", indicator)).status_code == 403
    assert client.post(url("rating_set", indicator), FORM).status_code == 403
    assert "Set a rating by hand" not in client.get(url("indicator", indicator)).content.decode()


def test_an_owner_does_not_rate_their_own_work(indicator):
    owner = person(Role.STAFF)
    owner.appointments.create(post=indicator.owner_post, starts="2019-01-01")
    with pytest.raises(Refused, match="Only a performance officer"):
        set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("green", WHY), by=owner)
    set_by_hand(indicator.pk, SetByHand.DIRECTION, Q1, Choice("stable", WHY), by=owner)


def test_a_rating_and_a_direction_stand_beside_each_other(indicator, officer, set_green):
    set_by_hand(indicator.pk, SetByHand.DIRECTION, Q1, Choice("stable", "New form."), by=officer)
    found = explain(indicator, Q1)
    assert (found.rating.colour, found.direction.word, found.by_hand) == ("green", "stable", "Rating and direction")
    take_back(indicator.pk, SetByHand.RATING, Q1, 1, by=officer)
    assert explain(indicator, Q1).by_hand == "Direction"


def test_it_is_marked_in_the_register_its_files_and_its_filter(client, officer, indicator, set_green):
    IndicatorFactory(reference="OTHER1")
    client.force_login(officer)
    assert "(set by hand)" in client.get(reverse("indicators")).content.decode()
    lines = client.get(reverse("indicators_csv"), {"show": "by-hand"}).content.decode().splitlines()
    heads = lines[0].lstrip("\ufeff").split(",")
    row = dict(zip(heads, lines[1].split(","), strict=False))
    assert len(lines) == 2 and (row["Rating"], row["Set by hand"]) == ("Green", "Rating")
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("indicators_xlsx")).content))
    cells = [[cell.value for cell in one] for one in book.active.iter_rows()]
    assert any("Rating" in one and "CSC07" in one for one in cells)
    assert "Green,Rating" in client.get(reverse("indicator_csv", args=[indicator.slug])).content.decode()


def test_it_is_marked_on_a_scorecard_and_in_its_files(client, officer, indicator, set_green):
    card = card_with(indicator)
    client.force_login(officer)
    page = client.get(reverse("scorecard", args=[card.key]), {"period": "2019-20-q1"}).content.decode()
    assert page.count("(set by hand)") == 1 and "Computed as red, because" in page
    csv = client.get(reverse("scorecard_export", args=[card.key, "csv"]) + "?period=2019-20-q1").content.decode()
    assert "Set by hand" in csv and ",Rating," in csv and "Computed as red, because" in csv
    [table] = [block for block in scorecard_document(scorecard_page(card, Q1)).blocks if isinstance(block, Table)]
    said = [cell.text for row in table.rows for cell in row]
    assert "Green\n(set by hand)" in said


def test_the_command_says_it(indicator, set_green):
    out = StringIO()
    call_command("rate", "--explain", "CSC07", "Q1 2019/20", stdout=out)
    assert "CSC07 Q1 2019/20: green (set by hand; computed as red), " in out.getvalue()
    assert "Computed as red, because Q1 2019/20 is 60.0% against" in out.getvalue()
    out = StringIO()
    call_command("rate", "CSC07", "Q1 2019/20", "--format", "json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["rating"] == "green" and "Computed as red" in answer["explanation"]


def test_it_is_warned_of_and_the_warning_can_be_set_aside(client, officer, indicator, set_green):
    client.force_login(officer)
    page = client.get(url("indicator", indicator)).content.decode()
    assert "Its rating in Q1 2019/20 is set to green by hand" in page and "Computed as red." in page
    listed = client.get(reverse("warnings_csv"), {"kind": "rating-set-by-hand"}).content.decode()
    assert "CSC07" in listed and "Rating set by hand" in listed
    dismiss = reverse("warning_dismiss", args=[indicator.slug, "rating-set-by-hand"])
    client.post(dismiss, {"reason": "The board agreed on 6 August."})
    page = client.get(url("indicator", indicator)).content.decode()
    assert "Set aside:" in page and "The board agreed on 6 August." in page
    # The figures are corrected, so that they give another rating: somebody should look again.
    Result.objects.filter(period="Q1 2019/20").update(number=85)
    assert "Computed as amber." in client.get(url("indicator", indicator)).content.decode()
    assert "CSC07" in client.get(reverse("warnings_csv"), {"kind": "rating-set-by-hand"}).content.decode()


def test_all_or_nothing(indicator, officer, monkeypatch):
    monkeypatch.setattr("performance.transitions.by_hand.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("green", WHY), by=officer)
    assert not Override.objects.exists()


def test_a_stale_counter_changes_nothing(indicator, officer, set_green):
    for counter in (0, 2):
        with pytest.raises(Stale):
            set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("amber", WHY, counter), by=officer)
        with pytest.raises(Stale):
            take_back(indicator.pk, SetByHand.RATING, Q1, counter, by=officer)
    assert Override.objects.get().value == "green" and not EarlierResult.objects.exists()
