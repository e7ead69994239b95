from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from risks.handover import register_work

        register_work()
