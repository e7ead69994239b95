"""Everyone signed in reads the services' equality objectives by area, with the gaps; drafts only who may read them."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council.choices import Role
from tests.council.factories import DirectorateFactory, ServiceAreaFactory, person
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory
from tests.query_counts import assert_query_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(person())
    return client


def page_of(client, url="/equalities/"):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/equalities/").status_code == 302


def test_objectives_stand_under_their_area_with_cmts_objective(reader):
    EqualityAreaFactory(number=2, name="Involving your communities")
    EqualityObjectiveFactory(
        area=EqualityAreaFactory(number=1, name="Knowing your communities", council_objective="Better understand"),
        text="Easy-read <letters>",
        duty="Fosters good relations",
        supports_cmt=True,
    )
    page = page_of(reader)
    first, _, second = page.partition('<section id="area-1"')[2].partition('<section id="area-2"')
    assert "CMT’s objective: Better understand" in first
    assert "Easy-read &lt;letters&gt;" in first
    assert "The council&#x27;s Equality Strategy and CMT&#x27;s objective for this area" in first
    assert "Fosters good relations" in first
    assert "No service has an objective in this area: a gap." in second
    assert "1 objective in 1 of 2 areas." in page


def test_services_without_one_are_named_while_they_exist(reader):
    EqualityObjectiveFactory(service__name="Has one")
    ServiceAreaFactory(name="Has none", starts=date(2019, 4, 1))
    ServiceAreaFactory(name="Is gone", ends=date(2019, 8, 19))
    ServiceAreaFactory(name="Is to come", starts=date(2019, 8, 21))
    EqualityObjectiveFactory(service__name="Retired one", retired=True)
    gaps = page_of(reader).partition("<h2>Services with none</h2>")[2].partition("</section>")[0]
    assert [name in gaps for name in ("Has one", "Has none", "Is gone", "Is to come", "Retired one")] == [
        False,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("query", ["directorate=cec", "directorate=nowhere", "directorate=%00"])
def test_the_page_and_its_csv_are_narrowed_to_a_directorate(reader, query):
    EqualityObjectiveFactory(text="Ours", service__prefix="CSS", service__directorate=DirectorateFactory(key="cec"))
    EqualityObjectiveFactory(text="Theirs", service__prefix="TRH")
    page, narrowed = page_of(reader, f"/equalities/?{query}"), query == "directorate=cec"
    assert ("Ours" in page, "Theirs" in page) == (True, not narrowed)
    content = reader.get(f"/equalities/objectives.csv?{query}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    assert [row["Prefix"] for row in rows] == (["CSS"] if narrowed else ["CSS", "TRH"])
    assert (rows[0]["Equality objective"], rows[0]["Agreed on"]) == ("Ours", "2019-07-01")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.STAFF, False),
        (Role.PLAN_HOLDER, False),
        (Role.EXECUTIVE_MEMBER, False),
        (Role.EQUALITIES_LEAD, True),
        (Role.PERFORMANCE_OFFICER, True),
        (Role.CMT, True),
        (Role.CHIEF_EXECUTIVE, True),
        (Role.AUDITOR, True),
    ],
)
def test_what_is_still_in_a_draft_is_for_those_who_read_drafts(client, role, sees):
    EqualityObjectiveFactory(text="CANARY", agreed_on=None)
    client.force_login(person(role))
    page = page_of(client)
    assert ("CANARY" in page, "In a draft plan" in page) == (sees, sees)
    assert ("counts once the plan is approved" in page) is not sees
    assert ("CANARY" in client.get("/equalities/objectives.csv").content.decode()) is sees


@pytest.mark.parametrize("link", ["holder_post", "director_post"])
def test_its_own_chain_sees_a_draft(client, link):
    who = person(Role.PLAN_HOLDER)
    EqualityObjectiveFactory(text="CANARY", agreed_on=None, **{f"service__{link}": who.appointments.get().post})
    client.force_login(who)
    assert "CANARY" in page_of(client)


def test_the_page_keeps_to_its_queries(reader):
    EqualityObjectiveFactory()
    assert_query_count(reader, "/equalities/", "equalities: register")


@pytest.mark.parametrize("url", ["/equalities/", "/equalities/objectives.csv"])
def test_more_objectives_take_no_more_queries(reader, url):
    counts = []
    for more in (2, 20):
        for number in range(more):
            EqualityObjectiveFactory(area=EqualityAreaFactory(number=number % 5 + 1))
            ServiceAreaFactory()
        with CaptureQueriesContext(connection) as captured:
            reader.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
