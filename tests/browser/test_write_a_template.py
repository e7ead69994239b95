"""A template in a browser: its next version is begun, changed, previewed and published; a plan moves to it and loses nothing."""

import re

import pytest

from serviceplans.models import PlanTemplate, TemplatePart

HOME = "/council/templates/"
V1, V2 = f"{HOME}york-2019/1/", f"{HOME}york-2019/2/"
PLAN = "/plans/css/2019-20/"


@pytest.fixture
def officer(person):
    officer = person("performance@york.example")
    officer.go(HOME)
    officer.click("Four-section service plan (York 2019)")
    officer.click("Begin the next version")
    officer.sees("Version 2 is begun.")
    return officer


def test_the_next_version_is_written_and_published_and_a_plan_moves_to_it(officer, person):
    officer.click("Add a part to 1. About the service")
    officer.click("Add part")
    officer.sees("Enter the heading")
    officer.fill("Heading", "Pressures on the service")
    officer.page.get_by_role("radio", name="Table: rows under columns").check()
    officer.click("Add part")
    officer.sees("Added: Pressures on the service.")
    officer.fill("Guidance", "What is getting harder, and why.")
    officer.click("Save part")
    officer.click("Retire Savings required")
    officer.click("Retire this part")
    officer.sees("Retired: Savings required.")
    officer.click(officer.page.get_by_role("button", name=re.compile("^Down.*Staff and budget")))
    officer.click("Publish version 2")
    officer.sees("New part: Pressures on the service, in About the service.")
    officer.click("Publish version 2")
    officer.sees("Version 2 is published: new plans begin with it.")
    assert TemplatePart.objects.filter(template__number=2, key="pressures-on-the-service").exists()

    holder = person("holder@york.example")
    holder.go(PLAN)
    holder.click("See what moving to it would do")
    assert holder.heading == "Move to version 2 of the template?"
    holder.sees("Pressures on the service in 1. About the service")
    holder.click("Move to version 2")
    holder.sees("is in version 2 of its template.")
    holder.click("Pressures on the service")
    holder.sees("What is getting harder, and why.")


def test_every_page_is_sound_on_a_desk_and_on_a_phone(officer, person):
    pages = [
        HOME, f"{HOME}import/", V1, V2, f"{V2}preview/", f"{V2}settings/", f"{V2}publish/", f"{V2}discard/", f"{V2}copy/",
        f"{V2}section/new/", f"{V2}section/about/", f"{V2}section/about/retire/", f"{V2}section/about/part/new/",
        f"{V2}part/savings/", f"{V2}part/savings/retire/", f"{V2}part/description/",
        f"{V2}part/actions/", f"{V2}part/risks/", f"{V2}part/indicators/", f"{HOME}salford-2002/1/preview/",
    ]  # fmt: skip
    for width in (1280, 320):
        reader = person("performance@york.example", viewport={"width": width, "height": 800})
        for url in pages:
            reader.go(url)
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)


def test_a_template_is_changed_without_scripts(officer, person):
    plain = person("performance@york.example", java_script_enabled=False)
    plain.go(f"{V2}part/description/")
    plain.page.locator("#id_fields-3-label").fill("What we stopped")
    plain.page.locator("#id_fields-3-order").fill("1")
    plain.page.get_by_role("button", name="Save part").click()
    plain.go(V2)
    fields = TemplatePart.objects.get(template__number=2, key="description").config["fields"]
    assert fields[0]["label"] == "What we stopped"
    plain.page.get_by_role("link", name="Discard this draft").click()
    plain.page.get_by_role("button", name="Discard the draft").click()
    assert not PlanTemplate.objects.filter(number=2).exists()
