"""The year ends: every plan is rolled forward into the next cycle, all or none, and never twice."""

import json
from datetime import date
from functools import reduce
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import LedgerEntry, OutgoingMail
from common.today import pretend
from common.verdict import Conflict, Refused
from council import transitions as council
from council.models import PlanningCycle, ServicePortfolio
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Action, CarriedForward, PartContent, Plan, PlanVersion
from serviceplans.rolling import would_roll_forward
from tests.council.factories import PlanningCycleFactory, PortfolioFactory, ServiceAreaFactory
from tests.serviceplans.factories import a_complete_plan, a_new_plan, add_action, write
from tests.serviceplans.rolling import IN_MARCH, NEXT, a_full_plan, next_cycle, next_version, no_plans_in, rolled, tell
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds

pytestmark = pytest.mark.django_db


def outcome_of(found, plan="CSS 2020/21"):
    return next(one for one in found.plans if one.plan == plan)


def achievements(version):
    return PartContent.objects.get(version=version, part__key="key-achievements").data["rows"]


def to_review(version):
    rows = PartContent.objects.filter(version=version).exclude(review_from="")
    return set(rows.values_list("part__key", "review_from"))


def test_open_actions_go_over_with_their_references_and_what_is_not_done_of_them(people):
    before = a_full_plan(people)
    one = outcome_of(rolled(people))
    version = next_version(people)
    assert (one.actions, one.completed, one.stopped) == (("CSS001",), ("CSS002",), ("CSS003",))
    (row,) = version.actions.all()
    was = before.actions.get(action__reference="CSS001")
    assert (row.action, row.text, row.completed_by, row.due) == (was.action, was.text, was.completed_by, was.due)
    assert list(row.themes.all()) == list(was.themes.all()) and list(row.indicators.all()) == list(was.indicators.all())
    assert [o.words for o in row.officers.all()] == ["Head of Fostering"]
    assert [m.text for m in row.milestones.all()] == ["First six families approved"]
    assert row.milestones.get().milestone == was.milestones.get(text="First six families approved").milestone
    assert (one.milestones, one.milestones_done) == (1, 1)
    # The version that was signed has everything still.
    assert before.actions.count() == 3


def test_the_next_action_gets_the_next_number_and_none_is_given_again(people):
    a_full_plan(people)
    rolled(people)
    version = next_version(people)
    transitions.remove_action(version.pk, version.actions.get().pk, by=people.holder)
    assert add_action(version, people.holder, version.objectives.first()).action.reference == "CSS004"
    assert Action.objects.filter(reference="CSS001").exists()


def test_completed_actions_become_key_achievements_with_their_year_before_the_earlier_ones(people):
    a_full_plan(people)
    rolled(people)
    assert achievements(next_version(people)) == [
        {"objective": "Learn from every review", "action": "Review every placement (CSS002)", "completed": "2019/20"},
        {"objective": "Better support", "action": "Reviewed help for carers", "completed": "2018/19"},
    ]


def test_an_action_that_was_taken_up_again_is_open(people):
    version = a_full_plan(people)
    tell(people, version.actions.get(action__reference="CSS002"), "on-track", "Q4 2019/20", 4)
    assert outcome_of(rolled(people)).actions == ("CSS001", "CSS002")


def test_every_objective_goes_over_so_that_it_can_be_given_new_actions(people):
    before = a_full_plan(people)
    rolled(people)
    assert [(o.objective, o.text) for o in next_version(people).objectives.all()] == [
        (o.objective, o.text) for o in before.objectives.all()
    ]


def test_live_risks_indicators_and_equality_objectives_go_over_and_the_others_are_left(people):
    a_full_plan(people)
    one, version = outcome_of(rolled(people)), next_version(people)
    assert (one.risks, one.closed_risks) == (("KCR 3",), ("CSS-R9",))
    assert (one.indicators, one.retired_indicators) == (("BPI108", "CSC01"), ("OLD1",))
    assert (one.equality_objectives, one.retired_equality_objectives) == (1, 1)
    assert [link.risk.reference for link in version.risk_links.all()] == ["KCR 3"]
    assert [(link.indicator.reference, link.group) for link in version.indicator_links.all()] == [
        ("BPI108", "Finance"), ("CSC01", "Customers"),
    ]  # fmt: skip
    assert version.equality_links.count() == 1


def test_last_years_targets_are_offered_as_baselines(people):
    a_full_plan(people)
    assert outcome_of(rolled(people)).baselines == (
        {"reference": "CSC01", "period": "2019/20", "target": "95.0%", "result": "93.0%"},
    )


def test_words_are_copied_and_marked_and_the_header_comes_from_the_structure(people):
    before = a_complete_plan(people)
    write(before, "header", {"holder": "Printed otherwise"}, people.holder)
    rolled(people)
    version = next_version(people)
    said = dict(version.contents.values_list("part__key", "data"))
    assert said["overview"] == {"overview": "Fewer children in care.", "future": "One front door."}
    assert "header" not in said
    assert to_review(version) == {
        (key, "2019/20")
        for key in (
            "description", "staff-and-budget", "customers-and-partners", "demographics-and-strategies",
            "achievements-and-challenges", "key-achievements", "overview", "savings", "activity", "actions", "risks",
            "indicators", "equalities",
        )
    }  # fmt: skip
    assert not version.contents.exclude(saved_at=None).exists()


def test_contributors_are_kept_and_warnings_that_were_set_aside_are_asked_again(people):
    before = a_complete_plan(people)
    transitions.invite(before.pk, people.post("contributor"), by=people.holder)
    transitions.dismiss_finding(before.pk, by=people.holder, code="action-no-measure", subject="x", reason="So.")
    assert outcome_of(rolled(people)).contributors == ("Head of Fostering",)
    version = next_version(people)
    assert [c.post.title for c in version.plan.contributors.all()] == ["Head of Fostering"]
    assert not version.dismissals.exists() and not version.comments.exists()


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("31 October 2019", "31 October 2019"),
        ("End of March", "End of March (31 March 2020)"),
        ("Q3", "Q3 (31 December 2019)"),
        ("Ongoing", "Ongoing"),
        ("31 March 2021", "31 March 2021"),
        ("W" * 180 + " end of March", "31 March 2020"),
    ],
)
def test_a_day_in_words_that_name_no_year_keeps_the_year_that_was_meant(people, words, then):
    before = a_new_plan(people)
    add_action(before, people.holder, completed_by=words)
    rolled(people)
    row, was = next_version(people).actions.get(), before.actions.get()
    assert (row.completed_by, row.due) == (then, was.due)
    # And saving the action in the new year does not move it.
    transitions.save_action(
        row.version_id, row.pk, by=people.holder, counter=row.counter, objective_id=row.objective_id,
        data=transitions.action_data(row),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.due == was.due


def test_it_begins_a_draft_with_a_decision_that_says_from_what_and_tells_the_holder(people):
    before = a_full_plan(people)
    entries, mail = LedgerEntry.objects.count(), OutgoingMail.objects.count()
    rolled(people)
    version = next_version(people)
    assert (version.status, version.number, version.frozen) == (Status.DRAFT, 1, None)
    begun = version.decisions.get()
    assert (begun.step, begun.comment, begun.by) == ("begin", "From CSS 2019/20, version 1", people.officer)
    carried = CarriedForward.objects.get(version=version)
    assert carried.source == before and carried.outcome.actions == ("CSS001",)
    verbs = list(LedgerEntry.objects.order_by("id").values_list("verb", "subject"))[entries:]
    assert verbs == [
        ("cycle.create", "cycle 2020/21"),
        ("plan.roll-forward", "plan CSS 2020/21 v1"),
        ("cycle.roll-forward", "cycle 2020/21"),
    ]
    assert json.loads(LedgerEntry.objects.first().after)["totals"]["actions"] == 1
    assert_chain_holds()
    told = OutgoingMail.objects.order_by("pk")[mail:]
    assert {message.to for message in told} == {"holder@council.example", "deputy@council.example"}
    assert all("It was begun from CSS 2019/20, version 1. Review 13 parts first" in message.body for message in told)


def test_the_cycle_is_created_with_yorks_calendar_where_it_comes_next(people):
    a_complete_plan(people)
    found = rolled(people)
    cycle = PlanningCycle.objects.get(name=NEXT)
    assert cycle.steps.get(stage="drafts").date == date(2020, 4, 30)
    assert "Draft plans complete: 30 April 2020" in found.calendar


def test_a_calendar_that_stands_already_is_kept(people):
    a_complete_plan(people)
    next_cycle()
    assert rolled(people).calendar == ()
    assert not PlanningCycle.objects.get(name=NEXT).steps.exists()


def test_twice_is_as_once(people):
    a_full_plan(people)
    rolled(people)
    version = next_version(people)
    transitions.save_objective(version.pk, None, by=people.holder, counter=0, text="New this year", themes=[])
    entries = LedgerEntry.objects.count()
    again = rolled(people)
    assert again.outcome == "nothing_to_carry"
    assert outcome_of(again).state == "left-alone"
    assert outcome_of(again).notes == ("Its 2020/21 plan has already been begun.",)
    assert LedgerEntry.objects.count() == entries and PlanVersion.objects.count() == 2
    assert version.objectives.filter(text="New this year").exists()


def test_a_plan_that_was_begun_in_the_new_cycle_is_left_alone(people):
    a_full_plan(people)
    plan = Plan.objects.create(service=people.service, cycle=next_cycle(), template=Plan.objects.get().template)
    begun = transitions.begin_plan(plan, by=people.holder)
    rolled(people)
    assert list(plan.versions.all()) == [begun] and not begun.actions.exists()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.DRAFT, "CSS 2019/20 was never approved: version 1, a draft, is carried."),
        (Status.DMT_REVIEW, "CSS 2019/20 was never approved: version 1, in DMT review, is carried."),
        (Status.MEMBER_REVIEW, "CSS 2019/20 was never approved: version 1, in Executive Member review, is carried."),
    ],
)
def test_a_plan_that_was_never_approved_is_carried_as_it_is_and_says_so(people, status, words):
    a_complete_plan(people, status)
    one = outcome_of(rolled(people))
    assert words in one.notes and one.actions == ("CSS001",)


def test_of_a_plan_under_revision_the_version_in_force_is_carried(people):
    version = a_complete_plan(people, Status.PUBLISHED)
    PlanVersion.objects.create(plan=version.plan, number=2, begun_at=version.begun_at, changed_at=version.changed_at)
    one = outcome_of(rolled(people))
    assert one.source == "CSS 2019/20, version 1"
    assert "The revision of CSS 2019/20 is not approved, so nothing of it is carried." in one.notes


def test_a_service_without_an_earlier_plan_begins_empty(people):
    a_complete_plan(people)
    ServiceAreaFactory(directorate=people.directorate, name="Adoption", prefix="ADO")
    one = outcome_of(rolled(people), "ADO 2020/21")
    assert (one.state, one.source) == ("empty", "")
    assert "There is no earlier plan to carry: 2020/21 begins empty." in one.notes
    assert "No plan holder’s post is set up for it." in one.notes
    version = PlanVersion.objects.get(plan__service__prefix="ADO")
    assert not version.contents.exists() and version.plan.template.key == "york-2019"


def test_an_empty_draft_says_that_nothing_is_written_there(people):
    a_new_plan(people)
    assert "Nothing is written there, so 2020/21 begins empty." in outcome_of(rolled(people)).notes


def test_a_year_that_was_left_out_is_named(people):
    a_complete_plan(people)
    PlanningCycleFactory(name="2020/21", starts="2020-04-01", ends="2021-03-31")
    one = outcome_of(rolled(people, "2021/22"), "CSS 2021/22")
    assert "Its latest plan is of 2019/20." in one.notes and one.actions == ("CSS001",)


def test_a_vacant_holder_is_named(people):
    a_complete_plan(people)
    people.service.holder_post.appointments.all().delete()
    assert "Nobody holds the post Assistant Director, Children." in outcome_of(would_roll_forward(NEXT)).notes


def test_portfolios_are_those_of_the_first_day_of_the_cycle(people):
    a_complete_plan(people)
    link = ServicePortfolio.objects.get(service=people.service)
    link.ends = date(2020, 3, 31)
    link.save()
    assert (
        "No Executive Member answers for it on 1 April 2020, so nobody could approve its plan."
        in outcome_of(would_roll_forward(NEXT)).notes
    )
    other = PortfolioFactory(name="Homes", member_post=people.post("other_member"))
    ServicePortfolio.objects.create(service=people.service, portfolio=other, starts=date(2020, 4, 1))
    assert "From 1 April 2020 it answers to Homes." in outcome_of(would_roll_forward(NEXT)).notes


def test_a_service_that_moved_says_from_where(people):
    a_complete_plan(people, Status.PUBLISHED)
    people.service.directorate = people.elsewhere
    people.service.save()
    one = outcome_of(rolled(people))
    assert one.directorate == "Place"
    assert "It was in Children when that plan was submitted, and is in Place now." in one.notes
    assert next_version(people).actions.get().action.reference == "CSS001"


@pytest.mark.parametrize("broken", [
    "record", "write_ledger", "write_decision", "clone_content", "notifications.rolled_forward",
    "CarriedForward.objects.create", "PartContent.objects.bulk_create", "Contributor.objects.bulk_create",
])  # fmt: skip
def test_it_breaks_off_whole(people, monkeypatch, broken):
    a_full_plan(people)
    ServiceAreaFactory(directorate=people.directorate, name="Adoption", prefix="ADO")
    entries, mail = LedgerEntry.objects.count(), OutgoingMail.objects.count()
    seen = []

    def break_off(*args, **kwargs):
        # At the second plan, when the first is written, where it is called for each.
        seen.append(args)
        if len(seen) > 1 or broken in ("record", "clone_content"):
            raise RuntimeError("the disk is full")
        return original(*args, **kwargs)

    *path, name = broken.split(".")
    owner = reduce(getattr, path, transitions.rolling)
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, break_off)
    with pytest.raises(RuntimeError):
        rolled(people)
    assert no_plans_in() and not PlanningCycle.objects.filter(name=NEXT).exists()
    assert not CarriedForward.objects.exists()
    assert (LedgerEntry.objects.count(), OutgoingMail.objects.count()) == (entries, mail)


@pytest.mark.parametrize("name", ["holder", "director", "auditor", "cmt", "staff"])
def test_only_the_performance_team_rolls_plans_forward(people, name):
    a_complete_plan(people)
    with pytest.raises(Refused, match="Only a performance officer can roll the plans forward"):
        transitions.roll_forward(NEXT, by=getattr(people, name))
    assert no_plans_in()


def test_nothing_is_rolled_into_a_closed_cycle(people):
    a_complete_plan(people)
    council.close_cycle(next_cycle().pk, by=people.officer)
    with pytest.raises(Refused, match="2020/21 is closed"):
        rolled(people)


def test_what_was_read_is_what_is_done(people):
    version = a_full_plan(people)
    with pretend(IN_MARCH):
        read = would_roll_forward(NEXT)
        tell(people, version.actions.get(action__reference="CSS001"), "completed")
        with pytest.raises(Conflict, match="Something has changed since you read"):
            transitions.roll_forward(NEXT, by=people.officer, read=read.fingerprint)
        assert no_plans_in()
        transitions.roll_forward(NEXT, by=people.officer, read=would_roll_forward(NEXT).fingerprint)
    assert not next_version(people).actions.exists()


def command(*arguments):
    out = StringIO()
    call_command("roll_forward", *arguments, stdout=out)
    return out.getvalue()


def test_the_dry_run_says_what_the_run_then_does(people):
    a_full_plan(people)
    ServiceAreaFactory(directorate=people.directorate, name="Adoption", prefix="ADO")
    with pretend(IN_MARCH):
        would = json.loads(command(NEXT, "--dry-run", "--format", "json"))
        assert would["outcome"] == "would_roll_forward" and no_plans_in()
        assert not PlanningCycle.objects.filter(name=NEXT).exists()
        did = json.loads(command(NEXT, "--format", "json"))
    assert did["outcome"] == "rolled_forward"
    for answer in (would, did):
        del answer["outcome"], answer["seconds"]
    assert did == would
    assert did["totals"] | {"plans": 2, "actions": 1, "completed": 1, "stopped": 1, "risks": 1} == did["totals"]
    assert LedgerEntry.objects.first().post == "Command line"
    assert json.loads(command(NEXT, "--format", "json"))["outcome"] == "nothing_to_carry"


def test_the_dry_run_reads_well(people):
    a_full_plan(people)
    with pretend(IN_MARCH):
        said = command("2020-21", "--dry-run")
    assert said.startswith("1 plan would be rolled forward from 2019/20 into 2020/21.\n")
    for line in (
        "CSS 2020/21 Children's Specialist Services: carried from CSS 2019/20, version 1",
        "  1 open action carried: CSS001", "  1 completed action added to Key achievements: CSS002",
        "  1 stopped action left: CSS003", "  1 live risk carried: KCR 3", "  1 closed risk left: CSS-R9",
        "  2 indicators carried: BPI108, CSC01", "  1 target of last year offered as baseline: CSC01",
        "  13 parts to review", "  1 milestone done and left",
    ):  # fmt: skip
        assert line + "\n" in said


@pytest.mark.parametrize("name", ["2031/32", "next", "", "2019/20x"])
def test_a_cycle_that_does_not_come_next_cannot_be_used(people, capsys, name):
    a_complete_plan(people)
    with pytest.raises(SystemExit) as ended:
        command(name, "--dry-run")
    assert ended.value.code == 2 and no_plans_in()


def test_the_number_of_queries_of_a_look_does_not_grow_with_the_plans(people):
    a_full_plan(people)
    next_cycle()

    def cost():
        with CaptureQueriesContext(connection) as captured:
            would_roll_forward(NEXT)
        return len(captured)

    cost()
    before = cost()
    template = Plan.objects.get().template
    for number in range(6):
        service = ServiceAreaFactory(
            directorate=people.directorate, prefix=f"M{number}", holder_post=people.post("holder")
        )
        plan = Plan.objects.create(service=service, cycle=Plan.objects.first().cycle, template=template)
        add_action(transitions.begin_plan(plan, by=people.holder), people.holder)
    assert cost() == before
