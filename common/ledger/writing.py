"""Writing to the ledger: last in the transaction, under one lock, so that the chain never forks."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from common.models import LedgerEntry, LedgerHead
from common.today import now

COMMAND_LINE = "Command line"
"""What stands for the post where nobody is signed in."""


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare blanks: the same value always gives the same text."""
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
        # Nothing that is recorded holds itself, and a file's rows are many to look through for that.
        check_circular=False,
    )


def digest(text: str) -> str:
    """SHA-256 of the text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_hash(entry: LedgerEntry) -> str:
    """The hash that binds an entry's facts to the entry before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = [entry.id, at, entry.actor_id, entry.post, entry.verb, entry.subject, entry.before, entry.after]
    return digest(entry.previous_hash + canonical(facts))


@transaction.atomic
def record(
    verb: str, subject: str, *, actor_id: int | None = None, post: str = "", before: Any = None, after: Any = None
) -> LedgerEntry:
    """Append one entry. Call it last in the transaction of the change that it tells of.

    ``before`` and ``after`` are anything that JSON can hold; None is kept as an empty text.
    """
    LedgerHead.objects.get_or_create(pk=1)
    head = LedgerHead.objects.select_for_update().get(pk=1)
    entry = LedgerEntry(
        id=head.count + 1,
        at=now(),
        actor_id=actor_id,
        post=post,
        verb=verb,
        subject=subject,
        before="" if before is None else canonical(before),
        after="" if after is None else canonical(after),
        previous_hash=head.hash,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    head.count, head.hash = entry.id, entry.hash
    head.save(update_fields=["count", "hash"])
    return entry
