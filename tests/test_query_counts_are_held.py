"""A page that begins to run more queries than are on record fails its test, and says which queries they are."""

import json

import pytest
from django.contrib.sessions.models import Session

from tests.query_counts import QueryCounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def counts(tmp_path, monkeypatch):
    monkeypatch.delenv("UPDATE_QUERY_COUNTS", raising=False)
    path = tmp_path / "counts.json"
    path.write_text('{"one page": 1}')
    return QueryCounts(path)


def test_the_recorded_number_passes(counts):
    with counts.hold("one page"):
        Session.objects.count()


@pytest.mark.parametrize("queries", [0, 2])
def test_any_other_number_fails_and_lists_the_queries(counts, queries):
    said = f"one page: {queries} queries, 1 are on record"
    with pytest.raises(AssertionError, match=said) as failure, counts.hold("one page"):
        for _ in range(queries):
            Session.objects.count()
    assert str(failure.value).count("django_session") == queries


def test_a_page_without_a_record_fails(counts):
    with pytest.raises(AssertionError, match="none are on record"), counts.hold("new page"):
        Session.objects.count()


def test_numbers_are_recorded_when_asked_for(counts, monkeypatch):
    monkeypatch.setenv("UPDATE_QUERY_COUNTS", "1")
    with counts.hold("new page"):
        Session.objects.count()
        Session.objects.count()
    assert json.loads(counts.path.read_text()) == {"new page": 2, "one page": 1}
