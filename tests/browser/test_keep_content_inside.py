"""An officer keeps some of a plan inside, publishes it, and a resident reads the rest; on a phone and without scripts too."""

from serviceplans.models import PlanVersion

PLAN = "/plans/hou/2019-20/"
PUBLIC = "/public/plans/hou/2019-20/"


def a_secret():
    version = PlanVersion.objects.get(plan__service__prefix="HOU", status="approved")
    return version.actions.select_related("action").first()


def test_what_is_kept_inside_is_listed_published_around_and_marked_for_staff(visitor):
    secret = a_secret()
    name = f"{secret.action.reference} {secret.text}"[:40]
    officer = visitor(viewport={"width": 360, "height": 740}, java_script_enabled=False).sign_in(
        "performance@york.example"
    )
    officer.go(PLAN)
    officer.click("Say what stays inside")
    officer.click(officer.page.locator("details", has_text=secret.text).locator("summary"))
    officer.page.get_by_label(name).check()
    officer.click("Save")
    officer.sees("1 part or row of this plan will not be published.")
    officer.go(f"{PLAN}publish/")
    officer.sees("What is left out")
    officer.sees(secret.text)
    officer.click("Publish")
    officer.sees("Left out:")
    resident = visitor()
    resident.go(PUBLIC)
    resident.sees("Some of this plan stays inside the council and is not published.")
    resident.does_not_see(secret.text)
    holder = visitor().sign_in("director@york.example")
    holder.go(f"{PLAN}read/")
    holder.sees("Internal, and not published:")
    holder.sees(secret.text)


def test_the_pages_of_what_stays_inside_pass_their_checks(visitor):
    officer = visitor().sign_in("performance@york.example")
    officer.go(f"{PLAN}inside/")
    assert officer.heading == "What stays inside the council"
    officer.go(f"{PLAN}publish/")
    officer.sees("Nothing: all of the plan is published.")


def test_a_comment_is_for_the_directorate_and_performance_and_the_member_sees_nothing_of_it(visitor):
    director = visitor().sign_in("director@york.example")
    version = PlanVersion.objects.get(plan__service__prefix="EDS", status="dmt-review")
    director.go(f"{version.plan.get_absolute_url()}review/")
    director.page.get_by_label("Your comment").fill("Her illness will last.")
    director.page.get_by_label("Internal: for the directorate and performance only").check()
    director.click("Add comment")
    director.sees("Her illness will last.")
    director.sees("Let others read it")
    lead = visitor(viewport={"width": 360, "height": 740}).sign_in("equalities@york.example")
    lead.go(f"{version.plan.get_absolute_url()}review/")
    lead.does_not_see("Her illness will last.")
    director.click(director.page.get_by_role("button", name="Let others read it"))
    director.sees("Others read this comment again.")
    lead.go(f"{version.plan.get_absolute_url()}review/")
    lead.sees("Her illness will last.")


def test_publishing_is_held_before_an_election_but_for_what_cannot_wait(visitor):
    officer = visitor(viewport={"width": 360, "height": 740}, java_script_enabled=False).sign_in(
        "performance@york.example"
    )
    officer.go("/council/pre-election/")
    for label, text in {"Which election": "By-election", "First day": "12 August 2019", "Last day": "5/9/2019"}.items():
        officer.page.get_by_label(label).fill(text)
    officer.click("Hold publishing")
    officer.sees("Publishing is held from 12 August 2019 until 5 September 2019, for By-election.")
    officer.go(f"{PLAN}publish/")
    officer.sees("Publishing is held until 5 September 2019, the last day of the pre-election period for By-election")
    officer.click("Publish all the same")
    officer.sees("Say why it cannot wait until the period is over")
    officer.page.get_by_label("Why it cannot wait").fill("A court orders it.")
    officer.click("Publish all the same")
    officer.sees("is published: anyone can read it.")
