"""All of a post's open work passes to another post: one list, one confirmation, all of it or nothing."""

from datetime import date

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused
from council import transitions
from council.handover import mark_of, open_work
from council.models import DmtMeeting, Notification
from performance.models import StatutoryReturn
from reporting.models import MeetingItem
from serviceplans import transitions as plans
from serviceplans.choices import Status
from serviceplans.models import Contributor
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import a_complete_plan, add_action, bring, cast, reload, somebody

URL = "/council/hand-over/"


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def admin(people):
    return somebody("admin", "administrator", "Administrator")


@pytest.fixture
def successor(people):
    """The post that takes over: another plan holder's."""
    return people.post("other_holder")


@pytest.fixture
def busy(people):
    """The plan holder's post with something open of every kind that it can have."""
    version = a_complete_plan(people)
    post = people.post("holder")
    add_action(version, people.holder, text="Open a hub", officers=[post.title, "Head of Fostering"])
    IndicatorFactory(reference="CSC10", owner_post=post)
    IndicatorFactory(reference="CSC11", owner_post=post, retired=True)
    RiskFactory(reference="KCR 9", owner_post=post)
    RiskFactory(reference="KCR 10", owner_post=post, closed=True)
    StatutoryReturn.objects.create(name="Section 251", body="Department for Education", owner_post=post)
    DmtMeeting.objects.filter(pk=people.meeting.pk).update(chair=post)
    DmtMeeting.objects.create(directorate=people.directorate, date=date(2019, 9, 3), name="Children DMT", chair=post)
    MeetingItem.objects.create(
        meeting=people.meeting, kind="matter", title="Ring them", text="Ring them", outcome="action", owner_post=post,
        at=version.begun_at,
    )  # fmt: skip
    return bring(reload(version), people, Status.DMT_REVIEW)


def labels(post):
    return {work.kind.label: len(work.items) for work in open_work(post)}


def hand_over(people, admin, to, post=None):
    post = post or people.post("holder")
    return transitions.hand_over(post.pk, to.pk, by=admin, seen=mark_of(open_work(post)))


EVERYTHING = {
    "Plans held": 1, "Meetings to chair": 1, "Indicators": 1, "Statutory returns": 1, "Risks": 1, "Actions": 1,
    "Comments to answer": 1, "Actions from meetings": 1,
}  # fmt: skip


def test_the_list_shows_all_that_is_open_and_nothing_that_is_done(people, busy, admin, successor, client):
    plans.comment(busy.pk, by=people.director, part_key="overview", text="Say who.")
    assert labels(people.post("holder")) == EVERYTHING
    client.force_login(admin)
    page = client.get(URL, {"from_post": people.post("holder").pk, "to_post": successor.pk}).content.decode()
    for words in (
        "Children&#x27;s Specialist Services",
        "CSS002 Open a hub",
        "CSC10",
        "KCR 9",
        "Section 251",
        "Say who.",
    ):
        assert words in page, words
    for words in ("CSC11", "KCR 10", "12 August"):
        assert words not in page, words


def test_one_confirmation_passes_all_of_it_on(people, busy, admin, successor, client):
    plans.comment(busy.pk, by=people.director, part_key="overview", text="Say who.")
    client.force_login(admin)
    asked = {"from_post": people.post("holder").pk, "to_post": successor.pk}
    seen = client.get(URL, asked).context["seen"]
    said = client.post(URL, {**asked, "seen": seen}, follow=True).content.decode()
    assert "Handed over: Assistant Director, Place has the open work of Assistant Director, Children." in said
    assert labels(people.post("holder")) == {}
    assert labels(successor) == EVERYTHING
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject, entry.post) == (
        "post.hand-over", "post Assistant Director, Children", "Administrator",
    )  # fmt: skip
    assert "CSS002 Open a hub" in entry.after
    told = set(Notification.objects.filter(subject__startswith="Handed over").values_list("person__email", flat=True))
    assert told == {f"{name}@council.example" for name in ("holder", "deputy", "other_holder")}
    # Pressed again, there is nothing left.
    assert client.post(URL, {**asked, "seen": seen}).status_code == 409


def test_the_new_holder_goes_on_where_the_plan_stands(people, busy, admin, successor):
    hand_over(people, admin, successor)
    with pytest.raises(Refused):
        plans.withdraw(busy.pk, by=people.holder)
    assert plans.withdraw(busy.pk, by=people.other_holder).status == Status.DRAFT


def test_what_was_signed_keeps_its_words(people, busy, admin, successor):
    signed = busy.frozen.content
    hand_over(people, admin, successor)
    assert reload(busy).frozen.content == signed
    assert people.post("holder").title in signed


def test_an_officer_named_twice_is_named_once(people, busy, admin):
    head, officers = people.post("contributor"), busy.actions.get(action__reference="CSS002").officers
    # Without the plan itself, a Head of Service takes the rest over.
    people.service.holder_post = people.post("other_holder")
    people.service.save()
    hand_over(people, admin, head)
    assert list(officers.values_list("words", flat=True)) == ["Head of Fostering"]


def test_a_contributor_who_is_invited_already_is_not_invited_twice(people, admin):
    version = a_complete_plan(people)
    for name in ("contributor", "head"):
        plans.invite(version.pk, people.post(name), by=people.holder)
    hand_over(people, admin, people.post("head"), post=people.post("contributor"))
    assert list(Contributor.objects.values_list("post", flat=True)) == [people.post("head").pk]


def test_a_form_that_was_open_is_stale_afterwards(people, busy, admin, successor):
    indicator = people.post("holder").indicators.get(retired=False)
    hand_over(people, admin, successor)
    before = indicator.counter
    indicator.refresh_from_db()
    assert indicator.counter == before + 1


def test_a_role_that_cannot_hold_a_plan_takes_none_over(people, busy, admin, client):
    client.force_login(admin)
    asked = {"from_post": people.post("holder").pk, "to_post": people.post("staff").pk}
    page = client.get(URL, asked)
    assert "cannot take over plans held. Choose another post" in page.content.decode()
    assert "Hand all of it over" not in page.content.decode()
    answer = client.post(URL, {**asked, "seen": page.context["seen"]})
    assert answer.status_code == 403
    assert labels(people.post("staff")) == {}


def test_a_list_that_has_changed_is_read_again(people, busy, admin, successor, client):
    client.force_login(admin)
    asked = {"from_post": people.post("holder").pk, "to_post": successor.pk}
    seen = client.get(URL, asked).context["seen"]
    IndicatorFactory(reference="CSC12", owner_post=people.post("holder"))
    answer = client.post(URL, {**asked, "seen": seen})
    assert answer.status_code == 409
    assert "has changed since you read the list" in answer.content.decode()
    assert "CSC12" in answer.content.decode()
    assert labels(successor) == {}


@pytest.mark.parametrize("name", ["holder", "director", "chief", "auditor", "staff", "other_holder"])
def test_nobody_else_hands_work_over(people, busy, successor, client, name):
    user = getattr(people, name)
    client.force_login(user)
    assert client.get(URL).status_code == 403
    with pytest.raises(Refused):
        transitions.hand_over(people.post("holder").pk, successor.pk, by=user, seen="")
    assert labels(successor) == {}


def test_nobody_hands_work_over_to_themselves(people, busy, admin):
    with pytest.raises(Refused, match="to a post of your own"):
        hand_over(people, admin, admin.appointments.get().post)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to_post": ""}, "Choose the post that takes over"),
        ({"from_post": ""}, "Choose the post that hands over"),
        ({"from_post": "x"}, "Choose one of the options"),
    ],
)
def test_what_is_not_chosen_is_asked_for(people, admin, successor, client, fields, words):
    client.force_login(admin)
    answer = client.get(URL, {"from_post": people.post("holder").pk, "to_post": successor.pk, **fields})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_post_does_not_hand_over_to_itself(people, admin, client):
    client.force_login(admin)
    post = people.post("holder").pk
    assert "Choose another post than the one" in client.get(URL, {"from_post": post, "to_post": post}).content.decode()


def test_without_open_work_there_is_nothing_to_hand_over(people, admin, successor, client):
    client.force_login(admin)
    asked = {"from_post": people.post("staff").pk, "to_post": successor.pk}
    assert "This post has no open work" in client.get(URL, asked).content.decode()
    with pytest.raises(Conflict, match="has no open work"):
        hand_over(people, admin, successor, post=people.post("staff"))


def test_broken_off_it_passes_nothing(people, busy, admin, successor, monkeypatch):
    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    before = labels(people.post("holder"))
    monkeypatch.setattr("council.transitions.handover.record", breaks)
    with pytest.raises(RuntimeError):
        hand_over(people, admin, successor)
    assert (labels(people.post("holder")), labels(successor)) == (before, {})
