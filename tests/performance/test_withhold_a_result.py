"""An officer withholds one result: everybody else is shown the word and the reason, and nothing it could be worked out from."""

import json
import re
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from common.models import LedgerEntry
from common.values.period import Period
from common.values.result import ResultValue
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from performance.choices import SetByHand
from performance.models import Benchmark, Breakdown, EarlierResult, Result, Scorecard
from performance.standing import explain
from performance.transitions import (
    Choice,
    Entry,
    Marks,
    enter_result,
    mark_indicator,
    set_by_hand,
    set_formula,
    withhold,
)
from tests.council.factories import DirectorateFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1, Q4 = Period.quarter("2019/20", 1), Period.quarter("2018/19", 4)
WHY = "Too few people to publish"
SECRET, SECRET_WORDS = "73.1", "Nine of the twelve left in May"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def indicator():
    """Five quarters; the latest is the one to withhold, with its target, commentary and forecast."""
    one = IndicatorFactory(
        reference="CSC07",
        name="Placements that lasted",
        tolerance="5",
        owner_post=PostFactory(title="Head of Fostering"),
        directorate=DirectorateFactory(name="Children"),
    )
    period = Period.quarter("2018/19", 1)
    for value in ("60", "62", "64", "66"):
        result(one, period.label, value)
        period = period.next()
    result(one, "Q1 2019/20", SECRET, commentary=SECRET_WORDS, forecast="74.2%")
    target(one, "Q1 2019/20", "88")
    return one


@pytest.fixture
def withheld(indicator, officer):
    return withhold(indicator.pk, Q1, WHY, 1, by=officer)


def url(name, indicator):
    return reverse(name, args=[indicator.slug]) + "?period=Q1+2019/20"


def a_card(indicator):
    card = Scorecard.objects.create(key="cmt", title="CMT strategic", kind="cmt")
    card.rows.create(group=card.groups.create(name="All", position=1), indicator=indicator, position=1)
    return card


def is_secret(text):
    """Neither the figure, nor what was said of it, nor how far it is from its target."""
    # A form's token is letters and figures by chance.
    said = re.sub(r'value="[A-Za-z0-9]{64}"', "", text)
    return not any(secret in said for secret in (SECRET, "73", SECRET_WORDS, "74.2", "14.9"))


def test_the_standing_has_the_word_and_the_reason_and_nothing_else(indicator, withheld):
    found = explain(indicator, Q1)
    assert (found.shown, found.value, found.state.name) == ("Withheld", "", "Withheld")
    assert found.state.why == "Its result for Q1 2019/20 is withheld: Too few people to publish."
    assert (found.rating.colour, found.direction.word, found.remark) == ("none", "none", found.state.why)
    assert found.rating.sentence == "The result for Q1 2019/20 is withheld, so no rating is shown."
    assert is_secret(repr(found)) and Decimal(SECRET) not in found.trend
    assert not found.overdue, "it is here, and is not chased"


def test_the_year_end_says_that_what_is_left_is_too_little_to_draw_a_line_through(indicator, withheld):
    found = explain(indicator, Q1).year_end
    assert (found.figure, found.shown) == ("", "Withheld")
    assert found.why == "Results that are withheld leave too few to draw a line to the year end."


def test_the_chart_names_the_periods_that_it_leaves_out(client, indicator, withheld, officer):
    address = reverse("indicator", args=[indicator.slug])
    client.force_login(person(Role.STAFF))
    assert "Q1 2019/20 is withheld." in client.get(address).content.decode()
    withhold(indicator.pk, Q4, WHY, 1, by=officer)
    assert "Q4 2018/19 and Q1 2019/20 are withheld." in client.get(address).content.decode()
    client.force_login(officer)
    assert "are withheld." not in client.get(address).content.decode(), "the officer's chart draws them"


def test_a_chart_that_leaves_many_out_counts_them(client, indicator, withheld, officer):
    result(indicator, "Q4 2017/18", "58")
    for period in (Q4, Q4.previous(), Q4.previous().previous()):
        withhold(indicator.pk, period, WHY, 1, by=officer)
    client.force_login(person(Role.STAFF))
    assert "4 results are withheld." in client.get(reverse("indicator", args=[indicator.slug])).content.decode()


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.EXECUTIVE_MEMBER, Role.CMT, Role.ADMINISTRATOR])
def test_others_are_shown_the_word_on_every_page_and_in_every_file(client, indicator, withheld, role):
    card = a_card(indicator)
    client.force_login(person(role))
    files = [reverse("scorecard_export", args=[card.key, form]) + "?period=2019-20-q1" for form in ("csv", "xlsx")]
    pages = [
        *(reverse("indicator", args=[indicator.slug]), reverse("indicator_csv", args=[indicator.slug])),
        *(reverse("indicators"), reverse("indicators_csv"), reverse("indicators_xlsx"), *files),
        reverse("scorecard", args=[card.key]) + "?period=2019-20-q1",
    ]
    for address in pages:
        answer = client.get(address)
        if "spreadsheet" in answer["Content-Type"]:
            book = openpyxl.load_workbook(BytesIO(answer.content))
            text = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row)
        else:
            text = answer.content.decode()
        assert "Withheld" in text and is_secret(text.split("<main")[-1]), address


@pytest.mark.parametrize("role", [Role.PERFORMANCE_OFFICER, Role.AUDITOR])
def test_officers_and_auditors_see_the_figure_and_that_it_is_withheld(client, indicator, withheld, role):
    client.force_login(person(role))
    page = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "73.1%" in page and SECRET_WORDS in page and "14.9 points off" in page
    assert "Withheld" in page and "everybody else is shown the word" in page
    csv = client.get(reverse("indicator_csv", args=[indicator.slug])).content.decode()
    assert "73.1%" in csv and ",Withheld," in csv


def test_its_owner_sees_the_figure(client, indicator, withheld):
    owner = person(Role.STAFF)
    owner.appointments.create(post=indicator.owner_post, starts="2019-01-01")
    client.force_login(owner)
    assert "73.1%" in client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert client.post(url("result_withhold", indicator), {"reason": "Mine", "counter": 2}).status_code == 403


def test_the_command_gives_the_word(indicator, withheld):
    out = StringIO()
    call_command("rate", "--explain", "CSC07", "Q1 2019/20", "--format", "json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["result"], answer["rating"], answer["direction"]) == ("", "none", "none")
    assert "is withheld: Too few people to publish." in answer["explanation"] and is_secret(out.getvalue())


def test_what_was_set_by_hand_or_corrected_does_not_give_it_away(client, indicator, officer, withheld):
    set_by_hand(indicator.pk, SetByHand.RATING, Q1, Choice("green", f"It was {SECRET} before."), by=officer)
    EarlierResult.objects.create(
        result=withheld, was={"number": "73.2", "state": "value"}, replaced_at=withheld.entered_at, reason=SECRET_WORDS
    )
    enter_result(indicator.pk, Q1, Entry(ResultValue(Decimal("73.3")), reason=f"Not {SECRET}", counter=2), by=officer)
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert is_secret(page.split("<main")[-1]) and "Result corrected" in page, "only its words are left out"
    client.force_login(officer)
    assert SECRET_WORDS in client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert Result.objects.get(period="Q1 2019/20").withheld == WHY, "a correction is withheld as what it corrects"


def test_its_breakdown_and_its_place_among_others_are_not_shown(client, indicator, withheld):
    parts = Breakdown.objects.create(
        indicator=indicator, dimension="ward", period_key=Q1.key, period=Q1.label, ends=Q1.end,
        entered_at=withheld.entered_at,
    )  # fmt: skip
    parts.rows.create(position=1, category="Acomb", number=73, numerator=730, denominator=1000)
    for area, number in (("Aford", 70), ("Beham", 80), ("Ceby", 90)):
        Benchmark.objects.create(
            indicator=indicator,
            area=area,
            area_key=area,
            number=number,
            period_key=Q1.key,
            period=Q1.label,
            ends=Q1.end,
        )
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "Acomb" not in page and "of 4" not in page and "80.0%" in page
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    page = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "Acomb" in page and "3rd of 4" in page


def test_a_later_direction_or_rating_does_not_rest_on_it(indicator, officer, withheld):
    result(indicator, "Q2 2019/20", "75")
    direction = explain(indicator, Q1.next()).direction
    assert direction.word == "none"
    assert direction.sentence == "The result for Q1 2019/20 is withheld, so no direction is shown."


def test_an_officer_withholds_it_on_a_page_and_shows_it_again(client, indicator, officer):
    client.force_login(officer)
    assert reverse("result_withhold", args=[indicator.slug]) in client.get(url("indicator", indicator)).content.decode()
    assert client.post(url("result_withhold", indicator), {"reason": "", "counter": 1}).status_code == 422
    page = client.post(url("result_withhold", indicator), {"reason": WHY, "counter": 1}, follow=True).content.decode()
    assert "The result of Q1 2019/20 is withheld." in page
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("result.withheld", "indicator CSC07") and WHY in entry.after
    assert SECRET not in entry.after, "the ledger's reader needs the reason, not the figure"
    assert "Show it again" in client.get(url("result_withhold", indicator)).content.decode()
    page = client.post(url("result_withhold", indicator), {"show": "yes", "counter": 2}, follow=True).content.decode()
    assert "is shown again" in page and explain(indicator, Q1).value == "73.1%"
    assert LedgerEntry.objects.latest("id").verb == "result.shown-again"


def test_a_stale_form_gets_both_texts(client, indicator, officer, withheld):
    client.force_login(officer)
    answer = client.post(url("result_withhold", indicator), {"reason": "Mine", "counter": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and WHY in page and "Mine" in page
    assert client.post(url("result_withhold", indicator), {"show": "yes", "counter": 1}).status_code == 409
    assert Result.objects.get(period="Q1 2019/20").withheld == WHY
    with pytest.raises(Stale):
        withhold(indicator.pk, Q1, "Mine", 1, by=officer)


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.AUDITOR])
def test_nobody_else_withholds(client, indicator, role):
    with pytest.raises(Refused):
        withhold(indicator.pk, Q1, WHY, 1, by=person(role))
    client.force_login(person(role))
    assert client.get(url("result_withhold", indicator)).status_code == 403


def test_there_must_be_a_result(client, indicator, officer):
    with pytest.raises(Conflict):
        withhold(indicator.pk, Q1.next(), WHY, 0, by=officer)
    client.force_login(officer)
    assert client.get(reverse("result_withhold", args=[indicator.slug]), {"period": "2031/32"}).status_code == 404


def test_what_is_calculated_from_it_is_withheld_too(indicator, officer):
    other, total = IndicatorFactory(reference="CSC08"), IndicatorFactory(reference="CSC09")
    result(other, "Q1 2019/20", "10")
    set_formula(total.pk, "CSC07 + CSC08", counter=1, by=officer)
    assert explain(total, Q1).value == "83.1%"
    withhold(indicator.pk, Q1, WHY, 1, by=officer)
    assert explain(total, Q1).state.why == (
        "Its result for Q1 2019/20 is withheld: It is calculated from CSC07, which is withheld."
    )
    mine = Result.objects.get(indicator=total, period="Q1 2019/20")
    with pytest.raises(Conflict, match="Show that one again first"):
        withhold(total.pk, Q1, "", mine.counter, by=officer)
    enter_result(other.pk, Q1, Entry(ResultValue(Decimal(11)), reason="Counted again", counter=1), by=officer)
    assert explain(total, Q1).value == "", "calculated anew, it stays withheld"
    withhold(indicator.pk, Q1, "", 2, by=officer)
    assert explain(total, Q1).value == "84.1%"
    assert explain(indicator, Q1).value == "73.1%"


def test_an_officers_own_reason_outlives_that_of_the_inputs(indicator, officer):
    other, total = IndicatorFactory(reference="CSC08"), IndicatorFactory(reference="CSC09")
    result(other, "Q1 2019/20", "10")
    set_formula(total.pk, "CSC07 + CSC08", counter=1, by=officer)
    mine = Result.objects.get(indicator=total, period="Q1 2019/20")
    withhold(total.pk, Q1, "Held until after the election", mine.counter, by=officer)
    withhold(indicator.pk, Q1, WHY, 1, by=officer)
    withhold(indicator.pk, Q1, "", 2, by=officer)
    assert explain(total, Q1).state.why.endswith("withheld: Held until after the election.")


def test_where_all_figures_are_withheld_so_is_what_is_calculated_from_them(indicator, officer):
    other, total = IndicatorFactory(reference="CSC08"), IndicatorFactory(reference="CSC09")
    result(other, "Q1 2019/20", "10")
    set_formula(total.pk, "CSC07 + CSC08", counter=1, by=officer)
    indicator = mark_indicator(indicator.pk, Marks(True, WHY, 1), by=officer)
    assert explain(total, Q1).value == "" and explain(indicator, Q4).value == ""
    mark_indicator(indicator.pk, Marks(True, "", indicator.counter), by=officer)
    assert explain(total, Q1).value == "83.1%"


def test_the_register_lists_what_is_withheld(client, indicator, withheld):
    IndicatorFactory(reference="OPEN1")
    client.force_login(person(Role.STAFF))
    csv = client.get(reverse("indicators_csv"), {"show": "withheld"}).content.decode()
    assert "CSC07" in csv and "OPEN1" not in csv


def test_all_or_nothing(indicator, officer, monkeypatch):
    monkeypatch.setattr("performance.transitions.withholding.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        withhold(indicator.pk, Q1, WHY, 1, by=officer)
    assert not Result.objects.exclude(withheld="").exists()
