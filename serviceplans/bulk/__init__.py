"""Rows of many plans at once, in and out of a spreadsheet: objectives, actions, milestones, savings and resources."""

from .columns import TABLES
from .load import Bulk, RowOutcome, evaluate

__all__ = ["TABLES", "Bulk", "RowOutcome", "evaluate"]
