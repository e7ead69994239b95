"""A performance officer says which indicators stand on a scorecard, in which groups and order."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.models import LedgerEntry
from common.verdict import Stale
from council.choices import Role
from performance.rules import layout as steps
from performance.rules.layout import Section, members
from performance.transitions import Details, arrange_scorecard, create_scorecard, layout_of
from tests.council.factories import DirectorateFactory, person
from tests.performance.factories import IndicatorFactory
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db
AS_MADE = [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]


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


def press(client, card, do, counter=None, **more):
    card.refresh_from_db()
    data = {"do": do, "counter": card.counter if counter is None else counter, **more}
    return client.post(reverse("scorecard_arrange", args=[card.key]), data)


def pk_of(card, reference):
    return card.rows.get(indicator__reference=reference).indicator_id


@pytest.mark.parametrize(
    ("do", "reference", "wanted"),
    [
        ("up", "BBB2", [("Customer", ["BBB2", "AAA1"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("down", "BBB2", [("Customer", ["AAA1"]), ("Process", ["BBB2", "CCC3"]), ("Resource", [])]),
        ("up", "CCC3", [("Customer", ["AAA1", "BBB2", "CCC3"]), ("Process", []), ("Resource", [])]),
        ("up", "AAA1", AS_MADE),
        ("off", "AAA1", [("Customer", ["BBB2"]), ("Process", ["CCC3"]), ("Resource", [])]),
        ("nonsense", "AAA1", AS_MADE),
    ],
)
def test_a_row_is_moved_and_taken_off(client, card, do, reference, wanted):
    assert press(client, card, f"{do} {pk_of(card, reference)}").status_code == 302
    assert arranged(card) == wanted


@pytest.mark.parametrize(
    ("do", "wanted"),
    [
        ("group-up 2", [("Process", ["CCC3"]), ("Customer", ["AAA1", "BBB2"]), ("Resource", [])]),
        ("group-down 2", [("Customer", ["AAA1", "BBB2"]), ("Resource", []), ("Process", ["CCC3"])]),
        ("group-off 3", [("Customer", ["AAA1", "BBB2"]), ("Process", ["CCC3"])]),
        ("group-off 2", AS_MADE),
        ("group-up 9", AS_MADE),
        ("group-up x", AS_MADE),
        ("up 99999999999999999999999", AS_MADE),
        ("", AS_MADE),
    ],
)
def test_a_group_is_moved_and_taken_off_when_empty(client, card, do, wanted):
    assert press(client, card, do).status_code == 302
    assert arranged(card) == wanted


def test_the_page_opens_again_where_the_row_stands(client, card):
    pk = pk_of(card, "BBB2")
    answer = press(client, card, f"up {pk}")
    assert answer.url.endswith(f"#row-{pk}")
    assert f'id="row-{pk}"' in client.get(answer.url).content.decode()


def test_all_that_is_ticked_moves_at_once_in_its_order(client, card):
    ticked = [pk_of(card, "CCC3"), pk_of(card, "AAA1")]
    assert press(client, card, "move", pick=ticked, into="Resource").status_code == 302
    assert arranged(card) == [("Customer", ["BBB2"]), ("Process", []), ("Resource", ["AAA1", "CCC3"])]


def test_all_that_is_ticked_is_taken_off_at_once(client, card):
    assert press(client, card, "take-off", pick=[pk_of(card, "AAA1"), pk_of(card, "CCC3")]).status_code == 302
    assert arranged(card) == [("Customer", ["BBB2"]), ("Process", []), ("Resource", [])]


@pytest.mark.parametrize("do", ["move", "take-off"])
def test_nothing_ticked_is_said(client, card, do):
    answer = press(client, card, do, into="Resource")
    assert answer.status_code == 422 and "Tick the indicators" in answer.content.decode()
    assert arranged(card) == AS_MADE


def test_a_group_that_is_not_there_takes_nothing(client, card):
    assert press(client, card, "move", pick=[pk_of(card, "AAA1")], into="Nowhere").status_code == 302
    assert arranged(card) == AS_MADE


def test_indicators_are_added_by_their_references(client, card):
    IndicatorFactory(reference="DDD 4")
    IndicatorFactory(reference="EEE5")
    assert press(client, card, "add", references="ddd4;\n EEE5 , ddd 4", group="Resource").status_code == 302
    assert arranged(card)[2] == ("Resource", ["DDD 4", "EEE5"])
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "scorecard.arranged" and "DDD 4" in entry.after and "DDD 4" not in entry.before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the reference of an indicator"),
        ("EEE5, ZZZ9", "There is no indicator ZZZ9"),
        ("EEE5, AAA1", "AAA1 is on this scorecard already"),
        ("OLD1", "OLD1 is retired"),
    ],
)
def test_what_cannot_be_added_is_given_back_with_the_reason(client, card, typed, said):
    IndicatorFactory(reference="OLD1", retired=True)
    IndicatorFactory(reference="EEE5")
    answer = press(client, card, "add", references=typed, group="Customer")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and typed in page
    assert arranged(card) == AS_MADE


def test_a_group_is_added_once(client, card):
    assert press(client, card, "group", name="Workforce").status_code == 302
    assert arranged(card)[-1] == ("Workforce", [])
    answer = press(client, card, "group", name="workforce")
    assert answer.status_code == 422 and "There is a group workforce already" in answer.content.decode()


def test_a_group_gets_another_name(client, card):
    assert press(client, card, "rename 1", **{"name-1": " Our  customers "}).status_code == 302
    assert arranged(card)[0] == ("Our customers", ["AAA1", "BBB2"])


@pytest.mark.parametrize(("typed", "said"), [("Process", "There is a group Process already"), (" ", "Enter the group")])
def test_a_name_that_cannot_be_is_given_back(client, card, typed, said):
    answer = press(client, card, "rename 1", **{"name-1": typed})
    page = answer.content.decode()
    assert (
        answer.status_code == 422 and said in page and 'href="#rename-1-name"' in page and 'id="rename-1-name"' in page
    )
    assert arranged(card) == AS_MADE


def test_a_stale_page_moves_nothing_and_shows_what_was_asked_beside_what_is_there(client, card):
    old, pk = card.counter, pk_of(card, "BBB2")
    press(client, card, "group", name="Hers")
    answer = press(client, card, f"up {pk}", counter=old, pick=[pk])
    page = answer.content.decode()
    assert answer.status_code == 409 and "Move BBB2 up" in page and "Hers" in page
    assert f'value="{pk}" checked' in page and 'name="counter" value="3"' in page, "it can be done again"
    assert arranged(card) == [*AS_MADE, ("Hers", [])]


@pytest.mark.parametrize("counter", ["x", "", "-1", "9" * 30, "²"])
def test_a_counter_that_cannot_be_read_is_a_stale_one(client, card, counter):
    assert press(client, card, f"up {pk_of(card, 'BBB2')}", counter=counter).status_code == 409
    assert arranged(card) == AS_MADE


def test_a_button_pressed_twice_moves_once_and_says_so(client, card):
    pk, counter = pk_of(card, "BBB2"), card.counter
    assert press(client, card, f"down {pk}", counter=counter).status_code == 302
    assert press(client, card, f"down {pk}", counter=counter).status_code == 409
    assert arranged(card) == [("Customer", ["AAA1"]), ("Process", ["BBB2", "CCC3"]), ("Resource", [])]


def choosing(client, card, do, **data):
    card.refresh_from_db()
    return client.post(reverse("scorecard_add", args=[card.key]), {"do": do, "counter": card.counter, **data})


@pytest.fixture
def register(card):
    """What the council measures besides: five of one directorate, one that is retired."""
    cec = DirectorateFactory(code="CEC")
    for n in range(5):
        IndicatorFactory(reference=f"CSC0{n}", name=f"Children, part {n}", directorate=cec)
    IndicatorFactory(reference="OLD1", name="Children long ago", retired=True)
    return {one.reference: one.pk for one in cec.indicators.all()}


def test_a_search_offers_what_is_not_on_it_yet_and_keeps_what_was_ticked(client, card, register):
    ticked = register["CSC03"]
    answer = choosing(client, card, "find", q="part", directorate="CEC", pick=[ticked], group="Process")
    assert answer.status_code == 302, "the address can be read again"
    page = client.get(answer.url).content.decode()
    assert f'value="{ticked}" checked' in page and page.count(" checked") == 1
    assert all(f"CSC0{n}" in page for n in range(5))
    assert "AAA1" not in page and "OLD1" not in page and "<option selected>Process" in page
    assert "4 more indicators to choose from" in " ".join(page.split())


def test_many_are_added_at_once_to_the_chosen_group_by_reference(client, card, register):
    picked = [register["CSC04"], register["CSC01"]]
    assert choosing(client, card, "add", pick=picked, group="Process").status_code == 302
    assert arranged(card)[1] == ("Process", ["CCC3", "CSC01", "CSC04"])


def test_adding_nothing_is_said(client, card, register):
    answer = choosing(client, card, "add", group="Process", q="part")
    assert answer.status_code == 422 and "Tick at least one indicator" in answer.content.decode()
    assert arranged(card) == AS_MADE


def test_a_stale_choice_adds_nothing_and_keeps_the_ticks(client, card, register):
    old = card.counter
    arrange_scorecard(card.pk, steps.add(layout_of(card), [register["CSC00"]], "Customer"), counter=None, by=None)
    answer = choosing(client, card, "add", counter=old, pick=[register["CSC00"], register["CSC01"]], group="Process")
    page = answer.content.decode()
    assert answer.status_code == 409 and "Somebody else changed this scorecard" in page
    assert f'value="{register["CSC01"]}" checked' in page and page.count(" checked") == 1
    assert arranged(card)[1] == ("Process", ["CCC3"])


def test_what_is_ticked_and_was_added_by_a_double_click_is_there_once(client, card, register):
    data = {"pick": [register["CSC01"]] * 2, "group": "Process", "counter": card.counter}
    assert choosing(client, card, "add", **data).status_code == 302
    assert choosing(client, card, "add", **data).status_code == 302, "it has been done: nothing is left to add"
    assert arranged(card)[1] == ("Process", ["CCC3", "CSC01"])


@pytest.mark.parametrize("pick", ["x", "-1", "99999999999999999999", "0"])
def test_ticks_that_are_no_indicators_are_as_none(client, card, register, pick):
    assert choosing(client, card, "add", pick=[pick], group="Process").status_code in (302, 422)
    assert arranged(card) == AS_MADE


def test_a_register_of_thousands_is_offered_a_page_at_a_time(client, card):
    IndicatorFactory.create_batch(105)
    page = client.get(reverse("scorecard_add", args=[card.key])).content.decode()
    assert "The first 100 are shown" in page and page.count('name="pick"') == 100


def test_pages_run_the_queries_on_record(client, card, register):
    assert_query_count(client, reverse("scorecard_edit", args=[card.key]), "performance: change a scorecard")
    assert_query_count(client, reverse("scorecard_add", args=[card.key]), "performance: add to a scorecard")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.STAFF])
def test_nobody_but_an_officer_lays_one_out(client, card, role):
    client.force_login(person(role))
    for name in ("scorecard_arrange", "scorecard_add"):
        assert client.post(reverse(name, args=[card.key]), {"do": "add"}).status_code == 403


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


@given(LAYOUTS, st.lists(st.integers(1, 9)), st.sampled_from("ABCD"))
def test_gathering_loses_nothing_and_ends_the_group_with_what_was_gathered(layout, moved, name):
    gathered = steps.gather(layout, moved, name)
    assert sorted(members(gathered)) == sorted(members(layout))
    there = [member for member in members(layout) if member in moved]
    inside = next((section.members for section in gathered if section.name == name), None)
    assert inside is None or list(inside[len(inside) - len(there) :]) == there


@given(LAYOUTS, st.sampled_from("ABCD"), st.sampled_from([-1, 1]))
def test_a_group_is_moved_with_its_indicators_and_only_removed_when_empty(layout, name, by):
    assert sorted(members(steps.move_group(layout, name, by))) == sorted(members(layout))
    assert members(steps.remove_group(layout, name)) == members(layout)
    assert steps.remove_group(layout, name), "never left without a group"
    assert members(steps.rename_group(layout, name, "New")) == members(layout)
