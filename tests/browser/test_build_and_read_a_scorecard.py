"""An officer builds a scorecard, with and without scripts, and a director comes to theirs: on every page's check."""

import re

import pytest

from performance.models import Scorecard


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_builds_a_scorecard(visitor, scripts):
    officer = visitor(java_script_enabled=scripts, viewport={"width": 320, "height": 640}).sign_in(
        "performance@york.example"
    )
    officer.go("/performance/scorecards/")
    officer.click("Make a scorecard")
    officer.click("Make it")
    officer.sees("Enter a title")
    officer.fill("Title", "Winter")
    officer.click("Make it")
    officer.fill("Indicator to add", "NONE1")
    officer.click("Add it")
    officer.sees("There is no indicator NONE1")
    for reference in ("CSC01", "HOU08"):
        officer.fill("Indicator to add", reference)
        officer.click("Add it")
    officer.click(officer.page.get_by_role("button", name=re.compile(r"^Up\s+HOU08$")))
    made = Scorecard.objects.get(title="Winter")
    assert list(made.rows.values_list("indicator__reference", flat=True)) == ["HOU08", "CSC01"]
    officer.click("Read the scorecard")
    officer.sees("2 indicators")


def test_a_director_comes_to_their_scorecard_and_reads_an_earlier_quarter(visitor):
    director = visitor().sign_in("director@york.example")
    director.click("Your scorecard")
    director.sees("Children, Education and Communities")
    director.go("/performance/scorecards/cec-dmt/?period=2018-19-q4")
    director.sees("Q4 2018/19")
    director.click("CSC01")
    director.sees("Children looked after")
