"""Several lists asked for in one query are the lists that each would give by itself, to the last decimal place."""

import pytest
from django.apps import apps
from django.db.models import BinaryField, Count, Max, Q

from common.together import keep, together
from performance.models import Indicator, Result
from serviceplans.models import Decision, PlanVersion
from tests.kept_rows import OURS

# Files are bytes, which JSON does not hold; they are no short lists either.
MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in OURS and not any(isinstance(field, BinaryField) for field in model._meta.fields)
]


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.usefixtures("demo")
def test_rows_of_every_table_are_as_their_own_query_gives_them():
    wrong = []
    for model in MODELS:
        rows = model._default_manager.order_by(*(model._meta.ordering or ["pk"]), "pk")[:300]
        alone = list(rows)
        told = together(rows=model._default_manager.filter(pk__in=[r.pk for r in alone]).order_by(*rows.query.order_by))
        pairs = [(values(one), values(other)) for one, other in zip(alone, told["rows"], strict=True)]
        wrong += [f"{model.__name__}: {one} is not {other}" for one, other in pairs if one != other]
    assert not wrong, wrong[0]


@pytest.mark.usefixtures("demo")
def test_rows_that_a_row_brings_along_come_with_it(django_assert_num_queries):
    rows = Decision.objects.select_related("by", "post__directorate", "meeting")
    with django_assert_num_queries(1):
        told = together(decisions=rows, versions=PlanVersion.objects.filter(status="draft"))
    alone = list(rows)
    assert [(r.by, r.post, r.meeting) for r in told["decisions"]] == [(r.by, r.post, r.meeting) for r in alone]
    assert [values(r.by) for r in told["decisions"] if r.by] == [values(r.by) for r in alone if r.by]
    with django_assert_num_queries(0):
        assert [r.post and r.post.directorate and r.post.directorate.name for r in told["decisions"]]


@pytest.mark.usefixtures("demo")
def test_what_is_annotated_comes_with_its_row():
    rows = Indicator.objects.annotate(many=Count("results"), last=Max("results__ends"), own=Q(owner_post__isnull=False))
    rows = rows.order_by("reference")
    told = together(indicators=rows)["indicators"]
    assert [(r.many, r.last, r.own) for r in told] == [(r.many, r.last, r.own) for r in rows]
    assert any(r.last for r in told) and any(r.own for r in told)


@pytest.mark.usefixtures("demo")
def test_rows_kept_on_an_instance_answer_for_its_related_rows(django_assert_num_queries):
    indicator = Indicator.objects.get(reference="BPI108")
    rows = together(results=Result.objects.filter(indicator=indicator))["results"]
    with django_assert_num_queries(0):
        keep(indicator, results=rows)
        assert list(indicator.results.all()) == rows
        assert indicator.results.all().count() == len(rows)
        assert all(row.indicator is indicator for row in rows) and rows


@pytest.mark.django_db
def test_nothing_asked_is_nothing_told(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert together() == {}
    with django_assert_num_queries(1):
        assert together(a=Indicator.objects.filter(pk=-1), b=Result.objects.none()) == {"a": [], "b": []}


@pytest.mark.django_db
def test_everything_a_row_belongs_to_is_not_brought_along_unnamed():
    with pytest.raises(AssertionError, match="Name what"):
        together(results=Result.objects.select_related())
