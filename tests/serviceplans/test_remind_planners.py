"""Whoever is next with a plan is reminded: with one click, all late ones at once, or by the schedule; once a day at most."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from common.models import LedgerEntry, OutgoingMail
from common.today import now, pretend
from common.verdict import Refused
from council.models import CycleStep, Notification
from serviceplans import transitions
from serviceplans.calendar import calendar_lines
from serviceplans.choices import Status
from serviceplans.models import PlanReminder, PlanVersion, ReminderLine
from tests.council.factories import PlanningCycleFactory, PostFactory, ServiceAreaFactory
from tests.serviceplans.factories import PlanFactory, a_complete_plan

URL = "/plans/calendar/remind/"


@pytest.fixture(autouse=True)
def august_2019():
    with pretend(date(2019, 8, 20)):
        yield


@pytest.fixture
def calendar(people):
    """CSS is a late draft of the holder's; so is Adoption; Homes waits for the DMT on 30 August."""
    cycle = PlanningCycleFactory()
    for stage, day in (("drafts", "2019-07-31"), ("dmt", "2019-08-30")):
        CycleStep.objects.create(cycle=cycle, stage=stage, name=f"Step {stage}", date=day)
    a_complete_plan(people)
    ServiceAreaFactory(name="Adoption", prefix="ADO", directorate=people.directorate, holder_post=people.post("holder"))
    homes = ServiceAreaFactory(
        name="Homes", prefix="HOM", directorate=people.elsewhere, director_post=people.post("other_director")
    )
    plan = PlanFactory(service=homes, cycle=cycle)
    PlanVersion.objects.create(plan=plan, status=Status.DMT_REVIEW, begun_at=now(), changed_at=now())
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    LedgerEntry.objects.filter(verb="planners.reminded").delete()
    return cycle


def sent():
    return {message.to: message for message in OutgoingMail.objects.all()}


def reminders():
    return LedgerEntry.objects.filter(verb="planners.reminded").count()


def command(*arguments):
    out = StringIO()
    call_command("remind_planners", "--format", "json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_one_click_reminds_whoever_is_next_with_one_plan(people, as_, calendar):
    answer = as_(people.officer).post(URL, {"plan": "HOM"}, follow=True)
    assert "1 person is reminded." in answer.content.decode() and "20 August 2019" in answer.content.decode()
    mail = sent()
    assert set(mail) == {"other_director@council.example"}
    message = mail["other_director@council.example"]
    assert message.subject == "Due soon: 1 plan"
    assert "Homes 2019/20, at DMT: Step dmt, 30 August 2019 (10 days to go)" in message.body
    assert "/plans/hom/2019-20/" in message.body
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.post) == ("planners.reminded", "Performance officer")
    assert json.loads(entry.after) == [{"to": "other_director@council.example", "plans": ["HOM 2019/20"]}]


def test_all_late_ones_at_once_are_one_message_a_person(people, as_, calendar):
    answer = as_(people.officer).post(URL, follow=True)
    assert "2 people are reminded." in answer.content.decode()
    mail = sent()
    assert set(mail) == {"holder@council.example", "deputy@council.example"}
    body = mail["holder@council.example"].body
    assert mail["holder@council.example"].subject == "Late: 2 plans"
    assert "Adoption 2019/20, not started: Step drafts, 31 July 2019 (20 days late)" in body
    assert "Children's Specialist Services 2019/20, drafting" in body
    assert PlanReminder.objects.count() == 2 and ReminderLine.objects.count() == 4


def test_only_those_that_are_shown(people, as_, calendar):
    as_(people.officer).post(URL, {"directorate": people.elsewhere.key})
    assert not sent()
    answer = as_(people.officer).post(URL, {"directorate": people.directorate.key, "state": "drafting"})
    assert "state=drafting" in answer.url and ReminderLine.objects.values("service").distinct().count() == 1


def test_nobody_hears_twice_in_a_day_whatever_it_is_about(people, as_, calendar):
    client = as_(people.officer)
    client.post(URL, {"plan": "CSS"})
    for asked in ({"plan": "CSS"}, {"plan": "ADO"}, {}):
        said = client.post(URL, asked, follow=True).content.decode()
        assert "2 people have been reminded today already, and are not again." in said
    assert OutgoingMail.objects.count() == 2 and reminders() == 1
    with pretend(date(2019, 8, 21)):
        client.post(URL, {"plan": "ADO"})
    assert OutgoingMail.objects.count() == 4


def test_what_is_published_or_has_nobody_in_the_post_is_said(people, as_, calendar):
    client = as_(people.officer)
    ServiceAreaFactory(name="Parks", prefix="PAR", holder_post=PostFactory(title="Head of Parks"))
    said = client.post(URL, {"plan": "PAR"}, follow=True).content.decode()
    assert "Nobody is in the post that is next for PAR 2019/20." in said
    PlanVersion.objects.filter(plan__service__prefix="HOM").update(status=Status.PUBLISHED)
    assert "Nothing is due of anybody." in client.post(URL, {"plan": "HOM"}, follow=True).content.decode()
    assert "Nothing is due of anybody." in client.post(URL, {"plan": "nix"}, follow=True).content.decode()
    assert not sent() and not reminders()


@pytest.mark.parametrize("name", ["holder", "director", "auditor", "chief", "staff"])
def test_only_the_performance_team_reminds(people, as_, calendar, name):
    assert as_(getattr(people, name)).post(URL).status_code == 403
    with pytest.raises(Refused):
        transitions.remind_planners(calendar_lines(calendar), by=getattr(people, name))
    assert not sent()


def test_it_is_not_sent_by_reading(people, as_, calendar):
    assert as_(people.officer).get(URL).status_code == 405


@pytest.mark.parametrize("broken", ["record", "notifications.remind_of_plans", "ReminderLine.objects.bulk_create"])
def test_it_breaks_off_whole(people, calendar, monkeypatch, broken):
    monkeypatch.setattr(f"serviceplans.transitions.reminding.{broken}", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.remind_planners(calendar_lines(calendar), by=people.officer)
    assert not sent() and not PlanReminder.objects.exists() and not Notification.objects.exists()


def test_the_schedule_says_first_what_it_would_do(people, calendar):
    would = command("--dry-run", "--before", "10")
    assert would["outcome"] == "would_remind" and not sent() and not PlanReminder.objects.exists()
    did = command("--before", "10")
    assert did == {**would, "outcome": "reminded"}
    assert [(p["to"], [one["plan"] for one in p["plans"]]) for p in did["people"]] == [
        ("deputy@council.example", ["ADO 2019/20", "CSS 2019/20"]),
        ("holder@council.example", ["ADO 2019/20", "CSS 2019/20"]),
        ("other_director@council.example", ["HOM 2019/20"]),
    ]
    assert did["people"][2]["plans"][0] == {
        "plan": "HOM 2019/20", "state": "at-dmt", "step": "Step dmt", "due": "2019-08-30", "days": 10,
        "next": ["Director of Place"],
    }  # fmt: skip
    assert LedgerEntry.objects.first().post == "Command line"


@pytest.mark.parametrize(("before", "told"), [("9", False), ("10", True)])
def test_it_reminds_so_many_days_before_and_when_it_is_late(people, calendar, before, told):
    found = {person["to"] for person in command("--before", before)["people"]}
    assert ("other_director@council.example" in found) == told
    assert "holder@council.example" in found


def test_it_runs_daily_and_reminds_of_one_plan_weekly(people, calendar):
    command()
    for day in (20, 21, 26):
        with pretend(date(2019, 8, day)):
            again = command()
            assert not [p for p in again["people"] if p["to"] == "holder@council.example"]
    with pretend(date(2019, 8, 27)):
        assert "holder@council.example" in [p["to"] for p in command()["people"]]


def test_a_closed_cycle_is_not_chased(people, calendar):
    calendar.is_open = False
    calendar.save()
    assert command()["people"] == []


@pytest.mark.parametrize("arguments", [("--every", "0"), ("--before", "-1"), ("--before", "soon")])
def test_arguments_that_make_no_sense(people, arguments):
    with pytest.raises(SystemExit) as ended:
        command(*arguments)
    assert ended.value.code == 2


def test_it_reads_well(people, calendar):
    out = StringIO()
    call_command("remind_planners", "--dry-run", stdout=out)
    assert (
        "Would remind holder@council.example:\n  ADO 2019/20: Step drafts, 31 July 2019 (20 days late)"
        in out.getvalue()
    )
