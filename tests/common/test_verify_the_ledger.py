"""The audit trail refuses to be altered, and shows what was altered, taken out or cut off behind its back."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from common.ledger import entry_hash, record, verify
from common.ledger.triggers import faults_of_triggers, lift_triggers, make_triggers
from common.models import LedgerCheck, LedgerEntry, LedgerHead
from common.today import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten_entries():
    for number in range(10):
        record(
            "thing.change", f"thing {number}", actor_id=1, post="Officer", before={"n": number}, after={"n": number + 1}
        )


@pytest.fixture
def unguarded(ten_entries):
    """Somebody with the run of the database has dropped the triggers first, and puts them back afterwards."""
    lift_triggers()
    yield run
    make_triggers()


def run(statement, *values):
    """What somebody types into the database's own client."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def answer_of(capsys):
    """The answer and the exit code of the command."""
    code = 0
    try:
        call_command("verify_audit", "--format", "json")
    except SystemExit as stop:
        code = stop.code
    return json.loads(capsys.readouterr().out), code


def fault(capsys):
    make_triggers()
    answer, code = answer_of(capsys)
    assert code == (1 if answer["fault"] else 0)
    return answer["fault"]


def test_an_untouched_ledger_verifies(ten_entries, capsys):
    assert answer_of(capsys) == ({"verified": 10, "fault": "", "triggers": ""}, 0)


def test_an_empty_ledger_verifies(capsys):
    assert LedgerHead.objects.count() == 0
    assert answer_of(capsys) == ({"verified": 0, "fault": "", "triggers": ""}, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET post = 'Somebody else' WHERE id = 4",
        "UPDATE ledger_entry SET at = at",
        "DELETE FROM ledger_entry WHERE id = 6",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_head SET count = 8",
        "UPDATE ledger_head SET count = 12, hash = 'x'",
        "UPDATE ledger_head SET hash = 'x'",
        "UPDATE ledger_head SET count = 11",
        "DELETE FROM ledger_head",
    ],
)
def test_the_database_refuses_to_alter_it(ten_entries, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    assert verify()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_it_at_one_stroke(ten_entries):
    for table in ("ledger_entry", "ledger_head"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"TRUNCATE {table}")


@pytest.mark.parametrize(
    ("column", "value"),
    [("after", '{"n":99}'), ("post", "Somebody else"), ("verb", "thing.keep"), ("actor_id", 2), ("subject", "thing 9")],
)
def test_an_altered_entry_is_named(unguarded, capsys, column, value):
    assert unguarded(f'UPDATE ledger_entry SET "{column}" = %s WHERE id = 4', value) == 1
    assert fault(capsys).startswith("entry 4 is altered (thing.")
    assert LedgerCheck.objects.first().entries == 3


def test_an_entry_altered_with_its_hash_made_to_fit_breaks_the_next(unguarded, capsys):
    entry = LedgerEntry.objects.get(pk=4)
    entry.after = '{"n":99}'
    unguarded("UPDATE ledger_entry SET after = %s, hash = %s WHERE id = 4", entry.after, entry_hash(entry))
    assert fault(capsys).startswith("entry 5 is altered")


def test_an_entry_taken_from_the_middle_is_named(unguarded, capsys):
    unguarded("DELETE FROM ledger_entry WHERE id = 6")
    assert fault(capsys) == "entry 6 is missing"


def test_the_first_entries_taken_out_are_named(unguarded, capsys):
    unguarded("DELETE FROM ledger_entry WHERE id < 4")
    assert fault(capsys) == "entries 1 to 3 are missing"


@pytest.mark.parametrize(("kept", "said"), [(8, "entries 9 to 10 are cut off"), (9, "entry 10 is cut off")])
def test_a_tail_cut_off_is_seen(unguarded, capsys, kept, said):
    unguarded("DELETE FROM ledger_entry WHERE id > %s", kept)
    assert fault(capsys) == said


def test_a_ledger_emptied_whole_is_seen(unguarded, capsys):
    unguarded("DELETE FROM ledger_entry")
    assert fault(capsys) == "entries 1 to 10 are cut off"


def test_a_head_that_went_with_the_tail_is_seen(unguarded, capsys):
    unguarded("DELETE FROM ledger_head")
    assert fault(capsys) == "entry 1 is not counted by the head, which says that there are 0"


def test_a_head_set_back_does_not_fit(unguarded, capsys):
    unguarded("DELETE FROM ledger_entry WHERE id = 10")
    unguarded("UPDATE ledger_head SET count = 9")
    assert fault(capsys) == "the head, which says what the last entry is, does not fit entry 9"


def test_an_entry_slipped_in_behind_the_head_is_seen(ten_entries, capsys):
    last = LedgerEntry.objects.first()
    LedgerEntry.objects.create(id=11, at=now(), verb="thing.forge", subject="thing", previous_hash=last.hash, hash="x")
    assert fault(capsys).startswith("entry 11 is not counted by the head")


def test_missing_triggers_are_said_beside_what_was_done_without_them(unguarded, capsys):
    unguarded("DELETE FROM ledger_entry WHERE id = 10")
    answer, code = answer_of(capsys)
    assert (code, answer["fault"]) == (1, "entry 10 is cut off")
    assert "missing: ledger_entry_no_delete, ledger_entry_no_" in answer["triggers"]


def test_missing_triggers_are_a_fault_by_themselves(unguarded, capsys):
    answer, code = answer_of(capsys)
    assert (code, answer["verified"], answer["fault"]) == (1, 10, "")


def test_a_trigger_that_no_longer_refuses_is_seen(unguarded):
    make_triggers()
    if connection.vendor == "postgresql":
        run("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_update")
    else:
        run("DROP TRIGGER ledger_entry_no_update")
        run("CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry WHEN 0 BEGIN SELECT 1; END")
    assert "altered: ledger_entry_no_update" in faults_of_triggers()
    make_triggers()
    assert not faults_of_triggers()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's triggers have no function apart from them")
def test_a_function_that_no_longer_refuses_is_seen(ten_entries):
    run("CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$")
    assert "altered: ledger_entry_no_delete" in faults_of_triggers()
    make_triggers()
    assert not faults_of_triggers()


def test_each_check_is_kept_with_what_it_found(ten_entries, capsys):
    answer_of(capsys)
    check = LedgerCheck.objects.get()
    assert (check.entries, check.holds, check.actor_id) == (10, True, None)


def test_entries_appended_while_it_is_checked_are_no_fault(ten_entries, monkeypatch):
    from common.ledger import checking

    def append_and_hash(entry):
        if entry.pk == 5:
            record("thing.change", "appended meanwhile")
        return entry_hash(entry)

    monkeypatch.setattr(checking, "entry_hash", append_and_hash)
    assert verify().entries == 10


@pytest.mark.django_db(transaction=True)
def test_migrating_makes_missing_triggers_again():
    lift_triggers()
    assert faults_of_triggers()
    call_command("migrate", verbosity=0)
    assert not faults_of_triggers()


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_rebuilds_the_table_leaves_the_triggers():
    """SQLite rebuilds a table for most changes to it, and drops its triggers with the old one."""
    from django.db import models

    field = models.CharField(max_length=9, default="")
    field.set_attributes_from_name("extra")
    with connection.schema_editor() as editor:
        editor.add_field(LedgerEntry, field)
    with connection.schema_editor() as editor:
        editor.remove_field(LedgerEntry, field)
    if connection.vendor == "sqlite":
        assert faults_of_triggers()
    call_command("migrate", verbosity=0)
    assert not faults_of_triggers()


@pytest.mark.django_db(transaction=True)
def test_emptying_the_whole_database_is_allowed_and_guards_it_again():
    record("thing.change", "thing")
    call_command("flush", interactive=False, verbosity=0)
    assert not LedgerEntry.objects.exists() and not faults_of_triggers()
