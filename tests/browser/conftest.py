"""A browser that stays on this machine, and people who sign in to the demonstration council with it."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests import databases, kept_rows
from tests.browser.person import Person

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SCREEN = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright(django_db_setup):
    """While playwright's loop runs, Django keeps another set of connections; the first must not stay open behind it."""
    connections.close_all()
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    """The Chromium that CHROMIUM names or that is installed, else the one that playwright installed for itself."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    path = path or playwright.chromium.executable_path
    if not shutil.which(path):
        pytest.fail("The browser tests need Chromium: make test installs one, or set CHROMIUM=/path/to/chromium.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def kept_council(django_db_setup, django_db_blocker):
    """Whether the demonstration council was put in place and kept aside by this process; the copy goes at the end."""
    kept = []
    yield kept
    if kept:
        with django_db_blocker.unblock():
            databases.forget()


@pytest.fixture
def council(transactional_db, council_rows, kept_council):
    """The demonstration council as its loader leaves it, fresh for each test."""
    if kept_council:
        databases.bring_back()
    else:
        kept_rows.put(council_rows)
        databases.keep()
        kept_council.append(True)


@pytest.fixture
def visitor(live_server, council, new_context):
    """``visitor()`` is somebody at a page of their own, not signed in. Options go to the browser context:
    ``viewport={"width": 320, "height": 640}``, ``java_script_enabled=False``."""
    there = []

    def come(**options):
        page = new_context(**{**SCREEN, **options}).new_page()
        page.set_default_timeout(10_000)
        scripts = options.get("java_script_enabled", True)
        there.append(Person(page, live_server.url, scripts=scripts))
        return there[-1]

    yield come
    for person in there:
        person.check_unless_checked()


@pytest.fixture
def person(visitor):
    """``person("email")`` is that person of the demonstration council, signed in, at a browser of their own."""

    def come(email, **options):
        return visitor(**options).sign_in(email)

    return come
