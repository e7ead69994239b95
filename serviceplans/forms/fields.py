"""Fields that several of the plans' forms have."""

from common.form_fields import NO_COUNTER, CounterField

__all__ = ["NO_COUNTER", "CounterField"]
