from django.apps import AppConfig


class EqualitiesConfig(AppConfig):
    name = "equalities"
    default_auto_field = "django.db.models.BigAutoField"
