"""The same upload confirmed by two presses at the same moment, and two files for one plan: each row is written once."""

import pytest

from common.models import LedgerEntry
from serviceplans import transitions
from serviceplans.bulk import evaluate
from serviceplans.models import ActionVersion, RowsUpload
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_complete_plan, cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


@pytest.fixture
def people(transactional_db):
    people = cast()
    a_complete_plan(people)
    return people


def kept(people, text):
    lines = ["Plan,Objective,Action", *(f"CSS 2019/20,Keep children safe,{text} {n}" for n in range(5))]
    data = "\n".join(lines).encode()
    return transitions.keep_rows(evaluate("actions", data, "a.csv", user=people.officer), data, by=people.officer)


def confirm(upload, people):
    return transitions.confirm_rows(upload.pk, by=people.officer, counter=1).state


def imports():
    return LedgerEntry.objects.filter(verb="plan-rows.imported").count()


def test_one_upload_is_brought_in_once(people):
    upload = kept(people, "Open a front door")
    outcomes = race(lambda number: confirm(upload, people), AT_ONCE)
    assert won(outcomes) == ["brought-in"]
    assert {(one.raised, one.words) for one in lost(outcomes)} == {
        ("Conflict", "a.csv is already brought in. Nothing was changed.")
    }
    assert (imports(), ActionVersion.objects.count()) == (1, 6)


def test_of_two_files_for_one_plan_the_second_is_shown_again(people):
    uploads = [kept(people, f"Open door {number} of") for number in range(2)]
    outcomes = race(lambda number: confirm(uploads[number], people), 2)
    assert won(outcomes) == ["brought-in"]
    (late,) = lost(outcomes)
    assert late.raised == "Conflict" and "CSS 2019/20 was changed since this preview was made" in late.words
    assert (imports(), ActionVersion.objects.count()) == (1, 6)
    (waiting,) = RowsUpload.objects.filter(state="waiting")
    assert transitions.confirm_rows(waiting.pk, by=people.officer, counter=waiting.counter).state == "brought-in"
    assert ActionVersion.objects.count() == 11


def test_without_locks_a_race_is_lost(people):
    """The negative control: unprotected, more than one confirms one upload, or one of them breaks off."""

    def unprotected(round_number):
        upload = kept(people, f"Open door {round_number} of")
        before = imports()
        with without_locks():
            outcomes = race(lambda number: confirm(upload, people), AT_ONCE)
        clean = {"a.csv is already brought in. Nothing was changed."}
        return imports() - before > 1 or bool({one.words for one in lost(outcomes)} - clean)

    assert loses_in_time(unprotected)
