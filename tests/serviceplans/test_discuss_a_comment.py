"""A comment on a section is answered, resolved, and opened again; it stays with the version, and is read with it."""

import pytest

from common.models import OutgoingMail
from common.verdict import Conflict, Refused
from serviceplans import transitions
from serviceplans.choices import UNDER_WAY, Status
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, footprint, reload
from tests.serviceplans.signing import assert_written_last, digest_of

PLAN = "/plans/css/2019-20/"


@pytest.fixture
def at_dmt(people):
    return a_complete_plan(people, Status.DMT_REVIEW)


@pytest.fixture
def comment(people, at_dmt):
    return transitions.comment(at_dmt.pk, by=people.director, part_key="description", field="vision", text="By when?")


def url(comment, action):
    return f"{PLAN}comments/{comment.pk}/{action}/"


def test_the_holder_replies_and_the_author_is_told(
    people, at_dmt, comment, as_, mailoutbox, django_capture_on_commit_callbacks
):
    client = as_(people.holder)
    page = client.get(url(comment, "reply")).content.decode()
    assert "By when?" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url(comment, "reply"), {"text": "By 2021, in three steps."}, follow=True)
    assert "Reply added" in response.content.decode()
    made = comment.replies.get()
    assert (made.author, made.post, made.part_key, made.field) == (
        people.holder, "Assistant Director, Children", "description", "vision",
    )  # fmt: skip
    assert_written_last("plan.comment-reply", people.holder)
    assert [message.to for message in mailoutbox] == [["director@council.example"]]
    assert "By 2021, in three steps." in mailoutbox[0].body


def test_replies_stand_below_the_comment_beside_the_field_and_on_the_review(people, at_dmt, comment, as_):
    transitions.reply(at_dmt.pk, comment.pk, by=people.holder, text="By 2021.")
    transitions.reply(at_dmt.pk, comment.pk, by=people.director, text="Then say so.")
    review = as_(people.director).get(PLAN + "review/").content.decode()
    assert review.index("By when?") < review.index("By 2021.") < review.index("Then say so.")
    transitions.return_plan(at_dmt.pk, by=people.director, digest=digest_of(at_dmt), comment="See the comment.")
    form = as_(people.holder).get(PLAN + "edit/description/").content.decode()
    field = form.rindex("govuk-form-group", 0, form.index('id="id_vision"')), form.index('id="id_objectives"')
    assert all(words in form[slice(*field)] for words in ("By when?", "By 2021.", "Then say so."))
    # A reply is no further comment to answer.
    assert "1 comment" in as_(people.holder).get(PLAN).content.decode()


@pytest.mark.parametrize("name", ["holder", "deputy", "director", "equalities"])
def test_who_writes_or_reviews_replies(people, at_dmt, comment, name):
    assert transitions.reply(at_dmt.pk, comment.pk, by=getattr(people, name), text="Yes.").parent == comment


def test_nobody_else_replies(people, at_dmt, comment):
    before = footprint(at_dmt)
    for name in set(PEOPLE) - {"holder", "deputy", "director", "equalities"}:
        with pytest.raises(Refused):
            transitions.reply(at_dmt.pk, comment.pk, by=getattr(people, name), text="Yes.")
    assert footprint(at_dmt) == before


def test_a_reply_pressed_twice_stands_once(people, at_dmt, comment, as_):
    client = as_(people.holder)
    for _ in range(2):
        assert client.post(url(comment, "reply"), {"text": "By 2021."}).status_code == 302
    assert comment.replies.count() == 1
    assert OutgoingMail.objects.filter(subject__startswith="Reply").count() == 1


@pytest.mark.parametrize(("text", "words"), [(" ", "Write the reply"), ("x" * 4001, "at most 4,000 characters")])
def test_a_reply_that_says_nothing_or_too_much_is_given_back(people, at_dmt, comment, as_, text, words):
    before = footprint(at_dmt)
    answer = as_(people.holder).post(url(comment, "reply"), {"text": text})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert footprint(at_dmt) == before


def test_a_reply_is_not_replied_to_resolved_or_reopened(people, at_dmt, comment, as_):
    made = transitions.reply(at_dmt.pk, comment.pk, by=people.holder, text="By 2021.")
    client = as_(people.holder)
    for action in ("reply", "resolve", "reopen"):
        assert client.post(url(made, action), {"text": "x"}).status_code == 404
    with pytest.raises(Conflict):
        transitions.resolve_comment(at_dmt.pk, made.pk, by=people.holder)


def test_the_holder_resolves_it_while_the_plan_is_locked(people, at_dmt, comment, as_):
    assert as_(people.holder).post(url(comment, "resolve")).status_code == 302
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.resolved_at is not None) == (people.holder, True)
    before = footprint(at_dmt)
    assert as_(people.holder).post(url(comment, "resolve")).status_code == 302
    assert footprint(at_dmt) == before


def test_the_author_opens_it_again_while_the_plan_is_in_review(
    people, at_dmt, comment, as_, mailoutbox, django_capture_on_commit_callbacks
):
    transitions.resolve_comment(at_dmt.pk, comment.pk, by=people.holder)
    assert "Open again" in as_(people.director).get(PLAN + "review/").content.decode()
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert as_(people.director).post(url(comment, "reopen")).status_code == 302
    comment.refresh_from_db()
    assert (comment.resolved_at, comment.resolved_by) == (None, None)
    assert_written_last("comment.reopen", people.director)
    assert sorted(message.to[0] for message in mailoutbox) == ["deputy@council.example", "holder@council.example"]
    before = footprint(at_dmt)
    transitions.reopen_comment(at_dmt.pk, comment.pk, by=people.director)
    assert footprint(at_dmt) == before


def test_it_may_be_opened_and_resolved_more_than_once_and_each_time_is_told(people, at_dmt, comment):
    for _ in range(2):
        transitions.resolve_comment(at_dmt.pk, comment.pk, by=people.holder)
        transitions.reopen_comment(at_dmt.pk, comment.pk, by=people.director)
    assert (
        OutgoingMail.objects.filter(subject__startswith="Comment open again", to="holder@council.example").count() == 2
    )


def test_only_the_author_opens_it_again(people, at_dmt, comment):
    transitions.resolve_comment(at_dmt.pk, comment.pk, by=people.holder)
    for name in set(PEOPLE) - {"director"}:
        with pytest.raises(Refused, match="Only the person who made a comment"):
            transitions.reopen_comment(at_dmt.pk, comment.pk, by=getattr(people, name))
    transitions.withdraw(at_dmt.pk, by=people.holder)
    with pytest.raises(Conflict, match="while the plan is in review"):
        transitions.reopen_comment(at_dmt.pk, comment.pk, by=people.director)


@pytest.mark.parametrize("status", [status for status in Status if status not in UNDER_WAY])
def test_once_the_plan_is_signed_its_comments_are_closed(people, comment, at_dmt, status):
    bring(at_dmt, people, status)
    before = footprint(at_dmt)
    for step, extra in (("reply", {"text": "x"}), ("resolve_comment", {})):
        with pytest.raises(Conflict, match="its comments are closed"):
            getattr(transitions, step)(at_dmt.pk, comment.pk, by=people.holder, **extra)
    assert footprint(at_dmt) == before


@pytest.mark.parametrize("status", [Status.DMT_REVIEW, Status.PUBLISHED])
def test_they_are_shown_when_the_version_is_read_to_those_who_read_drafts(people, at_dmt, comment, as_, status):
    transitions.reply(at_dmt.pk, comment.pk, by=people.holder, text="By 2021.")
    bring(reload(at_dmt), people, status)
    for name in ("holder", "director", "auditor", "officer"):
        page = as_(getattr(people, name)).get(PLAN + "read/?version=1").content.decode()
        assert "What was said" in page, name
        assert "By when?" in page
        assert "By 2021." in page


def test_they_are_not_for_everybody_who_reads_the_plan(people, at_dmt, comment, client):
    bring(at_dmt, people, Status.PUBLISHED)
    for name in ("staff", "other_director", None):
        if name:
            client.force_login(getattr(people, name))
        else:
            client.logout()
        page = client.get(PLAN + "read/").content.decode()
        assert "By when?" not in page, name
        assert "What was said" not in page
