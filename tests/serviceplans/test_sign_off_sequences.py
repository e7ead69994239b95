"""Whatever anybody does in whatever order, a plan moves only as its route says, and every step is written down."""

import hashlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from common.ledger import entry_hash
from common.models import LedgerEntry, LedgerHead
from common.verdict import Refused
from serviceplans import transitions
from serviceplans.choices import Status
from tests.serviceplans.factories import a_complete_plan, cast, reload
from tests.serviceplans.signing import digest_of

# (from, step, who) → to. Everything that is not here must be refused and change nothing.
ROUTE = {
    (Status.DRAFT, "submit", "holder"): Status.DMT_REVIEW,
    (Status.DRAFT, "submit", "deputy"): Status.DMT_REVIEW,
    (Status.DMT_REVIEW, "withdraw", "holder"): Status.DRAFT,
    (Status.DMT_REVIEW, "withdraw", "deputy"): Status.DRAFT,
    (Status.MEMBER_REVIEW, "withdraw", "holder"): Status.DRAFT,
    (Status.MEMBER_REVIEW, "withdraw", "deputy"): Status.DRAFT,
    (Status.DMT_REVIEW, "agree", "director"): Status.MEMBER_REVIEW,
    (Status.DMT_REVIEW, "return_to_holder", "director"): Status.DRAFT,
    (Status.MEMBER_REVIEW, "return_to_director", "member"): Status.DMT_REVIEW,
    (Status.MEMBER_REVIEW, "approve", "member"): Status.APPROVED,
    (Status.APPROVED, "publish", "officer"): Status.PUBLISHED,
}
STEPS = ["submit", "withdraw", "agree", "return_to_holder", "return_to_director", "approve", "publish"]
PEOPLE = ["holder", "deputy", "director", "member", "officer", "chief", "contributor", "other_director", "equalities"]
FORWARD = {Status.DRAFT: ("submit", "holder"), Status.DMT_REVIEW: ("agree", "director"),
           Status.MEMBER_REVIEW: ("approve", "member"), Status.APPROVED: ("publish", "officer")}  # fmt: skip


class SignOff(RuleBasedStateMachine):
    """The table above against the transitions."""

    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.people = cast()
        self.version = a_complete_plan(self.people)
        self.status = Status.DRAFT
        self.entries = LedgerEntry.objects.count()
        self.steps = self.version.decisions.count()

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def take(self, step, name, digest):
        shared = {"by": getattr(self.people, name)}
        if step in ("agree", "return_to_holder", "return_to_director", "approve"):
            shared["digest"] = digest
        if step == "agree":
            shared["meeting"] = self.people.meeting
        getattr(transitions, step)(self.version.pk, **shared, comment="Because.")

    @rule(step=st.sampled_from(STEPS), name=st.sampled_from(PEOPLE), stale=st.sampled_from([False, False, False, True]))
    def anybody_tries_anything(self, step, name, stale):
        digest = "0" * 64 if stale else digest_of(reload(self.version))
        signs = step in ("agree", "return_to_holder", "return_to_director", "approve")
        allowed = ROUTE.get((self.status, step, name))
        if allowed and not (stale and signs):
            self.take(step, name, digest)
            self.status, self.entries, self.steps = allowed, self.entries + 1, self.steps + 1
            return
        with pytest.raises(Refused) as refusal:
            self.take(step, name, digest)
        assert refusal.value.sentence.endswith(".")

    @rule()
    def the_next_step_is_taken_by_the_one_whose_it_is(self):
        if self.status in FORWARD:
            step, name = FORWARD[self.status]
            self.take(step, name, digest_of(reload(self.version)))
            self.status = ROUTE[self.status, step, name]
            self.entries, self.steps = self.entries + 1, self.steps + 1

    @invariant()
    def what_is_stored_is_where_the_route_led(self):
        if not hasattr(self, "version"):
            return
        version = reload(self.version)
        assert version.status == self.status
        assert (version.frozen is None) == (self.status == Status.DRAFT)
        if version.frozen:
            assert hashlib.sha256(version.frozen.content.encode()).hexdigest() == version.frozen.digest
        assert (LedgerEntry.objects.count(), version.decisions.count()) == (self.entries, self.steps)

    @invariant()
    def the_chain_of_the_ledger_holds(self):
        assert_chain_holds()


def assert_chain_holds():
    """Recompute each entry's hash from the one before it."""
    before = ""
    for entry in LedgerEntry.objects.order_by("id"):
        assert entry.previous_hash == before
        assert entry.hash == entry_hash(entry)
        before = entry.hash
    head = LedgerHead.objects.first()
    assert (head.hash if head else "") == before


@pytest.mark.django_db
def test_no_order_of_steps_by_anybody_leads_off_the_route():
    run_state_machine_as_test(
        SignOff,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.django_db
def test_the_chain_is_seen_to_break():
    a_complete_plan(cast(), Status.APPROVED)
    assert_chain_holds()
    entry = LedgerEntry.objects.get(verb="plan.agree")
    for name in ("after", "before", "post", "subject", "verb"):
        forged = LedgerEntry.objects.get(pk=entry.pk)
        setattr(forged, name, getattr(forged, name) + " ")
        assert forged.hash != entry_hash(forged), name
