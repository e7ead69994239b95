from django.apps import AppConfig


class ServicePlansConfig(AppConfig):
    name = "serviceplans"
    default_auto_field = "django.db.models.BigAutoField"
