from .fields import differences
from .register import FilterForm
from .review import ReviewForm
from .risk import RiskForm

__all__ = ["FilterForm", "ReviewForm", "RiskForm", "differences"]
