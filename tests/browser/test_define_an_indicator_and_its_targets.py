"""An officer adds an indicator, sets its targets, enters its first quarter, and changes it: each page checked as it comes."""

import pytest


@pytest.mark.parametrize("scripts", [True, False])
def test_from_nothing_to_a_rated_result(visitor, scripts):
    officer = visitor(viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    officer.sign_in("performance@york.example")
    officer.go("/performance/indicators/")
    officer.click("Add an indicator")
    officer.click("Add the indicator")
    officer.sees("Enter a reference, like CSC12")
    officer.fill("Reference", "HOU20")
    officer.fill("Indicator", "Homes let within 21 days")
    officer.select("Unit", "%")
    officer.select("How often it is collected", "Quarterly")
    officer.fill("Owner", "Head of Housing Management")
    officer.click("Add the indicator")
    officer.sees("HOU20 is on the register. Set its targets next.")
    officer.click("Set targets")
    if scripts:
        assert officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    officer.page.get_by_role("group", name="Q1 2019/20").get_by_label("Target").fill("9O")
    officer.click("Save the targets")
    officer.sees("Q1 2019/20: “9O”")
    officer.page.get_by_role("group", name="Q1 2019/20").get_by_label("Target").fill("90")
    officer.click("Save the targets")
    officer.sees("1 target of HOU20 is saved.")
    officer.go("/performance/indicators/hou20/result/")
    officer.fill("Result", "92")
    officer.click("Save the result")
    officer.sees("Q1 2019/20 is 92% against a target of at least 90%")
    officer.click("Change the definition")
    officer.choose("Up is bad")
    officer.click("Save the definition")
    officer.sees("The definition of HOU20 is saved.")
    officer.sees("Q1 2019/20 is 92% against a target of no more than 90%")
