"""A revision: a new draft beside the version in force, seen by those who see drafts, signed off the same way, or abandoned."""

import json

import pytest
from django.db import IntegrityError, transaction

from common.verdict import Conflict, Refused
from council.models import Notification
from reporting import public
from serviceplans import transitions
from serviceplans.choices import IN_FORCE, Status
from serviceplans.content import content_of, written
from serviceplans.models import Plan, PlanVersion
from serviceplans.rules import compare, sentence, to_open
from tests.serviceplans.factories import (
    PEOPLE,
    a_complete_plan,
    action_data,
    add_action,
    bring,
    footprint,
    reload,
    write,
)
from tests.serviceplans.signing import assert_written_last, digest_of
from tests.serviceplans.test_change_a_plan_in_force import change
from tests.serviceplans.test_compare_contents import action

PLAN = "/plans/css/2019-20/"
WHY = {"cause": "budget", "why": "The grant was cut in July."}
CHAIN = {"holder", "deputy", "director", "head"}
ALL_DRAFTS = {"chief", "officer", "equalities", "auditor", "cmt"}


@pytest.fixture
def in_force(people):
    return a_complete_plan(people, Status.PUBLISHED)


def begin(version, by):
    return reload(transitions.begin_revision(version.plan_id, by=by, **WHY))


@pytest.fixture
def draft(people, in_force):
    """A revision that its holder has begun."""
    return begin(in_force, people.holder)


def statuses(version):
    return dict(PlanVersion.objects.filter(plan=version.plan_id).values_list("number", "status"))


# Beginning


def test_the_holder_begins_one_and_says_why(people, in_force, as_):
    client = as_(people.holder)
    page = client.get(f"{PLAN}revise/")
    assert page.status_code == 200
    assert client.post(f"{PLAN}revise/", WHY).status_code == 302
    draft = PlanVersion.objects.get(number=2)
    assert (draft.status, draft.cause, draft.why) == (Status.DRAFT, "budget", "The grant was cut in July.")
    assert statuses(in_force) == {1: "published", 2: "draft"}
    decision = draft.decisions.get()
    assert (decision.step, decision.by, decision.comment) == (
        "revise", people.holder, "A change of budget or grant: The grant was cut in July.",
    )  # fmt: skip
    entry = assert_written_last("plan.revise", people.holder)
    assert (entry.subject, json.loads(entry.after)["from_version"]) == ("plan CSS 2019/20 v2", 1)
    assert [row.person for row in Notification.objects.filter(subject__startswith="Revision begun")] == [
        people.director
    ]
    assert "This is a revision" in client.get(PLAN).content.decode()


def test_it_says_what_the_version_in_force_says_its_changes_included(people, in_force):
    change(in_force, people.director, completed_by="31 January 2020", reason="The panel.")
    draft = begin(in_force, people.holder)
    assert not compare(content_of(reload(in_force)), written(draft))
    assert draft.actions.get().completed_by == "31 January 2020"


@pytest.mark.parametrize("missing", [{"why": " "}, {"cause": "weather"}, {"cause": ""}])
def test_without_a_reason_there_is_none(people, in_force, as_, missing):
    before = footprint(in_force)
    assert as_(people.holder).post(f"{PLAN}revise/", {**WHY, **missing}).status_code == 422
    with pytest.raises(Refused, match="Say where the revision comes from"):
        transitions.begin_revision(in_force.plan_id, by=people.holder, **{**WHY, **missing})
    assert footprint(in_force) == before
    assert statuses(in_force) == {1: "published"}


@pytest.mark.parametrize("name", [n for n in PEOPLE if n not in ("holder", "deputy")])
def test_nobody_but_the_holder_begins_one(people, in_force, as_, name):
    assert as_(getattr(people, name)).post(f"{PLAN}revise/", WHY).status_code == 403
    assert statuses(in_force) == {1: "published"}


@pytest.mark.parametrize("status", [s for s in Status if s not in IN_FORCE])
def test_only_a_plan_in_force_is_revised(people, as_, status):
    version = a_complete_plan(people, status)
    assert as_(people.holder).post(f"{PLAN}revise/", WHY).status_code == 404
    with pytest.raises(Conflict, match="not in force"):
        transitions.begin_revision(version.plan_id, by=people.holder, **WHY)
    assert statuses(version) == {1: status.value}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW])
def test_one_at_most_is_under_way(people, draft, as_, status):
    bring(draft, people, status)
    response = as_(people.holder).post(f"{PLAN}revise/", WHY)
    assert response.status_code == 409
    assert "A revision is already under way: version 2" in response.content.decode()
    with pytest.raises(Conflict):
        transitions.begin_revision(draft.plan_id, by=people.holder, **WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=draft.plan, number=3, begun_at=draft.begun_at, changed_at=draft.begun_at)
    assert len(statuses(draft)) == 2


def test_a_plan_of_a_closed_year_is_not_revised(people, in_force):
    cycle = in_force.plan.cycle
    cycle.is_open = False
    cycle.save()
    with pytest.raises(Conflict, match="is closed"):
        transitions.begin_revision(in_force.plan_id, by=people.holder, **WHY)


# While it is under way


def test_the_draft_is_seen_by_those_who_see_drafts_and_the_plan_in_force_by_everybody(people, draft, as_):
    write(draft, "overview", {"overview": "Canary words", "future": "x"}, people.holder, counter=1)
    for name in PEOPLE:
        page = as_(getattr(people, name)).get(f"{PLAN}read/").content.decode()
        assert ("Canary words" in page) == (name in CHAIN | ALL_DRAFTS), name
        assert as_(getattr(people, name)).get(f"{PLAN}versions/1/").status_code == 200
        seen = as_(getattr(people, name)).get(f"{PLAN}versions/2/").status_code
        assert seen == (200 if name in CHAIN | ALL_DRAFTS else 404), name
        assert as_(getattr(people, name)).get(f"{PLAN}versions/1/compare/2/").status_code == seen, name


def test_the_public_reads_the_version_in_force_until_the_revision_is_published(people, draft, client):
    write(draft, "overview", {"overview": "Canary words", "future": "x"}, people.holder, counter=1)
    urls = [f"{PLAN}read/", "/public/plans/css/2019-20/", f"{PLAN}versions/"]
    for status in (Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED):
        bring(reload(draft), people, status)
        for url in urls:
            page = client.get(url).content.decode()
            assert "Canary words" not in page and "The grant was cut" not in page, (status, url)
        assert public.published_version("css", "2019-20").number == 1
    bring(reload(draft), people, Status.PUBLISHED)
    assert "Canary words" in client.get("/public/plans/css/2019-20/").content.decode()
    # The earlier one is kept, and can be reached, read, downloaded and compared.
    assert "Version 1" in client.get(f"{PLAN}versions/").content.decode()
    assert client.get(f"{PLAN}versions/1/").status_code == 200
    for extension in ("pdf", "docx"):
        assert client.get(f"{PLAN}versions/1/plan.{extension}").status_code == 200
    assert client.get(f"{PLAN}versions/1/compare/2/").status_code == 200


def test_quarterly_updates_go_on_by_the_version_in_force(people, draft, as_):
    row = draft.actions.get()
    transitions.remove_action(draft.pk, row.pk, by=people.holder)
    page = as_(people.contributor).get("/plans/actions/css001/update/")
    assert page.status_code == 200
    assert "Find twelve more foster families" in as_(people.holder).get("/plans/actions/css001/").content.decode()


def test_reviewers_read_what_it_changes_before_they_decide(people, draft, as_):
    add_action(draft, people.holder, text="Open one front door")
    bring(reload(draft), people, Status.DMT_REVIEW)
    page = as_(people.director).get(f"{PLAN}review/").content.decode()
    assert "What it changes so far: 1 action added." in page
    assert f'href="{PLAN}versions/1/compare/2/"' in page
    assert "The grant was cut in July." in page


# Signed off


def test_on_approval_the_earlier_version_is_superseded_and_the_new_one_is_in_force(people, draft):
    add_action(draft, people.holder, text="Open one front door")
    version = bring(reload(draft), people, Status.APPROVED)
    assert statuses(draft) == {1: "superseded", 2: "approved"}
    earlier = PlanVersion.objects.get(number=1)
    assert earlier.superseded_at is not None
    assert [d.step for d in version.decisions.all()] == ["revise", "submit", "agree", "approve"]
    assert sentence(compare(content_of(reload(earlier)), content_of(version))) == "1 action added."
    # The next revision stands on this one.
    third = begin(version, people.holder)
    assert (third.number, third.actions.count()) == (3, 2)


def test_a_change_made_while_the_revision_was_in_review_is_not_lost(people, in_force, draft):
    bring(draft, people, Status.MEMBER_REVIEW)
    signed = digest_of(reload(draft))
    change(in_force, people.director, completed_by="31 January 2020", reason="The panel.")
    change(in_force, people.holder, officers="Head of Permanency")
    version = bring(reload(draft), people, Status.APPROVED)
    assert version.frozen.digest == signed
    assert list(version.changes.values_list("kind", "post", "reason")) == [
        ("date", "Director of Children", "The panel."), ("owner", "Assistant Director, Children", ""),
    ]  # fmt: skip
    assert action(content_of(version), "CSS001")["completed_by"] == "31 January 2020"
    assert [o["words"] for o in action(content_of(version), "CSS001")["officers"]] == ["Head of Permanency"]
    assert version.actions.get().completed_by == "31 January 2020"


def test_a_change_does_not_override_what_the_revision_says_otherwise(people, in_force, draft):
    draft.actions.update(completed_by="1 May 2020", due="2020-05-01")
    bring(draft, people, Status.MEMBER_REVIEW)
    change(in_force, people.director, completed_by="31 January 2020", reason="The panel.")
    version = bring(reload(draft), people, Status.APPROVED)
    assert not version.changes.exists()
    assert action(content_of(version), "CSS001")["completed_by"] == "1 May 2020"


def test_a_change_already_in_the_draft_is_not_made_twice(people, in_force, draft):
    change(in_force, people.director, completed_by="31 January 2020", reason="The panel.")
    version = bring(reload(draft), people, Status.APPROVED)
    assert not version.changes.exists()
    assert action(content_of(version), "CSS001")["completed_by"] == "31 January 2020"


def test_a_date_that_waits_is_withdrawn_when_the_revision_is_approved(people, in_force, draft):
    change(in_force, people.contributor, completed_by="31 January 2020", reason="The panel.")
    bring(draft, people, Status.APPROVED)
    waiting = in_force.changes.get()
    assert (waiting.state, waiting.answer) == ("withdrawn", "Version 2 was approved.")


# Abandoned


def test_the_holder_abandons_it_and_the_plan_stands_as_it_was(people, in_force, draft, as_):
    before = content_of(reload(in_force))
    client = as_(people.holder)
    assert client.get(f"{PLAN}abandon/").status_code == 200
    assert client.post(f"{PLAN}abandon/", {"why": ""}).status_code == 422
    assert client.post(f"{PLAN}abandon/", {"why": "The grant was restored."}).status_code == 302
    assert statuses(draft) == {1: "published", 2: "abandoned"}
    gone = reload(draft)
    assert gone.abandoned_at is not None
    assert gone.decisions.last().comment == "The grant was restored."
    assert_written_last("plan.abandon", people.holder)
    assert content_of(reload(in_force)) == before
    # What one comes to without naming a version is the one in force; the abandoned one stays on record.
    assert "Published, version 1" in client.get(PLAN).content.decode()
    assert "Abandoned" in client.get(f"{PLAN}versions/").content.decode()
    assert begin(in_force, people.holder).number == 3


@pytest.mark.parametrize("name", [n for n in PEOPLE if n not in ("holder", "deputy")])
def test_nobody_else_abandons_it(people, draft, as_, name):
    assert as_(getattr(people, name)).post(f"{PLAN}abandon/", {"why": "x"}).status_code in (403, 404)
    assert statuses(draft)[2] == "draft"


@pytest.mark.parametrize("status", [Status.DMT_REVIEW, Status.MEMBER_REVIEW])
def test_in_review_it_is_withdrawn_first(people, draft, as_, status):
    bring(draft, people, status)
    before = footprint(draft)
    assert as_(people.holder).post(f"{PLAN}abandon/", {"why": "x"}).status_code == 409
    assert footprint(draft) == before


def test_a_first_version_is_not_a_revision(people, as_):
    version = a_complete_plan(people)
    assert as_(people.holder).post(f"{PLAN}abandon/", {"why": "x"}).status_code == 403
    assert reload(version).status == Status.DRAFT


def test_an_abandoned_revision_is_closed_for_good(people, draft):
    transitions.abandon_revision(draft.pk, by=people.holder, why="The grant was restored.")
    before = footprint(draft)
    for step in (
        lambda: transitions.submit(draft.pk, by=people.holder),
        lambda: transitions.abandon_revision(draft.pk, by=people.holder, why="Again."),
        lambda: add_action(draft, people.holder, text="Late"),
    ):
        with pytest.raises(Conflict):
            step()
    assert footprint(draft) == before


# Nothing half done


class Broken(Exception):
    pass


@pytest.mark.parametrize("place", ["clone_content", "write_decision", "write_ledger", "notifications.revision_begun"])
def test_an_exception_while_beginning_leaves_nothing(people, in_force, monkeypatch, place):
    before = footprint(in_force)

    def broken(*args, **kwargs):
        raise Broken

    monkeypatch.setattr(f"serviceplans.transitions.revisions.{place}", broken)
    with pytest.raises(Broken):
        begin(in_force, people.holder)
    assert (footprint(in_force), statuses(in_force)) == (before, {1: "published"})


@pytest.mark.parametrize("place", ["write_decision", "write_ledger", "notifications.revision_abandoned"])
def test_an_exception_while_abandoning_leaves_it_under_way(people, draft, monkeypatch, place):
    before = footprint(draft)

    def broken(*args, **kwargs):
        raise Broken

    monkeypatch.setattr(f"serviceplans.transitions.revisions.{place}", broken)
    with pytest.raises(Broken):
        transitions.abandon_revision(draft.pk, by=people.holder, why="x")
    assert (footprint(draft), statuses(draft)) == (before, {1: "published", 2: "draft"})


@pytest.mark.parametrize("place", ["holds_before", "lay_on_rows"])
def test_an_exception_while_taking_over_leaves_both_as_they_were(people, in_force, draft, monkeypatch, place):
    bring(draft, people, Status.MEMBER_REVIEW)
    change(in_force, people.director, completed_by="31 January 2020", reason="The panel.")
    before = footprint(draft), footprint(in_force)

    def broken(*args, **kwargs):
        raise Broken

    monkeypatch.setattr(f"serviceplans.transitions.revisions.{place}", broken)
    with pytest.raises(Broken):
        transitions.approve(draft.pk, by=people.member, digest=digest_of(reload(draft)))
    assert (footprint(draft), footprint(in_force)) == before
    assert statuses(draft) == {1: "published", 2: "member-review"}


@pytest.mark.parametrize(
    ("found", "opened"),
    [
        ({1: "published"}, 1),
        ({1: "published", 2: "draft"}, 2),
        ({1: "published", 2: "abandoned"}, 1),
        ({1: "superseded", 2: "abandoned", 3: "approved"}, 3),
        ({1: "superseded", 2: "published", 3: "abandoned"}, 2),
        ({1: "superseded", 2: "abandoned"}, 1),
        ({1: "abandoned"}, 1),
    ],
)
def test_which_version_opens(found, opened):
    assert to_open([PlanVersion(number=n, status=s) for n, s in found.items()]).number == opened


def test_the_words_of_a_revision_are_written_as_those_of_any_draft(people, draft, as_):
    row = draft.actions.get()
    transitions.save_action(
        draft.pk, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id,
        data=action_data(text="Find twenty more foster families"),
    )  # fmt: skip
    assert Plan.objects.get().versions.get(number=1).actions.get().text == "Find twelve more foster families"
    assert "Find twenty more foster families" in as_(people.holder).get(f"{PLAN}edit/actions/").content.decode()
