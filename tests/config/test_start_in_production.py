"""Production starts only when it has been told everything, and says what is missing otherwise."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

NEEDED = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "plans.example.gov.uk",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "SITE_URL": "https://plans.example.gov.uk",
    "EMAIL_URL": "smtp://user:password@mail.example.gov.uk:587/?tls=True",
}
SHOW = """
import json
from django.conf import settings as s
names = ["DEBUG", "DEMO", "TODAY", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
         "EMAIL_HOST", "EMAIL_USE_TLS"]
print(json.dumps({name: getattr(s, name) for name in names} | {"csp": str(s.CONTENT_SECURITY_POLICY)}))
"""


def start(code="import django; django.setup()", **environment):
    """Run a line of Python under the production settings with nothing but this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings.prod", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", NEEDED)
def test_it_refuses_to_start_without_a_setting_and_names_it(missing):
    told = start(**{name: value for name, value in NEEDED.items() if name != missing})
    assert told.returncode != 0
    assert f"set the environment variable {missing}, for example {missing}=" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_server_stops_and_does_not_try_for_ever():
    """3 is gunicorn's "failed to boot"; after any other exit it starts the worker again."""
    told = start("import config.wsgi")
    assert told.returncode == 3
    assert "set the environment variable SECRET_KEY" in told.stderr


def test_it_refuses_a_short_secret():
    told = start(**{**NEEDED, "SECRET_KEY": "short"})
    assert told.returncode != 0
    assert "SECRET_KEY is shorter than 50 characters" in told.stderr


def test_it_starts_with_secure_cookies_hsts_and_a_policy_without_inline_scripts():
    told = start(SHOW, **NEEDED)
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    assert (said["DEBUG"], said["DEMO"], said["TODAY"]) == (False, False, "")
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["SESSION_COOKIE_SECURE"]
    assert said["CSRF_COOKIE_SECURE"]
    assert said["SECURE_SSL_REDIRECT"]
    assert (said["EMAIL_HOST"], said["EMAIL_USE_TLS"]) == ("mail.example.gov.uk", True)
    assert "unsafe-inline" not in said["csp"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/", "/about/", "/account/sign-in/", "/plans/", "/no-such-page/", "/healthz", "/public/"]
)
def test_every_answer_carries_the_headers_errors_too(client, url):
    headers = client.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_healthz_answers_200_while_the_database_does(client):
    assert client.get("/healthz").json() == {"database": "answers"}
