"""A reviewer returns a plan with a comment: the Director to the holder, the Executive Member to the Director."""

import pytest

from common.verdict import Refused
from serviceplans import transitions
from serviceplans.choices import IN_FORCE, Status
from tests.serviceplans.factories import a_complete_plan, footprint, reload
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_of, elsewhere

URL = "/plans/css/2019-20/review/"
COMMENT = "/plans/css/2019-20/review/comment/"
PLAN = "/plans/css/2019-20/"


def typed(version, stage="dmt", **fields):
    return {"stage": stage, "decision": "return", "digest": digest_of(version), "comment": "Mend KCR 3.", **fields}


@pytest.fixture
def at_dmt(people):
    return a_complete_plan(people, Status.DMT_REVIEW)


@pytest.fixture
def with_member(people):
    return a_complete_plan(people, Status.MEMBER_REVIEW)


def test_the_director_returns_it_to_the_holder(people, at_dmt, as_, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = as_(people.director).post(URL, typed(at_dmt), follow=True)
    assert "to the plan holder, with your comments" in response.content.decode()
    version = reload(at_dmt)
    assert (version.status, version.frozen) == (Status.DRAFT, None)
    decision = version.decisions.last()
    assert (decision.step, decision.to_status) == ("return", "draft")
    assert_signed(decision, by=people.director, post=people.post("director"), comment="Mend KCR 3.")
    assert_written_last("plan.return", people.director)
    assert sorted(message.to[0] for message in mailoutbox) == ["deputy@council.example", "holder@council.example"]
    assert "Mend KCR 3." in mailoutbox[0].body


def test_the_member_returns_it_to_the_director(
    people, with_member, as_, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = as_(people.member).post(URL, typed(with_member, "member"))
    assert response.status_code == 302
    version = reload(with_member)
    assert (version.status, version.frozen.digest) == (Status.DMT_REVIEW, digest_of(with_member))
    assert_signed(version.decisions.last(), by=people.member, post=people.post("member"), comment="Mend KCR 3.")
    assert_written_last("plan.return-to-director", people.member)
    assert [message.to for message in mailoutbox] == [["director@council.example"]]


def test_the_page_after_returning_can_be_read_by_the_one_who_returned(people, with_member, as_):
    response = as_(people.member).post(URL, typed(with_member, "member"), follow=True)
    assert response.status_code == 200
    assert "You returned" in response.content.decode()


@pytest.mark.parametrize("name", ["director", "member"])
def test_a_return_needs_a_comment(people, as_, name):
    member = name == "member"
    version = a_complete_plan(people, Status.MEMBER_REVIEW if member else Status.DMT_REVIEW)
    before = footprint(version)
    response = as_(getattr(people, name)).post(URL, typed(version, "member" if member else "dmt", comment=" "))
    assert response.status_code == 422
    assert "Say what should change" in response.content.decode()
    with pytest.raises(Refused, match="Say in the comment what should change"):
        transitions.return_plan(version.pk, by=getattr(people, name), digest=digest_of(version), comment="  ")
    assert footprint(version) == before


@pytest.mark.parametrize("status", elsewhere(Status.DMT_REVIEW, Status.AMENDING))
def test_the_director_returns_only_from_dmt_review(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    assert as_(people.director).post(URL, typed(version)).status_code == 409
    assert footprint(version) == before


@pytest.mark.parametrize("status", elsewhere(Status.MEMBER_REVIEW))
def test_the_member_returns_only_from_member_review(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = as_(people.member).post(URL, typed(version, "member"))
    # What the Member may not read yet is not there for them.
    assert response.status_code == (409 if status in (*IN_FORCE, Status.SUPERSEDED) else 404)
    assert footprint(version) == before


@pytest.mark.parametrize("stage", ["dmt", "member"])
def test_nobody_else_returns_it(people, as_, stage):
    version = a_complete_plan(people, Status.MEMBER_REVIEW if stage == "member" else Status.DMT_REVIEW)
    before = footprint(version)
    for name in ("holder", "deputy", "officer", "equalities", "chief", "other_director", "auditor"):
        assert as_(getattr(people, name)).post(URL, typed(version, stage)).status_code in (403, 404), name
        assert footprint(version) == before, name


@pytest.mark.parametrize("name", ["director", "member"])
def test_a_stale_page_returns_nothing(people, as_, name):
    member = name == "member"
    version = a_complete_plan(people, Status.MEMBER_REVIEW if member else Status.DMT_REVIEW)
    before = footprint(version)
    stage = "member" if member else "dmt"
    response = as_(getattr(people, name)).post(URL, typed(version, stage, digest="e" * 64))
    assert response.status_code == 409
    assert "has changed since you read it" in response.content.decode()
    assert footprint(version) == before


def test_comments_stand_beside_the_fields_they_are_about(people, at_dmt, as_):
    client = as_(people.director)
    page = client.post(COMMENT, {"place": "description:vision", "text": "Say by when."}, follow=True).content.decode()
    assert "The plan holder sees it beside the field" in page
    client.post(COMMENT, {"place": "actions", "text": "Too many actions."})
    client.post(URL, typed(at_dmt))
    client = as_(people.holder)
    task_list = client.get(PLAN).content.decode()
    assert "1 comment" in task_list
    assert 'href="/plans/css/2019-20/edit/description/#id_vision"' in task_list
    form = client.get(f"{PLAN}edit/description/").content.decode()
    after_vision = form.index('id="id_vision"'), form.index('id="id_objectives"')
    field = form.rindex("govuk-form-group", 0, after_vision[0]), after_vision[1]
    assert "Say by when." in form[slice(*field)]
    assert "Director of Children" in form[slice(*field)]
    assert "Too many actions." in client.get(f"{PLAN}edit/actions/").content.decode()


def test_the_holder_answers_a_comment_once(people, at_dmt, as_):
    made = transitions.comment(at_dmt.pk, by=people.director, part_key="description", field="vision", text="When?")
    transitions.return_plan(at_dmt.pk, by=people.director, digest=digest_of(at_dmt), comment="See comment.")
    client, url = as_(people.holder), f"{PLAN}comments/{made.pk}/resolve/"
    assert client.post(url).status_code == 302
    made.refresh_from_db()
    assert (made.resolved_by, made.resolved_at is not None) == (people.holder, True)
    assert_written_last("comment.resolve", people.holder)
    before = footprint(at_dmt)
    assert client.post(url).status_code == 302
    assert footprint(at_dmt) == before
    assert "1 comment" not in client.get(PLAN).content.decode()


def test_a_comment_of_another_plan_is_not_found(people, at_dmt, as_):
    made = transitions.comment(at_dmt.pk, by=people.director, part_key="description", text="When?")
    before = footprint(at_dmt)
    assert as_(people.other_holder).post(f"{PLAN}comments/{made.pk}/resolve/").status_code == 404
    assert as_(people.holder).post(f"{PLAN}comments/{made.pk + 1}/answer/").status_code == 404
    assert footprint(at_dmt) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "Write the comment before you add it"),
        ({"text": "zero\0byte"}, "has a character that cannot be kept"),
        ({"text": "x" * 4001}, "at most 4,000 characters"),
        ({"place": ""}, "Choose the section"),
        ({"place": "nowhere"}, "Choose one of the options for"),
        ({"place": "description:nothing"}, "Choose one of the options for"),
    ],
)
def test_a_comment_that_cannot_be_kept_is_given_back_with_the_reason(people, at_dmt, as_, fields, words):
    before = footprint(at_dmt)
    response = as_(people.director).post(COMMENT, {"place": "description", "text": "Why?", **fields})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert footprint(at_dmt) == before


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (Status.DRAFT, {"equalities"}),
        (Status.DMT_REVIEW, {"equalities", "director"}),
        (Status.MEMBER_REVIEW, {"equalities", "member"}),
        (Status.APPROVED, set()),
        (Status.PUBLISHED, set()),
        (Status.SUPERSEDED, set()),
    ],
)
def test_who_comments_when(people, as_, status, who):
    version = a_complete_plan(people, status)
    for name in ("director", "member", "equalities", "holder", "officer", "chief", "other_director"):
        user, count = getattr(people, name), version.comments.count()
        response = as_(user).post(COMMENT, {"place": "equalities", "text": "For whom?"})
        assert response.status_code == 302 if name in who else response.status_code in (403, 404, 409), name
        assert version.comments.count() == count + (name in who), name


@pytest.mark.parametrize("broken", ["serviceplans.transitions.locking.record", "serviceplans.notifications.notify"])
@pytest.mark.parametrize("stage", ["dmt", "member"])
def test_a_return_broken_off_leaves_nothing(people, monkeypatch, broken, stage):
    member = stage == "member"
    version = a_complete_plan(people, Status.MEMBER_REVIEW if member else Status.DMT_REVIEW)
    before = footprint(version)

    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr(broken, breaks)
    by = people.member if member else people.director
    with pytest.raises(RuntimeError):
        transitions.return_plan(version.pk, by=by, digest=digest_of(version), comment="Mend it.")
    assert footprint(version) == before
