"""The one append-only ledger: writing to it, checking it, and the triggers that keep it from being altered."""

from .checking import Verified, first_fault, verify
from .writing import COMMAND_LINE, canonical, digest, entry_hash, record

__all__ = ["COMMAND_LINE", "Verified", "canonical", "digest", "entry_hash", "first_fault", "record", "verify"]
