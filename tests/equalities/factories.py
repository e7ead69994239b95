"""Equality objectives for tests, and the areas that they come under."""

from datetime import date

import factory

from equalities.models import EqualityArea, EqualityObjective
from tests.council.factories import ServiceAreaFactory


class EqualityAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EqualityArea
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda area: f"Area {area.number}")
    council_objective = factory.LazyAttribute(lambda area: f"Better in area {area.number}")


class EqualityObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EqualityObjective

    service = factory.SubFactory(ServiceAreaFactory)
    area = factory.SubFactory(EqualityAreaFactory, number=1)
    text = factory.Sequence(lambda n: f"Something fairer {n}")
    supports_strategy = True
    agreed_on = date(2019, 7, 1)
