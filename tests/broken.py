"""Breaking off: an exception right after the n-th write to the database, and the whole database to compare with.

with broken_at(3):
    approve(...)  # raises BrokenOff once its third write was made
"""

from contextlib import contextmanager
from types import SimpleNamespace

from django.apps import apps
from django.core.serializers import serialize
from django.db import connection

OURS = {"common", "council", "performance", "risks", "equalities", "serviceplans", "reporting"}
WRITES = ("INSERT", "UPDATE", "DELETE")


class BrokenOff(Exception):
    """What is raised in the middle of a step."""


@contextmanager
def broken_at(number):
    """Within the block the ``number``-th write is made and then raises. Yields an object that has the ``count`` so far."""
    writes = SimpleNamespace(count=0)

    def execute(run, sql, params, many, context):
        answer = run(sql, params, many, context)
        if sql.lstrip().upper().startswith(WRITES):
            writes.count += 1
            if writes.count == number:
                raise BrokenOff(sql[:80])
        return answer

    with connection.execute_wrapper(execute):
        yield writes


def everything():
    """Every row of our own tables, as text, by table."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return {model._meta.label: serialize("json", model._default_manager.order_by("pk")) for model in models}
