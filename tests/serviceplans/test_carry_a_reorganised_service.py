"""Services end, merge and take each other's work over; actions and risks go on under the references that they have."""

from datetime import date

import pytest

from common.models import LedgerEntry
from serviceplans import permissions as may
from serviceplans import transitions
from serviceplans.models import Action, Plan, PlanVersion
from serviceplans.rolling import would_roll_forward
from tests.council.factories import ServiceAreaFactory
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import add_action, write
from tests.serviceplans.rolling import NEXT, a_full_plan, next_version, rolled, tell
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

LAST_DAY = date(2020, 3, 31)


def another_plan(people, prefix="ADO", name="Adoption", **service):
    """A service with a draft of 2019/20 that holds an action, a risk and an equality objective of its own."""
    made = ServiceAreaFactory(
        directorate=people.directorate, prefix=prefix, name=name, holder_post=people.post("holder"), **service
    )
    cycle, template = Plan.objects.values_list("cycle", "template").first()
    plan = Plan.objects.create(service=made, cycle_id=cycle, template_id=template)
    version = transitions.begin_plan(plan, by=people.holder)
    add_action(version, people.holder, text=f"Find homes for {name}")
    write(version, "overview", {"overview": f"All about {name}.", "future": ""}, people.holder)
    risk = RiskFactory(reference=f"{prefix}-R1", service=made)
    version.risk_links.create(risk=risk, position=1)
    objective = EqualityObjectiveFactory(service=made, area=EqualityAreaFactory(number=3))
    version.equality_links.create(objective=objective)
    return made, version


def end(service, successor=None, day=LAST_DAY):
    service.ends, service.successor = day, successor
    service.save()


def outcome_of(found, prefix):
    return next(one for one in found.plans if one.plan == f"{prefix} {NEXT}")


def test_a_service_that_ended_is_skipped_and_what_stays_is_counted(people):
    a_full_plan(people)
    end(people.service)
    one = outcome_of(rolled(people), "CSS")
    assert one.state == "ended"
    assert one.notes == (
        "Children's Specialist Services (CSS) ended on 31 March 2020 and nothing took its work over: "
        "1 open action and 1 live risk stay in CSS 2019/20.",
    )
    assert not Plan.objects.filter(cycle__name=NEXT).exists()


@pytest.mark.parametrize(("last", "begins"), [("2020-03-31", False), ("2020-04-01", True), ("2020-09-30", True)])
def test_a_service_lives_until_its_last_day(people, last, begins):
    a_full_plan(people)
    end(people.service, day=date.fromisoformat(last))
    one = outcome_of(would_roll_forward(NEXT), "CSS")
    assert (one.state == "carried") == begins
    assert any("within this cycle" in note for note in one.notes) == begins


@pytest.mark.parametrize(("first", "there"), [("2020-04-01", True), ("2021-03-31", True), ("2021-04-01", False)])
def test_a_service_that_begins_later_has_no_plan_yet(people, first, there):
    a_full_plan(people)
    ServiceAreaFactory(directorate=people.directorate, prefix="NEW", starts=date.fromisoformat(first))
    assert any(one.plan == f"NEW {NEXT}" for one in would_roll_forward(NEXT).plans) == there


def test_what_is_open_goes_to_the_service_that_took_over_with_its_references(people):
    a_full_plan(people)
    ado, version = another_plan(people)
    done = add_action(version, people.holder, text="Open the register")
    tell(people, done, "completed")
    end(ado, people.service)
    found = rolled(people)
    one, gone = outcome_of(found, "CSS"), outcome_of(found, "ADO")
    assert one.actions == ("CSS001", "ADO001") and one.completed == ("CSS002", "ADO002")
    assert one.risks == ("KCR 3", "ADO-R1") and one.equality_objectives == 2
    assert one.source == "CSS 2019/20, version 1; ADO 2019/20, version 1"
    assert "Adoption (ADO) ended on 31 March 2020: its open work comes here, with its references." in one.notes
    assert gone.notes == (
        "Adoption (ADO) ended on 31 March 2020: what is open in its plan goes to Children's Specialist Services (CSS).",
    )
    carried = next_version(people)
    assert sorted(row.action.reference for row in carried.actions.all()) == ["ADO001", "CSS001"]
    achieved = carried.contents.get(part__key="key-achievements").data["rows"]
    assert [row["action"] for row in achieved][:2] == ["Review every placement (CSS002)", "Open the register (ADO002)"]
    # The words are those of the service that goes on.
    assert carried.contents.get(part__key="overview").data["overview"] == "Fewer children in care."


def test_what_was_taken_over_belongs_to_the_new_service_and_keeps_its_history(people):
    a_full_plan(people)
    ado, _ = another_plan(people)
    end(ado, people.service)
    rolled(people)
    action = Action.objects.get(reference="ADO001")
    assert action.service == people.service and action.versions.count() == 2
    assert may.may_update_action(people.holder, action)
    carried = next_version(people)
    assert {link.risk.service for link in carried.risk_links.filter(risk__reference="ADO-R1")} == {people.service}
    assert {link.objective.service for link in carried.equality_links.all()} == {people.service}
    verbs = list(LedgerEntry.objects.values_list("verb", flat=True)[:4])
    assert verbs == [
        "cycle.roll-forward", "plan.roll-forward", "equality-objective.handed-over", "risk.handed-over",
    ]  # fmt: skip
    assert_chain_holds()


def test_two_services_merge_into_a_new_one(people):
    a_full_plan(people)
    ado, _ = another_plan(people)
    merged = ServiceAreaFactory(
        directorate=people.directorate,
        prefix="FAM",
        name="Families",
        starts=date(2020, 4, 1),
        holder_post=people.post("holder"),
    )
    for service in (people.service, ado):
        end(service, merged)
    found = rolled(people)
    one, version = outcome_of(found, "FAM"), next_version(people, service=merged)
    assert one.actions == ("ADO001", "CSS001")
    assert version.contents.get(part__key="overview").data["overview"] == "All about Adoption."
    assert add_action(version, people.holder, version.objectives.first()).action.reference == "FAM001"
    assert PlanVersion.objects.filter(plan__cycle__name=NEXT).count() == 1


def test_a_risk_that_both_showed_is_shown_once(people):
    version = a_full_plan(people)
    ado, other = another_plan(people)
    other.risk_links.create(risk=version.risk_links.first().risk, position=2)
    other.indicator_links.create(indicator=version.indicator_links.first().indicator, position=1)
    end(ado, people.service)
    assert outcome_of(rolled(people), "CSS").risks == ("KCR 3", "ADO-R1")
    assert next_version(people).risk_links.count() == 2


def test_the_heir_of_an_heir_takes_it_and_a_circle_has_no_heir(people):
    a_full_plan(people)
    ado, _ = another_plan(people)
    between = ServiceAreaFactory(directorate=people.directorate, prefix="MID")
    end(ado, between)
    end(between, people.service)
    assert "ADO001" in outcome_of(would_roll_forward(NEXT), "CSS").actions
    end(between, ado)
    assert "nothing took its work over" in outcome_of(would_roll_forward(NEXT), "ADO").notes[0]


def test_an_heir_that_began_already_is_left_alone_and_the_other_says_so(people):
    a_full_plan(people)
    ado, _ = another_plan(people)
    rolled(people)
    plan_of_ado = Plan.objects.get(service=ado, cycle__name=NEXT)
    PlanVersion.objects.filter(plan=plan_of_ado).delete()
    end(ado, people.service)
    found = rolled(people)
    assert "has already begun its plan: nothing is carried" in outcome_of(found, "ADO").notes[0]
    assert found.outcome == "nothing_to_carry"
