from .close import CloseForm
from .fields import differences
from .register import FilterForm
from .review import ReviewForm
from .risk import RiskForm

__all__ = ["CloseForm", "FilterForm", "ReviewForm", "RiskForm", "differences"]
