"""The link of a reminder leads an owner through the sign-in right to the form of the one result: one page, one minute."""

import re

from django.core import mail

from performance.models import Result


def test_from_the_e_mail_to_the_saved_result(visitor):
    officer = visitor().sign_in("performance@york.example")
    officer.go("/performance/due/")
    mail.outbox.clear()
    officer.click(officer.page.get_by_role("button", name=re.compile("^Remind Merida")))
    officer.sees("1 person is reminded.")
    [sent] = [one for one in mail.outbox if "CSC07" in one.body]
    [link] = re.findall(r"https?://[^/\s]+(/performance/indicators/\S+)", sent.body)
    owner = visitor()
    owner.go(link)
    assert owner.heading == "Sign in"
    owner.click("Sign in as one of the demonstration’s people")
    owner.click(owner.page.locator("li.los-cast__member", has_text="Head of Fostering").locator("button"))
    assert owner.heading == "Enter Q1 2019/20", "the sign-in leads to where the link led"
    owner.sees("Q4 2018/19: 103")
    owner.fill("Result", "105")
    owner.fill("Commentary", "Two households were approved in June.")
    owner.click("Save the result")
    owner.sees("The result of CSC07 for Q1 2019/20 is saved.")
    assert Result.objects.get(indicator__reference="CSC07", period="Q1 2019/20").value.number == 105


def test_at_320_px_and_without_scripts(visitor):
    owner = visitor(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    owner.sign_in("contributor@york.example")
    owner.go("/performance/indicators/csc07/result/?period=Q1+2019/20")
    owner.fill("Result", "about a hundred")
    owner.click("Save the result")
    owner.sees("There is a problem")
    owner.fill("Result", "105")
    owner.click("Save the result")
    owner.sees("The result of CSC07 for Q1 2019/20 is saved.")
