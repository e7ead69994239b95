"""Sign-off as it goes when it is not simple: with amendments, off the system, by somebody else, handed over, on another route."""

import pytest

from serviceplans.models import PlanVersion

EDS, LAT = "/plans/eds/2019-20/", "/plans/lat/2019-20/"
PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
EITHER = pytest.mark.parametrize("options", [{}, PHONE], ids=["1280", "320"])


def standing(prefix):
    return PlanVersion.objects.get(plan__service__prefix=prefix).status


def wide(person):
    return person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0


def test_every_page_is_sound_on_a_desk_and_on_a_phone(person):
    pages = {
        "performance@york.example": [
            f"{LAT}sign-off/",
            f"{LAT}sign-off/record/",
            "/plans/sign-off-route/",
            "/council/delegations/",
            "/council/hand-over/",
        ],
        "member@york.example": [f"{LAT}review/", "/council/delegations/new/"],
        "director@york.example": [f"{EDS}review/", f"{EDS}sign-off/"],
    }
    for width in (1280, 320):
        for who, urls in pages.items():
            somebody = person(who, viewport={"width": width, "height": 800})
            for url in urls:
                assert somebody.go(url).status == 200
                assert not wide(somebody), (url, width)


@EITHER
def test_a_director_agrees_with_amendments_and_the_member_sees_them(visitor, options):
    director = visitor(**options).sign_in("director@york.example")
    director.go(f"{EDS}review/")
    director.fill("Minor amendments, one a line", "Say when the high needs review ends.")
    director.click("Agree")
    director.sees("You listed amendments")
    director.select("DMT meeting at which it was agreed", "Children, Education and Communities DMT, 20 August 2019")
    director.click("Agree with amendments")
    director.sees("Next: make the amendments")
    director.go(f"{EDS}amend/")
    director.sees("Nothing has been changed in the text yet.")
    director.click("Confirm the amendments")
    assert standing("EDS") == "amending"
    director.go(f"{EDS}edit/overview/")
    director.fill("How the service will look to the customer", "The high needs review ends in March.")
    director.click("Save and return to the plan")
    director.click("Compare and send on")
    director.sees("The high needs review ends in March.")
    director.click("Confirm the amendments")
    assert standing("EDS") == "member-review"
    member = visitor(**options).sign_in("member@york.example")
    member.go(f"{EDS}review/")
    member.sees("Say when the high needs review ends.")
    member.click("Approve")
    assert standing("EDS") == "approved"


@EITHER
def test_a_decision_taken_elsewhere_is_recorded_disputed_and_taken(visitor, options, tmp_path):
    minute = tmp_path / "minute.pdf"
    minute.write_bytes(b"%PDF-1.4\n%%EOF\n")
    officer = visitor(**options).sign_in("performance@york.example")
    officer.go(f"{LAT}sign-off/")
    officer.click("Record a decision taken off the system")
    officer.click("Record the decision")
    officer.sees("Choose what they decided")
    officer.choose("Approved it as it stands")
    officer.fill("When they decided it", "16 August 2019")
    officer.upload("The minute or e-mail", minute)
    officer.click("Record the decision")
    officer.sees("has been told and can dispute it")
    assert standing("LAT") == "approved"
    member = visitor(**options).sign_in("member@york.example")
    member.go(f"{LAT}sign-off/")
    member.sees("off the system on 16 August 2019 · recorded by")
    member.click("Confirm or dispute")
    member.choose("No, I dispute it")
    member.click("Send my answer")
    member.sees("Say why the recorded decision is not yours")
    member.fill("Why you dispute it", "I asked for a week to read it.")
    member.click("Send my answer")
    member.sees("The officer who recorded the decision has been told.")
    assert standing("LAT") == "member-review"
    member.go(f"{LAT}review/")
    member.click("Approve")
    member.go(f"{LAT}sign-off/")
    member.sees("Disputed on 20 August 2019")
    assert standing("LAT") == "approved"


@EITHER
def test_a_second_tab_and_the_back_button_decide_nothing_more(visitor, options):
    member, tab = (visitor(**options).sign_in("member@york.example") for _ in range(2))
    for one in (member, tab):
        one.go(f"{LAT}review/")
    member.click("Approve")
    decided = PlanVersion.objects.get(plan__service__prefix="LAT").decisions.count()
    tab.fill("Comment", "On reflection, no.")
    tab.click("Return with comments")
    tab.sees("This plan has already been approved.")
    # The page is asked for anew: there is nothing left on it to press.
    member.back()
    assert member.page.get_by_role("button", name="Approve").count() == 0
    assert PlanVersion.objects.get(plan__service__prefix="LAT").decisions.count() == decided
    assert standing("LAT") == "approved"


@EITHER
def test_a_member_lends_their_sign_off_and_the_timeline_says_so(visitor, options):
    member = visitor(**options).sign_in("member@york.example")
    member.go("/council/delegations/")
    member.click("Lend a sign-off")
    member.fill("Last day", "30 August 2019")
    member.fill("Why", "Away until September.")
    member.click("Lend the sign-off")
    member.sees("Choose a post or a person")
    member.select("To the holder of a post", "Business support officer")
    member.click("Lend the sign-off")
    member.sees("Business support officer has the sign-off of Executive Member for Children")
    receiver = visitor(**options).sign_in("staff@york.example")
    receiver.go(f"{LAT}review/")
    receiver.sees("You decide for Executive Member for Children, Young People and Education by delegation.")
    receiver.click("Approve")
    member.go(f"{LAT}sign-off/")
    member.sees("by delegation from the post")
    assert standing("LAT") == "approved"


@EITHER
def test_an_officer_hands_a_posts_work_over(visitor, options):
    officer = visitor(**options).sign_in("performance@york.example")
    officer.go("/council/hand-over/")
    officer.click("Show the open work")
    officer.select("Post that hands over", "Early Years Manager")
    officer.select("Post that takes over", "Communities Manager")
    officer.click("Show the open work")
    officer.sees("What Communities Manager would take over from Early Years Manager")
    officer.click("Hand all of it over")
    officer.sees("Handed over: Communities Manager has the open work of Early Years Manager.")


@EITHER
def test_an_officer_changes_the_route(visitor, options):
    officer = visitor(**options).sign_in("performance@york.example")
    officer.go("/plans/sign-off-route/")
    officer.select("Third review", "The service’s Director")
    officer.click("Save the route")
    officer.sees("each reviews once")
    officer.select("Third review", "Nobody")
    officer.choose("The lead Executive Member approves for all")
    officer.click("Save the route")
    officer.sees("Plans in review keep the route on which they were submitted.")
    officer.sees("(the lead Member)")
