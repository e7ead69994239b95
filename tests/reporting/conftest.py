import pytest

from reporting.report import build
from tests.council.factories import DirectorateFactory, PlanningCycleFactory, ServiceAreaFactory
from tests.risks.factories import RiskMatrixFactory


@pytest.fixture
def cycle(db):
    return PlanningCycleFactory()


@pytest.fixture
def service(cycle):
    """A service of the Children directorate, on a council that has its risk matrix."""
    RiskMatrixFactory()
    return ServiceAreaFactory(
        name="Specialist Services", prefix="CSS", directorate=DirectorateFactory(name="Children", key="children")
    )


@pytest.fixture
def report(cycle):
    """``report()`` builds the report of Q1 2019/20; ``report(user=…)`` as somebody may read it."""
    return lambda quarter=1, **kept: build(cycle, quarter, **kept)
