"""Putting back what an import replaced, as long as nobody has built on it."""

from .defined import Defined, definition, definition_memories, note_counters, scorecard_memory
from .memory import memory, said
from .obstacles import obstacle
from .restoring import Restored, put_back

__all__ = [
    "Defined",
    "Restored",
    "definition",
    "definition_memories",
    "memory",
    "note_counters",
    "obstacle",
    "put_back",
    "said",
    "scorecard_memory",
]
