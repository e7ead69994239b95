"""What every test can rely on: a database of its own, nothing but loopback, and the same day for everyone."""

import fcntl
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tests import kept_rows, ledger_watch
from tests.databases import claimed_name, fingerprint_of_migrations, stamp_for
from tests.loopback import only_loopback
from tests.query_counts import QueryCounts

# The live server's threads and playwright's loop share a process with synchronous database calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

# A busy machine is no failure; what is checked before landing is the same each time, and everyone else searches on.
hypothesis_settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis_settings.load_profile("house")


def pytest_configure(config):
    for folder in ("var", "staticfiles"):
        (Path(config.rootpath) / folder).mkdir(exist_ok=True)


def pytest_collection_modifyitems(items):
    """What takes longest goes first, so that several processes end together."""
    browser = Path(__file__).parent / "browser"
    items.sort(key=lambda item: not item.path.is_relative_to(browser))


@pytest.fixture(scope="session", autouse=True)
def nothing_leaves_this_machine():
    with only_loopback():
        yield


@pytest.fixture(scope="session", autouse=True)
def the_ledger_is_watched():
    with ledger_watch.watched():
        yield


@pytest.fixture(autouse=True)
def whatever_counts_is_in_the_ledger():
    """No request, command or transaction of the test changes the domain without an entry in the audit trail."""
    ledger_watch.take_found()
    yield
    ledger_watch.require_none()


@pytest.fixture
def august_2019():
    """Noon of the demonstration's day, for tests that say ``pytest.mark.usefixtures("august_2019")``."""
    from common.today import pretend

    with pretend(datetime(2019, 8, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def as_(client):
    """``as_(people.holder)`` is the test's browser, signed in as that person from now on."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def no_test_leaves_another_day_behind():
    from common import today

    yield
    left = today._pretended.get()
    if left is not None:
        today._pretended.set(None)
        pytest.fail(f"The test went on pretending that now is {left}: use common.today.pretend as a block.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Two test runs in one checkout each get a database of their own."""
    from django.conf import settings

    with claimed_name(settings.DATABASES["default"]) as name:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
        yield


@pytest.fixture(scope="session")
def django_db_createdb(request, django_db_modify_db_settings):
    """A kept test database is made again when a migration was changed, which migrate alone would not notice."""
    stamp = stamp_for_this_run()
    fresh = stamp.exists() and stamp.read_text() == fingerprint_of_migrations()
    return request.config.getvalue("create_db") or not fresh


@pytest.fixture(scope="session")
def django_db_setup(django_db_createdb, django_db_setup):
    stamp_for_this_run().write_text(fingerprint_of_migrations())


def stamp_for_this_run():
    from django.conf import settings

    return stamp_for(settings.DATABASES["default"])


@pytest.fixture
def query_count():
    """``with query_count("name"):`` holds the block to the number of queries in tests/query_counts.json."""
    return QueryCounts().hold


@pytest.fixture(scope="session")
def council_rows(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The rows of the demonstration council as its loader leaves them, loaded once for all processes of this run."""
    if not hasattr(request.config, "workerinput"):
        with django_db_blocker.unblock():
            return rows_of_the_council()
    # All processes of one run share the folder above their own.
    kept = tmp_path_factory.getbasetemp().parent / "council.pickle"
    with kept.open("a+b") as file, django_db_blocker.unblock():
        fcntl.flock(file, fcntl.LOCK_EX)
        if not kept.stat().st_size:
            file.write(pickle.dumps(rows_of_the_council()))
            file.flush()
        file.seek(0)
        return pickle.load(file)


def rows_of_the_council():
    from django.core.management import call_command
    from django.db import transaction
    from django.test import TestCase

    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("load_council", "york-2019", verbosity=0)
        rows = kept_rows.take()
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def loaded_council(council_rows, django_db_blocker):
    """The demonstration council, put in place once for a module in a transaction that is rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        kept_rows.put(council_rows)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_council, db):
    """The demonstration council as its loader leaves it, for one test; what the test does is rolled back."""
