"""A review comment is for the directorate and performance only: others who read the plan see neither it nor its replies."""

import pytest

from common.models import LedgerEntry
from common.verdict import Refused
from council.choices import Role
from council.models import Notification
from serviceplans import transitions
from serviceplans.choices import INTERNAL, Status
from serviceplans.models import Comment
from tests.serviceplans.factories import a_complete_plan, bring, reload, somebody, step_forward
from tests.serviceplans.signing import assert_written_last
from tests.serviceplans.test_keep_content_inside import text_of

PLAN = "/plans/css/2019-20/"
CANARY = "Canary: her illness will last"
REPLY = "Canary: we cover for her"
READS = ["holder", "deputy", "contributor", "director", "head", "officer", "auditor"]
# They read the plan in review, and what else is said of it.
READS_NOT = ["member", "chief", "cmt", "equalities"]


@pytest.fixture
def version(people):
    version = a_complete_plan(people)
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    return bring(reload(version), people, Status.DMT_REVIEW)


@pytest.fixture
def remark(people, version):
    """The Director's, with the holder's reply, in a plan that has gone on to the Executive Member."""
    made = transitions.comment(version.pk, by=people.director, part_key="overview", text=CANARY, internal=True)
    transitions.comment(version.pk, by=people.director, part_key="overview", text="Say more.")
    transitions.reply(version.pk, made.pk, by=people.holder, text=REPLY)
    step_forward(reload(version), people)
    return made


def pages(client):
    """Everything of the plan that a reader of its comments comes by; what is not theirs is answered otherwise."""
    endings = ["", "read/", "review/", "sign-off/", "publish/", "plan.docx", "edit/overview/"]
    return "\n".join(text_of(client.get(f"{PLAN}{ending}", follow=True)) for ending in endings) + text_of(
        client.get("/")
    )


def url(remark, action="inside"):
    return f"{PLAN}comments/{remark.pk}/{action}/"


@pytest.mark.parametrize("name", READS)
def test_the_directorate_and_performance_read_it(people, as_, remark, name):
    page = text_of(as_(getattr(people, name)).get(f"{PLAN}read/"))
    assert CANARY in page and REPLY in page and INTERNAL in page


@pytest.mark.parametrize("name", READS_NOT)
def test_nobody_else_who_reads_the_plan_does(people, as_, remark, name):
    client = as_(getattr(people, name))
    said = pages(client)
    assert "Say more." in said
    assert "Canary" not in said and INTERNAL not in said.replace(f"{INTERNAL}</label>", "")
    # Nor is it counted.
    assert "2 comments" not in said
    for action in ("reply", "resolve", "reopen", "inside"):
        assert client.post(url(remark, action), {"text": "What?", "inside": "no"}).status_code in (403, 404)
    assert client.get(url(remark, "reply")).status_code == 404
    assert Comment.objects.get(pk=remark.pk).internal and remark.replies.count() == 1


@pytest.mark.parametrize("name", READS_NOT)
def test_nobody_else_is_told_of_it(people, as_, remark, name):
    bodies = Notification.objects.filter(person=getattr(people, name)).values_list("subject", "body", "items")
    assert "Canary" not in str(list(bodies))


def test_scrutiny_and_staff_and_the_public_read_nothing_of_it(people, as_, client, remark):
    scrutiny = somebody("scrutiny", Role.BOARD_MEMBER, "Scrutiny member")
    bring(reload(remark.version), people, Status.PUBLISHED)
    for user in (scrutiny, people.staff, people.other_member):
        assert "Canary" not in pages(as_(user))
    client.logout()
    for address in ("/public/plans/css/2019-20/", "/public/plans/css/2019-20/plan.docx", f"{PLAN}read/"):
        assert "Canary" not in text_of(client.get(address))


def test_it_is_marked_as_it_is_written(people, as_, version):
    client = as_(people.director)
    assert INTERNAL in text_of(client.get(f"{PLAN}review/"))
    client.post(f"{PLAN}review/comment/", {"place": "overview", "text": CANARY, "internal": "on"})
    made = Comment.objects.get()
    assert made.internal
    assert '"internal":true' in assert_written_last("plan.comment", people.director).after


def test_the_member_marks_their_own_and_reads_it_with_its_replies(people, as_, version):
    step_forward(reload(version), people)
    made = transitions.comment(version.pk, by=people.member, part_key="overview", text=CANARY)
    client = as_(people.member)
    assert "Keep it inside" in text_of(client.get(f"{PLAN}review/"))
    client.post(url(made), {"inside": "yes"})
    transitions.reply(version.pk, made.pk, by=people.holder, text=REPLY)
    page = text_of(client.get(f"{PLAN}review/"))
    assert CANARY in page and REPLY in page
    assert_written_last("plan.comment-reply", people.holder)
    assert "Canary" not in pages(as_(people.cmt))


@pytest.mark.parametrize("name", ["member", "director"])
def test_its_writer_or_the_director_lets_others_read_it(people, as_, version, name):
    step_forward(reload(version), people)
    made = transitions.comment(version.pk, by=people.member, part_key="overview", text=CANARY, internal=True)
    client = as_(getattr(people, name))
    answer = client.post(url(made), {"inside": "no"}, follow=True)
    assert "Others read this comment again." in text_of(answer)
    assert_written_last("comment.keep-inside", getattr(people, name))
    assert CANARY in pages(as_(people.cmt))


@pytest.mark.parametrize("name", ["holder", "officer", "head"])
def test_nobody_else_lets_others_read_it_or_keeps_it(people, version, remark, name):
    by = getattr(people, name)
    with pytest.raises(Refused, match="the Director, can let others"):
        transitions.keep_comment_inside(version.pk, remark.pk, by=by, inside=False)
    other = Comment.objects.get(text="Say more.")
    with pytest.raises(Refused, match="Only the person who made a comment can keep it"):
        transitions.keep_comment_inside(version.pk, other.pk, by=by, inside=True)


def test_a_second_click_changes_nothing(people, version, remark):
    entries = LedgerEntry.objects.count()
    transitions.keep_comment_inside(version.pk, remark.pk, by=people.director, inside=True)
    assert LedgerEntry.objects.count() == entries


def test_publishing_lists_it(people, as_, remark):
    bring(reload(remark.version), people, Status.APPROVED)
    page = text_of(as_(people.officer).get(f"{PLAN}publish/"))
    assert f"Comment of the review by Director of Children: {CANARY}" in page


def test_whoever_hands_work_over_does_not_read_it(people, remark):
    from serviceplans.handover import _comments

    texts = [text for text, _ in _comments(people.post("holder"))]
    assert len(texts) == 2 and "Canary" not in str(texts)
