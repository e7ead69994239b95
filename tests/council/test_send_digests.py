"""Who chose a digest gets one message a day or a week, with what they have not read yet, and nothing twice."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from common.models import OutgoingMail
from common.today import now, pretend
from council.choices import Delivery, NoticeKind
from council.models import Notification
from council.notifications import notify
from council.rules import digest_subject, is_due
from council.transitions import send_digests
from tests.council.factories import UserFactory
from tests.council.test_tell_people import chose, tell
from tests.races import loses_in_time, lost, race, without_locks, won

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2019, 8, 19), date(2019, 8, 20)


@pytest.fixture
def ada():
    return chose(chose(UserFactory(email="ada@council.example"), Delivery.DAILY), Delivery.DAILY, NoticeKind.DUE)


def sent():
    return {message.to: message for message in OutgoingMail.objects.all()}


def test_everything_of_the_day_is_in_one_message(ada):
    tell(ada, about="decision 1")
    tell(ada, about="reminder 1", kind=NoticeKind.DUE, subject="To enter or send: 1 result", link="/performance/due/",
         items=[("BPI108: Net budget", "/performance/indicators/bpi108/")])  # fmt: skip
    found = send_digests()
    assert found.sent == {"ada@council.example": 2}
    message = sent()["ada@council.example"]
    assert message.subject == "2 notifications today"
    for words in ("Approved: Customer Services 2019/20", "To enter or send: 1 result", "http://127.0.0.1:8000/plans/cus/2019-20/",
                  "BPI108: Net budget\nhttp://127.0.0.1:8000/performance/indicators/bpi108/",
                  "Choose how you are told: http://127.0.0.1:8000/notifications/choices/"):  # fmt: skip
        assert words in message.body
    assert Notification.objects.filter(mail=message).count() == 2


def test_nothing_goes_out_twice_and_nobody_gets_two_a_day(ada):
    tell(ada, about="decision 1")
    send_digests()
    tell(ada, about="decision 2")
    assert send_digests().already == ["ada@council.example"]
    with pretend(now() + timedelta(days=1)):
        assert send_digests().sent == {"ada@council.example": 1}
    with pretend(now() + timedelta(days=2)):
        assert send_digests().sent == {}
    assert OutgoingMail.objects.count() == 2


def test_what_was_read_meanwhile_is_left_out(ada):
    tell(ada)
    Notification.objects.update(read_at=now())
    assert send_digests().sent == {}


def test_a_weekly_digest_waits_for_monday():
    chose(bob := UserFactory(email="bob@council.example"), Delivery.WEEKLY)
    with pretend(TUESDAY):
        tell(bob)
        assert send_digests().sent == {}
    with pretend(MONDAY + timedelta(days=7)):
        assert send_digests().sent == {"bob@council.example": 1}
    assert OutgoingMail.objects.get().subject == "1 notification this week"


@pytest.mark.parametrize(
    ("delivery", "oldest", "today", "due"),
    [
        (Delivery.DAILY, TUESDAY, TUESDAY, True),
        (Delivery.WEEKLY, TUESDAY, TUESDAY, False),
        (Delivery.WEEKLY, MONDAY, MONDAY, True),
        (Delivery.WEEKLY, MONDAY - timedelta(days=6), TUESDAY, True),
        (Delivery.WEEKLY, MONDAY - timedelta(days=5), TUESDAY, False),
    ],
)
def test_when_a_digest_is_due(delivery, oldest, today, due):
    assert is_due(delivery, oldest, today) is due


def test_the_line_above_a_digest():
    assert digest_subject(1, {Delivery.DAILY}) == "1 notification today"
    assert digest_subject(3, {Delivery.DAILY, Delivery.WEEKLY}) == "3 notifications this week"


def test_who_left_the_council_gets_none(ada):
    tell(ada)
    ada.is_active = False
    ada.save()
    assert send_digests().sent == {}


def test_the_command_says_who_and_a_dry_run_writes_nothing(ada, capsys):
    tell(ada)
    call_command("send_digests", "--dry-run", "--format", "json")
    said = json.loads(capsys.readouterr().out)
    assert said == {"outcome": "would_send", "digests": {"ada@council.example": 1}, "already": []}
    assert not OutgoingMail.objects.exists()
    call_command("send_digests")
    assert "1 digests; 0 had one today." in capsys.readouterr().out


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_schedules_at_once_send_one(ada):
    outcomes = digest_at_once(ada, 1)
    assert not lost(outcomes), [outcome.trace for outcome in lost(outcomes)]
    assert sum(won(outcomes)) == 1 == OutgoingMail.objects.filter(subject__contains="today").count()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_two_go_out_or_somebody_is_turned_away(ada):
    def attempt(number):
        OutgoingMail.objects.all().delete()
        outcomes = digest_at_once(ada, number)
        return lost(outcomes) or sum(won(outcomes)) > 1

    with without_locks():
        assert loses_in_time(attempt)


def digest_at_once(person, number):
    with pretend(datetime(2019, 8, 20, 7, tzinfo=UTC)):
        notify([person], kind=NoticeKind.PLAN, about=f"decision {number}", subject="Approved", body="", link="/")
        return race(lambda _: sum(send_digests().sent.values()), 4)
