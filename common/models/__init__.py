from .attachment import Attachment
from .ledger import LedgerCheck, LedgerEntry, LedgerHead
from .mail import OutgoingMail

__all__ = ["Attachment", "LedgerCheck", "LedgerEntry", "LedgerHead", "OutgoingMail"]
