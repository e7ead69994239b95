"""The register narrowed, an indicator read, a warning set aside and a change recorded: in a browser, on every page's check."""

from performance.models import DismissedWarning, Rebase

PAGES = [
    "/performance/indicators/",
    "/performance/indicators/?theme=GHW&sort=-rating",
    "/performance/indicators/csc07/",
    "/performance/indicators/bpi108/",
    "/performance/indicators/trh07/",
    "/performance/indicators/csc07/direction/",
    "/performance/indicators/csc07/marks/",
    "/performance/warnings/",
    "/performance/warnings/?aside=yes",
]


def test_every_page_of_the_register_is_sound(visitor):
    officer = visitor().sign_in("performance@york.example")
    for url in PAGES:
        officer.go(url)


def test_an_owner_sets_a_warning_aside_and_records_a_change(visitor):
    owner = visitor().sign_in("contributor@york.example")
    owner.go("/performance/indicators/csc07/")
    owner.sees("Three quarters above the usual range: evidence of a change, not only of noise")
    owner.click("Set it aside with a reason")
    owner.click("Set it aside")
    owner.sees("Say why")
    owner.fill("Reason", "The register is new to me.")
    owner.click("Set it aside")
    owner.sees("Its reason is shown in its place.")
    assert DismissedWarning.objects.get(indicator__reference="CSC07").code == "owner-never-updated"
    owner.click("Record a change in what is measured")
    owner.fill("First period to which it applies", "Q1 2018/19")
    owner.fill("What changed", "Connected carers are counted too.")
    owner.click("Record the change")
    owner.sees("Measured anew from Q1 2018/19: Connected carers are counted too.")
    owner.sees("It takes 8 results to know the usual range; there are 4 since the recorded change.")
    assert Rebase.objects.get(indicator__reference="CSC07").period == "Q1 2018/19"
