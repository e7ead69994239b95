"""The audit trail shows what was altered, taken out or cut off behind its back."""

import json

import pytest
from django.core.management import call_command

from common.ledger import record
from common.models import LedgerEntry, LedgerHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten_entries():
    for number in range(10):
        record(
            "thing.change", f"thing {number}", actor_id=1, post="Officer", before={"n": number}, after={"n": number + 1}
        )


def verify(capsys):
    """The answer and the exit code of the command."""
    code = 0
    try:
        call_command("verify_audit", "--format", "json")
    except SystemExit as stop:
        code = stop.code
    return json.loads(capsys.readouterr().out), code


def test_an_untouched_ledger_verifies(ten_entries, capsys):
    assert verify(capsys) == ({"verified": 10, "fault": ""}, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [("after", '{"n":99}'), ("post", "Somebody else"), ("verb", "thing.keep"), ("actor_id", 2), ("subject", "thing 9")],
)
def test_an_altered_entry_is_named(ten_entries, capsys, column, value):
    LedgerEntry.objects.filter(pk=4).update(**{column: value})
    answer, code = verify(capsys)
    assert (answer["verified"], code) == (3, 1)
    assert "entry 4 is altered" in answer["fault"]


def test_an_entry_altered_with_its_hash_made_to_fit_breaks_the_next(ten_entries, capsys):
    from common.ledger import entry_hash

    entry = LedgerEntry.objects.get(pk=4)
    entry.after = '{"n":99}'
    entry.hash = entry_hash(entry)
    entry.save()
    answer, code = verify(capsys)
    assert code == 1
    assert "entry 5 is altered" in answer["fault"]


def test_an_entry_taken_from_the_middle_is_named(ten_entries, capsys):
    LedgerEntry.objects.filter(pk=6).delete()
    answer, code = verify(capsys)
    assert (answer["fault"], code) == ("entry 6 is missing", 1)


def test_a_tail_cut_off_is_seen(ten_entries, capsys):
    LedgerEntry.objects.filter(pk__gt=8).delete()
    answer, code = verify(capsys)
    assert (answer["fault"], code) == ("entries 9 to 10 are cut off", 1)


def test_an_empty_ledger_verifies(capsys):
    assert LedgerHead.objects.count() == 0
    assert verify(capsys) == ({"verified": 0, "fault": ""}, 0)
