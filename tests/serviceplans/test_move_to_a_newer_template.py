"""A draft moves to a newer version of its template: what goes where is shown first, and nothing is lost."""

import io
import json

import docx
import pytest

from common.models import LedgerEntry
from common.verdict import Conflict
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import content_of, written
from serviceplans.models import PartContent, PlanTemplate
from serviceplans.pages import PlanPage
from serviceplans.rules import compare, health_check
from serviceplans.rules.inside import without_inside
from serviceplans.template_files import part_facts
from serviceplans.transitions import templating
from serviceplans.transitions.template_moves import move_to_template, take_out_left
from tests.query_counts import assert_query_count
from tests.races import lost, race, won
from tests.serviceplans.factories import bring, reload
from tests.serviceplans.following import follow
from tests.serviceplans.templates import a_draft

PLAN = "/plans/css/2019-20/"


@pytest.fixture
def newer(people, version):
    """Version 2, published: no savings, no risks, another name and no vision in the description, a new part."""
    draft, by = a_draft(people), people.officer
    templating.retire_part(draft.pk, "savings", by=by)
    templating.retire_part(draft.pk, "risks", by=by)
    change(
        draft, "description", by, heading="What we are for", fields=lambda rows: [rows[0], rows[2] | {"type": "text"}]
    )
    change(draft, "key-achievements", by, columns=lambda rows: rows[1:])
    facts = {"kind": "narrative", "heading": "Climate", "fields": [{"key": "c", "label": "Climate", "type": "text"}]}
    templating.save_part(draft.pk, "", by=by, counter=0, section="about", facts=facts)
    draft.refresh_from_db()
    return templating.publish_template(draft.pk, by=by, counter=draft.counter, note="Shorter")


def change(draft, key, by, heading="", **settings):
    row = draft.parts.select_related("section").get(key=key)
    facts = {name: value for name, value in part_facts(row).items() if name != "key"}
    facts |= {name: how(facts[name]) for name, how in settings.items()} | ({"heading": heading} if heading else {})
    templating.save_part(draft.pk, key, by=by, counter=row.counter, section=row.section.key, facts=facts)


def move(version, by, number=2):
    return move_to_template(version.pk, number, by=by, read=1)


def left(content):
    """The titles of what a plan shows as not in its template."""
    last = content["sections"][-1]
    return [part["heading"] for part in last["parts"]] if last["key"] == "not-in-template" else []


def words_in(version):
    """Everything that a plan says, in its Word file."""
    from common.documents.word import to_docx
    from serviceplans.exports import document_of

    word = docx.Document(io.BytesIO(to_docx(document_of(version))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([p.text for p in word.paragraphs] + cells)


def test_the_page_says_what_goes_where_before_anything_moves(people, version, newer, as_):
    client = as_(people.holder)
    assert "Version 2 is out" in client.get(PLAN).content.decode()
    page = client.get(f"{PLAN}template/")
    lines = {line.was: line for line in page.context["move"].lines}
    assert lines["Description, vision and objectives"].now == "What we are for"
    assert lines["Description, vision and objectives"].stays == ("Vision",)
    assert (lines["Savings required"].now, lines["4.2 Risk management"].now) == ("", "")
    assert lines["Key achievements"].stays == ("Service objective",)
    assert lines["4.1 Actions and indicators"].now == "4.1 Actions and indicators"
    assert page.context["move"].new == ["Climate in 1. About the service"]
    said = page.content.decode()
    for words in ("Kept under “Not in this template”", "Shorter", "Move to version 2"):
        assert words in said
    assert reload(version).plan.template.number == 1


def test_nothing_is_lost(people, version, newer, as_):
    before = words_in(reload(version))
    answer = as_(people.holder).post(f"{PLAN}template/", {"to": 2, "read": 1})
    assert answer.url == PLAN
    moved = reload(version)
    assert moved.plan.template == newer
    assert left(written(moved)) == [
        "Description, vision and objectives",
        "Key achievements",
        "Savings required",
        "Risk management",
    ]
    after = words_in(moved)
    for said in (
        "We help children who need a social worker.", "Each child is safe and goes to a good school.",
        "Keep every child safe", "Help families early", "Better support", "Reviewed help for carers", "Fewer agencies", "£150k",
        "Too few foster homes", "Find twelve more foster families", "Not in this template",
    ):  # fmt: skip
        assert said in before + "Not in this template"
        assert said in after, said
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("plan.template", "plan CSS 2019/20 v1")


def test_fields_go_by_their_keys_and_a_list_becomes_a_text(people, version, newer):
    move(version, people.holder)
    stored = {
        (row.part.template.number, row.part.key): row.data
        for row in PartContent.objects.select_related("part__template")
    }
    assert stored[2, "description"] == {
        "description": "We help children who need a social worker.",
        "objectives": "Keep every child safe\nHelp families early",
    }
    assert stored[1, "description"] == {"vision": "Each child is safe and goes to a good school."}
    assert stored[2, "key-achievements"] == {"rows": [{"action": "Reviewed help for carers", "completed": "2018/19"}]}
    assert stored[1, "key-achievements"]["rows"][0]["objective"] == "Better support"


def test_what_is_left_stands_in_the_task_list_and_the_health_check_and_is_taken_out(people, version, newer, as_):
    move(version, people.holder)
    client = as_(people.holder)
    page = client.get(PLAN).context["page"]
    tasks = page.sections[-1]["tasks"]
    assert [(task.title, task.state) for task in tasks][-2:] == [
        ("Savings required", "No place"),
        ("Risk management", "No place"),
    ]
    found = health_check(content_of(reload(version)), {"not-in-template": "warning"})
    assert len(found) == 4
    assert client.get(f"{PLAN}check/").status_code == 200
    page = client.get(f"{PLAN}left/").content.decode()
    assert "Fewer agencies" in page
    row = PartContent.objects.get(part__key="savings")
    assert "Fewer agencies" in client.get(f"{PLAN}left/{row.pk}/").content.decode()
    assert client.post(f"{PLAN}left/{row.pk}/", {"counter": row.counter + 7}).status_code == 409
    assert client.post(f"{PLAN}left/{row.pk}/", {"counter": row.counter}).status_code == 302
    assert "Savings required" not in left(written(reload(version)))
    assert "Fewer agencies" in LedgerEntry.objects.latest("id").before
    assert client.post(f"{PLAN}left/{row.pk}/", {"counter": 0}).status_code == 404


def test_the_health_check_leads_to_what_has_no_place(people, version, newer, as_):
    move(version, people.holder)
    lines = [line for line in PlanPage(reload(version), people.holder).findings if line.code == "not-in-template"]
    found = follow(as_(people.holder), lines)
    assert {one.address for one in found} == {f"{PLAN}left/"}
    assert len({one.anchor for one in found}) == len(found) == 4
    # Each is the heading of what it is about.
    assert {one.tag for one in found} == {"h2"}


def test_what_stays_inside_stays_there_when_it_has_no_place(people, version, newer):
    marks = [
        ["savings", ""],
        ["description", "field-vision"],
        ["key-achievements", "1"],
        ["risks", f"risk-{risk_of(version)}"],
    ]
    version.inside = marks
    version.save(update_fields=["inside"])
    move(version, people.holder)
    shown, names = without_inside(written(reload(version)), reload(version).marks)
    assert not left(shown) or "Savings required" not in left(shown)
    said = str(shown)
    for secret in (
        "Fewer agencies",
        "Each child is safe",
        "Reviewed help for carers",
        "Better support",
        "Too few foster homes",
    ):
        assert secret not in said
    assert "Savings required: all of it" in names


def risk_of(version):
    return version.risk_links.get().risk_id


def test_only_words_without_a_place_are_taken_out_so(people, version, newer):
    move(version, people.holder)
    row = PartContent.objects.get(part__key="overview")
    with pytest.raises(Conflict, match="no longer here"):
        take_out_left(version.pk, row.pk, by=people.holder, counter=row.counter)


def test_it_is_signed_and_revised_with_what_is_left(people, version, newer):
    move(version, people.holder)
    signed = bring(reload(version), people, Status.PUBLISHED)
    assert "Savings required" in left(content_of(signed))
    revision = transitions.begin_revision(signed.plan_id, by=people.holder, cause="other", why="More")
    assert not compare(content_of(signed), written(revision))
    assert "Fewer agencies" in words_in(revision)


def test_the_version_in_force_stays_as_it_was_signed_while_its_revision_moves(people, version, newer):
    signed = bring(reload(version), people, Status.PUBLISHED)
    before = content_of(signed)
    revision = transitions.begin_revision(signed.plan_id, by=people.holder, cause="other", why="More")
    move(revision, people.holder)
    assert content_of(reload(signed)) == before
    assert left(written(reload(revision)))
    assert not left(content_of(reload(signed)))


def test_a_later_version_that_has_the_part_again_gives_the_words_their_place_back(people, version, newer):
    move(version, people.holder)
    draft = templating.begin_next("york-2019", by=people.officer)
    templating.restore_part(draft.pk, "savings", by=people.officer)
    templating.restore_part(draft.pk, "risks", by=people.officer)
    draft.refresh_from_db()
    templating.publish_template(draft.pk, by=people.officer, counter=draft.counter, note="Back")
    move_to_template(version.pk, 3, by=people.holder, read=2)
    content = written(reload(version))
    assert left(content) == ["Description, vision and objectives", "Key achievements"]
    said = {part["key"]: part["data"] for section in content["sections"] for part in section["parts"]}
    assert said["savings"]["rows"][0]["saving"] == "Fewer agencies"
    assert len(said["risks"]["risks"]) == 1


def test_next_years_plan_keeps_what_the_newest_version_has_no_place_for(people, version, newer):
    bring(reload(version), people, Status.PUBLISHED)
    transitions.roll_forward("2020/21", by=people.officer)
    carried = type(version).objects.with_plan().get(plan__cycle__name="2020/21", plan__service=people.service)
    assert carried.plan.template == newer
    assert {"Savings required", "Risk management"} <= set(left(written(carried)))


def test_only_the_holder_and_performance_officers_move_a_draft(people, version, newer, as_):
    for who in (people.contributor, people.director, people.staff):
        assert as_(who).post(f"{PLAN}template/", {"to": 2, "read": 1}).status_code in (403, 404)
    assert as_(people.officer).post(f"{PLAN}template/", {"to": 2, "read": 1}).status_code == 302


def test_a_plan_in_review_stays(people, version, newer, as_):
    bring(reload(version), people, Status.DMT_REVIEW)
    answer = as_(people.holder).get(f"{PLAN}template/")
    assert answer.status_code == 409
    assert "Only a draft can move" in answer.content.decode()
    assert "Version 2 is out" not in as_(people.holder).get(PLAN).content.decode()


@pytest.mark.parametrize(
    ("to", "read", "said"), [(2, 7, "has moved"), (9, 1, "newer, published"), ("x", "y", "has moved")]
)
def test_an_odd_move_changes_nothing(people, version, newer, as_, to, read, said):
    answer = as_(people.holder).post(f"{PLAN}template/", {"to": to, "read": read})
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert reload(version).plan.template.number == 1


def test_a_second_press_changes_nothing(people, version, newer, as_):
    client = as_(people.holder)
    client.post(f"{PLAN}template/", {"to": 2, "read": 1})
    before = list(PartContent.objects.order_by("pk").values())
    assert client.post(f"{PLAN}template/", {"to": 2, "read": 1}).status_code == 409
    assert list(PartContent.objects.order_by("pk").values()) == before


def test_a_form_that_was_open_during_the_move_is_saved_where_its_words_belong(people, version, newer, as_):
    client = as_(people.holder)
    move(version, people.holder)
    assert client.get(f"{PLAN}edit/savings/").status_code == 404
    answer = client.post(f"{PLAN}edit/description/", {"counter": "1", "description": "Mine", "objectives": "One"})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()


def test_the_pages_cost_the_same(people, version, newer, as_):
    client = as_(people.holder)
    assert_query_count(client, f"{PLAN}template/", "serviceplans: move to a newer template")
    move(version, people.holder)
    assert_query_count(client, f"{PLAN}left/", "serviceplans: not in this template")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_move_at_once_and_one_moves(people, version, newer):
    outcomes = race(lambda number: move(version, people.holder).pk, 8)
    assert len(won(outcomes)) == 1
    assert {outcome.raised for outcome in lost(outcomes)} == {"Conflict"}
    assert PlanTemplate.objects.get(number=2).plans.count() == 1


def test_its_word_file_comes_back_unchanged_after_the_move(people, version, newer, run, tmp_path):
    move(version, people.holder)
    out = tmp_path / "plan.docx"
    assert run("export_plan", "CSS", "2019/20", "--format", "docx", "--output", str(out))[0] == 0
    arguments = ("--service", "CSS", "--cycle", "2019/20", "--dry-run", "--format", "json")
    code, said, _ = run("import_plan", str(out), *arguments)
    answer = json.loads(said)
    assert (code, answer["outcome"], answer["changes"]) == (0, "no_change", [])
    word = docx.Document(str(out))
    cell = next(c for table in word.tables for row in table.rows for c in row.cells if c.text == "Fewer agencies")
    cell.paragraphs[0].text = "No agencies at all"
    word.save(str(out))
    code, said, _ = run("import_plan", str(out), *arguments)
    answer = json.loads(said)
    assert answer["changes"] == []
    assert any("No agencies at all" in row["text"] for row in answer["unrecognised"])
