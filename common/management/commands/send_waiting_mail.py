"""The sweep behind the task queue: mail whose task was lost, or that a mail server did not take."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import AnswerCommand
from common.mail import send_waiting
from common.models import OutgoingMail


class Command(AnswerCommand):
    help = "Send e-mails that still wait. Safe to run every few minutes."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--early", action="store_true", help="Also those whose next attempt is due later.")

    def answer(self, **options: Any) -> int:
        sent = send_waiting(early=options["early"])
        waiting = OutgoingMail.objects.waiting().count()
        given_up = OutgoingMail.objects.filter(given_up=True).count()
        line = f"{sent} sent, {waiting} waiting, {given_up} given up."
        self.say({"sent": sent, "waiting": waiting, "given_up": given_up}, [line], options["format"])
        return 0
