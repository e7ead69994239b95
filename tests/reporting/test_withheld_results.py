"""A result that is withheld after a plan was signed is shown to nobody in it: not in public, not inside, not in a file."""

import io
import json
from datetime import date

import docx
import pytest

from common.ledger import digest
from common.values.period import Period
from council.choices import Role
from performance.choices import SetByHand
from performance.standing import plan_table
from performance.transitions import Choice, Marks, mark_indicator, set_by_hand, withhold
from reporting.exports.document import as_document
from reporting.exports.sheets import as_sheets
from reporting.wording import basis
from serviceplans.content import content_of, indicator_as_dict
from serviceplans.models import VersionIndicator
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result, target
from tests.reporting.factories import version

PLAN = "/public/plans/css/2019-20/"
SECRET, LAST = "73.1", Period.parse("2018/19")


def text_of(response):
    """What a person reads in a page or a Word file."""
    if response["Content-Type"].startswith("text/html"):
        return response.content.decode()
    read = docx.Document(io.BytesIO(response.content))
    return "\n".join(paragraph.text for paragraph in read.element.body.iter() if paragraph.text)


def rows_in(made):
    [part] = [p for s in made["sections"] for p in s["parts"] if p["kind"] == "indicators"]
    return [row for group in part["data"]["groups"] for row in group["indicators"]]


@pytest.fixture
def officer(db):
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def indicator(service):
    one = IndicatorFactory(reference="CSC07", directorate=service.directorate, frequency="annual")
    for year, value in (("2016/17", "60"), ("2017/18", "66"), ("2018/19", SECRET)):
        result(one, year, value, commentary="Nine of twelve left.")
    return one


@pytest.fixture
def published(service, indicator):
    """A plan that was published with the figure in it."""
    years, [row] = plan_table([indicator], "2019/20")
    shown = [indicator_as_dict(row, VersionIndicator(indicator=indicator, group="Finance"), "")]
    return version(service, "published", published=date(2019, 7, 30), indicators=shown, years=years)


def test_a_published_plan_shows_the_word_from_then_on(published, indicator, officer, client):
    addresses = (PLAN, f"{PLAN}plan.docx")
    assert all(SECRET in text_of(client.get(address)) for address in addresses)
    withhold(indicator.pk, LAST, "Too few people", 1, by=officer)
    for address in addresses:
        text = text_of(client.get(address))
        assert SECRET not in text and "Withheld" in text and "66.0" in text and "No trend" in text
    [row] = rows_in(content_of(published))
    assert (row["results"], row["latest"], row["rating"]) == (["60.0", "66.0", "Withheld"], "Withheld", "none")
    assert "withheld" in row["rating_why"] and "withheld" in row["direction_why"]


def test_what_was_signed_stays_as_it_was_signed(published, indicator, officer):
    withhold(indicator.pk, LAST, "Too few people", 1, by=officer)
    content_of(published)
    published.frozen.refresh_from_db()
    assert digest(published.frozen.content) == published.frozen.digest and SECRET in published.frozen.content


def test_a_direction_that_rests_on_it_goes_and_the_other_figures_stay(published, indicator, officer):
    withhold(indicator.pk, Period.parse("2016/17"), "Too few people", 1, by=officer)
    [row] = rows_in(content_of(published))
    assert row["results"] == ["Withheld", "66.0", "73.1"] and row["latest"] == "73.1%"
    assert (row["direction"], row["direction_words"]) == ("none", "No trend")


def test_all_figures_of_an_indicator(published, indicator, officer, client):
    mark_indicator(indicator.pk, Marks(True, "Held until the election", indicator.counter), by=officer)
    text = text_of(client.get(PLAN))
    assert text.count("Withheld") >= 3 and not any(figure in text for figure in ("60.0", "66.0", SECRET))


def test_a_plan_without_anything_withheld_costs_two_queries(published, django_assert_num_queries):
    # One for the changes since it was approved, one for what is withheld.
    published.frozen, published.plan  # noqa: B018
    with django_assert_num_queries(2):
        content_of(published)


def test_a_report_shows_the_word_and_says_how_many(indicator, officer, report):
    withhold(indicator.pk, LAST, "Too few people", 1, by=officer)
    found = report()
    [line] = found.indicators
    assert (line.shown, line.rating, line.doing) == (
        *("Withheld", "none"),
        "Its result for 2018/19 is withheld: Too few people.",
    )
    said = repr(as_document(found)) + json.dumps([list(sheet.rows) for sheet in as_sheets(found)], default=str)
    assert SECRET not in said and "Nine of twelve" not in said
    assert "1 result is withheld, each with its reason." in basis(found)


def test_a_report_marks_a_rating_that_is_set_by_hand(indicator, officer, report):
    target(indicator, "2018/19", "90")
    set_by_hand(indicator.pk, SetByHand.RATING, LAST, Choice("green", "The form has changed."), by=officer)
    found = report()
    [line] = found.indicators
    assert (line.rating, line.computed, line.by_hand) == ("green", "red", "Rating") and not found.red_indicators
    assert "Ratings set by hand, each marked and with its reason: CSC07 green (computed as red)." in basis(found)
    assert "(set by hand)" in repr(as_document(found))
    [sheet] = [sheet for sheet in as_sheets(found) if sheet.title == "Indicators"]
    row = dict(zip([column.heading for column in sheet.columns], next(iter(sheet.rows)), strict=True))
    assert (row["Rating"], row["Rating set by hand"], row["Computed rating"]) == ("Green", True, "Red")
    assert "Computed as red, because 2018/19 is 73.1% against" in row["Why"]
