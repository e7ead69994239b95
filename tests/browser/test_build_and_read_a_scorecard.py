"""An officer builds a scorecard, with and without scripts, and a director comes to theirs: on every page's check."""

import re

import pikepdf
import pytest
from playwright.sync_api import expect

from performance.models import Scorecard


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_builds_a_scorecard_from_nothing(visitor, scripts):
    officer = visitor(java_script_enabled=scripts, viewport={"width": 320, "height": 640}).sign_in(
        "performance@york.example"
    )
    officer.go("/performance/scorecards/")
    officer.click("Make a scorecard")
    officer.click("Make it")
    officer.sees("Enter a title")
    officer.fill("Title", "Winter")
    officer.click("Make it")
    officer.fill("References", "NONE1")
    officer.click("Add")
    officer.sees("There is no indicator NONE1")
    officer.fill("References", "CSC01, HOU08")
    officer.click("Add")
    officer.click("Choose indicators to add")
    for search, reference in (("waste", "WAP01"), ("sleeping", "HOU08"), ("bus journeys", "TRH02")):
        officer.fill("Search", search)
        officer.click("Search")
        if reference != "HOU08":
            officer.choose(re.compile(rf"^{reference}"))
    officer.select("Add them to the group", "Customers")
    officer.click("Add what is ticked")
    officer.sees("2 indicators are added")
    officer.click(button(officer, "Up", "HOU08"))
    officer.choose(re.compile(r"^TRH02"))
    officer.select("Move what is ticked to", "Workforce")
    officer.click("Move")
    officer.page.get_by_text("Rename or move Finance").click()
    officer.page.locator("#rename-3-name").fill("Money")
    officer.page.locator("#rename-3-name").press("Enter")
    officer.check()
    made = Scorecard.objects.get(title="Winter")
    assert list(made.rows.values_list("indicator__reference", "group__name")) == [
        *(("HOU08", "Directorate"), ("CSC01", "Directorate"), ("TRH02", "Workforce"), ("WAP01", "Customers")),
    ]
    assert made.draft and made.groups.filter(name="Money").exists()
    officer.click("Preview it as its readers see it")
    officer.sees("4 indicators")
    officer.sees("Draft")


def test_two_officers_change_one_scorecard_and_the_second_loses_nothing(visitor):
    first, second = (visitor().sign_in("performance@york.example") for _ in range(2))
    for officer in (first, second):
        officer.go("/performance/scorecards/board-yot/edit/")
    first.click(button(first, "Take off", "LAT02"))
    second.choose(re.compile(r"^CSC09"))
    second.click(button(second, "Down", "CSC10"))
    second.sees("Move CSC10 down")
    expect(second.page.get_by_label(re.compile(r"^CSC09"))).to_be_checked()
    second.click(button(second, "Down", "CSC10"))
    rows = Scorecard.objects.get(key="board-yot").rows.values_list("indicator__reference", flat=True)
    assert list(rows) == ["CSC09", "CSC10", "EDU03", "EDU04", "EDU09"]


def test_an_officer_retires_a_scorecard_and_brings_it_back(visitor):
    officer = visitor().sign_in("performance@york.example")
    officer.go("/performance/scorecards/board-yot/edit/")
    officer.click("Retire it")
    officer.sees("only performance officers find it now")
    officer.click("Bring it back")
    officer.sees("is read by its audience again")


def button(officer, words, about):
    return officer.page.get_by_role("button", name=re.compile(rf"^{words}\s+{about}$"))


@pytest.mark.parametrize(("key", "wide"), [("portfolio-culture-leisure-and-communities", 842), ("cec-dmt", 1191)])
def test_the_browser_prints_a_scorecard_on_one_landscape_sheet(visitor, key, wide, tmp_path):
    member = visitor().sign_in("cmt@york.example")
    member.go(f"/performance/scorecards/{key}/")
    out = tmp_path / "printed.pdf"
    member.page.pdf(path=out, prefer_css_page_size=True)
    with pikepdf.open(out) as file:
        (sheet,) = file.pages
        assert round(float(sheet.mediabox[2])) == pytest.approx(wide, abs=2)


def test_a_director_comes_to_their_scorecard_and_reads_an_earlier_quarter(visitor):
    director = visitor().sign_in("director@york.example")
    director.click("Your scorecard")
    director.sees("Children, Education and Communities")
    director.go("/performance/scorecards/cec-dmt/?period=2018-19-q4")
    director.sees("Q4 2018/19")
    director.click("CSC01")
    director.sees("Children looked after")
