"""Ten thousand results: our import beside the same resource row by row through django-import-export, in one run.

Each side makes both passes (validate and preview, then commit), and each pass reads the file again, as a person's two
requests do. Run on PostgreSQL with TEST_DATABASE_URL.
"""

import time

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.db import connection

from common.today import now
from common.values.errors import Unreadable
from council.choices import Role
from performance.imports import preview, read
from performance.imports.agreement import against
from performance.models import EarlierResult, Indicator, Result, Target
from performance.resources import ResultResource
from performance.transitions import confirm
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result
from tests.performance.files import csv_file

ROWS, INDICATORS, AT_LEAST = 10_000, 250, 20
YEARS = ROWS // INDICATORS // 4
HEADINGS = "Reference,Period,Result,Numerator,Denominator,Status,Commentary"


def clock():
    """Seconds; on SQLite, which works in our own process, those in which nothing else had the processor."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


class RowByRow(ResultResource):
    """The same resource as the library runs it: it says who entered a row, and refuses a second row for one record."""

    def before_import(self, dataset, **kwargs):
        self.seen = set()

    def before_import_row(self, row, **kwargs):
        # The first of rows that say the same is taken, as in our own import. What the library calls an error, rather
        # than an invalid row, would roll back the good rows too.
        try:
            key = self.fields["indicator"].clean(row).pk, self.fields["when"].clean(row).key
        except Unreadable as error:
            raise ValidationError(error.sentence) from error
        if key in self.seen:
            raise ValidationError("This row is for the same result as another.")
        self.seen.add(key)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        names = ("value", "numerator", "denominator")
        objection = against(instance.indicator, {name: getattr(instance, name) for name in names}, None)
        if objection:
            raise ValidationError(objection[1])

    def before_save_instance(self, instance, row, **kwargs):
        instance.entered_at = now()


def line(number):
    """A row of the file; of every hundred, three cannot be read, and one says the same as the row before."""
    indicator, quarter = number % INDICATORS, number // INDICATORS
    year = 2009 + quarter // 4
    counted = (number * 7) % 1000
    value = "perhaps" if number % 100 == 13 else f"{counted / 10}%"
    reference = f"XX{number % 25}" if number % 50 == 7 else f"ind {indicator:03}"
    period = f"Q{quarter % 4 + 1} {year}/{(year + 1) % 100:02}"
    return f"{reference},{period},{value},{counted * 2},2000,provisional,Counted again in {period}; {number} cases."


def file_of_results():
    lines = []
    for number in range(ROWS):
        lines.append(lines[-1] if number % 100 == 99 else line(number))
    return csv_file(HEADINGS, *lines)


def stored_before():
    """A third of the rows is there already, half of that with another figure."""
    indicators = [IndicatorFactory(reference=f"IND{number:03}") for number in range(INDICATORS)]
    for number in range(0, ROWS, 3):
        year = 2009 + number // INDICATORS // 4
        period = f"Q{number // INDICATORS % 4 + 1} {year}/{(year + 1) % 100:02}"
        value = f"{(number * 7) % 1000 / 10}%" if number % 2 else "50.05%"
        result(indicators[number % INDICATORS], period, value)


def emptied():
    EarlierResult.objects.all().delete()
    Result.objects.all().delete()
    Target.objects.all().delete()
    Indicator.objects.all().delete()
    stored_before()


def ours(data, officer):
    began = clock()
    batch = preview(data, "results.csv", officer)
    shown = clock()
    confirm(batch.pk, by=officer, accept_refusals=True)
    done = clock()
    refused = {row["row"] for row in batch.rows if row["outcome"] == "refused"}
    return shown - began, done - shown, refused


def one_pass(data, *, dry_run):
    intake = read("results", data, "results.csv")
    dataset = tablib.Dataset(headers=list(intake.columns))
    for row in intake.rows:
        dataset.append([row.cell(name) for name in intake.columns])
    outcome = RowByRow().import_data(dataset, dry_run=dry_run, use_transactions=True)
    failed = [row.number for row in outcome.invalid_rows] + [row.number for row in outcome.error_rows]
    return {intake.rows[number - 1].number for number in failed}


def row_by_row(data):
    began = clock()
    refused = one_pass(data, dry_run=True)
    shown = clock()
    assert one_pass(data, dry_run=False) == refused
    return shown - began, clock() - shown, refused


def contents():
    names = ("indicator__reference", "period_key", "number", "words", "numerator", "denominator", "status")
    return set(Result.objects.values_list(*names, "commentary"))


@pytest.mark.django_db
def test_ten_thousand_results_are_imported_twenty_times_faster(capsys):
    data, officer = file_of_results(), person(Role.PERFORMANCE_OFFICER)
    emptied()
    slow = row_by_row(data)
    theirs = contents()
    emptied()
    fast = ours(data, officer)
    assert fast[2] == slow[2] and len(fast[2]) == ROWS * 4 // 100
    assert contents() == theirs
    ratio = (slow[0] + slow[1]) / (fast[0] + fast[1])
    with capsys.disabled():
        print(
            f"\n{connection.vendor}: {ROWS:,} results: preview {fast[0]:.2f} s and commit {fast[1]:.2f} s, row by row "
            f"{slow[0]:.1f} s and {slow[1]:.1f} s: {ratio:.1f} times faster (at least {AT_LEAST})"
        )
    assert ratio >= AT_LEAST
