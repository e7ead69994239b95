"""The officer sees every plan against the calendar: where it stands, how late it is, and who is next."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from common.today import now, pretend
from council.choices import Role
from council.models import CycleStep, PlanningCycle
from serviceplans.choices import Status
from serviceplans.models import PlanVersion
from tests.council.factories import PlanningCycleFactory, PostFactory, ServiceAreaFactory
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import PlanFactory, a_complete_plan

URL = "/plans/calendar/"
DAYS = {"drafts": "2019-07-31", "dmt": "2019-08-30", "member": "2019-09-20", "published": "2019-10-25"}


@pytest.fixture(autouse=True)
def august_2019():
    with pretend(date(2019, 8, 20)):
        yield


@pytest.fixture
def calendar(people):
    cycle = PlanningCycleFactory()
    for stage, day in DAYS.items():
        CycleStep.objects.create(cycle=cycle, stage=stage, name=f"Step {stage}", date=day)
    CycleStep.objects.create(cycle=cycle, stage="", name="Budget council", date="2019-08-25")
    return cycle


def a_plan(calendar, status, **service):
    """A plan whose content does not matter here; None for a service whose plan nobody has begun."""
    made = ServiceAreaFactory(**service)
    if status:
        plan = PlanFactory(service=made, cycle=calendar)
        PlanVersion.objects.create(plan=plan, status=status, begun_at=now(), changed_at=now())
    return made


def lines(response):
    return [(line.service.name, line.state, line.standing.words) for line in response.context["page"].lines]


@pytest.fixture
def several(people, calendar):
    a_complete_plan(people, Status.MEMBER_REVIEW)
    place = people.elsewhere
    a_plan(calendar, None, name="Homes", prefix="HOM", directorate=place, holder_post=people.post("other_holder"))
    a_plan(
        calendar,
        Status.DMT_REVIEW,
        name="Parks",
        prefix="PAR",
        directorate=place,
        director_post=people.post("other_director"),
    )
    a_plan(calendar, Status.DMT_REVIEW, name="Roads", prefix="ROA", directorate=place)
    a_plan(calendar, Status.APPROVED, name="Waste", prefix="WAS", directorate=place)
    a_plan(calendar, Status.PUBLISHED, name="Trees", prefix="TRE", directorate=place)
    return calendar


def test_each_plan_has_its_state_its_days_and_who_is_next_the_latest_first(people, as_, several):
    answer = as_(people.officer).get(URL)
    assert lines(answer) == [
        ("Homes", "Not started", "20 days late"),
        ("Parks", "At DMT", "10 days to go"),
        ("Roads", "At DMT", "10 days to go"),
        ("Children's Specialist Services", "With the Executive Member", "31 days to go"),
        ("Waste", "Approved", "66 days to go"),
        ("Trees", "Published", ""),
    ]
    assert [line.next_words for line in answer.context["page"].lines] == [
        "Assistant Director, Place (Other_Holder)", "Director of Place (Other_Director)", "Chief Executive (Chief)",
        "Executive Member for Children (Member)", "Performance officer (Officer)", "",
    ]  # fmt: skip
    page = answer.content.decode()
    assert "6 plans, 1 late" in page and "next is Budget council, 25 August 2019" in page
    assert "Remind whoever is next with the 1 late plan" in page


def test_a_vacant_post_and_one_that_is_not_set_up_are_said(people, as_, calendar):
    a_plan(calendar, None, name="Homes", holder_post=PostFactory(title="Head of Homes"))
    a_plan(calendar, None, name="Parks")
    page = as_(people.officer).get(URL).content.decode()
    assert "Head of Homes<br>" in page and "Vacant" in page and "No post set up" in page


def test_a_deputy_is_named_after_the_holder(people, as_, calendar):
    a_complete_plan(people)
    (line,) = as_(people.officer).get(URL).context["page"].lines
    assert line.next_words == "Assistant Director, Children (Holder, Deputy)"


def test_services_that_do_not_live_in_the_cycle_are_not_there(people, as_, calendar):
    a_plan(calendar, None, name="Gone", ends=date(2019, 3, 31))
    a_plan(calendar, None, name="To come", starts=date(2020, 4, 1))
    assert [line[0] for line in lines(as_(people.officer).get(URL))] == ["Children's Specialist Services"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "at-dmt"}, ["Parks", "Roads"]),
        ({"late": "1"}, ["Homes"]),
        ({"state": "at-dmt", "late": "1"}, []),
        ({"sort": "plan", "state": "at-dmt"}, ["Parks", "Roads"]),
        ({"sort": "-plan"}, ["Waste", "Trees", "Roads", "Parks", "Homes", "Children's Specialist Services"]),
        ({"sort": "state"}, ["Homes", "Parks", "Roads", "Children's Specialist Services", "Waste", "Trees"]),
        ({"sort": "next", "state": "at-dmt"}, ["Roads", "Parks"]),
        ({"sort": "nonsense", "state": "at-dmt"}, ["Parks", "Roads"]),
        ({"state": "nonsense"}, []),
        ({"directorate": "nonsense"}, []),
        ({"cycle": "\0", "state": "\0", "late": "\0"}, None),
        ({"cycle": "1999-00", "sort": "x" * 5000}, None),
    ],
)
def test_it_is_narrowed_and_sorted(people, as_, several, asked, names):
    answer = as_(people.officer).get(URL, asked)
    assert answer.status_code == 200
    if names is not None:
        assert [line[0] for line in lines(answer)] == names


def test_by_directorate(people, as_, several):
    answer = as_(people.officer).get(URL, {"directorate": people.directorate.key})
    assert [line[0] for line in lines(answer)] == ["Children's Specialist Services"]
    assert "1 of 6 plans" in answer.content.decode()


def test_the_files_hold_exactly_what_is_shown(people, as_, several):
    client = as_(people.officer)
    asked = {"state": "at-dmt", "sort": "-plan"}
    csv = client.get(f"{URL}plans.csv", asked)
    rows = [line.split(",") for line in csv.content.decode("utf-8-sig").splitlines()]
    assert [row[1] for row in rows] == ["Service area", "Roads", "Parks"]
    assert rows[1][:8] == ["ROA 2019/20", "Roads", "Place", "At DMT", "Step dmt", "2019-08-30", "10", ""]
    assert csv["Content-Disposition"] == 'attachment; filename="plans-2019-20.csv"'
    sheet = load_workbook(BytesIO(client.get(f"{URL}plans.xlsx", asked).content)).active
    found = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [row[1] for row in found if row and row[0] in ("ROA 2019/20", "PAR 2019/20")] == ["Roads", "Parks"]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("holder", ["Children's Specialist Services"]),
        ("head", ["Children's Specialist Services"]),
        ("director", ["Children's Specialist Services"]),
        ("other_director", ["Homes", "Parks", "Roads", "Waste", "Trees"]),
        ("other_holder", ["Homes"]),
        ("chief", ["Homes", "Parks", "Roads", "Children's Specialist Services", "Waste", "Trees"]),
        ("auditor", ["Homes", "Parks", "Roads", "Children's Specialist Services", "Waste", "Trees"]),
        ("equalities", ["Homes", "Parks", "Roads", "Children's Specialist Services", "Waste", "Trees"]),
    ],
)
def test_each_sees_their_own_corner(people, as_, several, name, names):
    answer = as_(getattr(people, name)).get(URL)
    assert [line[0] for line in lines(answer)] == names
    assert "Remind" not in answer.content.decode()


@pytest.mark.parametrize("name", ["member", "staff", "contributor"])
def test_others_do_not_follow_drafts(people, as_, several, name):
    client = as_(getattr(people, name))
    for url in (URL, f"{URL}plans.csv", f"{URL}plans.xlsx"):
        assert client.get(url).status_code == 403
    assert "against the calendar" not in client.get("/plans/").content.decode()


def test_a_holder_begins_a_plan_that_nobody_has_begun(people, as_, several):
    client = as_(people.other_holder)
    page = client.get(URL).content.decode()
    assert 'action="/plans/hom/2019-20/begin/"' in page
    assert "Homes 2019/20 is begun." in client.post("/plans/hom/2019-20/begin/", follow=True).content.decode()
    assert lines(client.get(URL)) == [("Homes", "Drafting", "20 days late")]


def test_another_cycle_is_chosen_and_a_council_without_one_reads_how_it_begins(people, as_, calendar):
    PlanningCycleFactory(name="2018/19", starts="2018-04-01", ends="2019-03-31", is_open=False)
    client = as_(people.officer)
    assert "2018/19" in client.get(URL, {"cycle": "2018-19"}).content.decode()
    assert lines(client.get(URL, {"cycle": "2018-19"})) == [("Children's Specialist Services", "Not started", "")]
    PlanningCycle.objects.all().delete()
    assert "once a performance officer has created a planning cycle" in client.get(URL).content.decode()


@pytest.mark.parametrize("plans", [1, 12])
def test_it_costs_the_same_for_one_plan_and_for_many(people, as_, calendar, plans):
    for number in range(plans):
        post = PostFactory(role=Role.PLAN_HOLDER)
        a_plan(calendar, [*Status, None][number % 7], holder_post=post, directorate=people.directorate)
    assert_query_count(as_(people.officer), URL, "serviceplans: calendar")
