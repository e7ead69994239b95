from typing import Any

from django.core.management.base import BaseCommand

from common.mail import send_waiting


class Command(BaseCommand):
    help = "Send the e-mails that a mail server did not take when they were written. Safe to run every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_waiting()} sent")
