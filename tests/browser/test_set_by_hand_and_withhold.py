"""An officer sets a rating by hand and takes it back, withholds a result and shows it again: on every page's check."""

import re

from performance.models import Override, Result

EDU05, CSC10 = "/performance/indicators/edu05/", "/performance/indicators/csc10/"


def test_a_rating_is_set_marked_and_taken_back(visitor):
    officer = visitor().sign_in("performance@york.example")
    officer.go(EDU05)
    officer.click("Set a rating by hand")
    officer.sees("11.7 points off, outside the agreed tolerance of 5 points.")
    officer.click("Set the rating")
    officer.sees("Choose a rating")
    officer.choose("Green")
    officer.fill("Reason", "By the form that the target was set with, 91% were in time.")
    officer.click("Set the rating")
    officer.sees("Computed as red, because Q1 2019/20 is 78.3% against a target of at least 90%")
    for page in ("/performance/indicators/?q=EDU05", "/performance/scorecards/cec-dmt/", "/reports/2019-20/q1/"):
        officer.go(page)
        officer.sees("(set by hand)")
    officer.go("/performance/warnings/?kind=rating-set-by-hand")
    officer.click(officer.page.get_by_role("link", name="Set aside for EDU05"))
    officer.fill("Reason", "Agreed at the management team on 6 August.")
    officer.click("Set it aside")
    officer.sees("Agreed at the management team on 6 August.")
    officer.click(officer.page.get_by_role("link", name=re.compile("^Change.*is set by hand$")))
    officer.click("Take it back")
    officer.sees("The rating in Q1 2019/20 is as the figures give it again.")
    assert not Override.objects.filter(indicator__reference="EDU05").exists()


def test_a_result_is_withheld_and_shown_again(visitor):
    officer = visitor().sign_in("performance@york.example")
    officer.go(CSC10)
    officer.click("Withhold a result")
    officer.click("Withhold it")
    officer.sees("Say why it is withheld")
    officer.fill("Why it is withheld", "Held until after the election")
    officer.click("Withhold it")
    officer.sees("everybody else is shown the word")
    officer.sees("Q1 2019/20 is 221 against")
    for email in ("director@york.example", "member@york.example", "staff@york.example"):
        reader = visitor().sign_in(email)
        for page in (
            CSC10,
            "/performance/scorecards/cec-dmt/",
            "/performance/indicators/?q=CSC10",
            "/reports/2019-20/q1/",
        ):
            reader.go(page)
            reader.sees("Withheld")
            assert "221" not in reader.page.locator("main").inner_text().replace("1,221", "")
    officer.click(officer.page.get_by_role("link", name=re.compile("Q1 2019.20 is withheld$")))
    officer.click("Show it again")
    officer.sees("The result of Q1 2019/20 is shown again.")
    assert not Result.objects.filter(indicator__reference="CSC10", period="Q1 2019/20").exclude(withheld="").exists()


def test_on_a_phone_without_scripts(visitor):
    officer = visitor(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    officer.sign_in("performance@york.example")
    for page in (f"{EDU05}rating/", f"{EDU05}direction/", f"{CSC10}withhold/", "/performance/due/"):
        officer.go(page)
        wide = officer.page.evaluate("document.documentElement.scrollWidth") if officer.scripts else 320
        assert wide <= 320
    officer.go(f"{EDU05}direction/")
    officer.choose("Stable")
    officer.fill("Reason", "The form changed in May.")
    officer.click("Set the direction")
    officer.sees("The direction in Q1 2019/20 is set by hand, and marked so.")
