import pytest

from tests.risks.factories import RiskMatrixFactory


@pytest.fixture
def matrix(db):
    """The council's matrix, five by five."""
    return RiskMatrixFactory()
