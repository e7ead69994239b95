"""Officers see what is missing and whose it is, and remind owners: nobody is told of the same thing twice in a day."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import LedgerEntry, OutgoingMail
from common.today import pretend
from common.values.period import Period
from common.verdict import Refused
from council.choices import Capacity, Role
from performance.chasing import asked_quarter, by_owner, chased_indicators, missing_now, owed_of, returns_due
from performance.models import EarlierResult, Indicator, Reminder, StatutoryReturn
from performance.transitions import remind_owners
from tests.council.factories import AppointmentFactory, DirectorateFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def owner(post):
    return AppointmentFactory(post=post, person__email="fostering@council.example", person__name="Fran").person


@pytest.fixture
def indicator(post, owner):
    return IndicatorFactory(reference="CSC07", name="Foster carers", owner_post=post)


def a_return(**fields):
    facts = {"name": "School Census", "body": "Department for Education", "next_due": date(2019, 9, 1), **fields}
    return StatutoryReturn.objects.create(**facts)


def command(*arguments):
    out = StringIO()
    call_command("remind_owners", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_each_result_of_a_quarter_is_missing_late_awaited_or_in_time(post):
    IndicatorFactory(reference="GONE", owner_post=post, due_days=50)
    IndicatorFactory(reference="SOON", owner_post=post, due_days=51)
    late = IndicatorFactory(reference="LATE", owner_post=post)
    result(late, "Q1 2019/20", "80", entered_at=datetime(2019, 8, 2, 9, tzinfo=UTC))
    there = IndicatorFactory(reference="THERE", owner_post=post, frequency="monthly", due_days=10)
    for month in ("April 2019", "June 2019"):
        result(there, month, "80", entered_at=datetime(2019, 5, 3, 9, tzinfo=UTC))
    IndicatorFactory(reference="YEAR", frequency="annual")
    rows = owed_of(list(Indicator.objects.all()), Period.quarter("2019/20", 1))
    assert [(row.reference, row.period, row.state, row.days) for row in rows] == [
        ("THERE", "May 2019", "missing", 71),
        ("GONE", "Q1 2019/20", "missing", 1),
        ("LATE", "Q1 2019/20", "late", 3),
        ("SOON", "Q1 2019/20", "awaited", 0),
        ("THERE", "April 2019", "in time", 0),
        ("THERE", "June 2019", "in time", 0),
    ]


def test_a_corrected_result_came_when_it_first_came(indicator):
    row = result(indicator, "Q1 2019/20", "80", entered_at=datetime(2019, 8, 19, 9, tzinfo=UTC))
    assert [one.state for one in owed_of([indicator], Period.quarter("2019/20", 1))] == ["late"]
    was = {"entered_at": "2019-07-30 09:00:00+00:00"}
    EarlierResult.objects.create(result=row, was=was, replaced_at=datetime(2019, 8, 19, 9, tzinfo=UTC))
    assert [one.state for one in owed_of([indicator], Period.quarter("2019/20", 1))] == ["in time"]


@pytest.mark.parametrize("text", ["", "nonsense", "2018/19", "Q1 2099/00", "Q2 2019/20", "\x00"])
def test_what_is_no_closed_quarter_means_missing_now(text):
    assert asked_quarter(text) is None


def test_what_is_missing_is_grouped_by_owner_the_most_first(client, officer, indicator, post):
    empty = PostFactory(title="An empty post")
    IndicatorFactory(reference="AAA1", owner_post=empty)
    IndicatorFactory(reference="CSC08", owner_post=post)
    IndicatorFactory(reference="NOB1", owner_text="The partnership")
    groups = by_owner(missing_now(chased_indicators(officer)))
    assert [(g.owner, g.missing, [name for name, _ in g.people]) for g in groups] == [
        ("Head of Fostering", 2, ["Fran"]), ("An empty post", 1, []), ("The partnership", 1, []),
    ]  # fmt: skip
    client.force_login(officer)
    page = client.get(reverse("results_due")).content.decode()
    assert "4 results are past their day" in page and "Remind Fran" in page
    assert "the post is empty" in page and "nobody’s post" in page
    quarter = client.get(reverse("results_due") + "?period=Q4+2018/19").content.decode()
    assert "Results of Q4 2018/19" in quarter and "Q4+2018%2F19" in quarter
    csv = client.get(reverse("results_due_csv")).content.decode("utf-8-sig")
    assert [line.split(",")[1] for line in csv.splitlines()] == ["Reference", "AAA1", "CSC07", "CSC08", "NOB1"]


def test_who_follows_what(owner, indicator):
    cec = DirectorateFactory(code="CEC")
    other = IndicatorFactory(reference="EDU01", directorate=cec)

    def followed(user):
        return {one.reference for one in chased_indicators(user)}

    assert followed(owner) == {"CSC07"}
    assert followed(person(Role.DIRECTOR, directorate=cec)) == {"EDU01"}
    assert followed(person(Role.AUDITOR)) == {"CSC07", "EDU01"}
    assert followed(person(Role.STAFF)) == set()
    other.retired = True
    other.save()
    assert followed(person(Role.AUDITOR)) == {"CSC07"}


def test_one_button_reminds_one_owner_with_a_link_for_each_result(
    client, officer, indicator, post, django_capture_on_commit_callbacks
):
    IndicatorFactory(reference="CSC08", owner_post=post)
    other = AppointmentFactory(person__email="other@council.example")
    IndicatorFactory(reference="HOU01", owner_post=other.post)
    client.force_login(officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("remind_owners"), {"owner": str(post.pk)}, follow=True)
    assert "1 person is reminded." in answer.content.decode() and "20 August" in answer.content.decode()
    (sent,) = mail.outbox
    assert sent.to == ["fostering@council.example"] and sent.subject == "To enter or send: 2 results"
    assert "CSC07: Foster carers, Q1 2019/20, was due on 30 July 2019" in sent.body
    assert "/performance/indicators/csc07/result/?period=Q1+2019%2F20" in sent.body
    assert "/performance/indicators/csc08/result/?period=Q1+2019%2F20" in sent.body
    assert [entry.verb for entry in LedgerEntry.objects.all()] == ["owners.reminded"]


def test_nobody_is_mailed_twice_in_a_day(client, officer, indicator):
    client.force_login(officer)
    for _ in range(3):
        answer = client.post(reverse("remind_owners"), follow=True)
    assert "1 already reminded today" in answer.content.decode()
    assert OutgoingMail.objects.count() == Reminder.objects.count() == LedgerEntry.objects.count() == 1
    command("--every", "1")
    assert OutgoingMail.objects.count() == 1
    with pretend(datetime(2019, 8, 21, 9, tzinfo=UTC)):
        client.post(reverse("remind_owners"))
        assert OutgoingMail.objects.count() == 2


def test_a_deputy_is_told_too_and_only_of_what_is_new(officer, indicator, post):
    remind_owners(missing_now([indicator]), by=officer)
    AppointmentFactory(post=post, person__email="deputy@council.example", capacity=Capacity.DEPUTY)
    found = remind_owners(missing_now([indicator]), by=officer)
    assert list(found.told) == ["deputy@council.example"]
    assert OutgoingMail.objects.filter(to="fostering@council.example").count() == 1


def test_what_came_meanwhile_is_not_chased(officer, indicator):
    owed = missing_now([indicator])
    result(indicator, "Q1 2019/20", "80")
    found = remind_owners(owed, by=officer)
    assert not found.told and not OutgoingMail.objects.exists() and not LedgerEntry.objects.exists()


def test_an_earlier_quarter_can_be_chased(client, officer, indicator):
    result(indicator, "Q1 2019/20", "80")
    client.force_login(officer)
    client.post(reverse("remind_owners"))
    assert not OutgoingMail.objects.exists()
    answer = client.post(reverse("remind_owners"), {"period": "Q4 2018/19"})
    assert answer.url == reverse("results_due") + "?period=Q4+2018%2F19"
    assert "Q4 2018/19, was due on 30 April 2019" in OutgoingMail.objects.get().body


def test_all_or_nothing(officer, indicator, monkeypatch):
    monkeypatch.setattr("performance.transitions.reminders.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remind_owners(missing_now([indicator]), by=officer)
    assert not OutgoingMail.objects.exists() and not Reminder.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_performance_team_reminds(client, indicator, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.post(reverse("remind_owners")).status_code == 403
    with pytest.raises(Refused):
        remind_owners(missing_now([indicator]), by=somebody)
    assert "Remind" not in client.get(reverse("results_due")).content.decode().replace("Reminded", "")
    assert not Reminder.objects.exists()


def test_a_reminder_is_not_sent_by_reading(client, officer, indicator):
    client.force_login(officer)
    assert client.get(reverse("remind_owners")).status_code == 405


def test_the_schedule_says_first_what_it_would_do(indicator, post):
    a_return(owner_post=post)
    IndicatorFactory(reference="NOB1", owner_text="The partnership")
    would = command("--dry-run")
    assert would["outcome"] == "would_remind" and not Reminder.objects.exists()
    did = command()
    assert did == {**would, "outcome": "reminded"}
    (told,) = did["people"]
    assert told["to"] == "fostering@council.example"
    assert [(one["kind"], one["name"], one["due"], one["days_late"]) for one in told["owed"]] == [
        ("result", "Foster carers", "2019-07-30", 21), ("return", "School Census", "2019-09-01", 0),
    ]  # fmt: skip
    assert [one["reference"] for one in did["nobody"]] == ["NOB1"]
    assert "School Census, is due on 1 September 2019" in OutgoingMail.objects.get().body
    assert LedgerEntry.objects.get().post == "Command line"


def test_the_schedule_runs_daily_and_reminds_weekly(indicator):
    command()
    for day in (21, 26):
        with pretend(date(2019, 8, day)):
            assert command()["people"] == []
    with pretend(date(2019, 8, 27)):
        assert len(command()["people"]) == 1


def test_arguments_that_make_no_sense(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("remind_owners", "--every", "0")
    assert ended.value.code == 2


def test_returns_are_chased_from_four_weeks_before_until_they_are_sent(post):
    soon = a_return(name="Soon", next_due=date(2019, 9, 17))
    a_return(name="Later", next_due=date(2019, 9, 18))
    a_return(name="Sent", status="submitted")
    a_return(name="Some day", next_due=None)
    mine = a_return(name="Mine", next_due=date(2019, 8, 1), owner_post=post)
    assert [(one.name, one.state, one.days) for one in returns_due(date(2019, 8, 20))] == [
        (mine.name, "missing", 19), (soon.name, "awaited", 0),
    ]  # fmt: skip
    assert [one.name for one in returns_due(date(2019, 8, 20), [post.pk])] == ["Mine"]


def test_queries_stay_the_same_as_rows_grow(client, officer, indicator):
    client.force_login(officer)
    urls = [reverse("results_due"), reverse("results_due") + "?period=Q1+2019/20", reverse("results_due_csv")]
    assert_query_count(client, urls[0], "performance: due, of everybody")
    assert_query_count(client, urls[1], "performance: due in a quarter")

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    before = counts()
    for number in range(8):
        IndicatorFactory(owner_post=AppointmentFactory().post)
        result(IndicatorFactory(), "Q1 2019/20", "80")
        a_return(name=f"Return {number}")
    assert counts() == before
