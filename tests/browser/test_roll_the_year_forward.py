"""A planning year ends in a browser: the next cycle is made, plans are rolled forward, and holders review what came."""

from django.core import mail
from django.core.management import call_command

from council.models import PlanningCycle
from serviceplans.models import PlanVersion

PHONE = {"width": 320, "height": 640}


def test_an_officer_makes_the_next_cycle_and_rolls_the_plans_forward(person):
    officer = person("performance@york.example")
    officer.click("Council")
    officer.click("All planning cycles")
    officer.click("Create 2020/21")
    officer.page.locator("#id_steps-0-date").fill("31 June 2020")
    officer.click("Create 2020/21")
    officer.sees("that month has 30 days")
    officer.page.locator("#id_steps-0-date").fill("24 April 2020")
    officer.click("Create 2020/21")
    officer.sees("The planning cycle 2020/21 is created.")
    officer.sees("24 April 2020")
    officer.click("Roll the plans forward")
    officer.sees("17 plans would begin from 2019/20.")
    officer.click(officer.page.get_by_text("All that would be carried of Adult Social Care"))
    officer.sees("1 completed action added to Key achievements: ASC004")
    mail.outbox.clear()
    officer.click("Roll 17 plans forward")
    officer.sees("17 plans of 2020/21 are begun: their holders have been told.")
    assert PlanVersion.objects.filter(plan__cycle__name="2020/21").count() == 17
    assert any("Begun for you" in message.subject for message in mail.outbox)
    officer.go("/council/cycles/2020-21/edit/")
    officer.click("Save the calendar")
    officer.click("Close this cycle")
    officer.click("Close 2020/21")
    officer.click("Open it again")
    assert PlanningCycle.objects.get(name="2020/21").is_open


def test_a_holder_reviews_what_was_carried(person):
    call_command("roll_forward", "2020/21", verbosity=0)
    holder = person("holder@york.example")
    holder.sees("Carried from last year: 10 parts to review")
    holder.click("Review: Children's Specialist Services 2020/21")
    holder.click("Review: Description, vision and objectives")
    holder.sees("Review this: it was carried from 2019/20")
    holder.fill("Vision", "Every child is safe, and knows it.")
    holder.click("Save and return to the plan")
    holder.go("/plans/css/2020-21/edit/description/")
    holder.sees("Last year:")
    holder.does_not_see("Review this")
    holder.go("/plans/css/2020-21/edit/staff-and-budget/")
    holder.click("It still stands")
    holder.sees("Reviewed: Staff and budget.")
    for part in ("key-achievements", "actions", "risks", "indicators"):
        holder.go(f"/plans/css/2020-21/edit/{part}/")
    holder.sees("2019/20 target")
    assert (
        PlanVersion.objects.get(plan__cycle__name="2020/21", plan__service__prefix="CSS")
        .contents.filter(part__key="staff-and-budget", review_from="")
        .exists()
    )


def test_plans_stand_against_the_calendar_for_each(person):
    officer = person("performance@york.example")
    officer.click("Plans")
    officer.click("Every plan against the calendar")
    officer.sees("20 days late")
    officer.select("Late", "Only late ones")
    officer.click("Show")
    officer.does_not_see("Nothing is due")
    mail.outbox.clear()
    officer.click(officer.page.get_by_role("button", name="Remind whoever is next with the"))
    officer.sees("people are reminded.")
    assert mail.outbox and all("/plans/" in message.body for message in mail.outbox)
    director = person("director@york.example")
    director.go("/plans/calendar/")
    director.sees("Education and Skills")
    director.does_not_see("Public Health")


def test_a_holder_begins_a_plan_on_a_phone_without_scripts(visitor):
    phone = visitor(java_script_enabled=False, viewport=PHONE)
    phone.sign_in("performance@york.example")
    for url in ("/council/cycles/", "/council/cycles/2019-20/", "/council/cycles/new/", "/plans/calendar/"):
        phone.go(url)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.click(phone.page.get_by_role("button", name="Begin the plan of Legal and Governance"))
    phone.sees("Legal and Governance 2019/20 is begun.")
