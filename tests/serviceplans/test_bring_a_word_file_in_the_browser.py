"""A holder uploads the edited Word file, reads what it would change, places what was not recognised, and brings it in."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.models import LedgerEntry
from council.models import Notification
from serviceplans import transitions
from serviceplans.choices import Status, UploadState
from serviceplans.content import written
from serviceplans.models import PlanUpload
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import a_complete_plan, reload, write
from tests.serviceplans.word import add_row, exported, packed, paragraph, row_with, say, table_with, take_out

WORD = "/plans/css/2019-20/word/"
VISION = "Each child is safe and goes to a good school."


@pytest.fixture
def holder(people, as_):
    return as_(people.holder)


@pytest.fixture
def edited(version):
    """The plan's export with another vision, and a sentence that belongs nowhere."""
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    paragraph(word, "3. Service priorities").insert_paragraph_before("A stray sentence.")
    return packed(word)


def upload(client, data, name="plan.docx"):
    return client.post(WORD, {"file": SimpleUploadedFile(name, data)})


def uploaded(client, data):
    """The page that a good upload leads to, and its address."""
    answer = upload(client, data)
    assert answer.status_code == 302
    return client.get(answer.url), answer.url


def stamp(page):
    return re.search(r'name="stamp" value="(\w+)"', page.content.decode())[1]


def vision(version):
    return reload(version).contents.get(part__key="description").data["vision"]


def test_nothing_is_written_before_it_is_confirmed(holder, version, edited):
    page, url = uploaded(holder, edited)
    text = page.content.decode()
    assert "Bring in 1 change<" in text
    assert "Nothing is written until you confirm" in text
    assert re.search(r"<del[^>]*>.*goes to a good school", text)
    assert vision(version) == VISION
    answer = holder.post(url, {"stamp": stamp(page)})
    assert (answer.status_code, answer.url) == (302, "/plans/css/2019-20/")
    assert vision(version) == "Each child is safe."


def test_confirming_twice_brings_it_in_once(holder, version, edited):
    page, url = uploaded(holder, edited)
    holder.post(url, {"stamp": stamp(page)})
    entries = LedgerEntry.objects.count()
    again = holder.post(url, {"stamp": stamp(page)})
    assert again.status_code == 409
    assert "plan.docx is already brought in. Nothing was changed." in again.content.decode()
    assert LedgerEntry.objects.count() == entries
    assert PlanUpload.objects.get().state == UploadState.BROUGHT_IN


def test_somebody_saved_meanwhile_so_the_comparison_is_shown_anew(holder, people, version, edited):
    page, url = uploaded(holder, edited)
    write(version, "overview", {"overview": "Newer words.", "future": ""}, people.holder, counter=1)
    answer = holder.post(url, {"stamp": stamp(page)})
    assert answer.status_code == 409
    assert "Somebody has changed the plan since" in answer.content.decode()
    assert vision(version) == VISION
    assert "Newer words." in answer.content.decode()
    assert holder.post(url, {"stamp": stamp(answer)}).status_code == 302


def test_a_file_that_was_made_before_the_plan_changed_says_so(holder, people, version, edited):
    assert "was changed here after the file was made" not in uploaded(holder, edited)[0].content.decode()
    write(version, "overview", {"overview": "Newer words.", "future": ""}, people.holder, counter=1)
    assert "was changed here after the file was made" in uploaded(holder, edited)[0].content.decode()


def test_what_was_not_recognised_is_placed_by_hand(holder, version, edited):
    page, url = uploaded(holder, edited)
    assert "A stray sentence." in page.content.decode()
    (piece,) = page.context["word"].placing.fields
    holder.post(f"{url}place/", {piece: "activity.activity"})
    page = holder.get(url)
    assert "Bring in 2 changes" in page.content.decode()
    holder.post(url, {"stamp": stamp(page)})
    activity = reload(version).contents.get(part__key="activity").data["activity"]
    assert activity == "Recruit foster carers.\n\nA stray sentence."


def test_a_place_that_the_template_has_not_is_no_place(holder, version, edited):
    page, url = uploaded(holder, edited)
    (piece,) = page.context["word"].placing.fields
    holder.post(f"{url}place/", {piece: "actions.nowhere"})
    assert PlanUpload.objects.get().placed == {}


def test_what_is_left_out_is_kept_in_the_trail_with_the_file(holder, version, edited):
    page, url = uploaded(holder, edited)
    holder.post(url, {"stamp": stamp(page)})
    said = json.loads(LedgerEntry.objects.get(verb="plan.file-import").after)
    assert (said["file"], said["parts"]) == ("plan.docx", ["description"])
    assert said["left"] == [["2. Key achievements: Key achievements", "A stray sentence."]]


def test_it_is_given_up(holder, version, edited):
    _, url = uploaded(holder, edited)
    before = written(reload(version))
    assert holder.post(f"{url}discard/").status_code == 302
    assert written(reload(version)) == before
    assert PlanUpload.objects.get().state == UploadState.DISCARDED
    assert holder.post(f"{url}discard/").status_code == 409


def test_a_file_that_nobody_edited_would_change_nothing(holder, version):
    page, _ = uploaded(holder, packed(exported(version)))
    text = page.content.decode()
    assert "Nothing differs between the two." in text
    assert "Bring in" not in text.partition("<main")[2]


@pytest.mark.parametrize(("name", "data", "said"), [
    ("plan.docx", b"", "is empty"),
    ("plan.docx", b"Dear all", "is not a Word document"),
    ("plan.pdf", b"%PDF-1.7", "is not a Word document"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_says_so_beside_the_field(holder, version, name, data, said):
    answer = upload(holder, data, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanUpload.objects.exists()


def test_no_file_at_all_is_asked_for(holder, version):
    answer = holder.post(WORD, {})
    assert answer.status_code == 422
    assert "Choose the Word file" in answer.content.decode()


@pytest.mark.parametrize(("status", "code"), [(Status.DMT_REVIEW, 409), (Status.APPROVED, 409)])
def test_a_plan_that_is_locked_takes_none(people, as_, status, code):
    version = a_complete_plan(people, status)
    assert upload(as_(people.holder), packed(exported(version))).status_code == code


@pytest.mark.parametrize(("who", "code"), [("director", 403), ("other_holder", 404), ("staff", 403)])
def test_somebody_who_may_not_write_the_plan_brings_nothing_in(people, as_, version, edited, who, code):
    _, url = uploaded(as_(people.holder), edited)
    client = as_(getattr(people, who))
    for address in (WORD, url):
        assert client.get(address).status_code == code
    assert client.post(url, {"stamp": "x"}).status_code == code
    assert vision(version) == VISION


# A performance officer, who has the plans in Word


def brought_in_by_the_officer(as_, people, version, word):
    """The officer uploads the file and confirms it; the ledger's entries of that."""
    entries = LedgerEntry.objects.count()
    client = as_(people.officer)
    page, url = uploaded(client, packed(word))
    answer = client.post(url, {"stamp": stamp(page)})
    assert (answer.status_code, answer.url) == (302, "/plans/css/2019-20/")
    return list(LedgerEntry.objects.order_by("id"))[entries:]


def test_a_performance_officer_brings_a_file_into_a_draft_for_their_post_and_the_holder_is_told(people, as_, version):
    word = exported(version)
    say(paragraph(word, VISION), "Each child is safe.")
    table = table_with(word, "CSS001")
    add_row(table, "", "", "Open a second office", *[""] * (len(table.columns) - 3))
    take_out(row_with(word, "KCR 3"))
    made = brought_in_by_the_officer(as_, people, version, word)
    assert [entry.verb for entry in made] == [
        "plan.file-upload", "part.description", "action.save", "risks.unlink", "plan.file-import",
    ]  # fmt: skip
    assert {(entry.actor_id, entry.post) for entry in made} == {(people.officer.pk, "Performance officer")}
    assert vision(version) == "Each child is safe."
    told = Notification.objects.filter(subject="A Word file was brought in: Children's Specialist Services 2019/20")
    assert {notice.person for notice in told} == {people.holder, people.deputy}
    assert "Performance officer has brought the Word file plan.docx into this plan." in told[0].body


def test_a_performance_officer_brings_a_file_into_a_revision(people, as_):
    version = a_complete_plan(people, Status.PUBLISHED)
    draft = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="A cut.")
    word = exported(draft)
    say(paragraph(word, VISION), "Each child is safe.")
    brought_in_by_the_officer(as_, people, draft, word)
    assert (vision(draft), vision(version)) == ("Each child is safe.", VISION)


def test_the_holder_who_brings_a_file_in_is_not_told_of_it(people, as_, version, edited):
    holder = as_(people.holder)
    page, url = uploaded(holder, edited)
    holder.post(url, {"stamp": stamp(page)})
    assert not Notification.objects.filter(subject__startswith="A Word file was brought in").exists()


def test_a_performance_officer_is_shown_the_way_in_and_still_writes_no_part_by_hand(people, as_, version):
    client = as_(people.officer)
    assert "Bring a Word file in" in client.get("/plans/css/2019-20/").content.decode()
    answer = client.post("/plans/css/2019-20/edit/overview/", {"counter": "1", "overview": "x", "future": ""})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.DMT_REVIEW, "is with the DMT, so it is locked"),
        (Status.AMENDING, "Amendments are being made to this plan: its holder or its reviewer brings in a file"),
        (Status.MEMBER_REVIEW, "is with the Executive Member, so it is locked"),
        (Status.APPROVED, "has been approved"),
        (Status.PUBLISHED, "is published"),
    ],
)
def test_a_performance_officer_brings_nothing_into_a_plan_in_review_or_later(people, as_, status, said):
    version = a_complete_plan(people, status)
    entries = LedgerEntry.objects.count()
    client = as_(people.officer)
    answer = upload(client, packed(exported(version)))
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert "Bring a Word file in" not in client.get("/plans/css/2019-20/").content.decode()
    assert LedgerEntry.objects.count() == entries


def test_a_file_that_an_officer_uploaded_before_the_plan_was_submitted_is_not_brought_in(people, as_, version, edited):
    client = as_(people.officer)
    page, url = uploaded(client, edited)
    transitions.submit(version.pk, by=people.holder)
    assert client.post(url, {"stamp": stamp(page)}).status_code == 409
    assert vision(version) == VISION


def test_the_file_of_another_plan_is_not_found(holder, version, edited):
    _, url = uploaded(holder, edited)
    assert holder.get(f"{WORD}{PlanUpload.objects.get().pk + 1}/").status_code == 404


def test_what_the_council_does_not_know_is_named(holder, version):
    word = exported(version)
    say(row_with(word, "CSS001").cells[4], "Perhaps")
    page, _ = uploaded(holder, packed(word))
    assert "“Perhaps” is none of: Must; Should; Could; Statutory." in page.content.decode()


def test_the_pages_cost_the_same_however_long_the_plan(holder, version, edited):
    _, url = uploaded(holder, edited)
    assert_query_count(holder, WORD, "bring a Word file back")
    assert_query_count(holder, url, "what a Word file would change")
