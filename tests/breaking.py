"""Breaking work off half way: an exception, or the death of the process, at each write in turn.

    for number in each_write():
        with broken_at(number) as line:
            confirm(batch.pk, by=officer)
        if not line.broken:
            break
        assert everything() == before

What counts as a write is a statement that adds, changes or deletes rows.
"""

import multiprocessing
import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from django.apps import apps
from django.core.serializers import serialize
from django.db import connection, connections

OURS = {"common", "council", "performance", "risks", "equalities", "serviceplans", "reporting"}
WRITES = ("INSERT", "UPDATE", "DELETE")
MOST = 200


class Broken(Exception):
    """The line broke. Nothing of the product knows this exception."""


@dataclass
class Line:
    """``writes`` counts the statements that went over the line; ``broken``: it broke."""

    at: int
    writes: int = 0
    broken: bool = False


def each_write():
    """1, 2, 3 …: as many as a test may need; it stops at the first that is not reached."""
    for number in count(1):
        assert number < MOST, "the work never came to its end"
        yield number


@contextmanager
def broken_at(number, then=None):
    """Within the block, write ``number`` fails (or calls ``then``) before it reaches the database; the exception ends there."""
    line = Line(number)

    def wire(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            line.writes += 1
            if line.writes == number:
                line.broken = True
                if then:
                    then()
                raise Broken(sql[:100])
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(wire):
            yield line
    except Broken:
        assert line.broken


def killed_at(number, function):
    """Whether a process of its own that runs ``function()`` is killed (SIGKILL) at write ``number``, or comes to its end.

    Needs a transactional test.
    """
    assert not connection.in_atomic_block, "Needs @pytest.mark.django_db(transaction=True)."
    connections.close_all()
    runner = multiprocessing.get_context("fork").Process(target=_run, args=(number, function), daemon=True)
    runner.start()
    runner.join(60)
    assert runner.exitcode in (0, -signal.SIGKILL), f"ended with {runner.exitcode}"
    return runner.exitcode != 0


def _run(number, function):
    try:
        with broken_at(number, then=lambda: os.kill(os.getpid(), signal.SIGKILL)):
            function()
    except BaseException:
        os._exit(3)
    connections.close_all()
    # Not sys.exit: the test run's own clean-up must not happen in its copies.
    os._exit(0)


def everything():
    """Every row of our own tables, as text, by table."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return {model._meta.label: serialize("json", model._default_manager.order_by("pk")) for model in models}
