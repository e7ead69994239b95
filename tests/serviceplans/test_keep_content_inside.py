"""Some of a plan stays inside the council: staff read it, marked; whoever reads what is published does not."""

import io
import json

import docx
import pytest
from django.contrib.auth.models import AnonymousUser

from common.ledger import canonical
from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from serviceplans import transitions
from serviceplans.choices import Cause, Status
from serviceplans.content import content_of, written
from serviceplans.rules.health import parts_of
from serviceplans.rules.inside import carried_marks, lines_of, markable, without_inside
from serviceplans.transitions import MilestoneData
from serviceplans.withholding import shown_to
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import PEOPLE, a_complete_plan, add_action, bring, reload, write
from tests.serviceplans.signing import assert_written_last
from tests.serviceplans.word import exported, read

PLAN = "/plans/css/2019-20/"
INSIDE = f"{PLAN}inside/"
PUBLIC = "/public/plans/css/2019-20/"
CANARY = "A colleague is ill for long"
MAY = {"holder", "deputy", "contributor", "officer"}


def text_of(response):
    if response["Content-Type"].startswith("text/html"):
        return response.content.decode().replace("&#x27;", "'")
    read = docx.Document(io.BytesIO(response.content))
    return "\n".join(paragraph.text for paragraph in read.element.body.iter() if paragraph.text)


def keep(version, by, *marks):
    version = reload(version)
    return transitions.keep_inside(version.pk, by=by, counter=version.inside_counter, marks=marks)


def posted(version, *marks, counter=0):
    return {"counter": counter, "inside": [f"{part}|{row}" for part, row in marks]}


def add_canaries(version, people):
    """An action, a milestone, a row of a table and a field that say the same unhappy thing."""
    add_action(version, people.holder, text=f"Action: {CANARY}", milestones=[])
    add_action(version, people.holder, text="Cover the team", milestones=[MilestoneData(f"Milestone: {CANARY}")])
    rows = written(reload(version))
    savings = next(part for _, part in parts_of(rows) if part["key"] == "savings")["data"]["rows"]
    write_savings(
        version, people, [{"area": "Staff", "saving": f"Row: {CANARY}", "year": "2019/20", "amount": "£1k"}, *savings]
    )
    return canaries(version)


def write_savings(version, people, rows):
    counter = version.contents.get(part__key="savings").counter
    write(version, "savings", {"rows": rows}, people.holder, counter=counter)


def canaries(version):
    """The marks of whatever says so now."""
    found = []
    for _, part in parts_of(content_of(reload(version))):
        found += [(part["key"], line.row) for line in lines_of(part) if CANARY in line.name]
    return found


@pytest.fixture
def draft(people):
    return a_complete_plan(people)


# What can be marked, and what is left


def test_every_part_but_the_header_and_each_of_its_rows_can_be_marked(people, draft):
    content = written(reload(draft))
    parts = {one.part: one for one in markable(content)}
    assert set(parts) == {part["key"] for _, part in parts_of(content)} - {"header"}
    for _, part in parts_of(content):
        for line in lines_of(part) if part["kind"] != "header" else []:
            left, names = without_inside(content, [(part["key"], line.row)])
            (name,) = names
            assert name.endswith(line.name)
            assert canonical(left) != canonical(content)
            kept = {row.row for _, other in parts_of(left) if other["key"] == part["key"] for row in lines_of(other)}
            if not line.row.isdecimal():
                assert line.row not in kept


def test_a_whole_part_goes_with_its_heading_and_a_section_with_its_last_part(people, draft):
    content = written(reload(draft))
    section = content["sections"][1]
    left, names = without_inside(content, [(part["key"], "") for part in section["parts"]])
    assert section["key"] not in [one["key"] for one in left["sections"]]
    assert len(names) == len(section["parts"]) and all(name.endswith("all of it") for name in names)
    assert [one["key"] for one in content["sections"]].count(section["key"]) == 1


def test_what_is_marked_is_nowhere_in_what_is_left(people, draft):
    marks = add_canaries(draft, people)
    assert len(marks) == 3
    left, names = without_inside(written(reload(draft)), marks)
    assert len(names) == 3 and CANARY not in canonical(left)


@pytest.mark.parametrize(
    ("pairs", "rows"),
    [
        ([(1, 1), (2, 2)], ["2"]),
        ([(2, 1), (1, 2)], ["1"]),
        ([(None, 1), (1, 2), (2, 3)], ["3"]),
        ([(1, 1), (2, None)], []),
        ([(1, 1), (None, 2), (2, None)], ["2"]),
        ([(None, 1), (None, 2), (1, None), (2, None)], ["1", "2"]),
    ],
)
def test_a_mark_follows_its_row_and_where_it_is_lost_every_new_row_is_kept(pairs, rows):
    marks = [("savings", "2"), ("actions", "CSS001"), ("other", "2"), ("savings", "")]
    carried = carried_marks(marks, "savings", pairs)
    assert [row for part, row in carried if part == "savings" and row] == rows
    assert {("actions", "CSS001"), ("other", "2"), ("savings", "")} <= set(carried)


def test_a_marked_row_that_is_reworded_and_moved_stays_inside(people, draft):
    keep(draft, people.holder, *add_canaries(draft, people))
    content = written(reload(draft))
    rows = next(part for _, part in parts_of(content) if part["key"] == "savings")["data"]["rows"]
    write_savings(draft, people, [*rows[1:], {**rows[0], "amount": "£2k"}])
    assert ("savings", str(len(rows))) in reload(draft).marks
    left, _ = without_inside(written(reload(draft)), reload(draft).marks)
    assert CANARY not in canonical(left)


# Who marks


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_holder_the_contributors_and_the_officer_mark(people, draft, as_, who):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    client, expected = as_(getattr(people, who)), 200 if who in MAY else None
    response = client.get(INSIDE)
    assert response.status_code == 200 if expected else response.status_code in (403, 404)
    response = client.post(INSIDE, posted(draft, ("actions", "CSS001")))
    assert response.status_code == 302 if expected else response.status_code in (403, 404)
    assert reload(draft).marks == ([("actions", "CSS001")] if expected else [])
    if expected:
        assert_written_last("plan.keep-inside", getattr(people, who))


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED, Status.PUBLISHED]
)
def test_it_is_marked_whatever_its_state_and_the_signature_stands(people, as_, status):
    version = a_complete_plan(people, status)
    signed = version.frozen and version.frozen.digest
    page = as_(people.officer).post(INSIDE, posted(version, ("actions", "CSS001")), follow=True)
    assert "1 part or row of this plan will not be published." in text_of(page)
    version = reload(version)
    assert version.marks == [("actions", "CSS001")]
    assert (version.frozen and version.frozen.digest) == signed
    if signed:
        assert "CSS001" in json.dumps(json.loads(version.frozen.content))


def test_saving_the_same_again_changes_nothing(people, draft):
    keep(draft, people.holder, ("actions", "CSS001"))
    entries = LedgerEntry.objects.count()
    keep(draft, people.holder, ("actions", "CSS001"))
    assert (reload(draft).inside_counter, LedgerEntry.objects.count()) == (1, entries)


@pytest.mark.parametrize(
    "mark", [("header", ""), ("nowhere", ""), ("actions", "CSS999"), ("actions", "' OR 1=1"), ("", "")]
)
def test_what_the_plan_does_not_hold_is_not_marked(people, draft, as_, mark):
    as_(people.holder).post(INSIDE, posted(draft, mark))
    assert reload(draft).marks == []


def test_two_at_once_are_told_and_neither_is_lost(people, draft, as_):
    client = as_(people.holder)
    client.post(INSIDE, posted(draft, ("actions", "CSS001")))
    response = client.post(INSIDE, posted(draft, ("risks", "")))
    assert response.status_code == 409
    page = text_of(response)
    assert "Somebody else saved this first" in page
    assert "Saved as inside" in page and "Saved as published" in page
    assert reload(draft).marks == [("actions", "CSS001")]
    with pytest.raises(Stale):
        transitions.keep_inside(draft.pk, by=people.holder, counter=0, marks=[])
    client.post(INSIDE, posted(draft, ("risks", ""), counter=1))
    assert reload(draft).marks == [("risks", "")]


def test_what_a_published_plan_keeps_is_opened_by_the_officer_alone(people, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    keep(version, people.holder, ("actions", "CSS001"))
    response = as_(people.holder).post(INSIDE, posted(version, counter=1))
    assert response.status_code == 403
    assert "only a performance officer" in text_of(response)
    assert reload(version).marks == [("actions", "CSS001")]
    with pytest.raises(Refused):
        keep(version, people.holder, ("risks", ""))
    keep(version, people.officer)
    assert reload(version).marks == []


# Who reads it


def test_staff_read_it_marked_and_the_public_does_not(people, draft, as_, client):
    marks = add_canaries(draft, people)
    keep(draft, people.holder, *marks)
    version = bring(reload(draft), people, Status.PUBLISHED)
    assert as_(people.holder).get(PLAN).status_code == 200
    for address in (f"{PLAN}read/", f"{PLAN}plan.docx", f"{PLAN}versions/1/"):
        text = text_of(as_(people.director).get(address))
        assert f"Action: {CANARY}" in text and "Internal, and not published:" in text
    client.logout()
    for address in (
        PUBLIC,
        f"{PUBLIC}plan.docx",
        f"{PLAN}read/",
        f"{PLAN}plan.docx",
        f"{PLAN}versions/1/",
        f"{PLAN}versions/",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert CANARY not in text_of(response), address
        assert "Internal, and" not in text_of(response)
    assert "Some of this plan stays inside the council and is not published." in text_of(client.get(PUBLIC))
    assert client.get(f"{PUBLIC}plan.pdf").content.startswith(b"%PDF")
    assert CANARY in version.frozen.content


def test_an_objective_whose_actions_stay_inside_is_not_said_to_have_none(people, as_, client):
    version = a_complete_plan(people, Status.PUBLISHED)
    keep(version, people.officer, ("actions", "CSS001"))
    page = text_of(client.get(PUBLIC))
    assert "Its actions are not published." in page
    assert "serves this objective yet" not in page


def test_a_change_since_approval_of_what_is_kept_is_kept_too(people, as_, client):
    version = a_complete_plan(people, Status.PUBLISHED)
    part = next(part for _, part in parts_of(content_of(version)) if part["kind"] == "actions")
    action = part["data"]["objectives"][0]["actions"][0]
    transitions.change_plan(
        version.pk, by=people.director, part_key="actions", row=action["reference"], counter=0,
        values={"CSS001-completed_by": f"When well: {CANARY}"}, reason="Moved",
    )  # fmt: skip
    assert CANARY in text_of(client.get(PUBLIC))
    keep(version, people.officer, ("actions", f"objective-{part['data']['objectives'][0]['id']}"))
    assert CANARY not in text_of(client.get(PUBLIC))
    assert CANARY in text_of(as_(people.director).get(f"{PLAN}read/"))


def test_the_public_compares_two_versions_without_what_is_kept(people, client):
    version = a_complete_plan(people, Status.PUBLISHED)
    revision = transitions.begin_revision(
        version.plan_id, by=people.holder, cause=Cause.choices[0][0], why="A new year"
    )
    keep(revision, people.holder, *add_canaries(revision, people))
    bring(reload(revision), people, Status.PUBLISHED)
    for ending in ("", "changes.docx"):
        response = client.get(f"{PLAN}versions/1/compare/2/{ending}")
        assert response.status_code == 200
        assert CANARY not in text_of(response)


def test_a_revision_keeps_inside_what_the_version_in_force_kept(people):
    version = a_complete_plan(people, Status.PUBLISHED)
    keep(version, people.holder, ("actions", "CSS001"), ("savings", "1"))
    revision = transitions.begin_revision(
        version.plan_id, by=people.holder, cause=Cause.choices[0][0], why="A new year"
    )
    assert sorted(reload(revision).marks) == [("actions", "CSS001"), ("savings", "1")]


def test_a_registers_row_can_be_kept_and_the_register_is_untouched(people, draft):
    risk = RiskFactory(service=people.service, event=CANARY)
    transitions.link_row(draft.pk, "risks", risk.pk, by=people.holder)
    keep(draft, people.holder, ("risks", f"risk-{risk.pk}"))
    content = shown_to(AnonymousUser(), reload(draft), written(reload(draft)))
    assert CANARY not in canonical({"sections": content["sections"]})
    assert CANARY in canonical(shown_to(people.holder, reload(draft), written(reload(draft))))
    risk.refresh_from_db()
    assert risk.event == CANARY and not risk.confidential


# Publishing says so


def test_publishing_lists_what_is_left_out_before_and_after(people, draft, as_):
    keep(draft, people.holder, *add_canaries(draft, people))
    secret = RiskFactory(service=people.service, event="A secret event", confidential=True)
    transitions.link_row(draft.pk, "risks", secret.pk, by=people.holder)
    bring(reload(draft), people, Status.APPROVED)
    officer = as_(people.officer)
    page = text_of(officer.get(f"{PLAN}publish/"))
    for said in (
        "What is left out",
        f"Action: {CANARY}",
        f"Milestone: {CANARY}",
        f"Row: {CANARY}",
        "Confidential risk:",
    ):
        assert said in page
    done = text_of(officer.post(f"{PLAN}publish/", {"inside": reload(draft).inside_counter}, follow=True))
    assert "is published: anyone can read it. Left out:" in done and f"Action: {CANARY}" in done
    assert f"Action: {CANARY}" in text_of(officer.get(PLAN))


def test_a_plan_with_nothing_to_leave_out_says_so(people, as_):
    a_complete_plan(people, Status.APPROVED)
    assert "Nothing: all of the plan is published." in text_of(as_(people.officer).get(f"{PLAN}publish/"))


def test_a_list_that_has_changed_since_it_was_read_is_read_again_before_publishing(people, as_):
    version = a_complete_plan(people, Status.APPROVED)
    officer = as_(people.officer)
    officer.get(f"{PLAN}publish/")
    keep(version, people.holder, ("actions", "CSS001"))
    response = officer.post(f"{PLAN}publish/", {"inside": "0"})
    assert response.status_code == 409
    assert "Read the list again" in text_of(response)
    assert reload(version).status == Status.APPROVED
    with pytest.raises(Conflict):
        transitions.publish(version.pk, by=people.officer, inside=0)


def test_a_plan_with_marks_comes_back_from_word_as_it_went(people, draft):
    keep(draft, people.holder, *add_canaries(draft, people))
    found = read(draft, exported(draft))
    assert found.after == found.before == written(reload(draft))
    assert found.unread == []
