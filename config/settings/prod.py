"""Production: everything secret comes from the environment, and a missing setting stops the start with a sentence."""

import os
import sys

from .base import *  # noqa: F403
from .base import database


def required(name: str, example: str) -> str:
    """The value of an environment variable, or a refusal to start that says which is missing and what it looks like."""
    value = os.environ.get(name, "").strip()
    if not value:
        sys.exit(f"Line of Sight cannot start: set the environment variable {name}, for example {name}={example}")
    return value


SECRET_KEY = required("SECRET_KEY", "a-random-text-of-at-least-50-characters")
if len(SECRET_KEY) < 50:
    sys.exit("Line of Sight cannot start: SECRET_KEY is shorter than 50 characters.")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "plans.example.gov.uk").split(",")]
DATABASES = {"default": database(required("DATABASE_URL", "postgres://user:password@host:5432/name"))}
SITE_URL = required("SITE_URL", "https://plans.example.gov.uk").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
required("EMAIL_URL", "smtp://user:password@host:587/?tls=True")

DEBUG = False
DEMO = False
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
