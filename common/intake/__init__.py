"""Reads the tables that people upload: CSV, Excel and OpenDocument, safely and without guessing."""

from .columns import Column, ColumnSpec
from .parts import CellValue, FileRefused, Intake, Note, Row
from .read import read_table

__all__ = ["CellValue", "Column", "ColumnSpec", "FileRefused", "Intake", "Note", "Row", "read_table"]
