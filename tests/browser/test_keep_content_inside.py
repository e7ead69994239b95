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
