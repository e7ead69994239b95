"""Commitments in any template, in files that come back, and from one year to the next: kept once, and never reworded."""

import json

import pytest

from common.documents.sheets import Column, Sheet, to_xlsx
from common.values.target import TargetValue
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import standing_content, written
from serviceplans.models import Plan, TemplatePart
from serviceplans.rolling.settled import settled_in
from serviceplans.rules import changeables, parts_of
from tests.serviceplans.any_template import KEYS, begun_in
from tests.serviceplans.committed import (
    HEADING,
    TEXT,
    an_action,
    an_indicator,
    change,
    place,
    row_in,
    the_cycle,
    withdraw,
)
from tests.serviceplans.factories import action_data, bring, reload
from tests.serviceplans.rolling import next_cycle, next_version, rolled, tell
from tests.serviceplans.word import exported, paragraph, read, row_with, say, take_out

pytestmark = pytest.mark.usefixtures("august_2019")


def text_of(response):
    return response.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("data", [an_action, an_indicator])
def test_it_stands_in_a_plan_of_any_template(people, as_, key, data):
    the_cycle()
    made = place(people, data())
    version = begun_in(people, key)
    page = text_of(as_(people.officer).get(made.get_absolute_url()))
    assert "so nothing stands in its plan" not in page
    read_page = text_of(as_(people.holder).get(version.plan.address("plan_read")))
    assert "Commitment for every service" in read_page
    found = read(version, exported(version))
    assert found.after == found.before and found.unread == []
    assert as_(people.holder).get(f"{made.get_absolute_url()}css/").status_code == 200


@pytest.mark.parametrize("key", [key for key in KEYS if key != "york-2019"])
def test_an_indicator_stands_as_an_action_where_no_table_of_indicators_is(people, as_, key):
    the_cycle()
    made = place(people, an_indicator())
    version = begun_in(people, key)
    row = row_in(version, made)
    assert row.text == "Pay our suppliers in time (Invoices paid within 30 days: 85%, Q4 2019/20)"
    assert row.completed_by == "31 March 2020"
    assert [indicator.reference for indicator in row.indicators.all()] == ["INV30"]
    assert "In its plan, draft" in text_of(as_(people.officer).get(made.get_absolute_url()))
    assert "85%, Q4 2019/20" in text_of(as_(people.holder).get(version.plan.address("plan_read")))
    made = change(people, made, target=TargetValue.parse("90%", unit=made.indicator.unit))
    assert row_in(version, made).text == "Pay our suppliers in time (Invoices paid within 30 days: 90%, Q4 2019/20)"
    withdraw(people, made)
    assert not version.actions.exists() and not version.objectives.exists()


def test_a_template_without_tables_gets_nothing_and_the_page_says_why(people, version, as_):
    TemplatePart.objects.filter(template=version.plan.template, kind__in=["actions", "indicators"]).delete()
    for data in (an_action(), an_indicator()):
        made = place(people, data)
        assert "so nothing stands in its plan" in text_of(as_(people.officer).get(made.get_absolute_url()))


def test_pdf_word_and_page_mark_it_in_words(people, version, as_):
    made = place(people)
    client = as_(people.holder)
    assert client.get(version.plan.address("plan_export", "pdf")).content[:4] == b"%PDF"
    assert "Commitment for every service" in row_with(exported(version), TEXT).cells[2].text
    edit = text_of(client.get(f"/plans/css/2019-20/edit/actions/action/{row_in(version, made).action.reference}/"))
    assert (
        "Only a performance officer changes this." in edit and 'name="text"' not in edit and 'name="own_words"' in edit
    )
    rows = text_of(client.get("/plans/css/2019-20/edit/actions/"))
    assert "CSS002/remove/" not in rows and "CSS001/remove/" in rows
    assert "Commitment for every service" in text_of(client.get("/plans/actions/CSS002/"))


def test_the_holder_saves_the_form_of_a_committed_action(people, version, as_):
    row = row_in(version, place(people))
    posted = {"counter": row.counter, "lead": "Head of Fostering", "own_words": "95% here", "resources": "Two days"}
    posted |= {"milestones-TOTAL_FORMS": 1, "milestones-INITIAL_FORMS": 0, "milestones-0-text": "Half of them"}
    response = as_(people.holder).post("/plans/css/2019-20/edit/actions/action/CSS002/", posted)
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.text, row.own_words, row.officers.get().words) == (TEXT, "95% here", "Head of Fostering")
    assert row.completed_by == "31 March 2020"


def test_own_words_of_an_indicator_have_a_page(people, version, as_):
    made = place(people, an_indicator())
    url = f"/plans/css/2019-20/edit/indicators/commitment/{made.pk}/"
    client = as_(people.holder)
    assert "Say more" in text_of(client.get("/plans/css/2019-20/edit/indicators/"))
    counter = version.indicator_links.get(commitment=made).counter
    assert client.post(url, {"counter": counter, "words": "90% here"}).status_code == 302
    assert client.post(url, {"counter": counter, "words": "Late"}).status_code == 409
    assert "In this service: 90% here" in text_of(client.get(version.plan.address("plan_read")))


def test_a_word_file_that_rewords_it_is_told_so_and_the_rest_is_taken(people, version):
    row = row_in(version, place(people))
    word = exported(version)
    say(row_with(word, TEXT).cells[2], "Something else")
    say(paragraph(word, HEADING), "Service objective: Mine")
    found = read(version, word)
    assert found.after == found.before
    why = "is a commitment for every service: only a performance officer changes it"
    assert [one.why for one in found.unread] == [why, why]
    assert row.text == TEXT


def test_a_word_file_without_its_row_leaves_it_in_the_plan(people, version):
    place(people), place(people, an_indicator())
    word = exported(version)
    take_out(row_with(word, TEXT)), take_out(row_with(word, "INV30"))
    found = read(version, word)
    assert found.after == found.before
    assert {"commitment for every service" in one.why for one in found.unread if one.why} == {True}
    assert {one.text for one in found.unread if one.why} == {f"CSS002 {TEXT}", "INV30 Invoices paid within 30 days"}


@pytest.fixture
def bring_rows(run, tmp_path):
    def command(table, heads, *rows):
        path = tmp_path / f"{table}.xlsx"
        path.write_bytes(to_xlsx([Sheet(table, [Column(head, 20) for head in heads], iter(rows))], title=table))
        code, out, err = run(f"import_{table}", str(path), "--format", "json")
        return code, json.loads(out) if out else err

    return command


@pytest.mark.parametrize(
    "row",
    [
        ["CSS 2019/20", HEADING, "Something else", "CSS002"],
        ["CSS 2019/20", "Keep children safe", TEXT, "CSS002"],
    ],
)
def test_a_spreadsheet_that_rewords_or_moves_it_is_refused_by_row(people, version, bring_rows, row):
    place(people)
    before = written(reload(version))
    code, answer = bring_rows("actions", ["Plan", "Objective", "Action", "Reference"], row)
    assert code == 1 and "commitment for every service" in str(answer)
    assert written(reload(version)) == before


def whole(version):
    """What the health check asks of an action besides who answers for it."""
    good = transitions.action_data(version.actions.get())
    names = ("themes", "project_types", "grounds", "indicators")
    return an_action(priority_level="should", **{name: getattr(good, name) for name in names})


def in_force_with(people, version):
    """A plan in force in which the commitment stands, with an officer of its own."""
    made = place(people, whole(version))
    row, good = row_in(version, made), action_data()
    data = transitions.action_data(row)
    data.officers, data.milestones = good.officers, good.milestones
    transitions.save_action(
        version.pk, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id, data=data
    )
    bring(reload(version), people, Status.PUBLISHED)
    return made


def test_next_years_plan_has_last_years_action_as_its_own(people, version):
    in_force_with(people, version)
    next_cycle()
    rolled(people)
    row = next_version(people).actions.get(action__reference="CSS002")
    assert (row.text, row.commitment) == (TEXT, None)


def test_next_years_commitment_takes_last_years_action_over_once(people, version):
    old = in_force_with(people, version)
    new = place(people, an_action(completed_by="31 March 2021", continues=old.pk), cycle=next_cycle())
    rolled(people)
    draft = next_version(people)
    (row,) = draft.actions.filter(text=TEXT)
    assert (row.action.reference, row.commitment, row.completed_by) == ("CSS002", new, "31 March 2021")
    assert row.officers.exists()
    assert draft.objectives.filter(text=HEADING).count() == 1


def test_one_that_is_completed_in_the_old_year_goes_on_where_it_is_committed_anew(people, version):
    old = in_force_with(people, version)
    place(people, an_action(continues=old.pk), cycle=next_cycle())
    rolled(people)
    tell(people, version.actions.get(commitment=old), "completed")
    draft = next_version(people)
    assert draft.actions.filter(text=TEXT).count() == 1
    assert settled_in(draft) == []


def test_every_plan_that_is_rolled_forward_begins_with_what_is_new(people, version):
    bring(reload(version), people, Status.PUBLISHED)
    made = place(people, cycle=next_cycle())
    rolled(people)
    assert row_in(next_version(people), made).action.reference == "CSS002"
    assert Plan.objects.count() == 2


def test_what_is_withdrawn_stays_readable_with_what_was_said(people, version, as_):
    made = place(people)
    withdraw(people, made, why="The law has changed.")
    page = text_of(as_(people.staff).get(made.get_absolute_url()))
    assert "Withdrawn on 20 August 2019" in page and "The law has changed." in page
    assert "The law has changed." in text_of(as_(people.staff).get("/plans/commitments/"))


def test_a_plan_in_force_cannot_be_put_right_where_it_is_committed(people, version):
    in_force_with(people, version)
    part = next(part for _, part in parts_of(standing_content(reload(version))) if part["key"] == "actions")
    assert {one.field for one in changeables(part, "CSS002")} >= {"officers", "resources"}
    assert {one.field for one in changeables(part, "CSS002") if one.row == "CSS002"} == {
        "officers",
        "resources",
        "outcomes",
    }
