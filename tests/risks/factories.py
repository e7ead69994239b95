"""Risks for tests, and the council's matrix."""

import factory

from risks.models import Risk, RiskMatrix
from tests.council.factories import ServiceAreaFactory

LIKELIHOODS = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]
IMPACTS = ["Insignificant", "Minor", "Moderate", "Major", "Catastrophic"]
LEVELS = [
    ["green", "green", "green", "green", "amber"],
    ["green", "green", "amber", "amber", "amber"],
    ["green", "amber", "amber", "amber", "red"],
    ["green", "amber", "amber", "red", "red"],
    ["amber", "amber", "red", "red", "red"],
]


class RiskMatrixFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RiskMatrix

    likelihoods = LIKELIHOODS
    impacts = IMPACTS
    levels = LEVELS


class RiskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Risk

    reference = factory.Sequence(lambda n: f"T {n}")
    event = factory.Sequence(lambda n: f"Something goes wrong {n}")
    service = factory.SubFactory(ServiceAreaFactory)
    directorate = factory.SelfAttribute("service.directorate")
