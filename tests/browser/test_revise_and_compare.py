"""After approval, in a browser: a date asked for and moved, a revision begun, compared and given up, versions read by anybody."""

import re

from serviceplans.models import PlanChange, PlanVersion

PLAN = "/plans/phe/2019-20/"
PAGES = [
    f"{PLAN}changes/",
    f"{PLAN}changes/actions/PHE001/",
    f"{PLAN}changes/overview/words/",
    f"{PLAN}changes/savings/1/",
    f"{PLAN}revise/",
    f"{PLAN}versions/",
    f"{PLAN}versions/1/",
    f"{PLAN}versions/1/compare/2/",
    f"{PLAN}signatures/",
]


def test_every_page_is_sound_on_a_desk_and_on_a_phone(person):
    for width in (1280, 320):
        holder = person("phdirector@york.example", viewport={"width": width, "height": 800})
        for url in PAGES:
            holder.go(url)
            assert holder.page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)


def test_the_chief_executive_moves_the_date_that_waits(person):
    chief = person("chief@york.example")
    chief.go("/")
    chief.click(chief.page.get_by_role("link", name=re.compile("^Move or leave a date")).first)
    chief.sees("The adviser for the eighth clinic cannot start before the middle of October.")
    chief.click("Move the date")
    chief.sees("The date is moved.")
    chief.sees("Change 1. PHE002: completed by date")
    assert PlanChange.objects.get(row="PHE002").post == "Chief Executive"


def test_a_typing_error_is_put_right_and_anything_else_is_sent_to_a_revision(person):
    holder = person("phdirector@york.example")
    holder.go(f"{PLAN}changes/")
    holder.click("PHE003 Change opiate treatment so that users help to run it and are seen within three days")
    holder.fill("Action", "Change opiate treatment so that users help to run it and are seen within five days")
    holder.click("Make the change")
    holder.sees("needs a revision")
    holder.fill("Action", "Change opiate treatment, so that users help to run it and are seen within three days")
    holder.click("Make the change")
    holder.sees("Changed: PHE003: action.")
    holder.go(f"{PLAN}read/")
    holder.sees("Changes since approval")


def test_a_revision_is_begun_compared_and_given_up(person):
    holder = person("phdirector@york.example")
    holder.go(PLAN)
    holder.click("Begin a revision")
    holder.click("Begin the revision")
    holder.sees("Say why the plan is revised")
    holder.choose("A performance clinic")
    holder.fill("Why is the plan revised?", "The clinic on reviews asked for a later date.")
    holder.click("Begin the revision")
    holder.sees("Version 3 is a draft. Version 2 stays in force meanwhile.")
    holder.sees("What it changes so far: 1 service objective added, 1 action added, 1 indicator changed otherwise.")
    holder.go(f"{PLAN}edit/actions/action/PHE003/")
    holder.fill("Completed by", "31 March 2020")
    holder.click("Save action")
    holder.go(PLAN)
    holder.sees("1 service objective added, 1 action added, 1 date moved, 1 indicator changed otherwise.")
    holder.click("Read what changes")
    holder.sees("Changed: PHE003")
    holder.go(PLAN)
    holder.click("Abandon the revision")
    holder.fill("Why is the revision abandoned?", "The date can be kept.")
    holder.click("Abandon the revision")
    holder.sees("The revision is abandoned. It stays on record as version 3.")
    assert PlanVersion.objects.get(plan__service__prefix="PHE", number=3).status == "abandoned"


def test_anybody_reads_what_changed_without_scripts_and_on_a_phone(visitor):
    for options in ({"java_script_enabled": False}, {"viewport": {"width": 320, "height": 640}}):
        reader = visitor(**options)
        reader.go("/public/plans/phe/2019-20/")
        reader.click("What changed, and earlier versions")
        reader.click("What changed since version 1")
        reader.sees("1 action stopped")
        reader.sees("Stopped: PHE006")
        reader.sees("31/03/2020")


def test_the_auditor_finds_the_signatures_from_the_plan(person):
    auditor = person("auditor@york.example")
    auditor.go(PLAN)
    auditor.click("Check the signatures")
    auditor.sees("What is kept is exactly what was signed.")
