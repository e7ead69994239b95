"""A DMT meets: its agenda makes itself, what it decides is done and minuted, and the minutes are agreed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import LedgerEntry
from common.values.period import Period
from common.verdict import Conflict, Refused, Stale
from council.models import DmtMeeting, Notification
from reporting import transitions
from reporting.agenda import agenda_of
from reporting.models import Clinic, MeetingItem
from reporting.transitions import Decided
from risks.models import Risk
from serviceplans.choices import Status
from serviceplans.models import ActionUpdate
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count
from tests.reporting.meetings import URL, item, outcome, record_url
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import a_complete_plan, reload
from tests.serviceplans.signing import assert_written_last, digest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def slipping(people):
    """A plan in force with an action that its officer says is off track."""
    version = a_complete_plan(people, Status.APPROVED)
    action = version.actions.get().action
    ActionUpdate.objects.create(
        action=action, period_key=Period.parse("Q1 2019/20").key, period="Q1 2019/20", status="off-track",
        comment="Nobody applied.", at=version.begun_at,
    )  # fmt: skip
    return action


def decide(people, key, said, *, by=None, counter=0):
    by = by or people.director
    about = item(people.meeting, by, key)
    return transitions.record_outcome(people.meeting.pk, about, said, by=by, counter=counter)


def test_the_agenda_makes_itself_from_plans_exceptions_risks_and_clinics(people, as_, red, slipping):
    RiskFactory(reference="CSS-R1", event="Too few carers", likelihood=4, impact=4, rating="", service=people.service)
    RiskFactory(reference="CSS-R2", event="A small one", likelihood=1, impact=1, rating="", service=people.service)
    RiskFactory(
        reference="CSS-R3",
        event="A secret",
        likelihood=5,
        impact=5,
        rating="",
        service=people.service,
        confidential=True,
    )
    facts = transitions.ClinicFacts(why="It has been red for a year", date=date(2019, 8, 27), indicator=red)
    transitions.call_clinic(facts, by=people.director)
    page = as_(people.director).get(URL).content.decode()
    for words in [
        "CSC04 Vacant posts",
        "13.6%",
        "Offers are made.",
        "Nobody applied.",
        "Off track",
        "CSS-R1",
        "Clinic on CSC04",
    ]:
        assert words in page
    assert "CSS-R2" not in page
    assert "A secret" not in page


def test_a_plan_in_review_is_on_the_agenda_until_the_meeting_decides(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    client = as_(people.director)
    assert version.plan.code in [i.reference for i in agenda_of(people.meeting, people.director).items]
    address = record_url(f"plan:{version.plan.code}")
    assert digest_of(version) in client.get(address).content.decode()
    answer = client.post(address, outcome(outcome="agree", text="Good.", digest=digest_of(version)), follow=True)
    assert "Recorded." in answer.content.decode()
    version = reload(version)
    assert version.status == Status.MEMBER_REVIEW
    decision = version.decisions.last()
    assert (decision.step, decision.meeting, decision.comment) == ("agree", people.meeting, "Good.")
    row = people.meeting.items.get()
    assert (row.outcome, row.decision, row.post) == ("agree", decision, "Director of Children")
    # The item stays on this meeting's agenda with what was decided.
    assert item(people.meeting, people.director, f"plan:{version.plan.code}").recorded == row


def test_a_plan_is_returned_from_the_meeting_with_its_words(people):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    said = Decided("return", "Say what carers told you.", digest=digest_of(version))
    row = decide(people, f"plan:{version.plan.code}", said)
    assert reload(version).status == Status.DRAFT
    assert row.decision.comment == "Say what carers told you."


def test_a_plan_that_changed_since_it_was_read_is_not_agreed(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    address = record_url(f"plan:{version.plan.code}")
    answer = as_(people.director).post(address, outcome(outcome="agree", digest="0" * 64))
    assert answer.status_code == 409
    assert "changed since you read it" in answer.content.decode()
    assert reload(version).status == Status.DMT_REVIEW
    assert not MeetingItem.objects.exists()


def test_a_plan_that_was_agreed_on_its_own_page_is_in_the_minutes_too(people):
    version = a_complete_plan(people, Status.MEMBER_REVIEW)
    found = item(people.meeting, people.director, f"plan:{version.plan.code}")
    assert (found.recorded.outcome, found.recorded.decision) == ("agree", version.decisions.get(step="agree"))


def test_an_officer_minutes_what_belongs_to_no_plan_but_cannot_agree_one(people, red):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    with pytest.raises(Refused, match="Only the directorate's Director"):
        decide(people, f"plan:{version.plan.code}", Decided("agree", digest=digest_of(version)), by=people.officer)
    assert decide(people, "indicator:CSC04", Decided("noted"), by=people.officer).post == "Performance officer"
    assert reload(version).status == Status.DMT_REVIEW


def test_an_action_is_sent_to_whoever_has_the_post_and_stands_on_the_next_agenda_until_it_is_done(
    people, as_, red, django_capture_on_commit_callbacks
):
    post = people.post("contributor")
    said = Decided("action", "Ring the four who left", post, date(2019, 8, 19))
    row = decide(people, "indicator:CSC04", said)
    assert Notification.objects.filter(person=people.contributor, body__contains="Ring the four").exists()
    later = DmtMeeting.objects.create(directorate=people.directorate, date=date(2019, 9, 9), name="Children DMT")
    matter = item(later, people.director, f"matter:M{row.pk}")
    assert (matter.title, matter.owner, matter.word) == ("Ring the four who left", post.title, "Overdue")
    client = as_(people.contributor)
    assert client.post(f"/meetings/actions/{row.pk}/done/").status_code == 302
    row.refresh_from_db()
    assert row.done_on == date(2019, 8, 20)
    assert_written_last("meeting.action-done", people.contributor)
    entries = LedgerEntry.objects.count()
    client.post(f"/meetings/actions/{row.pk}/done/")
    assert LedgerEntry.objects.count() == entries
    assert agenda_of(later, people.director).find(f"matter:M{row.pk}") is None


def test_somebody_elses_action_is_not_theirs_to_finish(people, as_, red):
    row = decide(people, "indicator:CSC04", Decided("action", "Ring them", people.post("contributor")))
    assert as_(people.other_director).post(f"/meetings/actions/{row.pk}/done/").status_code == 404
    assert as_(people.holder).post(f"/meetings/actions/{row.pk}/done/").status_code == 403
    row.refresh_from_db()
    assert row.done_on is None


def test_a_clinic_is_called_from_the_meeting(people, red):
    row = decide(people, "indicator:CSC04", Decided("clinic", "It has been red for a year", due=date(2019, 9, 3)))
    clinic = Clinic.objects.get()
    assert (row.clinic, clinic.indicator, clinic.date) == (clinic, red, date(2019, 9, 3))
    assert item(people.meeting, people.director, f"clinic:C{clinic.pk}").now == "Called: 3 September 2019"


def test_a_risk_goes_up_one_level(people):
    RiskFactory(
        reference="CSS-R1", event="Too few carers", likelihood=4, impact=4, rating="", service=people.service,
        escalation="directorate",
    )  # fmt: skip
    decide(people, "risk:CSS-R1", Decided("escalate", "The council must know"))
    risk = Risk.objects.get(reference="CSS-R1")
    assert risk.escalation == "corporate"
    assert "The council must know" in risk.reviews.first().comment
    with pytest.raises(Conflict, match="stays recorded"):
        decide(people, "risk:CSS-R1", Decided("escalate", "Again"), counter=1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"outcome": ""}, "Choose what the meeting decided"),
        ({"outcome": "agree"}, "Choose one of the options"),
        ({"outcome": "action", "owner": "Head of Fostering"}, "Write down what will be done"),
        ({"outcome": "action", "text": "Ring them"}, "Say who will act on it"),
        ({"outcome": "clinic"}, "Say why a clinic is called"),
        ({"outcome": "action", "text": "Ring them", "owner": "Me", "due": "31/02/2019"}, "31/02/2019"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(people, as_, red, said, sentence):
    answer = as_(people.director).post(record_url("indicator:CSC04"), outcome(**said))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert said.get("text", "") in page
    assert not MeetingItem.objects.exists()


def test_a_second_press_and_a_stale_form_are_told(people, red):
    decide(people, "indicator:CSC04", Decided("noted", "First"))
    with pytest.raises(Stale):
        decide(people, "indicator:CSC04", Decided("noted", "Second"))
    row = decide(people, "indicator:CSC04", Decided("action", "Second", "Somebody"), counter=1)
    assert (row.text, row.owner, row.counter) == ("Second", "Somebody", 2)
    assert people.meeting.items.count() == 1


def test_a_meeting_still_to_come_decides_nothing(people, red):
    later = DmtMeeting.objects.create(directorate=people.directorate, date=date(2019, 9, 9), name="Children DMT")
    about = item(later, people.director, "indicator:CSC04")
    with pytest.raises(Conflict, match="from that day on"):
        transitions.record_outcome(later.pk, about, Decided("noted"), by=people.director, counter=0)
    with pytest.raises(Conflict, match="still to come"):
        transitions.close_minutes(later.pk, by=people.director, counter=1)


def test_anybody_who_keeps_the_meeting_adds_business_once(people, as_):
    client = as_(people.director)
    for _ in range(2):
        client.post(f"{URL}business/", {"title": "Half-term  clubs", "text": "Six libraries"})
    row = people.meeting.items.get()
    assert (row.title, row.outcome) == ("Half-term clubs", "")
    assert client.post(f"{URL}business/", {"title": ""}).status_code == 422
    client.post(f"{URL}business/{row.pk}/remove/")
    assert not people.meeting.items.exists()


def test_business_about_which_something_was_decided_stays(people):
    row = transitions.add_business(people.meeting.pk, by=people.director, title="Clubs")
    decide(people, f"other:{row.pk}", Decided("noted"), counter=1)
    with pytest.raises(Conflict, match="stays in the minutes"):
        transitions.remove_business(people.meeting.pk, row.pk, by=people.director)


def test_agreed_minutes_are_fixed_and_locked_until_they_are_reopened_with_a_reason(people, as_, red):
    client = as_(people.director)
    decide(people, "indicator:CSC04", Decided("noted", "We know"))
    page = client.get(f"{URL}close/").content.decode()
    assert "1 of 1 items decided" in page
    client.post(f"{URL}close/", {"notes": "Tea was late.", "counter": 1})
    people.meeting.refresh_from_db()
    assert people.meeting.is_closed
    assert_written_last("meeting.closed", people.director)
    # What comes in afterwards does not reach the minutes.
    result(red, "Q4 2018/19", "9")
    red.name = "Another name"
    red.save()
    page = client.get(URL).content.decode()
    assert "CSC04 Vacant posts" in page
    assert "Tea was late." in page
    assert "Another name" not in page
    with pytest.raises(Conflict, match="locked"):
        transitions.add_business(people.meeting.pk, by=people.director, title="Late")
    assert client.post(f"{URL}reopen/", {"reason": ""}).status_code == 422
    client.post(f"{URL}reopen/", {"reason": "A name was wrong"})
    assert transitions.add_business(people.meeting.pk, by=people.director, title="Late").title == "Late"


@pytest.mark.parametrize("who", ["holder", "deputy", "cmt", "chief", "auditor", "officer", "equalities"])
def test_the_directorates_own_and_those_who_read_every_draft_read_the_agenda(people, as_, who):
    assert as_(getattr(people, who)).get(URL).status_code == 200


@pytest.mark.parametrize("who", ["other_director", "other_holder", "staff", "member", "contributor", "head"])
def test_others_find_no_meeting(people, as_, who):
    client = as_(getattr(people, who))
    assert client.get(URL).status_code == 404
    assert client.get(f"{URL}pack.pdf").status_code == 404
    assert people.meeting.name not in client.get("/meetings/").content.decode()


@pytest.mark.parametrize("who", ["holder", "cmt", "auditor"])
def test_those_who_only_read_change_nothing(people, as_, red, who):
    client = as_(getattr(people, who))
    entries = LedgerEntry.objects.count()
    for path, data in [
        (record_url("indicator:CSC04"), outcome()),
        (f"{URL}edit/", {}),
        (f"{URL}business/", {"title": "Mine"}),
        (f"{URL}close/", {"counter": 1}),
        (f"{URL}call-off/", {}),
    ]:
        assert client.post(path, data).status_code == 403
    assert LedgerEntry.objects.count() == entries


def test_a_post_that_is_asked_reads_the_agenda(people, as_):
    people.meeting.attendees.create(post=people.post("head"))
    assert as_(people.head).get(URL).status_code == 200


def test_the_pack_has_the_plans_whole_and_the_minutes_what_was_decided(people, as_, red):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    decide(people, "indicator:CSC04", Decided("action", "Ring the four", "Head of Fostering", date(2019, 9, 3)))
    client = as_(people.director)
    from reporting.exports.meeting import minutes, pack
    from reporting.meetings import MeetingPage

    page = MeetingPage(people.meeting, people.director)
    assert "Find twelve more foster families" in str(pack(page).blocks)
    said = str(minutes(page).blocks)
    for words in ["Ring the four", "Head of Fostering, by 3 September 2019", version.plan.service.name]:
        assert words in said
    assert minutes(page).watermark == "Draft minutes"
    for name, start in [("pack.pdf", b"%PDF"), ("minutes.pdf", b"%PDF"), ("pack.docx", b"PK"), ("minutes.docx", b"PK")]:
        answer = client.get(f"{URL}{name}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert f'filename="dmt-children-2019-08-12-{name}"' in answer["Content-Disposition"]
    assert client.get(f"{URL}other.pdf").status_code == 404


def test_a_decision_that_fails_half_way_leaves_nothing(people, red, monkeypatch):
    from reporting.transitions import meetings

    def broken(*_):
        raise RuntimeError("the ledger is down")

    version = a_complete_plan(people, Status.DMT_REVIEW)
    entries = LedgerEntry.objects.count()
    monkeypatch.setattr(meetings, "note", broken)
    with pytest.raises(RuntimeError):
        decide(people, f"plan:{version.plan.code}", Decided("agree", digest=digest_of(version)))
    assert reload(version).status == Status.DMT_REVIEW
    assert not MeetingItem.objects.exists()
    assert LedgerEntry.objects.count() == entries


def test_the_page_costs_the_same_however_much_is_on_it(people, as_, red):
    client = as_(people.director)
    a_complete_plan(people, Status.DMT_REVIEW)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(6):
        more = IndicatorFactory(reference=f"X{number}", polarity="up_is_bad", directorate=people.directorate)
        target(more, "Q1 2019/20", "10")
        result(more, "Q1 2019/20", "30")
        RiskFactory(
            reference=f"R{number}", event=f"Risk {number}", likelihood=5, impact=5, rating="", service=people.service
        )
        transitions.add_business(people.meeting.pk, by=people.director, title=f"Item {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)
    assert_query_count(client, URL, "meeting page")
    assert_query_count(client, "/meetings/", "meetings")
