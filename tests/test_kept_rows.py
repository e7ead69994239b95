"""Rows that are put back are the rows that were written, and only where everything else is as it was."""

from datetime import date

import pytest

from common.today import pretend
from council.models import Appointment, Portfolio, User
from serviceplans.choices import Status
from serviceplans.models import PlanVersion
from tests import kept_rows
from tests.council.factories import AppointmentFactory, PortfolioFactory, person
from tests.serviceplans.factories import cast, write_a_complete_plan, write_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(kept_rows, "_KEPT", {})


@pytest.fixture
def written():
    """How often the function that ``once`` was given has run."""
    return []


@pytest.fixture
def twice(written):
    """``twice(write)``: what stands after it was written, and after it was put back in its stead."""
    from django.db import transaction

    def run(write):
        found = []
        for _ in range(2):
            with transaction.atomic():
                kept_rows.once("it", lambda: written.append(write()))
                found.append(kept_rows.take())
                transaction.set_rollback(True)
        return found

    return run


def test_a_cast_put_back_is_the_cast_written(twice, written):
    first, second = twice(write_cast)
    assert first == second and len(written) == 1
    assert len(first[User._meta.db_table]) == 15


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED, Status.SUPERSEDED])
def test_a_plan_put_back_is_the_plan_written(twice, written, status):
    people = cast()
    first, second = twice(lambda: write_a_complete_plan(people, status))
    assert first == second and len(written) == 1
    assert [row for row in first[PlanVersion._meta.db_table].values() if status in row]


def test_numbers_go_on_after_those_put_back(twice):
    twice(lambda: PortfolioFactory(name="First"))
    kept_rows.once("it", lambda: pytest.fail("It was written before."))
    PortfolioFactory(name="Second")
    assert Portfolio.objects.count() == 2


def test_upon_other_rows_it_is_written_anew(twice, written):
    someone = person()
    twice(lambda: AppointmentFactory(person=someone))
    Appointment.objects.update(starts=date(2018, 1, 1))
    kept_rows.once("it", lambda: written.append(AppointmentFactory(person=someone)))
    assert len(written) == 2


def test_on_another_day_it_is_written_anew(twice, written):
    twice(PortfolioFactory)
    with pretend(date(2019, 9, 1)):
        kept_rows.once("it", lambda: written.append(PortfolioFactory()))
    assert len(written) == 2


def test_what_takes_a_row_away_is_not_kept(twice, written):
    PortfolioFactory()
    twice(lambda: Portfolio.objects.all().delete())
    assert len(written) == 2
    assert Portfolio.objects.count() == 1
