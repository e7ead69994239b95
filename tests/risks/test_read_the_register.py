"""Everyone signed in reads the register: a heat map, filters, a list, a risk's own page, and all of it as CSV."""

import csv
import re
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import panels
from council.choices import Role
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory, person
from tests.query_counts import assert_query_count
from tests.risks.factories import RiskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def reader(client):
    client.force_login(person())
    return client


def page_of(client, url="/risks/"):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def listed(client, url="/risks/"):
    """The references in the page's list, in order."""
    table = page_of(client, url).partition('id="risks-caption"')[2]
    return re.findall(r'<th scope="row" class="los-nowrap"><a[^>]*>([^<]*)</a>', table)


def test_a_visitor_is_asked_to_sign_in(client):
    response = client.get("/risks/")
    assert response.status_code == 302
    assert "next=/risks/" in response["Location"]


def test_an_empty_register_says_what_belongs_there(reader):
    assert "A service adds its own to table 4.2 of its plan" in page_of(reader)


def test_each_cell_counts_its_risks_and_lists_them(reader):
    for _ in range(2):
        RiskFactory(likelihood=4, impact=4)
    RiskFactory(likelihood=4, impact=4, closed=True)
    other = RiskFactory(likelihood=1, impact=1)
    page = page_of(reader)
    red = (
        r'<td class="los-heat__red" headers="likelihood-4 impact-4"> <a href="([^"]*)" aria-label="([^"]*)"> (.*?)</a>'
    )
    cell = re.search(red, page)
    assert (cell[2], cell[3][:18]) == ("2 risks, red: Likely and Major", "<strong>2</strong>")
    assert page.count('aria-label="No risks, green"') == 7
    assert "3 risks by present scores, 2 of them red." in page
    chosen = listed(reader, "/risks/" + cell[1].split("#")[0].replace("&amp;", "&"))
    assert len(chosen) == 2
    assert other.reference not in chosen


def test_the_worst_comes_first_and_those_without_scores_stand_apart(reader):
    RiskFactory(reference="G 1", likelihood=1, impact=1)
    RiskFactory(reference="R 2", likelihood=5, impact=5)
    RiskFactory(reference="N 3")
    RiskFactory(reference="A 4", rating="amber")
    RiskFactory(reference="A 5", likelihood=3, impact=3)
    assert listed(reader) == ["R 2", "A 5", "A 4", "G 1", "N 3"]
    apart = page_of(reader).partition("<h2>Without scores</h2>")[2].partition("</section>")[0]
    assert re.findall(r">(. \d)</a>", apart) == ["A 4", "N 3"]


@pytest.fixture
def four(reader):
    cec, eap = DirectorateFactory(key="cec"), DirectorateFactory(key="eap")
    css, trh = ServiceAreaFactory(directorate=cec), ServiceAreaFactory(directorate=eap)
    owner = PostFactory()
    RiskFactory(reference="R 1", service=css, likelihood=5, impact=5, target_rating="green", target_words="2020")
    RiskFactory(reference="A 2", service=css, likelihood=3, impact=3, escalation="corporate", owner_post=owner)
    RiskFactory(reference="G 3", service=trh, likelihood=1, impact=1, review_date=date(2019, 8, 1))
    RiskFactory(reference="N 4", service=trh, owner_post=owner)
    return reader


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("directorate=cec", ["R 1", "A 2"]),
        ("directorate=eap&rating=green", ["G 3"]),
        ("rating=none", ["N 4"]),
        ("escalation=corporate", ["A 2"]),
        ("needs=review", ["G 3"]),
        ("needs=target", ["A 2", "G 3", "N 4"]),
        ("needs=owner", ["R 1", "G 3"]),
        ("needs=scores", ["N 4"]),
        ("likelihood=3&impact=3", ["A 2"]),
        ("likelihood=3&impact=3&rating=red", []),
        # What cannot be read is left out.
        ("directorate=nowhere&rating=pink&likelihood=x&impact=-1&needs=%00", ["R 1", "A 2", "G 3", "N 4"]),
        ("likelihood=3", ["R 1", "A 2", "G 3", "N 4"]),
    ],
)
def test_the_list_is_narrowed_and_comes_as_csv(four, query, references):
    assert listed(four, f"/risks/?{query}") == references
    response = four.get(f"/risks/register.csv?{query}")
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Reference"] for row in rows] == references
    assert response["Content-Disposition"] == 'attachment; filename="risks-2019-08-20.csv"'


def test_a_long_register_comes_in_pages_and_whole_as_csv(reader):
    service = ServiceAreaFactory()
    RiskFactory.create_batch(102, service=service, likelihood=2, impact=2)
    RiskFactory(reference="R 1", service=service, likelihood=5, impact=5)
    first, second = listed(reader), listed(reader, "/risks/?page=2&rating=")
    assert (len(first), len(second), first[0]) == (100, 3, "R 1")
    assert not set(first) & set(second)
    assert 'href="?page=2"' in page_of(reader)
    assert len(reader.get("/risks/register.csv").content.decode().strip().splitlines()) == 104


def test_the_headline_counts_what_is_shown(four):
    assert "4 open risks · 1 red · 1 review overdue · 0 moved up since Q1 2019/20" in page_of(four)
    assert "2 open risks · 1 red · 0 reviews overdue" in page_of(four, "/risks/?directorate=cec")


def test_what_moved_this_quarter_is_told(reader):
    risk = RiskFactory(reference="KCR 7", likelihood=4, impact=4)
    risk.reviews.create(at=datetime(2019, 5, 1, 12, tzinfo=LONDON), likelihood=3, impact=4, rating="amber")
    risk.reviews.create(at=datetime(2019, 7, 2, 12, tzinfo=LONDON), likelihood=4, impact=4, rating="red")
    still = RiskFactory(reference="KCR 8", likelihood=4, impact=4)
    still.reviews.create(at=datetime(2019, 1, 1, 12, tzinfo=LONDON), likelihood=3, impact=4, rating="amber")
    still.reviews.create(at=datetime(2019, 6, 30, 12, tzinfo=LONDON), likelihood=4, impact=4, rating="red")
    page = page_of(reader)
    moved = page.partition("<h2>Moved since last quarter</h2>")[2].partition("</section>")[0]
    assert "1 moved up since Q1 2019/20" in page
    assert ("KCR 7" in moved, "12 → 16" in moved, "KCR 8" in moved) == (True, True, False)


def test_a_risk_explains_itself(reader):
    risk = RiskFactory(
        reference="KCR 3",
        cause="Weak governance",
        event="partnerships not fit",
        likelihood=4,
        impact=4,
        mitigation="meet; talk <script>",
        owner_text="All Heads of Service",
        level="directorate",
        escalation="corporate",
    )
    risk.reviews.create(at=datetime(2019, 7, 2, 12, tzinfo=LONDON), rating="red", comment="Looked at again", post="AD")
    page = page_of(reader, "/risks/kcr-3/")
    for words in [
        ">Weak governance</dd>",
        "Likelihood 4 (Likely) × impact 4 (Major) = 16: red on the council&#x27;s matrix.",
        "<li>Meet</li>",
        "Talk &lt;script&gt;",
        "Looked at again",
        "All Heads of Service",
        "Not a post",
        "Corporate (a directorate risk)",
        "is reviewed by its owner (All Heads of Service)",
    ]:
        assert words in page


def test_a_risk_shows_the_panels_of_upper_rooms(reader, monkeypatch):
    monkeypatch.setattr(panels, "_makers", {})
    panels.register("risk", lambda user, risk: panels.Panel(f"Plans with {risk.reference}", [("CSS", "/plans/", "v1")]))
    RiskFactory(reference="KCR 3")
    assert "Plans with KCR 3" in page_of(reader, "/risks/kcr-3/")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.STAFF, False),
        (Role.PLAN_HOLDER, False),
        (Role.ADMINISTRATOR, False),
        (Role.EQUALITIES_LEAD, False),
        (Role.CMT, True),
        (Role.CHIEF_EXECUTIVE, True),
        (Role.PERFORMANCE_OFFICER, True),
        (Role.AUDITOR, True),
    ],
)
def test_a_confidential_risk_is_nowhere_for_others(client, role, sees):
    RiskFactory(reference="FIN-R1", event="CANARY", confidential=True, likelihood=5, impact=5)
    client.force_login(person(role))
    answers = [client.get(url) for url in ("/risks/", "/risks/register.csv", "/risks/fin-r1/", "/risks/fin-r1/review/")]
    assert any("CANARY" in answer.content.decode() for answer in answers) is sees
    assert answers[2].status_code == answers[3].status_code or sees
    assert answers[2].status_code == (200 if sees else 404)


@pytest.mark.parametrize("link", ["owner_post", "service__holder_post", "service__director_post", "directorate"])
def test_its_own_chain_sees_a_confidential_risk(client, link):
    directorate = DirectorateFactory()
    who = person(Role.DIRECTOR if link == "directorate" else Role.OFFICER, directorate=directorate)
    post = who.appointments.get().post
    field = {"directorate": {"service__directorate": directorate}}.get(link, {link: post})
    RiskFactory(reference="FIN-R1", confidential=True, **field)
    client.force_login(who)
    assert listed(client) == ["FIN-R1"]


def test_a_risk_that_does_not_exist_is_not_found(reader):
    assert reader.get("/risks/nothing/").status_code == 404


def fill(count):
    for _ in range(count):
        risk = RiskFactory(likelihood=4, impact=3, owner_post=PostFactory())
        risk.reviews.create(at=datetime(2019, 5, 1, tzinfo=LONDON), likelihood=3, impact=3, rating="amber")
        risk.reviews.create(at=datetime(2019, 7, 1, tzinfo=LONDON), likelihood=4, impact=3, rating="amber")
    return risk


@pytest.mark.parametrize("name", ["register", "risk"])
def test_pages_keep_to_their_queries(client, monkeypatch, name):
    # What upper rooms add to the page, their own tests hold.
    monkeypatch.setattr(panels, "_makers", {})
    risk = fill(3)
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    assert_query_count(client, {"register": "/risks/", "risk": f"/risks/{risk.slug}/"}[name], f"risks: {name}")


@pytest.mark.parametrize("url", ["/risks/", "/risks/?directorate=x&rating=amber", "/risks/register.csv"])
def test_more_risks_take_no_more_queries(client, url):
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    counts = []
    for more in (2, 20):
        fill(more)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
