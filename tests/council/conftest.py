import pytest
from django.core.cache import cache

from council.choices import Role
from tests.council.factories import AppointmentFactory, PostFactory, person


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, title="Systems administrator")


@pytest.fixture
def vacancy(db):
    """A post that gives something, and that nobody holds."""
    return PostFactory(title="Performance officer", role=Role.PERFORMANCE_OFFICER)


@pytest.fixture
def held(db):
    """Somebody who has held a director's post since 2015."""
    return AppointmentFactory(post=PostFactory(title="Director of Place", role=Role.DIRECTOR))


@pytest.fixture
def no_attempts_yet():
    """What is remembered of failed attempts to sign in is remembered across tests."""
    cache.clear()
    yield
    cache.clear()
