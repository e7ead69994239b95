from django.apps import AppConfig


class ServicePlansConfig(AppConfig):
    name = "serviceplans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from serviceplans.bulk.tables import register_tables
        from serviceplans.handover import register_work
        from serviceplans.panels import register_panels

        register_panels()
        register_tables()
        register_work()
