"""A resident reads published plans: exactly what was frozen, and never a draft, whoever asks."""

import io
from datetime import date

import docx
import pytest

from common.documents.pdf import to_pdf
from council.choices import Role
from reporting.public import public_document, published_plans, published_version
from tests.council.factories import ServiceAreaFactory, person
from tests.reporting.factories import version
from tests.risks.factories import RiskFactory

CANARY = "Canary that sings in no public place"
PLAN = "/public/plans/css/2019-20/"
PUBLISHED = date(2019, 7, 30)


def text_of(response):
    """What a person reads in a page or a Word file."""
    if response["Content-Type"].startswith("text/html"):
        return response.content.decode()
    read = docx.Document(io.BytesIO(response.content))
    return "\n".join(paragraph.text for paragraph in read.element.body.iter() if paragraph.text)


def test_a_visitor_finds_and_reads_a_published_plan(service, client):
    version(service, "published", published=PUBLISHED, words="Each child is safe.")
    listed = client.get("/public/").content.decode()
    assert "Specialist Services 2019/20" in listed
    assert "30 July 2019" in listed
    assert PLAN in listed
    for address in (PLAN, f"{PLAN}plan.docx"):
        assert "Each child is safe." in text_of(client.get(address))


@pytest.mark.parametrize("status", ["draft", "dmt-review", "member-review", "approved"])
def test_what_is_not_published_is_not_found(service, client, status):
    version(service, status, words=CANARY)
    for address in (PLAN, f"{PLAN}plan.pdf", f"{PLAN}plan.docx"):
        assert client.get(address).status_code == 404
    assert published_plans() == []
    assert "No plan has been published yet" in client.get("/public/").content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_later_draft_never_shows_even_to_its_reader(service, client, signed_in):
    version(service, "published", published=PUBLISHED, words="As published")
    version(service, "dmt-review", 2, words=CANARY)
    if signed_in:
        client.force_login(person(Role.PERFORMANCE_OFFICER))
    for address in ("/public/", PLAN, f"{PLAN}plan.docx"):
        response = client.get(address)
        assert response.status_code == 200
        assert CANARY not in text_of(response)


def test_the_pdf_is_made_of_what_the_page_shows(service, client):
    shown = version(service, "published", published=PUBLISHED, words="As published")
    version(service, "draft", 2)
    response = client.get(f"{PLAN}plan.pdf")
    assert response["Content-Disposition"] == 'attachment; filename="CSS-2019-20.pdf"'
    assert response.content == to_pdf(public_document(published_version("CSS", "2019-20"))[0])
    assert published_version("css", "2019-20") == shown


def test_the_published_version_stays_until_its_successor_is_published(service, client):
    version(service, "superseded", published=PUBLISHED, superseded=date(2019, 8, 5), words="As published")
    version(service, "approved", 2, approved=date(2019, 8, 5), words=CANARY)
    page = client.get(PLAN).content.decode()
    assert "As published" in page
    assert CANARY not in page
    assert "not yet approved" not in page


def test_a_confidential_risk_is_withheld(service, client):
    risk = RiskFactory(service=service, event=CANARY, confidential=True)
    shown = {
        "id": risk.pk,
        "reference": "R1",
        "sentence": CANARY,
        "rating": "red",
        "rating_words": "Red",
        "escalation": "S",
    }
    shown |= {"mitigation": "", "target_rating": "", "target_words": "", "owner": ""}
    version(service, "published", published=PUBLISHED, risks=[shown])
    for address in (PLAN, f"{PLAN}plan.docx"):
        assert CANARY not in text_of(client.get(address))
    assert "1 confidential risk is not shown" in client.get(PLAN).content.decode()


def test_the_list_is_newest_first_and_costs_one_query(service, django_assert_num_queries):
    version(service, "published", published=PUBLISHED)
    for number in range(3):
        version(ServiceAreaFactory(), "published", published=date(2019, 8, number + 1))
    with django_assert_num_queries(1):
        found = published_plans()
    assert [plan.published_at.day for plan in found] == [3, 2, 1, 30]
    assert (found[-1].title, found[-1].directorate, found[-1].url) == ("Specialist Services 2019/20", "Children", PLAN)


def test_a_plan_that_does_not_exist_is_not_found(service, client):
    for address in ("/public/plans/nil/2019-20/", "/public/plans/css/1066-67/", f"{PLAN}plan.exe"):
        assert client.get(address).status_code == 404
