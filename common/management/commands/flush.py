"""Django's flush, which empties a whole database: the ledger's triggers are lifted for it, and made again after it."""

from typing import Any

from django.core.management.commands import flush

from common.ledger.triggers import lift_triggers, make_triggers


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        lift_triggers(options["database"])
        try:
            super().handle(**options)
        finally:
            make_triggers(options["database"])
