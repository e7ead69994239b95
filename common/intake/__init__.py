"""Reads the tables that people upload: CSV, Excel and OpenDocument, safely and without guessing."""

from .columns import Column, ColumnSpec
from .parts import CellValue, FileRefused, Intake, Note, Row
from .read import read_table
from .whole import Whole, WholeRow, read_whole

__all__ = [
    "CellValue",
    "Column",
    "ColumnSpec",
    "FileRefused",
    "Intake",
    "Note",
    "Row",
    "Whole",
    "WholeRow",
    "read_table",
    "read_whole",
]
