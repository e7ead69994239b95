"""Whether the ledger is as it was written: every entry, the head that counts them, and the triggers that guard both."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.ledger.triggers import faults_of_triggers
from common.ledger.writing import entry_hash
from common.models import LedgerCheck, LedgerEntry, LedgerHead
from common.today import now


@dataclass(frozen=True)
class Verified:
    """How many entries hold from the beginning; the first fault, if any; and what is wrong with the triggers."""

    entries: int
    fault: str = ""
    triggers: str = ""

    def __bool__(self) -> bool:
        return not self.fault and not self.triggers

    @property
    def lines(self) -> list[str]:
        """What was found, in sentences."""
        count = f"{self.entries} {'entry' if self.entries == 1 else 'entries'} verified"
        lines = [f"{count}, then: {self.fault}." if self.fault else f"{count}."]
        if self.triggers:
            lines.append(f"{self.triggers} Run migrate to have them again.")
        return lines


def verify(*, by: int | None = None) -> Verified:
    """Check the whole ledger, and keep when that was, by whose account it was asked, and what was found."""
    number, fault = first_fault()
    found = Verified(number, fault, faults_of_triggers())
    LedgerCheck.objects.create(at=now(), actor_id=by, entries=number, fault=fault[:300], triggers=found.triggers[:300])
    return found


def first_fault(batch: int = 2000) -> tuple[int, str]:
    """How many entries hold from the beginning, and what is wrong with the first that does not ("" when all hold).

    An altered entry breaks its own hash, a missing one the numbers, and a tail cut off the count that the head keeps.
    Entries may be appended meanwhile: the head is read first, and what it counts is what is checked.
    """
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead(count=0)
    previous, number = "", 0
    for entry in LedgerEntry.objects.filter(pk__lte=head.count).order_by("pk").iterator(chunk_size=batch):
        if entry.pk != number + 1:
            return number, _missing(number + 1, entry.pk - 1)
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return number, f"entry {entry.pk} is altered ({entry.verb}, {entry.subject})"
        previous, number = entry.hash, entry.pk
    return number, next(_at_the_end(head, previous, number), "")


def _at_the_end(head: LedgerHead, previous: str, number: int) -> Iterator[str]:
    if number < head.count:
        last = head.count
        yield f"entry {last} is cut off" if number + 1 == last else f"entries {number + 1} to {last} are cut off"
    if head.hash != previous:
        yield f"the head, which says what the last entry is, does not fit entry {number}"
    # An entry beyond the head as it is now was not written by this application: appending moves the head as well.
    beyond = LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    known = LedgerHead.objects.filter(pk=1).values_list("count", flat=True).first() or 0
    if beyond > known:
        yield f"entry {known + 1} is not counted by the head, which says that there are {known}"


def _missing(first: int, last: int) -> str:
    return f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
