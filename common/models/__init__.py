from .ledger import LedgerEntry, LedgerHead
from .mail import OutgoingMail

__all__ = ["LedgerEntry", "LedgerHead", "OutgoingMail"]
