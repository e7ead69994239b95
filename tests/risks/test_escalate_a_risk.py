"""A risk goes up one level at a time, with a reason, by those who review it."""

import pytest

from common.verdict import Conflict, Refused
from council.choices import Role
from risks.transitions import escalate_risk
from tests.council.factories import person
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.signing import assert_written_last

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk():
    RiskMatrixFactory()
    return RiskFactory(reference="CSS-R1", likelihood=4, impact=4)


@pytest.fixture
def director(risk):
    return person(Role.DIRECTOR, directorate=risk.directorate)


def test_from_the_service_to_the_directorate_and_on_to_the_council(risk, director):
    assert escalate_risk(risk.pk, by=director, reason="It is growing").escalation == "directorate"
    entry = assert_written_last("risk.escalated", director)
    assert "It is growing" in entry.after
    assert escalate_risk(risk.pk, by=director, reason="Still").escalation == "corporate"
    with pytest.raises(Conflict, match="no level above"):
        escalate_risk(risk.pk, by=director, reason="Again")
    risk.refresh_from_db()
    assert (risk.counter, risk.reviews.count()) == (3, 2)


def test_others_do_not_escalate_it_and_a_closed_one_stays(risk, director):
    with pytest.raises(Refused):
        escalate_risk(risk.pk, by=person(Role.DIRECTOR), reason="Not mine")
    risk.closed = True
    risk.save()
    with pytest.raises(Conflict, match="closed"):
        escalate_risk(risk.pk, by=director, reason="Late")
