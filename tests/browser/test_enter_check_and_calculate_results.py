"""An owner enters a result, an officer checks it, calculates from it and breaks it down: in a browser, with its checks."""

from performance.models import Breakdown, Indicator, Result

PAGES = [
    "/performance/enter/?period=Q1+2019/20",
    "/performance/verify/",
    "/performance/indicators/csc07/formula/",
    "/performance/indicators/csc07/breakdown/?period=Q1+2019/20&dimension=sex",
    "/performance/indicators/csc07/result/?period=Q1+2019/20",
]


def entered(owner):
    """An owner of the demonstration enters the quarter of one of their indicators; the result as it is stored."""
    indicator = Indicator.objects.get(reference="CSC07")
    owner.go("/performance/indicators/csc07/result/?period=Q1+2019/20")
    owner.fill("Result", "Not currently measured")
    owner.fill("Commentary", "The meter was broken.")
    if Result.objects.filter(indicator=indicator, period="Q1 2019/20").exists():
        owner.fill("Why the result is corrected", "The meter was broken all along.")
    owner.click("Save the result")
    return Result.objects.get(indicator=indicator, period="Q1 2019/20")


def test_a_result_is_entered_sent_back_and_verified(visitor):
    owner = visitor().sign_in("contributor@york.example")
    result = entered(owner)
    assert result.verification == "waiting"
    officer = visitor().sign_in("performance@york.example")
    officer.go("/performance/verify/")
    officer.sees("The meter was broken.")
    officer.click(officer.page.get_by_role("link", name="Send back CSC07"))
    officer.click("Send it back")
    officer.sees("Say why the result is sent back")
    officer.fill("What should its owner look at?", "Was there no other meter?")
    officer.click("Send it back")
    officer.sees("is sent back to its owner")
    owner.go("/performance/indicators/csc07/result/?period=Q1+2019/20")
    owner.sees("Was there no other meter?")
    owner.fill("Commentary", "There was none.")
    owner.click("Save the result")
    officer.go("/performance/verify/")
    officer.click(officer.page.get_by_role("button", name="Verify CSC07 only"))
    officer.sees("CSC07 for Q1 2019/20 is verified.")
    result.refresh_from_db()
    assert (result.verification, result.status) == ("verified", "final")


def test_an_officer_enters_a_quarter_and_breaks_a_result_down(visitor):
    officer = visitor(java_script_enabled=False).sign_in("performance@york.example")
    officer.go("/performance/enter/?period=Q1+2019/20")
    row = officer.page.locator(".los-quick").first
    row.get_by_label("Commentary").fill("Looked at twice.")
    if not row.get_by_label("Result").input_value():
        row.get_by_label("Result").fill("N/A")
    officer.click("Save what I changed")
    officer.sees("1 result is saved.")
    officer.go("/performance/indicators/csc07/breakdown/?period=Q1+2019/20&dimension=sex")
    officer.fill("Categories and figures, one a line", "Women; many")
    officer.click("Save the breakdown")
    officer.sees("Line 1:")
    officer.fill("Categories and figures, one a line", "Women; 30\nMen; 4")
    officer.click("Save the breakdown")
    officer.sees("Q1 2019/20 by sex")
    assert Breakdown.objects.get(dimension="sex").rows.count() == 2
    officer.go("/performance/indicators/csc07/formula/")
    officer.fill("Formula", "NONE1 +")
    officer.click("Save the formula")
    officer.sees("ends too early")


def test_on_a_small_screen(visitor):
    entered(visitor().sign_in("contributor@york.example"))
    small = visitor(viewport={"width": 320, "height": 640}).sign_in("performance@york.example")
    for url in PAGES:
        small.go(url)
        assert small.page.evaluate("document.documentElement.scrollWidth") <= 320, url
