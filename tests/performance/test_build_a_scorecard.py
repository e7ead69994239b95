"""A performance officer makes a scorecard, and changes its title, its groups and which indicators stand where."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from council.choices import Role
from performance.models import Scorecard
from performance.rules import layout as steps
from performance.rules.layout import STYLES, Section, members
from performance.transitions import Details, arrange_scorecard, change_scorecard, create_scorecard, layout_of
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


def arranged(card):
    names = {row.indicator_id: row.indicator.reference for row in card.rows.select_related("indicator")}
    return [(section.name, [names[pk] for pk in section.members]) for section in layout_of(card)]


def press(client, card, do, about="", counter=None, **more):
    card.refresh_from_db()
    data = {"do": do, "about": about, "counter": card.counter if counter is None else counter, **more}
    return client.post(reverse("scorecard_arrange", args=[card.key]), data)


def pk_of(card, reference):
    return card.rows.get(indicator__reference=reference).indicator_id


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


@pytest.mark.parametrize(
    ("do", "about", "wanted"),
    [
        ("up", "BBB2", [("Customer", ["BBB2", "AAA1"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("down", "BBB2", [("Customer", ["AAA1"]), ("Process", ["BBB2", "CCC3"]), ("Resource", [])]),
        ("up", "CCC3", [("Customer", ["AAA1", "BBB2", "CCC3"]), ("Process", []), ("Resource", [])]),
        ("up", "AAA1", [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("remove", "AAA1", [("Customer", ["BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("group-up", "Process", [("Process", ["CCC3"]), ("Customer", ["AAA1", "BBB2"]), ("Resource", [])]),
        ("group-down", "Process", [("Customer", ["AAA1", "BBB2"]), ("Resource", []), ("Process", ["CCC3"])]),
        ("group-remove", "Resource", [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"])]),
        ("group-remove", "Process", [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("nonsense", "AAA1", [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]),
    ],
)
def test_buttons_move_and_take_off(client, card, do, about, wanted):
    named = about if do.startswith("group") else pk_of(card, about)
    assert press(client, card, do, named).status_code == 302
    assert arranged(card) == wanted


def test_an_indicator_is_added_by_its_reference(client, card):
    IndicatorFactory(reference="DDD 4")
    assert press(client, card, "add", reference="ddd4", group="Resource").status_code == 302
    assert arranged(card)[2] == ("Resource", ["DDD 4"])
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "scorecard.arranged" and "DDD 4" in entry.after and "DDD 4" not in entry.before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the indicator"),
        ("ZZZ9", "There is no indicator ZZZ9"),
        ("AAA1", "AAA1 is on this scorecard already"),
        ("OLD1", "OLD1 is retired"),
    ],
)
def test_what_cannot_be_added_is_given_back_with_the_reason(client, card, typed, said):
    IndicatorFactory(reference="OLD1", retired=True)
    before = arranged(card)
    answer = press(client, card, "add", reference=typed, group="Customer")
    assert answer.status_code == 422 and said in answer.content.decode()
    assert arranged(card) == before


def test_a_group_is_added_once(client, card):
    assert press(client, card, "group", name="Workforce").status_code == 302
    assert arranged(card)[-1] == ("Workforce", [])
    answer = press(client, card, "group", name="workforce")
    assert answer.status_code == 422 and "There is a group workforce already" in answer.content.decode()


def test_a_stale_page_moves_nothing_and_shows_what_is_there(client, card):
    before, old = arranged(card), card.counter - 1
    answer = press(client, card, "up", pk_of(card, "BBB2"), counter=old)
    assert answer.status_code == 409 and "Somebody else changed this scorecard" in answer.content.decode()
    assert press(client, card, "up", pk_of(card, "BBB2"), counter="x").status_code == 409
    assert arranged(card) == before


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

    before = arranged(card)
    monkeypatch.setattr(scorecards, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        arrange_scorecard(card.pk, (Section("Only"),), counter=card.counter, by=officer)
    assert arranged(card) == before
    card.refresh_from_db()
    assert card.counter == 2


def test_two_officers_at_once_lose_nothing(officer, card):
    layout = layout_of(card)
    arrange_scorecard(card.pk, steps.add_group(layout, "Hers"), counter=2, by=officer)
    with pytest.raises(Stale):
        arrange_scorecard(card.pk, steps.add_group(layout, "His"), counter=2, by=officer)
    assert [section.name for section in layout_of(card)][-1] == "Hers"


LAYOUTS = st.lists(st.integers(1, 9), unique=True, max_size=9).flatmap(
    lambda ids: st.lists(st.integers(0, 2), min_size=len(ids), max_size=len(ids)).map(
        lambda where: tuple(
            Section(name, tuple(pk for pk, group in zip(ids, where, strict=True) if group == n))
            for n, name in enumerate("ABC")
        )
    )
)


@given(LAYOUTS, st.integers(1, 9), st.sampled_from([-1, 1]))
def test_moving_keeps_every_indicator_once(layout, member, by):
    moved = steps.move(layout, member, by)
    assert sorted(members(moved)) == sorted(members(layout))
    assert [section.name for section in moved] == ["A", "B", "C"]


@given(LAYOUTS, st.integers(1, 9))
def test_down_undoes_up(layout, member):
    up = steps.move(layout, member, -1)
    if up != layout:
        assert steps.move(up, member, 1) == layout


@given(LAYOUTS, st.sampled_from("ABCD"), st.sampled_from([-1, 1]))
def test_a_group_is_moved_with_its_indicators_and_only_removed_when_empty(layout, name, by):
    assert sorted(members(steps.move_group(layout, name, by))) == sorted(members(layout))
    assert members(steps.remove_group(layout, name)) == members(layout)
    assert steps.remove_group(layout, name), "never left without a group"
