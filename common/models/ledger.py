"""The one append-only ledger of whatever counts. Written through ``common.ledger.record`` only."""

from django.db import models


class LedgerEntry(models.Model):
    """Who, for which post, did what to what, with what it was before and after, chained by hash to the entry before."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # A number, not a foreign key: the ledger outlives accounts, and this floor knows nobody above it.
    actor_id = models.BigIntegerField(null=True)
    post = models.CharField(max_length=300, blank=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, db_index=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_entry"
        ordering = ["-id"]
        # The audit trail's page narrows by these.
        indexes = [
            models.Index(fields=["at"], name="ledger_by_time"),
            models.Index(fields=["actor_id"], name="ledger_by_person"),
            models.Index(fields=["verb"], name="ledger_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.subject}"


class LedgerHead(models.Model):
    """The last entry's number and hash, kept apart so that a tail cut off is seen. One row, locked by each append."""

    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "ledger_head"

    def __str__(self) -> str:
        return f"{self.count} entries"


class LedgerCheck(models.Model):
    """When the ledger was verified, by whom (nobody: the schedule), how many entries held, and what did not."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    entries = models.BigIntegerField()
    fault = models.CharField(max_length=300, blank=True)
    triggers = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "ledger_check"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.entries} entries on {self.at:%d %B %Y}"

    @property
    def holds(self) -> bool:
        return not self.fault and not self.triggers
