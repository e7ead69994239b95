"""An officer places an action or an indicator in every plan of a cycle; what no service can change, and what it adds."""

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import Notification
from performance.models import Indicator
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import content_of, signed_content
from serviceplans.exports import document_of
from serviceplans.models import Action, Commitment, ObjectiveVersion
from serviceplans.transitions import MilestoneData, action_data
from tests.serviceplans.committed import (
    HEADING,
    TEXT,
    an_action,
    an_indicator,
    another_draft,
    change,
    exempt,
    place,
    row_in,
    withdraw,
)
from tests.serviceplans.factories import a_complete_plan, add_objective, bring, reload
from tests.serviceplans.factories import action_data as a_good_action
from tests.serviceplans.signing import digest_of
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = pytest.mark.usefixtures("august_2019")


def save(version, row, by, **fields):
    data = action_data(row)
    for name, value in fields.items():
        setattr(data, name, value)
    return transitions.save_action(
        version.pk, row.pk, by=by, counter=row.counter, objective_id=row.objective_id, data=data
    )


def test_an_action_stands_in_every_draft_at_once_under_its_heading(people, version):
    other = another_draft(people)
    made = place(people, an_action(outcomes="Everybody knows what is expected"))
    for draft, reference in ((version, "CSS002"), (other, "PLA001")):
        row = row_in(draft, made)
        assert (row.action.reference, row.text, row.completed_by) == (reference, TEXT, "31 March 2020")
        assert (row.objective.text, row.outcomes) == (HEADING, "Everybody knows what is expected")
        assert str(row.due) == "2020-03-31"
    verbs = list(LedgerEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["commitment.stand", "commitment.stand", "commitment.place"]
    told = Notification.objects.filter(about=f"commitment {made.pk} placed").values_list("person__name", flat=True)
    assert {"Holder", "Other_Holder"} <= set(told)
    assert_chain_holds()


def test_an_indicator_is_shown_in_every_draft_with_its_target(people, version):
    made = place(people, an_indicator())
    link = version.indicator_links.get(commitment=made)
    assert (link.indicator.reference, link.brought) == ("INV30", True)
    parts = {part["key"]: part for section in content_of(version)["sections"] for part in section["parts"]}
    (shown,) = [i for g in parts["indicators"]["data"]["groups"] for i in g["indicators"] if i["reference"] == "INV30"]
    assert shown["commitment"]["target"] == "85%, Q4 2019/20"


def test_placing_the_same_again_changes_nothing(people, version):
    first = place(people)
    entries = LedgerEntry.objects.count()
    assert place(people, an_action(text=f"  {TEXT}\r\n")) == first
    assert (Commitment.objects.count(), LedgerEntry.objects.count()) == (1, entries)
    place(people, an_indicator())
    with pytest.raises(Conflict, match="committed for 2019/20 already"):
        place(people, an_indicator(Commitment.objects.last().indicator, target="90%"))


def test_a_plan_that_is_begun_later_begins_with_it(people, version):
    made = place(people)
    later = another_draft(people)
    assert row_in(later, made).action.reference == "PLA001"
    assert [e.verb for e in LedgerEntry.objects.order_by("-id")[:2]] == ["commitment.stand", "plan.begin"]


def test_what_is_marked_reads_so_in_the_plan_and_a_plan_without_commitments_reads_as_before(people, version):
    before = content_of(version)
    assert "commitment" not in str(before) and "own_words" not in str(before)
    made = place(people)
    row = row_in(version, made)
    save(version, row, people.holder, own_words="Nineteen of twenty here")
    kind = "\n".join(str(block) for block in blocks_of(version))
    assert "Commitment for every service" in kind and "In this service: Nineteen of twenty here" in kind


def blocks_of(version):
    return document_of(version).blocks


@pytest.mark.parametrize(
    "wrong", [{"text": "Something else"}, {"completed_by": "Some day"}, {"themes": []}, {"indicators": []}]
)
def test_the_holder_cannot_reword_it(people, version, wrong):
    good = a_good_action()
    row = row_in(version, place(people, an_action(themes=good.themes, indicators=good.indicators)))
    with pytest.raises(Refused, match="only a performance officer changes it"):
        save(version, row, people.holder, **wrong)


def test_the_holder_cannot_remove_or_move_it_nor_rename_what_it_stands_under(people, version):
    row = row_in(version, place(people))
    elsewhere = add_objective(version, people.holder, "Another")
    with pytest.raises(Refused, match="stays in the plan"):
        transitions.remove_action(version.pk, row.pk, by=people.holder)
    with pytest.raises(Refused):
        transitions.save_action(
            version.pk, row.pk, by=people.holder, counter=row.counter, objective_id=elsewhere.pk, data=action_data(row)
        )
    with pytest.raises(Refused):
        transitions.save_objective(
            version.pk, row.objective_id, by=people.holder, counter=row.objective.counter, text="Mine", themes=[]
        )
    link = place(people, an_indicator())
    with pytest.raises(Refused, match="stays in the plan"):
        transitions.unlink_row(version.pk, "indicators", link.indicator.pk, by=people.holder)


def test_the_holder_adds_an_officer_milestones_resources_measures_and_words(people, version):
    good = a_good_action()
    row = row_in(version, place(people, an_action(indicators=good.indicators)))
    more = [*good.indicators, *a_good_action().indicators]
    saved = save(
        version, row, people.holder, officers=good.officers, resources="Two days", own_words="95% here",
        milestones=[MilestoneData("Half of them", "30 September 2019")], indicators=more, outcomes="Ours",
        project_types=["small"],
    )  # fmt: skip
    saved.refresh_from_db()
    assert (saved.own_words, saved.resources, saved.outcomes) == ("95% here", "Two days", "Ours")
    assert saved.milestones.count() == 1 and saved.indicators.count() == 2


def test_own_words_stand_beside_an_indicator(people, version):
    made = place(people, an_indicator())
    said = {"by": people.holder, "counter": version.indicator_links.get(commitment=made).counter, "words": "90% here"}
    link = transitions.say_own_words(version.pk, made.pk, **said)
    assert link.own_words == "90% here"
    with pytest.raises(Stale):
        transitions.say_own_words(version.pk, made.pk, **said)


@pytest.mark.parametrize("status", [Status.DMT_REVIEW, Status.MEMBER_REVIEW])
def test_a_plan_in_review_gets_it_when_it_comes_back(people, status):
    version = a_complete_plan(people, status)
    signed = version.frozen.digest
    made = place(people)
    assert not version.actions.filter(commitment=made).exists()
    assert reload(version).frozen.digest == signed
    transitions.withdraw(version.pk, by=people.holder)
    assert row_in(version, made).text == TEXT
    assert LedgerEntry.objects.first().verb == "commitment.stand"


def test_a_plan_that_is_returned_has_it_too(people):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    made = place(people)
    transitions.return_plan(version.pk, by=people.director, digest=digest_of(version), comment="Shorter.")
    assert row_in(version, made).text == TEXT


def test_a_plan_in_force_gets_it_with_its_next_revision(people):
    version = a_complete_plan(people, Status.PUBLISHED)
    made = place(people)
    assert signed_content(reload(version)) == content_of(reload(version))
    revision = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="A cut.")
    assert row_in(revision, made).action.reference == "CSS002"


def test_a_change_is_made_in_the_drafts_and_holds_a_form_that_was_open_before(people, version):
    made = place(people, an_action(outcomes="Better work"))
    row = row_in(version, made)
    change(people, made, text="Hold one with everybody", heading="Appraisals for all", outcomes="")
    row.refresh_from_db()
    assert (row.text, row.objective.text, row.outcomes) == ("Hold one with everybody", "Appraisals for all", "")
    assert not ObjectiveVersion.objects.filter(text=HEADING).exists()
    with pytest.raises(Stale):
        transitions.save_action(
            version.pk, row.pk, by=people.holder, counter=row.counter - 1, objective_id=row.objective_id,
            data=action_data(row),
        )  # fmt: skip


def test_two_officers_who_change_it_do_not_overwrite_each_other(people, version):
    made = place(people)
    change(people, made, text="First")
    with pytest.raises(Stale) as refusal:
        change(people, made, text="Second")
    assert refusal.value.stored.text == "First"


def test_narrowed_to_a_directorate_it_leaves_the_others(people, version):
    other = another_draft(people)
    made = place(people)
    narrowed = {"council_wide": False, "directorates": [people.directorate.pk]}
    change(people, made, **narrowed)
    assert row_in(version, made) and not other.actions.exists()
    made.refresh_from_db()
    assert made.mark == "Commitment for several services"
    change(people, made, council_wide=False, directorates=[], services=[other.plan.service_id])
    assert not version.actions.filter(commitment=made).exists()
    assert row_in(other, made).action.reference == "PLA002"


def test_withdrawn_it_leaves_the_drafts_that_added_nothing_and_stays_as_the_own_action_of_the_others(people, version):
    other = another_draft(people)
    made = place(people)
    row = save(version, row_in(version, made), people.holder, resources="Two days")
    withdraw(people, made)
    row.refresh_from_db()
    assert (row.commitment, row.text) == (None, TEXT)
    assert not other.actions.exists() and not other.objectives.filter(text=HEADING).exists()
    assert not Action.objects.filter(reference="PLA001").exists()
    transitions.remove_action(version.pk, row.pk, by=people.holder)


def test_withdrawn_it_stays_in_a_plan_in_force_and_is_its_own_in_the_next_revision(people, version):
    made = place(people)
    good = a_good_action()
    save(version, row_in(version, made), people.holder, officers=good.officers, themes=good.themes,
         project_types=["medium"], priority_level="should", grounds=["efficiency"], indicators=good.indicators)  # fmt: skip
    bring(reload(version), people, Status.PUBLISHED)
    digest = reload(version).frozen.digest
    withdraw(people, made)
    assert reload(version).frozen.digest == digest and "Commitment for every service" in str(blocks_of(reload(version)))
    revision = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="A cut.")
    assert revision.actions.get(text=TEXT).commitment is None


def test_an_indicator_that_the_plan_showed_before_stays_when_the_commitment_goes(people, version):
    own = version.indicator_links.get().indicator
    Indicator.objects.filter(pk=own.pk).update(unit="number")
    own.refresh_from_db()
    first, second = place(people, an_indicator(own, "≤ 900")), place(people, an_indicator())
    withdraw(people, first), withdraw(people, second)
    assert list(version.indicator_links.values_list("indicator", "commitment")) == [(own.pk, None)]


def test_a_service_is_exempt_and_keeps_it_again(people, version):
    made = place(people)
    exempt(people, made, people.service)
    assert not version.actions.filter(commitment=made).exists()
    with pytest.raises(Conflict, match="exempt from this commitment already"):
        exempt(people, made, people.service)
    transitions.bind_service(made.pk, by=people.officer, service=people.service.pk)
    assert row_in(version, made).action.reference == "CSS003"
    with pytest.raises(Conflict, match="not exempt"):
        transitions.bind_service(made.pk, by=people.officer, service=people.service.pk)
