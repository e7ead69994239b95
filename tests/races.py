"""Races: the same function in several processes at once, on the test database, all let go at the same moment.

    @pytest.mark.race
    @pytest.mark.django_db(transaction=True)
    def test_two_people_approve_at_once(version):
        outcomes = race(lambda number: approve(version.pk), 8)
        assert len(won(outcomes)) == 1

A race proves nothing until the same race loses something without the protection: see ``without_locks``.
"""

import multiprocessing
import os
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection, connections
from django.db.models import QuerySet

from tests import ledger_watch


@dataclass(frozen=True)
class Outcome:
    """How one process ended: with a value, or with the name and the words of what it raised."""

    value: Any = None
    raised: str = ""
    words: str = ""
    trace: str = ""


def won(outcomes):
    """The values of those that raised nothing."""
    return [outcome.value for outcome in outcomes if not outcome.raised]


def lost(outcomes):
    """The outcomes that raised something."""
    return [outcome for outcome in outcomes if outcome.raised]


def race(function, processes=4, *, seconds=60):
    """Run ``function(number)`` in that many processes at once and return their outcomes in order.

    Values must be picklable; the function need not be, since the processes are forks. Needs a transactional test:
    what a test has not committed, another process cannot see. Fails when a process has no answer in time.
    """
    assert not connection.in_atomic_block, "A race needs @pytest.mark.django_db(transaction=True)."
    # A forked connection would be two processes talking on one line.
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(processes)
    lines = [fork.Pipe(duplex=False) for _ in range(processes)]
    runners = [
        fork.Process(target=_run, args=(function, number, barrier, line[1]), daemon=True)
        for number, line in enumerate(lines)
    ]
    try:
        for runner in runners:
            runner.start()
        for _, to_us in lines:
            to_us.close()
        deadline = time.monotonic() + seconds
        return [_outcome_from(line[0], number, deadline) for number, line in enumerate(lines)]
    finally:
        for runner in runners:
            runner.kill()
            runner.join()


def _outcome_from(line, number, deadline):
    if not line.poll(max(0, deadline - time.monotonic())):
        raise AssertionError(f"Process {number} of the race had not finished in time.")
    try:
        return line.recv()
    except EOFError:
        raise AssertionError(f"Process {number} of the race died without an answer.") from None


def _run(function, number, barrier, line):
    try:
        connection.ensure_connection()
        barrier.wait(30)
        outcome = Outcome(value=function(number))
        # What a copy of the test run finds, the test run itself would not hear of.
        ledger_watch.require_none()
    except BaseException as error:
        outcome = Outcome(raised=type(error).__name__, words=str(error), trace=traceback.format_exc())
    line.send(outcome)
    line.close()
    connections.close_all()
    # Not sys.exit: the test run's own clean-up must not happen in its copies.
    os._exit(0)


@contextmanager
def without_locks():
    """Within the block, rows are not locked and SQLite's transactions begin without claiming the right to write."""
    options = connection.settings_dict.get("OPTIONS", {})
    unlocked = {**options, "transaction_mode": "DEFERRED"} if connection.vendor == "sqlite" else options
    connections.close_all()
    with (
        mock.patch.object(QuerySet, "select_for_update", lambda rows, *_, **__: rows.all()),
        mock.patch.dict(connection.settings_dict, {"OPTIONS": unlocked}),
    ):
        yield
    connections.close_all()


def loses_in_time(attempt, tries=12):
    """For negative controls: True once ``attempt(number)`` says that something was lost.

    An unprotected race does not lose every time; one that never loses in a dozen rounds proves nothing.
    """
    return any(attempt(number) for number in range(tries))
