import pytest

from reporting.report import build
from tests.council.factories import DirectorateFactory, PlanningCycleFactory, ServiceAreaFactory
from tests.performance.factories import IndicatorFactory, result, target
from tests.risks.factories import RiskMatrixFactory
from tests.serviceplans.factories import cast


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


@pytest.fixture
def people(db):
    RiskMatrixFactory()
    made = cast()
    made.directorate.key = "children"
    made.directorate.save()
    return made


@pytest.fixture
def red(people):
    """An indicator of the directorate that is red in the quarter that has closed."""
    found = IndicatorFactory(
        reference="CSC04", name="Vacant posts", polarity="up_is_bad", unit="percent", directorate=people.directorate
    )
    target(found, "Q1 2019/20", "10")
    result(found, "Q1 2019/20", "13.6", commentary="Offers are made.")
    return found
