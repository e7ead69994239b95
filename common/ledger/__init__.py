"""The one append-only ledger: writing to it, checking it, and the triggers that keep it from being altered."""

from .checking import Verified, first_fault, verify
from .writing import canonical, digest, entry_hash, record

__all__ = ["Verified", "canonical", "digest", "entry_hash", "first_fault", "record", "verify"]
