from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reporting.handover import register_work
        from reporting.panels import register_panels

        register_panels()
        register_work()
