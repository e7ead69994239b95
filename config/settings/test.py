"""Tests: a database of their own (never DATABASE_URL), mail in memory, today fixed as in the demonstration."""

import os

from .base import *  # noqa: F403
from .base import BASE_DIR, database

SECRET_KEY = "tests-only"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO = True
TODAY = "2019-08-20"
DATABASES = {
    "default": database(os.environ.get("TEST_DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'tests.sqlite3'}"))
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server and the concurrency tests open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "var" / "tests-run.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
