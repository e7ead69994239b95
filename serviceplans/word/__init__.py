"""A plan that comes back from Word: what the file says, part by part, laid over what the plan says."""

from .base import Known, Unread
from .file import read_file
from .reading import WordRead, read_plan

__all__ = ["Known", "Unread", "WordRead", "read_file", "read_plan"]
