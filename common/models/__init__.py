from .ledger import LedgerCheck, LedgerEntry, LedgerHead
from .mail import OutgoingMail

__all__ = ["LedgerCheck", "LedgerEntry", "LedgerHead", "OutgoingMail"]
