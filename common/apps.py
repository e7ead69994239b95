from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from common.ledger.triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self, dispatch_uid="ledger triggers")
