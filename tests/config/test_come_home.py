from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from common.ledger import record
from config.home.kinds import KINDS
from council.choices import CycleStage, Role
from council.models import CycleStep
from serviceplans.choices import ActionStatus, Status
from serviceplans.due import quarter_to_report
from serviceplans.models import ActionUpdate, ActionVersion
from tests.council.factories import AppointmentFactory, PlanningCycleFactory, PostFactory, ServiceAreaFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.factories import a_complete_plan, a_new_plan, cast

pytestmark = pytest.mark.django_db

QUESTIONS = [(role, kind.question) for kind in KINDS for role in kind.roles]


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def home(client):
    """``home(user)`` is the text of that person's home page, its blanks made single."""

    def come(user):
        client.force_login(user)
        answer = client.get("/")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return come


def red_indicator(people, **fields):
    """An indicator of the cast's service, far off its target in the quarter that has closed."""
    made = IndicatorFactory(service=people.service, directorate=people.directorate, **fields)
    target(made, "Q1 2019/20", "90%", tolerance="2")
    result(made, "Q1 2019/20", "60%", commentary="Two posts were empty.")
    return made


def update(action, status, comment="", at="2019-07-10T09:00Z"):
    """What the action's officer says for the quarter that has closed."""
    quarter = quarter_to_report()
    ActionUpdate.objects.create(
        action=action.action, period_key=quarter.key, period=quarter.label, status=status, comment=comment, at=at
    )


@pytest.mark.parametrize(("role", "question"), QUESTIONS)
def test_each_role_is_asked_its_one_question(home, role, question):
    assert f"<h1>{question}</h1>" in home(person(role))


def test_every_role_has_a_home():
    assert {role for role, _ in QUESTIONS} == set(Role)


def test_somebody_without_a_post_reads_as_staff(home):
    assert "What are services doing?" in home(AppointmentFactory(ends=date(2019, 1, 1)).person)


def test_of_two_posts_the_one_that_decides_is_shown(home):
    director = person(Role.DIRECTOR)
    AppointmentFactory(person=director, post=PostFactory(role=Role.OFFICER))
    assert "What should I worry about?" in home(director)


@pytest.mark.parametrize(
    ("status", "who", "words"),
    [
        (Status.DRAFT, "holder", "Continue: Children&#x27;s Specialist Services 2019/20"),
        (Status.DMT_REVIEW, "director", "Agree or return: Children&#x27;s Specialist Services 2019/20"),
        (Status.MEMBER_REVIEW, "member", "Approve or return: Children&#x27;s Specialist Services 2019/20"),
        (Status.APPROVED, "officer", "Publish: Children&#x27;s Specialist Services 2019/20"),
    ],
)
def test_the_plan_waits_for_the_person_whose_step_it_is(home, people, status, who, words):
    a_complete_plan(people, status)
    assert words in home(getattr(people, who))
    others = {"holder", "director", "member", "officer", "auditor", "staff", "other_director"} - {who}
    assert not [name for name in others if words in home(getattr(people, name))]


def test_only_the_first_thing_to_do_has_the_primary_button(home, people):
    a_complete_plan(people, Status.DRAFT)
    for number in range(9):
        IndicatorFactory(owner_post=people.post("holder"), reference=f"LATE{number}")
    page = home(people.holder)
    assert page.count('class="govuk-button los-button--small"') == 1
    assert page.index(">Continue<") < page.index("Enter Q1 2019/20: LATE0")
    assert "Show 4 more" in page


def test_what_a_contributor_owes_is_there(home, people):
    a_complete_plan(people, Status.APPROVED)
    IndicatorFactory(reference="FOS1", owner_post=people.post("contributor"))
    RiskFactory(reference="R 9", owner_post=people.post("contributor"), review_date=date(2019, 8, 1))
    page = home(people.contributor)
    assert "Update: CSS001 Find twelve more foster families" in page
    assert "Enter Q1 2019/20: FOS1" in page
    assert "Review R 9" in page
    assert "Was due on 1 August 2019" in page


def test_nothing_waits_is_said(home):
    assert "Nothing waits for you today." in home(person(Role.OFFICER))


def test_red_indicators_slipping_actions_and_red_risks_are_shown_with_why(home, people):
    RiskMatrixFactory()
    a_complete_plan(people, Status.APPROVED)
    red_indicator(people, reference="COM6", name="Decisions in time")
    RiskFactory(reference="R 1", event="The roof leaks", consequence="books get wet", likelihood=5, impact=5,
                service=people.service, mitigation="Mend it in May")  # fmt: skip
    action = ActionVersion.objects.get()
    update(action, ActionStatus.OFF_TRACK, "The lease fell through.")
    for who in (people.director, people.member, people.chief, people.officer, people.cmt):
        page = home(who)
        assert "COM6 Decisions in time" in page
        assert "30 points off" in page
        assert "Two posts were empty." in page
        assert "CSS001 Find twelve more foster families" in page
        assert "The lease fell through." in page
        assert "R 1 The roof leaks" in page
        assert "Books get wet." in page
        assert "Mend it in May" in page
        assert "1 red indicator" in page
        assert "1 action off track or overdue" in page


def test_an_action_past_its_day_is_an_exception_until_it_is_done(home, people):
    a_complete_plan(people, Status.APPROVED)
    action = ActionVersion.objects.get()
    ActionVersion.objects.update(due=date(2019, 8, 1))
    page = home(people.director)
    assert "Overdue" in page
    assert "19 days past its date" in page
    assert "Nothing is written yet" in page
    update(action, ActionStatus.COMPLETED)
    assert "Overdue" not in home(people.director)


def test_a_corner_shows_its_own_exceptions_only(home, people):
    red_indicator(people, reference="HERE1")
    for somebody in (people.director, people.member, people.holder, people.head):
        assert "HERE1" in home(somebody)
    for somebody in (people.other_director, people.other_holder, people.other_member, people.contributor):
        assert "HERE1" not in home(somebody)


def test_a_directors_links_lead_to_the_directorates_own(home, people):
    red_indicator(people)
    assert f"{reverse('indicators')}?directorate={people.directorate.code}&amp;rating=red" in home(people.director)


def test_a_confidential_risk_is_shown_to_nobody_who_may_not_read_it(home, people):
    RiskMatrixFactory()
    RiskFactory(event="CANARY", likelihood=5, impact=5, service=people.service, confidential=True)
    assert "CANARY" in home(people.director)
    board = person(Role.BOARD_MEMBER)
    assert "CANARY" not in home(board)
    assert "CANARY" not in home(people.member)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DMT_REVIEW])
def test_a_draft_leaks_to_no_home(home, people, status):
    a_complete_plan(people, status)
    blind = [people.staff, people.member, people.other_director, people.other_holder, person(Role.BOARD_CHAIR)]
    for somebody in [*blind, person(Role.ADMINISTRATOR), person(Role.OFFICER)]:
        page = home(somebody)
        assert "Specialist" not in page
        assert "foster" not in page
        assert "in draft" not in page


def test_the_bar_counts_plans_that_have_not_begun(home, people):
    ServiceAreaFactory(directorate=people.directorate)
    a_complete_plan(people, Status.APPROVED)
    page = home(people.director)
    assert "1 of 2 in force" in page
    assert "1 not begun" in page


def test_the_officer_sees_who_has_what_is_missing(home, people):
    a_complete_plan(people, Status.APPROVED)
    IndicatorFactory(reference="FOS1", owner_post=people.post("contributor"))
    IndicatorFactory(reference="ORPHAN", owner_post=None)
    page = home(people.officer)
    row = page[page.index('<th scope="row">Head of Fostering') :].split("</tr>")[0]
    assert "FOS1" in row
    assert "CSS001" in row
    assert "30 July 2019" in row
    assert "Nobody: no post is named" in page
    assert "1 action without an update for Q1 2019/20" in page


def test_what_came_next_and_what_was_decided_is_beside_it(home, people):
    cycle = PlanningCycleFactory()
    CycleStep.objects.create(cycle=cycle, stage=CycleStage.SIGNED_OFF, name="Plans signed off", date=date(2019, 10, 11))
    CycleStep.objects.create(cycle=cycle, stage=CycleStage.DRAFTS, name="Drafts are in", date=date(2019, 7, 31))
    people.meeting.date = date(2019, 8, 20)
    people.meeting.save()
    a_complete_plan(people, Status.MEMBER_REVIEW)
    page = home(people.director)
    assert "Plans signed off" in page
    assert "Drafts are in" not in page
    assert f'href="{people.meeting.get_absolute_url()}">Children DMT</a>: <strong>today</strong>' in page
    assert "agreed at DMT" in page


def test_the_member_reads_what_changed_in_the_portfolio(home, people):
    a_complete_plan(people, Status.MEMBER_REVIEW)
    page = home(people.member)
    assert "Changed in your portfolio" in page
    assert "Children&#x27;s Specialist Services: agreed at DMT" in page


def test_the_auditor_reads_who_altered_what(home, people):
    record("risk.reviewed", "risk KCR 3", actor_id=people.director.pk, post="Director of Children")
    page = home(people.auditor)
    assert "Risk: reviewed" in page
    assert "risk KCR 3" in page
    assert "Director of Children" in page


def test_the_administrator_sees_which_posts_are_empty(home):
    PostFactory(title="Head of Nothing")
    AppointmentFactory(post__title="Head of Something", person__name="Leaving Soon", ends=date(2019, 8, 30))
    page = home(person(Role.ADMINISTRATOR))
    assert "1 post is vacant" in page
    assert "Head of Nothing" in page
    assert "Leaving Soon, Head of Something (holds the post): 30 August 2019" in page


def test_the_equalities_lead_sees_which_services_have_no_objective(home, people):
    assert "Children&#x27;s Specialist Services" in home(people.equalities)


def test_everyone_finds_the_plans_in_force(home, people):
    a_complete_plan(people, Status.APPROVED)
    for somebody in (people.staff, person(Role.BOARD_MEMBER)):
        page = home(somebody)
        assert 'href="/plans/css/2019-20/"' in page
        assert "Approved" in page


@pytest.mark.parametrize("many", [1, 4])
def test_more_plans_indicators_and_risks_cost_no_more_queries(client, people, many):
    RiskMatrixFactory()
    CycleStep.objects.create(
        cycle=PlanningCycleFactory(), stage=CycleStage.REVIEW, name="Review", date=date(2020, 3, 2)
    )
    a_complete_plan(people, Status.APPROVED)
    for number in range(many):
        red_indicator(people, owner_post=people.post("holder"), reference=f"N{number}")
        IndicatorFactory(owner_post=people.post("contributor"), service=people.service, reference=f"M{number}")
        RiskFactory(service=people.service, likelihood=5, impact=5)
        a_new_plan(about_another_service(people))
    for name in ("director", "chief", "officer", "holder", "staff", "auditor"):
        client.force_login(getattr(people, name))
        assert_query_count(client, "/", f"home: {name}")


def about_another_service(people):
    """The same people, about one more service."""
    service = ServiceAreaFactory(
        directorate=people.directorate, holder_post=people.post("holder"), director_post=people.post("director")
    )
    return replace(people, service=service)
