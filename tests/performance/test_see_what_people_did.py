"""The demonstration council comes with what people did of its indicators: entered, checked, withheld, set aside."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from common.models import LedgerEntry
from council.models import Notification, User
from performance.loading_entries import load_breakdowns, load_entries, load_said
from performance.models import Breakdown, DismissedWarning, EarlierResult, Indicator, Rebase, Result

pytestmark = pytest.mark.usefixtures("demo")
FOLDER = settings.BASE_DIR / "fixtures" / "councils" / "york-2019"
MODELS = (Result, EarlierResult, Breakdown, Rebase, DismissedWarning, LedgerEntry, Notification)


def page(client, email, name, *args):
    client.force_login(User.objects.get(email=email))
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def test_loading_again_changes_nothing():
    before = [model.objects.count() for model in MODELS]
    load_entries(FOLDER / "entries.csv")
    load_breakdowns(FOLDER / "breakdowns.yaml")
    load_said(FOLDER / "said.yaml")
    assert [model.objects.count() for model in MODELS] == before


def test_what_somebody_did_since_is_left_alone():
    Indicator.objects.filter(reference="CSC12").update(withheld="Another reason")
    Result.objects.filter(indicator__reference="COM06", verification="waiting").update(number=99)
    load_entries(FOLDER / "entries.csv")
    load_said(FOLDER / "said.yaml")
    assert Indicator.objects.get(reference="CSC12").withheld == "Another reason"
    assert Result.objects.filter(indicator__reference="COM06", number=99).exists()


def test_results_of_owners_wait_for_the_officer_and_one_was_sent_back(client):
    waiting = Result.objects.filter(verification="waiting").values_list("indicator__reference", flat=True)
    assert sorted(waiting) == ["COM06", "CSC06", "EDU05", "HOU02", "TRH08"]
    assert "Verify all 5 shown" in page(client, "performance@york.example", "verify_results")
    sent_back = Result.objects.get(verification="returned")
    assert (sent_back.indicator.reference, sent_back.verified_by) == ("LAT03", None)
    assert "Head of Referral and Assessment" in page(client, "head@york.example", "indicator", "csc06")


def test_an_indicator_is_calculated_from_two_others_by_a_formula_that_is_shown(client):
    said = page(client, "staff@york.example", "indicator", "cus10")
    assert "average(CUS07: 3, CUS09: 1)" in said and "98.0%" in said
    assert reverse("indicator", args=["cus07"]) in said and reverse("indicator", args=["cus09"]) in said
    assert str(Result.objects.get(indicator__reference="RAM07", period="Q4 2018/19").number.normalize()) == "8.33"


def test_small_numbers_of_a_breakdown_are_hidden_from_those_who_do_not_answer_for_it(client):
    owner = page(client, "contributor@york.example", "indicator", "csc07").partition("Broken down")[2]
    staff = page(client, "staff@york.example", "indicator", "csc07").partition("Broken down")[2]
    assert ">2</td>" in owner and ">2</td>" not in staff and ">7</td>" not in staff and ">14</td>" in staff


def figure(shown):
    """What the table of results has for Q1 2018/19."""
    cell = re.search(r'>Q1 2018/19<.*?data-label="Result">(.*?)</td>', shown).group(1)
    return re.sub("<[^>]+>", " ", cell).split()[0]


def test_withheld_figures_are_seen_by_those_who_answer_for_them_only(client):
    staff = page(client, "staff@york.example", "indicator", "csc12").partition("<main")[2]
    officer = page(client, "performance@york.example", "indicator", "csc12").partition("<main")[2]
    assert "So few young people" in staff
    assert figure(staff) == "Withheld"
    assert figure(officer) == "2"


def test_a_target_of_zero_was_set_aside_with_a_reason_and_a_usual_range_was_begun_anew(client):
    assert "none is the only target that can be right" in page(client, "staff@york.example", "indicator", "trh09")
    assert "Measured anew from April 2018" in page(client, "performance@york.example", "indicator", "cus01")


def test_files_were_loaded_by_the_performance_officer():
    posts = set(Result.objects.filter(entered_by=None).values_list("entered_post", flat=True))
    assert posts == {"Performance officer, Business Intelligence Hub", "Calculated"}
