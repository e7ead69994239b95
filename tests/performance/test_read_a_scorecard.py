"""An audience reads its scorecard by quarter, and takes it away as a file."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.values.period import Period
from council.choices import Role
from performance.choices import SetByHand
from performance.models import Scorecard
from performance.rules.layout import Section
from performance.scorecards import closed_quarter, quarter_of, scorecard_page, slug_of
from performance.scorecards.spark import spark
from performance.transitions import Choice, Details, arrange_scorecard, create_scorecard, set_by_hand
from tests.council.factories import DirectorateFactory, PortfolioFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]

HISTORY = [("Q4 2016/17", "80"), ("Q4 2017/18", "82"), ("Q3 2018/19", "86"), ("Q4 2018/19", "85.4")]


@pytest.fixture
def signed_in(client):
    client.force_login(person(Role.STAFF))
    return client


def measured(reference, now, wanted="88", **fields):
    indicator = IndicatorFactory(reference=reference, name=f"Name of {reference}", tolerance="5", **fields)
    for period, value in [*HISTORY, ("Q1 2019/20", now)]:
        if value:
            result(indicator, period, value, commentary=f"{reference} in {period}." if value == now else "")
        target(indicator, period, wanted)
    return indicator


def card(*indicators, title="Strategic Indicators", kind="cmt", **details):
    made = create_scorecard(Details(title, kind, **details), by=None)
    ids = tuple(indicator.pk for indicator in indicators)
    return arrange_scorecard(made.pk, (Section("Customers", ids), Section("Finance")), counter=None, by=None)


def page_of(client, made, period="2019-20-q1"):
    return client.get(reverse("scorecard", args=[made.key]), {"period": period}).content.decode()


def test_a_scorecard_shows_each_indicator_with_its_years_rating_trend_and_owner(signed_in):
    made = card(measured("CSC07", "70", owner_post=PostFactory(title="Head of Fostering")))
    page = page_of(signed_in, made)
    for words in (
        *("2016/17", "80.0", "82.0", "85.4", "70.0%", "88%", "Up is good", "Head of Fostering", "Customers"),
        *("los-rag--red", "Worsening", "<polyline", "CSC07 in Q1 2019/20.", "Name of CSC07"),
        reverse("indicator", args=["csc07"]),
    ):
        assert words in page, words
    assert "Finance" not in page, "an empty group is not shown"
    assert "style=" not in page


def test_the_counts_stand_beside_last_quarters(signed_in):
    made = card(measured("AAA1", "70"), measured("BBB2", "90"), measured("CCC3", ""))
    found = {count["label"]: (count["number"], count["note"]) for count in counts(made, "2019/20")}
    assert found["red"] == (1, "0 last quarter · 1 new")
    assert found["amber"] == (0, "3 last quarter")
    assert found["green"] == (1, "0 last quarter · 1 new")
    assert found["not rated"] == (1, "0 last quarter · 1 new · 1 awaiting data")


def counts(made, year):
    return scorecard_page(made, Period.quarter(year, 1)).counts


def test_an_earlier_quarter_shows_what_was_known_of_it(signed_in):
    made = card(measured("AAA1", "70"))
    page = page_of(signed_in, made, "2018-19-q4")
    assert "85.4%" in page and "70.0%" not in page and "los-rag--amber" in page


def test_annual_data_says_so(signed_in):
    indicator = IndicatorFactory(reference="ANN1", frequency="annual", due_days=300)
    result(indicator, "2018/19", "61")
    page = page_of(signed_in, card(indicator))
    assert (
        "61.0%" in page
        and "No update: annual data" in page
        and "It is measured once a year: the latest is 2018/19" in page
    )


@pytest.mark.parametrize(
    "text", ["", "nonsense", "2019-20-q9", "2019-20", "9999-00-q1", "2031-32-q1", "\x00", "q1", "-q"]
)
def test_a_quarter_that_cannot_be_read_is_the_one_that_closed_last(signed_in, text):
    assert quarter_of(text) == closed_quarter() == Period.quarter("2019/20", 1)
    assert signed_in.get(reverse("scorecard", args=[card().key]), {"period": text}).status_code == 200


def test_a_quarters_address_reads_back():
    quarter = Period.quarter("2018/19", 3)
    assert slug_of(quarter) == "2018-19-q3" and quarter_of("2018-19-Q3") == quarter


def test_the_list_follows_yorks_columns_with_its_draft_marks(signed_in):
    card(title="Transport", kind="portfolio", draft=True)
    card(title="YorOK", kind="board")
    card(title="Strategic Indicators")
    page = signed_in.get(reverse("scorecards")).content.decode()
    order = [page.index(words) for words in ("Council Management Team", "Executive Member Portfolios", "Boards")]
    assert order == sorted(order) and "Transport (DRAFT)" in page and "YorOK (DRAFT)" not in page


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.EXECUTIVE_MEMBER, Role.BOARD_CHAIR, Role.BOARD_MEMBER])
def test_home_leads_to_ones_own_scorecard(client, role):
    directorate, portfolio = DirectorateFactory(), PortfolioFactory()
    fields, kind, details = {
        Role.DIRECTOR: ({"directorate": directorate}, "dmt", {"directorate": directorate}),
        Role.EXECUTIVE_MEMBER: ({"portfolio": portfolio}, "portfolio", {"portfolio": portfolio}),
        Role.BOARD_CHAIR: ({"committee": "YorOK"}, "board", {"audience": "YorOK"}),
        Role.BOARD_MEMBER: ({"committee": "Climate Change"}, "scrutiny", {"audience": "Climate Change"}),
    }[role]
    mine = card(title="Mine", kind=kind, **details)
    card(title="Another", kind=kind)
    client.force_login(person(role, **fields))
    assert reverse("my_scorecard") in client.get("/").content.decode()
    assert client.get(reverse("my_scorecard")).url == reverse("scorecard", args=[mine.key])


def test_somebody_without_one_comes_to_the_list(signed_in):
    card()
    assert signed_in.get(reverse("my_scorecard")).url == reverse("scorecards")


@pytest.mark.parametrize("name", ["scorecards", "my_scorecard"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_an_unknown_scorecard_or_kind_of_file_is_not_found(signed_in):
    made = card()
    assert signed_in.get(reverse("scorecard", args=["nothing"])).status_code == 404
    assert signed_in.get(reverse("scorecard_export", args=[made.key, "exe"])).status_code == 404


def file_of(client, made, extension):
    answer = client.get(reverse("scorecard_export", args=[made.key, extension]), {"period": "2019-20-q1"})
    assert answer.status_code == 200 and f"2019-20-q1.{extension}" in answer["Content-Disposition"]
    return answer.content


def test_its_csv_holds_what_is_shown(signed_in):
    content = file_of(signed_in, card(measured("AAA1", "70")), "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(content))
    wanted = {"Reference": "AAA1", "2018/19": "85.4", "Latest": "70", "Target": "88%", "Rating": "Red"}
    assert {name: row[name] for name in wanted} == wanted and row["Last quarter"] == "Amber"


def test_its_files_hold_all_of_a_long_commentary_and_what_was_set_by_hand(signed_in):
    indicator, said = measured("AAA1", "70"), "What was done, at length. " * 60
    indicator.results.filter(period="Q1 2019/20").update(commentary=said)
    choice = Choice("neutral", "A new method.")
    set_by_hand(indicator.pk, SetByHand.DIRECTION, Period.quarter("2019/20", 1), choice, by=None)
    made = card(indicator)
    (row,) = csv.DictReader(StringIO(file_of(signed_in, made, "csv").decode("utf-8-sig")))
    assert row["Commentary"].strip() == said.strip()
    assert (row["Direction"], row["Set by hand"]) == ("Neutral", "Direction")
    book = openpyxl.load_workbook(BytesIO(file_of(signed_in, made, "xlsx")))
    assert any(said.strip() in str(cell.value) for cells in book.active.iter_rows() for cell in cells)


def test_its_workbook_keeps_figures_as_numbers_and_formulas_as_text(signed_in):
    book = openpyxl.load_workbook(BytesIO(file_of(signed_in, card(measured("=1+1", "<70")), "xlsx")))
    rows = list(book.active.iter_rows(values_only=True))
    line = dict(zip(rows[1], rows[2], strict=True))
    assert line["2018/19"] == 85.4 and line["Latest"] == "<70.0%" and line["Reference"] == "=1+1"
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


@pytest.mark.parametrize("count", [1, 30])
def test_its_pdf_is_one_landscape_page(signed_in, count):
    made = card(*(measured(f"AAA{n}", str(60 + n)) for n in range(count)), draft=True)
    pdf = pikepdf.open(BytesIO(file_of(signed_in, made, "pdf")))
    (sheet,) = pdf.pages
    assert sheet.mediabox[2] > sheet.mediabox[3], "landscape"
    assert pdf.Root.MarkInfo.Marked, "tagged, so that it can be read aloud"


def test_hostile_text_is_shown_as_text(signed_in):
    page = page_of(signed_in, card(measured("AAA1", "70", owner_text="<script>alert(1)</script>"), title="<b>Bold</b>"))
    assert "<script>alert" not in page and "<b>Bold" not in page and "&lt;script&gt;alert" in page


def test_pages_run_the_queries_on_record(signed_in):
    made = card(measured("AAA1", "70"))
    assert_query_count(signed_in, reverse("scorecards"), "performance: scorecards")
    assert_query_count(signed_in, reverse("scorecard", args=[made.key]), "performance: scorecard")


def test_queries_stay_the_same_as_rows_and_history_grow(signed_in):
    def count(made):
        url = reverse("scorecard", args=[made.key])
        signed_in.get(url)
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(url)
        return len(captured)

    one = measured("AAA1", "70", owner_post=PostFactory())
    before = count(card(one, title="One"))
    many = [measured(f"BBB{n}", "90", owner_post=PostFactory()) for n in range(12)]
    for year in range(2006, 2015):
        result(one, f"Q2 {year}/{(year + 1) % 100:02}", "50")
    assert count(card(one, *many, title="Many")) == before


def test_a_line_that_never_moves_runs_along_the_middle():
    assert spark([1]) is None
    assert {y for _, y in (place.split(",") for place in spark([5, 5, 5]).points.split())} == {"14.0"}
    rising = spark([1, 2])
    assert rising.y < 14 and rising.points.startswith("4.0,24.0")


@pytest.mark.parametrize("asked", ["CMT strategic", "cmt-strategic", "Strategic Indicators", "strategic indicators"])
def test_the_command_line_finds_it_by_key_or_title(asked, tmp_path):
    made = create_scorecard(Details("Strategic Indicators", "cmt"), by=None, key="cmt-strategic")
    arrange_scorecard(made.pk, (Section("All", (measured("AAA1", "70").pk,)),), counter=None, by=None)
    for name in ("csv", "xlsx", "pdf"):
        out = tmp_path / f"f.{name}"
        call_command("scorecard", asked, "2019/20", "Q1", format=name, output=str(out), stderr=StringIO())
        assert out.stat().st_size > 200


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nothing", "2019/20", "Q1"], "There is no scorecard “Nothing”. There are: Strategic Indicators."),
        (["strategic indicators", "2019/20", "Q7"], "2019/20 Q7 is no quarter"),
        (["strategic indicators", "soon", "Q1"], "soon Q1 is no quarter"),
        (["strategic indicators", "2030/31", "Q1"], "Q1 2030/31 has not begun: it starts on 1 April 2030."),
    ],
)
def test_the_command_line_refuses_in_one_line_and_leaves_no_file(arguments, said, tmp_path):
    card()
    out, errors = tmp_path / "f.pdf", StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("scorecard", *arguments, output=str(out), stderr=errors)
    assert left.value.code == 2 and not out.exists()
    assert said in errors.getvalue() and errors.getvalue().count("\n") == 1


def test_two_of_one_title_must_be_named_by_key(tmp_path):
    for kind in ("dmt", "scrutiny"):
        create_scorecard(Details("Economy", kind), by=None)
    assert set(Scorecard.objects.values_list("key", flat=True)) == {"economy", "economy-2"}
    create_scorecard(Details("Economy and Place", "dmt"), by=None, key="a-dmt")
    create_scorecard(Details("Economy and Place", "scrutiny"), by=None, key="a-committee")
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("scorecard", "Economy and Place", "2019/20", "Q1", output=str(tmp_path / "f"), stderr=errors)
    assert "a-committee; a-dmt" in errors.getvalue()
