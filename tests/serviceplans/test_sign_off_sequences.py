"""Whatever anybody does in whatever order, a plan moves only as its route says, and every step is written down."""

import hashlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from common.ledger import entry_hash
from common.models import LedgerEntry, LedgerHead
from common.verdict import ALLOWED as YES
from common.verdict import Refused
from serviceplans import transitions
from serviceplans.choices import REVIEWS, Status
from serviceplans.models import OffSystemRecord
from tests.serviceplans.factories import a_complete_plan, add_objective, answer_too, cast, off_system, reload
from tests.serviceplans.signing import digest_now, digest_of

DRAFT, DMT, AMENDING, MEMBER = Status.DRAFT, Status.DMT_REVIEW, Status.AMENDING, Status.MEMBER_REVIEW
HOLDERS, MEMBERS, WRITERS = ("holder", "deputy"), ("member", "other_member"), ("holder", "deputy", "director")
# Every (from, step, who) that is allowed. All else must be refused and change nothing.
ALLOWED = {
    **{(DRAFT, "submit", who): DMT for who in HOLDERS},
    **{(DRAFT, "edit", who): DRAFT for who in HOLDERS},
    **{(AMENDING, "edit", who): AMENDING for who in WRITERS},
    **{(status, "withdraw", who): DRAFT for status in (DMT, AMENDING, MEMBER) for who in HOLDERS},
    (DMT, "agree", "director"): MEMBER,
    (DMT, "agree_with_amendments", "director"): AMENDING,
    **{(AMENDING, "amendments_made", who): DMT for who in HOLDERS},
    (AMENDING, "amendments_made", "director"): MEMBER,
    (DMT, "return_plan", "director"): DRAFT,
    (AMENDING, "return_plan", "director"): DRAFT,
    **{(MEMBER, "return_plan", who): DMT for who in MEMBERS},
    **{(MEMBER, "approve", who): Status.APPROVED for who in MEMBERS},
    (MEMBER, "record", "officer"): Status.APPROVED,
    (Status.APPROVED, "publish", "officer"): Status.PUBLISHED,
}  # fmt: skip
STEPS = sorted({step for _, step, _ in ALLOWED} | {"confirm", "dispute", "complete_approval"})
SIGNS = ("agree", "agree_with_amendments", "amendments_made", "return_plan", "approve", "record")
PEOPLE = [*WRITERS, *MEMBERS, "officer", "chief", "contributor", "other_director", "equalities"]


class SignOff(RuleBasedStateMachine):
    """The table above, with two Executive Members of whom both must approve, against the transitions."""

    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.people = cast()
        answer_too(self.people, self.people.other_member)
        self.version = a_complete_plan(self.people)
        self.status, self.amended = DRAFT, False
        # Who has approved the text in review, and the one whose decision an officer would record next.
        self.given, self.recorded = set(), {}
        self.round = 0
        self.entries = LedgerEntry.objects.count()
        self.steps = self.version.decisions.count()

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # What is allowed now

    @property
    def left(self):
        """Whose decision an officer could record: the first of the Members who have not decided."""
        return next((name for name in MEMBERS if name not in self.given), MEMBERS[0])

    def answerable(self, name):
        """The recorded decision of this person that they have not answered."""
        return self.recorded.get(name, {}) if not self.recorded.get(name, {}).get("answered") else {}

    def outcome(self, step, name):
        """The status to which the step leads, or None where it must be refused."""
        if step in ("confirm", "dispute"):
            if not self.answerable(name):
                return None
            return MEMBER if step == "dispute" and self.reopens(name) else self.status
        to = ALLOWED.get((self.status, step, name))
        if step == "amendments_made" and not self.amended:
            return None
        if step == "approve" and name in self.given:
            return None
        if step in ("approve", "record") and to:
            given = self.given | {name if step == "approve" else self.left}
            return to if given >= set(MEMBERS) else MEMBER
        return to

    def reopens(self, name):
        """The review opens again where nothing came after it but the other Member's approval."""
        return self.recorded[name]["round"] == self.round and self.status in (MEMBER, Status.APPROVED)

    # What happens

    def take(self, step, name, digest):
        by = getattr(self.people, name)
        if step == "edit":
            return add_objective(self.version, by, f"Objective {LedgerEntry.objects.count()}")
        if step == "record":
            said = off_system(reload(self.version), self.people, self.left, digest=digest)
            made = transitions.record_decision(self.version.pk, by=by, **said)
            self.recorded[self.left] = {"pk": made.pk, "round": self.round}
            return made
        if step in ("confirm", "dispute"):
            pk = self.recorded.get(name, {"pk": 0})["pk"] or self.anybodys_record()
            extra = {"reason": "I did not."} if step == "dispute" else {}
            return getattr(transitions, f"{step}_record")(pk, by=by, **extra)
        said = {"by": by} | ({"digest": digest} if step in SIGNS else {})
        if step in ("agree", "agree_with_amendments"):
            said["meeting"] = self.people.meeting
        if step == "agree_with_amendments":
            said["amendments"] = ["Say who."]
        if step != "complete_approval":
            said["comment"] = "Because."
        return getattr(transitions, step)(self.version.pk, **said)

    def anybodys_record(self):
        first = OffSystemRecord.objects.first()
        return first.pk if first else 0

    def remember(self, step, name, to):
        """What the step leaves in the table's memory."""
        if step == "approve":
            self.given.add(name)
        elif step == "record":
            self.given.add(self.left)
        elif step == "dispute":
            if self.reopens(name):
                self.given.discard(name)
            self.recorded[name]["answered"] = True
        elif step == "confirm":
            self.recorded[name]["answered"] = True
        elif step == "edit":
            self.amended = True
        elif step in ("withdraw", "return_plan", "agree", "amendments_made", "agree_with_amendments", "submit"):
            self.given = set()
            self.round += 1
            self.amended = False
        self.status = to
        self.entries += 1
        self.steps += step != "edit"

    def tried(self, step, name, digest):
        to = self.outcome(step, name)
        self.take(step, name, digest)
        self.remember(step, name, to)

    def digest(self, step):
        version = reload(self.version)
        return digest_now(version) if step == "amendments_made" else digest_of(version)

    @rule(step=st.sampled_from(STEPS), name=st.sampled_from(PEOPLE), stale=st.sampled_from([False, False, False, True]))
    def anybody_tries_anything(self, step, name, stale):
        digest = "0" * 64 if stale else self.digest(step)
        if self.outcome(step, name) and not (stale and step in SIGNS):
            self.tried(step, name, digest)
            return
        with pytest.raises(Refused) as refusal, transaction.atomic():
            self.take(step, name, digest)
        assert refusal.value.sentence.endswith(".")

    @rule(data=st.data())
    def somebody_does_what_is_theirs_to_do(self, data):
        """Most of what happens: otherwise nearly every attempt is refused, and little of the route is ever walked."""
        possible = [(step, name) for step in STEPS for name in PEOPLE if self.outcome(step, name)]
        if possible:
            step, name = data.draw(st.sampled_from(possible))
            self.tried(step, name, self.digest(step))

    @rule(data=st.data())
    def somebody_takes_it_forward(self, data):
        """A step that brings the plan nearer to approval, so that approved plans are met too."""
        steps = ("submit", "agree", "amendments_made", "approve", "record", "publish", "dispute")
        possible = [(step, name) for step in steps for name in PEOPLE if self.outcome(step, name)]
        if possible:
            step, name = data.draw(st.sampled_from(possible))
            self.tried(step, name, self.digest(step))

    # What must hold

    @invariant()
    def what_is_stored_is_where_the_route_led(self):
        if not hasattr(self, "version"):
            return
        version = reload(self.version)
        assert version.status == self.status
        assert (version.frozen is None) == (self.status == DRAFT)
        assert bool(version.stage) == (self.status in (*REVIEWS, AMENDING))
        if version.frozen:
            assert hashlib.sha256(version.frozen.content.encode()).hexdigest() == version.frozen.digest
        assert (LedgerEntry.objects.count(), version.decisions.count()) == (self.entries, self.steps)

    @invariant()
    def the_signatures_that_stand_are_those_that_were_given(self):
        if not hasattr(self, "version"):
            return
        version = reload(self.version)
        stand = version.signatures.filter(voided_by=None, stage="member").select_related("post")
        given = {self.people.post(name).pk for name in self.given}
        assert {row.post_id for row in stand} == given
        assert all(row.digest == version.frozen.digest for row in stand)

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


def walk(**changed):
    usual = {
        "max_examples": 25,
        "stateful_step_count": 18,
        "deadline": None,
        "suppress_health_check": list(HealthCheck),
    }
    run_state_machine_as_test(SignOff, settings=settings(**{**usual, **changed}))


@pytest.mark.django_db
def test_no_order_of_steps_by_anybody_leads_off_the_route():
    walk()


@pytest.mark.django_db
@pytest.mark.parametrize("rule", ["may_withdraw", "may_return", "may_agree", "may_publish", "may_amend"])
def test_without_any_one_of_its_rules_some_order_leads_off_the_route(monkeypatch, rule):
    monkeypatch.setattr(f"serviceplans.permissions.{rule}", lambda *_: YES)
    # One way off it is enough: it need not be the shortest.
    with pytest.raises((Exception, pytest.fail.Exception)):
        walk(phases=[Phase.generate], derandomize=True)


@pytest.mark.django_db
def test_the_chain_is_seen_to_break():
    a_complete_plan(cast(), Status.APPROVED)
    assert_chain_holds()
    entry = LedgerEntry.objects.get(verb="plan.agree")
    for name in ("after", "before", "post", "subject", "verb"):
        forged = LedgerEntry.objects.get(pk=entry.pk)
        setattr(forged, name, getattr(forged, name) + " ")
        assert forged.hash != entry_hash(forged), name
