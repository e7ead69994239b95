"""Mail leaves once, after its change; a server that is dead, mute or choosy delays it and nothing else."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common import mail as ours
from common.mail import deliver, pause_after, queue, send_waiting
from common.models import OutgoingMail
from tests.common.smtp import free_port, mail_server

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def by_smtp(settings):
    """Mail goes to the port that is named, as in production."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1

    def to(port):
        settings.EMAIL_PORT = port

    return to


def write(*addresses):
    return [message.pk for message in queue((address, "A subject", "Some words.") for address in addresses)]


def rested():
    """The pause of every message is over."""
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_message_goes_once(mailoutbox):
    ids = write("ada@council.example")
    assert [deliver.call(ids), deliver.call(ids), send_waiting(early=True)] == [1, 0, 0]
    assert [message.to for message in mailoutbox] == [["ada@council.example"]]


def test_the_mail_server_gets_what_was_written(by_smtp):
    with mail_server() as server:
        by_smtp(server.port)
        write("ada@council.example")
        send_waiting()
    ((recipient, text),) = server.taken
    assert recipient == "ada@council.example"
    assert "Subject: A subject" in text and "Some words." in text


def test_a_dead_server_delays_it_and_one_that_comes_back_gets_it_once(by_smtp):
    port = free_port()
    by_smtp(port)
    write("ada@council.example", "bob@council.example")
    assert send_waiting() == 0
    tried = OutgoingMail.objects.first()
    assert (tried.attempts, tried.sent_at) == (1, None) and "refused" in tried.last_error
    with mail_server(port=port) as server:
        rested()
        assert [send_waiting(), send_waiting(early=True)] == [2, 0]
    assert sorted(recipient for recipient, _ in server.taken) == ["ada@council.example", "bob@council.example"]


def test_a_dead_server_is_asked_once_and_not_for_every_message(by_smtp):
    by_smtp(free_port())
    write(*(f"person{number}@council.example" for number in range(5)))
    send_waiting()
    assert list(OutgoingMail.objects.values_list("attempts", flat=True)) == [1, 0, 0, 0, 0]


def test_a_server_that_says_nothing_is_as_good_as_dead(by_smtp):
    with mail_server(mute=True) as server:
        by_smtp(server.port)
        write("ada@council.example", "bob@council.example")
        begun = time.monotonic()
        assert send_waiting() == 0
        assert time.monotonic() - begun < 10 and server.connections == 1


def test_a_refused_address_does_not_keep_the_others_back(by_smtp):
    with mail_server(refuses={"gone@council.example"}) as server:
        by_smtp(server.port)
        write("gone@council.example", "ada@council.example")
        assert send_waiting() == 1
    assert [recipient for recipient, _ in server.taken] == ["ada@council.example"]
    assert "nobody here" in OutgoingMail.objects.get(to="gone@council.example").last_error


def test_a_message_that_cannot_be_sent_does_not_keep_the_others_back(monkeypatch, mailoutbox):
    write("odd@council.example", "ada@council.example")
    OutgoingMail.objects.filter(to="odd@council.example").update(subject="Two\nlines")
    assert send_waiting() == 1
    assert "newline" in OutgoingMail.objects.get(to="odd@council.example").last_error.lower()


def test_it_rests_longer_after_each_attempt_and_is_given_up_after_three_days(by_smtp):
    assert [pause_after(n) for n in (1, 2, 3, 40)] == [timedelta(minutes=n) for n in (1, 2, 4, 60)]
    assert (
        timedelta(days=3)
        <= sum((pause_after(n) for n in range(1, ours.MOST_ATTEMPTS)), timedelta())
        < timedelta(days=4)
    )
    by_smtp(free_port())
    write("ada@council.example")
    OutgoingMail.objects.update(attempts=ours.MOST_ATTEMPTS - 1)
    send_waiting()
    assert OutgoingMail.objects.get().given_up
    assert send_waiting(early=True) == 0 and OutgoingMail.objects.get().attempts == ours.MOST_ATTEMPTS


def test_what_rests_is_left_alone_until_its_time(by_smtp):
    by_smtp(free_port())
    write("ada@council.example")
    send_waiting()
    send_waiting()
    assert OutgoingMail.objects.get().attempts == 1


def test_who_died_while_sending_loses_the_message_to_the_next_after_ten_minutes(mailoutbox):
    write("ada@council.example")
    OutgoingMail.objects.update(attempts=1, not_before=timezone.now() + ours.CLAIM)
    assert send_waiting(early=True) == 0
    rested()
    assert send_waiting() == 1


def test_the_command_says_what_went_and_what_waits(by_smtp, capsys):
    by_smtp(free_port())
    write("ada@council.example")
    call_command("send_waiting_mail", "--format", "json")
    assert capsys.readouterr().out.strip() == '{"sent": 0, "waiting": 1, "given_up": 0}'


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_and_not_the_page(settings, by_smtp):
    settings.TASKS = DATABASE
    with mail_server() as server:
        by_smtp(server.port)
        with transaction.atomic():
            write("ada@council.example")
            assert not DBTaskResult.objects.exists()
        assert DBTaskResult.objects.count() == 1 and not server.taken
        work()
    assert len(server.taken) == 1 and OutgoingMail.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_the_worker_tries_again_by_itself(settings, by_smtp):
    settings.TASKS = DATABASE
    port = free_port()
    by_smtp(port)
    write("ada@council.example", "bob@council.example")
    work()
    later = DBTaskResult.objects.ready() | DBTaskResult.objects.filter(run_after__gt=timezone.now(), status="READY")
    assert [row.args_kwargs["args"] for row in later] == [[list(OutgoingMail.objects.values_list("pk", flat=True))]]
    with mail_server(port=port) as server:
        rested()
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
        work()
    assert len(server.taken) == 2


def work():
    """The worker does what is due and ends."""
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_cannot_be_written_loses_no_mail(monkeypatch):
    def broken(*_):
        raise RuntimeError("the queue is full")

    monkeypatch.setattr(type(deliver), "enqueue", broken)
    with transaction.atomic():
        write("ada@council.example")
    assert send_waiting() == 1 and len(mail.outbox) == 1
