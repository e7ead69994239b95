"""The demonstration and development settings: SQLite, mail on the console, one-click sign-in."""

import os

from .base import *  # noqa: F403

DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = "demonstration-only-never-used-in-production-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO = True
TODAY = os.environ.get("TODAY", "2019-08-20")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
