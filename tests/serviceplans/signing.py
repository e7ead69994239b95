"""What the tests of sign-off share: from where a step may be taken, and what every step must leave behind."""

import hashlib

from django.utils.timezone import localdate

from common.models import LedgerEntry
from serviceplans.choices import Status
from serviceplans.content import frozen_text, written

EVERYWHERE = list(Status)


def elsewhere(*allowed):
    """Every status but these."""
    return [status for status in Status if status not in allowed]


def digest_of(version):
    """The digest of what is under review; something that fits nothing where there is none."""
    return version.frozen.digest if version.frozen else "0" * 64


def digest_now(version):
    """The digest of what is written at this moment."""
    return frozen_text(written(version))[1]


def assert_signed(decision, *, by, post, at="2019-08-20", comment="", meeting=None):
    """Who, for which post, when, at which meeting, the comment, and the SHA-256 of exactly the canonical JSON."""
    assert (decision.by, decision.post, decision.post_title) == (by, post, post.title)
    assert localdate(decision.at).isoformat() == at
    assert (decision.comment, decision.meeting) == (comment, meeting)
    kept = decision.version.frozen_contents.get(digest=decision.digest)
    assert decision.digest == hashlib.sha256(kept.content.encode()).hexdigest()


def assert_written_last(verb, by):
    """The newest ledger entry tells of this step."""
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.actor_id) == (verb, by.pk)
    return entry
