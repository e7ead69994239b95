"""Somebody without an account reads how the council is doing, and an officer publishes the next quarter."""

import pytest


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_reads_how_the_council_is_doing(visitor, scripts):
    somebody = visitor(java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    somebody.go("/")
    somebody.click("How the council is doing, Q4 2018/19")
    somebody.sees("Each measure as it stood at the end of Q4 2018/19")
    somebody.fill("Search", "foster carer")
    somebody.click("Show")
    somebody.click("Approved foster carer households")
    somebody.sees("fewer than 5")
    somebody.sees("1 more is withheld, because with the total it would give the small one away")
    if scripts:
        assert somebody.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_officer_publishes_the_next_quarter(person):
    officer = person("performance@york.example")
    officer.click("Reports")
    officer.click("Publish a quarter’s performance")
    officer.sees("Figures of breakdowns that are not shown")
    officer.click("Publish Q1 2019/20")
    officer.sees("The council’s performance in Q1 2019/20 is published: everybody can read it.")
    assert officer.heading == "How the council is doing, Q1 2019/20"
