from datetime import date

import pytest

from council.choices import Capacity, CycleStage, Role
from council.models import CycleStep, ServicePortfolio, Strategy
from tests.council.factories import (
    AppointmentFactory,
    DirectorateFactory,
    PlanningCycleFactory,
    PortfolioFactory,
    PostFactory,
    ServiceAreaFactory,
    ThemeFactory,
    person,
)
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(person(Role.STAFF))
    return client


def service(number=1, **fields):
    """A service with its holder, its director and a portfolio with a member."""
    place = DirectorateFactory(name=f"Place {number}")
    holder = AppointmentFactory(post__title=f"Assistant Director {number}", person__name=f"Holder {number}").post
    director = AppointmentFactory(post__title=f"Director {number}", person__name=f"Director's name {number}").post
    member = AppointmentFactory(post__title=f"Executive Member {number}", person__name=f"Councillor {number}").post
    made = ServiceAreaFactory(
        directorate=place, name=f"Parks {number}", holder_post=holder, director_post=director, **fields
    )
    ServicePortfolio.objects.create(
        service=made, portfolio=PortfolioFactory(name=f"Environment {number}", member_post=member)
    )
    return made


def test_each_service_has_its_holder_director_and_member(reader):
    service()
    page = reader.get("/council/").content.decode()
    for words in (
        "Parks 1",
        "Assistant Director 1",
        "Holder 1",
        "Director&#x27;s name 1",
        "Environment 1",
        "Councillor 1",
    ):
        assert words in page


def test_an_empty_post_is_flagged(reader):
    made = service()
    made.holder_post.appointments.all().delete()
    page = reader.get("/council/").content.decode()
    assert "Vacant" in page
    assert "Holder 1" not in page


def test_a_plan_that_its_director_holds_is_reviewed_by_the_chief_executive(reader):
    made = service()
    made.holder_post = made.director_post
    made.save()
    assert "because the Director holds the plan" in reader.get("/council/").content.decode()


def test_a_service_that_has_ended_is_not_shown(reader):
    service(ends=date(2019, 3, 31))
    assert "Parks 1" not in reader.get("/council/").content.decode()


def test_themes_strategies_and_the_calendar_are_there(reader):
    theme = ThemeFactory(code="GHW", name="Good health")
    Strategy.objects.create(key="food", name="Food strategy").themes.add(theme)
    cycle = PlanningCycleFactory()
    CycleStep.objects.create(cycle=cycle, stage=CycleStage.DRAFTS, name="Drafts complete", date=date(2019, 7, 31))
    CycleStep.objects.create(cycle=cycle, stage=CycleStage.DMT, name="Reviewed at DMT", date=date(2019, 8, 30))
    page = " ".join(reader.get("/council/").content.decode().split())
    assert "GHW" in page
    assert "Food strategy" in page
    assert "Drafts complete: 31 July 2019" in page
    assert '<li aria-current="step"><strong>Reviewed at DMT</strong>: 30 August 2019' in page


def test_deputies_are_named_with_their_dates(reader):
    post = AppointmentFactory(post__title="Director of Place").post
    AppointmentFactory(
        post=post, person__name="Stand-in", starts=date(2019, 8, 12), ends=date(2019, 8, 30), capacity=Capacity.DEPUTY
    )
    assert "Stand-in deputises, 12 August 2019 to 30 August 2019" in reader.get("/council/people/").content.decode()


def test_somebody_who_comes_later_is_announced(reader):
    AppointmentFactory(person__name="Newcomer", starts=date(2019, 9, 2))
    page = reader.get("/council/people/").content.decode()
    assert "Newcomer from 2 September 2019" in page
    assert "Vacant" in page


def test_people_are_found_by_post_or_by_name(reader):
    AppointmentFactory(post__title="Fleet Manager", person__name="Ada")
    AppointmentFactory(post__title="Head of Parks", person__name="Bea")
    for asked, there, gone in (("fleet", "Ada", "Bea"), ("BEA", "Head of Parks", "Fleet Manager")):
        page = reader.get("/council/people/", {"q": asked}).content.decode()
        assert there in page
        assert gone not in page
    assert "No post fits" in reader.get("/council/people/", {"q": "\x00nobody"}).content.decode()


def test_the_vacant_posts_can_be_shown_alone(reader):
    AppointmentFactory(post__title="Fleet Manager")
    PostFactory(title="Head of Nothing")
    page = reader.get("/council/people/", {"show": "vacant"}).content.decode()
    assert "Head of Nothing" in page
    assert "Fleet Manager" not in page


def test_only_administrators_are_offered_to_appoint(client, reader, administrator):
    assert "Appoint" not in reader.get("/council/people/").content.decode()
    client.force_login(administrator)
    assert "Appoint" in client.get("/council/people/").content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    for url in ("/council/", "/council/people/", "/council/people/appoint/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.url == f"/account/sign-in/?next={url}"


@pytest.mark.parametrize("many", [1, 6])
def test_a_bigger_council_costs_no_more_queries(reader, many):
    ThemeFactory()
    for number in range(many):
        service(number)
    assert_query_count(reader, "/council/", "council: structure")
    assert_query_count(reader, "/council/people/", "council: people")
