from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The top floor: settings, addresses, the permission table, the home page."""

    name = "config"
    label = "site_config"
