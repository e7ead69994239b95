"""Councils, people and posts for tests, and ``person``: somebody who holds a post and can sign in."""

from datetime import date

import factory

from council.choices import Role
from council.models import (
    Appointment,
    CouncilPlan,
    Directorate,
    PlanningCycle,
    Portfolio,
    Post,
    ServiceArea,
    Theme,
    User,
)

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@council.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class DirectorateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Directorate

    key = factory.Sequence(lambda n: f"directorate-{n}")
    name = factory.Sequence(lambda n: f"Directorate {n}")
    code = factory.Sequence(lambda n: f"D{n}")


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    title = factory.Sequence(lambda n: f"Post {n}")
    role = Role.STAFF


class ServiceAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceArea

    directorate = factory.SubFactory(DirectorateFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    prefix = factory.Sequence(lambda n: f"SV{n}")


class PortfolioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Portfolio

    key = factory.Sequence(lambda n: f"portfolio-{n}")
    name = factory.Sequence(lambda n: f"Portfolio {n}")


class CouncilPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CouncilPlan
        django_get_or_create = ("name",)

    name = "Council Plan 2019–2023"
    starts = date(2019, 4, 1)
    ends = date(2023, 3, 31)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    council_plan = factory.SubFactory(CouncilPlanFactory)
    code = factory.Sequence(lambda n: f"T{n}")
    name = factory.Sequence(lambda n: f"Theme {n}")


class PlanningCycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanningCycle
        django_get_or_create = ("name",)

    name = "2019/20"
    starts = date(2019, 4, 1)
    ends = date(2020, 3, 31)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(UserFactory)
    post = factory.SubFactory(PostFactory)
    starts = date(2015, 1, 1)


def person(role=Role.STAFF, **post_fields):
    """Somebody who holds a new post in this role and can sign in: ``client.force_login(person(Role.AUDITOR))``."""
    post = PostFactory(role=role, **post_fields)
    return AppointmentFactory(post=post).person
