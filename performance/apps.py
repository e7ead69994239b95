from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "performance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from common import panels
        from performance.exports import register_tables
        from performance.handover import register_work
        from performance.quality import quality_panel

        panels.register("indicator", quality_panel)
        register_tables()
        register_work()
