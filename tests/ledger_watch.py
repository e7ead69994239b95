"""Whatever counts is in the audit trail: held over the whole suite, whatever a test is about.

A piece of work is a request, one of our commands, or the outermost transaction that our code opens. Every transaction
in it that changes a table of the domain must write an entry to the ledger too, and nothing of the domain may be changed
outside a transaction, where no entry could stand or fall with it. The test in which this is broken fails.

``NOT_RECORDED`` and ``PARTS`` say what need not be there, and why.
"""

import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from django.core.handlers.base import BaseHandler
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.transaction import Atomic

ROOMS = {"config", "reporting", "serviceplans", "risks", "equalities", "performance", "council", "common"}
LEDGER = "ledger_entry"
# Tables that hold nothing of what the council said or decided.
NOT_RECORDED = {
    "django_session": "who is signed in at this moment; coming and going are recorded",
    "cache_entry": "counts of failed attempts",
    "django_content_type": "Django's own",
    "auth_permission": "Django's own",
    "account_emailaddress": "django-allauth's own copy of an address that the account has",
    "common_outgoingmail": "what is told follows from a change that is recorded",
    "django_tasks_db_dbtaskresult": "the queue of tasks",
    "council_notification": "what is told follows from a change that is recorded; reading it is the reader's own affair",
    "council_noticechoice": "how somebody likes to be told is their own affair",
    "performance_importbatch": "an upload that waits; what confirming or undoing it writes is in tables that are watched",
    "serviceplans_planupload": "an upload that waits; what bringing it in writes is in tables that are watched",
    "serviceplans_rowsupload": "an upload that waits; what bringing it in writes is in tables that are watched",
    "performance_indicatorstate": "worked out from what is recorded, and can be worked out again",
    "ledger_entry": "the ledger itself",
    "ledger_head": "the ledger itself",
    "ledger_check": "that the ledger was read changes nothing",
}
# Single statements on a table of the domain, for which the same holds.
NOT_RECORDED_STATEMENTS = {
    r'^UPDATE "council_user" SET "last_login" = \S+ WHERE': "the sign-in itself is recorded",
}
# Pieces of work that are looked at no further.
PARTS = {
    "manage.py load_council": "the first loading is recorded, and each with other files; the same again writes the same again",
}
CHANGE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@dataclass
class Work:
    """One piece of work: the changes in it, each with the number of its transaction (0: outside any)."""

    name: str
    changes: list[tuple[int, str]] = field(default_factory=list)
    depth: int = 0
    transaction: int = 0
    begun: list[int] = field(default_factory=list)

    def faults(self):
        """A line for each transaction with changes that no entry tells of."""
        if self.name in PARTS:
            return []
        recorded = {number for number, table in self.changes if table == LEDGER and number}
        silent: dict[int, set[str]] = {}
        for number, table in self.changes:
            if number not in recorded and table not in NOT_RECORDED:
                silent.setdefault(number, set()).add(table)
        where = {0: "outside any transaction"}
        return [
            f"{self.name} changed {', '.join(sorted(tables))} {where.get(number, 'and wrote nothing to the ledger')}"
            for number, tables in silent.items()
        ]


_here = threading.local()
found: list[str] = []


def work():
    return getattr(_here, "work", None)


@contextmanager
def piece_of_work(name):
    """The block is one piece of work, unless it is within another. What it did counts only where it ends well."""
    if work():
        yield
        return
    _here.work = mine = Work(name)
    try:
        yield
        found.extend(mine.faults())
    finally:
        _here.work = None


def _execute(self, sql, *args, **kwargs):
    result = original_execute(self, sql, *args, **kwargs)
    mine = work()
    table = _changed_table(str(sql), self.cursor) if mine else ""
    if table:
        mine.changes.append((mine.transaction if mine.depth else 0, table))
    return result


def _changed_table(sql, cursor):
    """The table in which the statement changed something; "" for any other statement, and where it fitted no row."""
    match = CHANGE.match(sql)
    if not match or any(re.match(pattern, sql) for pattern in NOT_RECORDED_STATEMENTS):
        return ""
    # SQLite cannot say yet how many rows were inserted.
    inserts = sql.lstrip()[:6].upper() == "INSERT"
    return match[1] if inserts or cursor.rowcount else ""


def _enter(self):
    opener = _opener(sys._getframe(1))
    if not work() and opener:
        _here.work = Work(opener)
        _here.opened_by = self
    mine = work()
    if mine:
        if not mine.depth:
            mine.transaction += 1
        mine.depth += 1
        mine.begun.append(len(mine.changes))
    original_enter(self)


def _exit(self, kind, error, trace):
    mine = work()
    undone = kind is not None or connections[self.using or "default"].needs_rollback
    try:
        original_exit(self, kind, error, trace)
    finally:
        if mine:
            mine.depth -= 1
            begun = mine.begun.pop()
            if undone and (self.savepoint or not mine.depth):
                del mine.changes[begun:]
        if getattr(_here, "opened_by", None) is self:
            _here.work = _here.opened_by = None
            found.extend(mine.faults())


def _opener(frame):
    """Which of our functions opens a transaction: its name, or an empty text where it is a test or a library."""
    if frame.f_code.co_name == "inner" and "func" in frame.f_locals and frame.f_globals["__name__"] == "contextlib":
        function = frame.f_locals["func"]
        module, name = function.__module__, function.__qualname__
    else:
        module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
    return f"{module}.{name}" if module.split(".")[0] in ROOMS else ""


def _get_response(self, request):
    with piece_of_work(f"{request.method} {request.path}"):
        return original_get_response(self, request)


def _run_command(self, *args, **options):
    module = type(self).__module__
    if module.split(".")[0] not in ROOMS:
        return original_run_command(self, *args, **options)
    with piece_of_work(f"manage.py {module.split('.')[-1]}"):
        return original_run_command(self, *args, **options)


original_execute = CursorWrapper._execute_with_wrappers
original_enter, original_exit = Atomic.__enter__, Atomic.__exit__
original_get_response, original_run_command = BaseHandler.get_response, BaseCommand.execute


@contextmanager
def watched():
    """Within the block, every piece of work is watched."""
    with (
        mock.patch.object(CursorWrapper, "_execute_with_wrappers", _execute),
        mock.patch.object(Atomic, "__enter__", _enter),
        mock.patch.object(Atomic, "__exit__", _exit),
        mock.patch.object(BaseHandler, "get_response", _get_response),
        mock.patch.object(BaseCommand, "execute", _run_command),
    ):
        yield


def take_found():
    """The faults found so far, each once, and none from now on."""
    taken = sorted(set(found))
    found.clear()
    return taken


def require_none():
    """Raise AssertionError with the faults found so far, if there are any."""
    faults = take_found()
    assert not faults, "Not in the audit trail (tests/ledger_watch.py):\n" + "\n".join(faults)
