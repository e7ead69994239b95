"""A performance officer makes a scorecard, and changes its title, its audience and its draft mark."""

import pytest
from django.db import transaction
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Refused
from council.choices import Role
from performance.models import Scorecard
from performance.rules.layout import STYLES, Section
from performance.scorecards.layouts import layout_of
from performance.transitions import Details, arrange_scorecard, change_scorecard, create_scorecard
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory

pytestmark = pytest.mark.django_db
DETAILS = {"title": "Transport", "kind": "portfolio", "audience": "", "style": "plain", "counter": "0", "draft": "on"}


@pytest.fixture
def officer(client):
    somebody = person(Role.PERFORMANCE_OFFICER)
    client.force_login(somebody)
    return somebody


@pytest.fixture
def card(officer):
    made = create_scorecard(Details("Customers first", "cmt", style="balanced"), by=officer)
    one, two, three = (IndicatorFactory(reference=name).pk for name in ("AAA1", "BBB2", "CCC3"))
    layout = (Section("Customer", (one, two)), Section("Process", (three,)), Section("Resource"))
    return arrange_scorecard(made.pk, layout, counter=made.counter, by=officer)


def test_an_officer_makes_one_with_the_groups_of_its_style(client, officer):
    answer = client.post(reverse("scorecard_new"), {**DETAILS, "style": "balanced"})
    made = Scorecard.objects.get()
    assert answer.url == reverse("scorecard_edit", args=["transport"])
    assert (made.title, made.draft, made.full_title) == ("Transport", True, "Transport (DRAFT)")
    assert [section.name for section in layout_of(made)] == ["Customer", "Process", "Resource"]
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject, entry.actor_id) == ("scorecard.made", "scorecard transport", officer.pk)


def test_every_style_has_its_groups():
    from performance.choices import GroupingStyle

    assert set(STYLES) == set(GroupingStyle.values)


def test_a_scorecard_without_a_title_is_given_back(client, officer):
    answer = client.post(reverse("scorecard_new"), {**DETAILS, "title": " "})
    assert answer.status_code == 422 and "Enter a title" in answer.content.decode()
    assert not Scorecard.objects.exists()


def details(**changed):
    return {"title": "Customers first", "kind": "cmt", "audience": "", "counter": "2", **changed}


def test_the_title_and_the_draft_mark_are_changed(client, card):
    assert (
        client.post(reverse("scorecard_edit", args=[card.key]), details(title="Customers", draft="on")).status_code
        == 302
    )
    card.refresh_from_db()
    assert (card.full_title, card.counter) == ("Customers (DRAFT)", 3)
    assert LedgerEntry.objects.latest("id").verb == "scorecard.changed"


def test_a_stale_title_is_answered_with_both_texts(client, card):
    url = reverse("scorecard_edit", args=[card.key])
    client.post(url, details(title="Theirs"))
    answer = client.post(url, details(title="Mine"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "Mine" in page and "Theirs" in page and 'name="counter" value="3"' in page
    card.refresh_from_db()
    assert card.title == "Theirs"


def test_nothing_changed_is_no_change(client, card):
    before = LedgerEntry.objects.count()
    client.post(reverse("scorecard_edit", args=[card.key]), details())
    card.refresh_from_db()
    assert (card.counter, LedgerEntry.objects.count()) == (2, before)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.STAFF, Role.EXECUTIVE_MEMBER])
def test_nobody_but_an_officer_builds(client, card, role):
    other = person(role)
    client.force_login(other)
    for name in ("scorecard_edit", "scorecard_arrange"):
        assert client.post(reverse(name, args=[card.key]), details()).status_code == 403
    assert client.post(reverse("scorecard_new"), DETAILS).status_code == 403
    for refused in (
        lambda: create_scorecard(Details("Mine", "cmt"), by=other),
        lambda: change_scorecard(card.pk, Details("Mine", "cmt"), counter=card.counter, by=other),
        lambda: arrange_scorecard(card.pk, (), counter=card.counter, by=other),
    ):
        with pytest.raises(Refused):
            refused()


def test_a_fault_half_way_changes_nothing(officer, card, monkeypatch):
    from performance.transitions import scorecards

    def broken(*args, **kwargs):
        raise RuntimeError("the ledger is full")

    before = layout_of(card)
    monkeypatch.setattr(scorecards, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        arrange_scorecard(card.pk, (Section("Only"),), counter=card.counter, by=officer)
    assert layout_of(card) == before
    card.refresh_from_db()
    assert card.counter == 2
