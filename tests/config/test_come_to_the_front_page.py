import pytest

from council.models import CouncilSettings
from serviceplans.choices import Status
from tests.serviceplans.factories import a_complete_plan, cast

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_what_this_is_and_what_is_published(client):
    a_complete_plan(cast(), Status.PUBLISHED)
    page = client.get("/").content.decode()
    assert "Children&#x27;s Specialist Services 2019/20" in page
    assert 'href="/public/plans/css/2019-20/"' in page
    assert "published 20 August 2019" in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED])
def test_nothing_of_a_plan_shows_before_it_is_published(client, status):
    a_complete_plan(cast(), status)
    page = client.get("/").content.decode()
    assert "Specialist" not in page
    assert "No plan has been published yet." in page


@pytest.mark.parametrize("url", ["/about/", "/accessibility/"])
def test_the_pages_about_the_product_need_no_account(client, url):
    assert client.get(url).status_code == 200


def test_what_is_invented_is_said_in_the_demonstration_only(client, settings):
    CouncilSettings.objects.create(name="City of Somewhere", invented_note="All the figures are made up.")
    assert "All the figures are made up." in client.get("/about/").content.decode()
    settings.DEMO = False
    assert "made up" not in client.get("/about/").content.decode()


def test_the_accessibility_statement_says_how_it_is_tested_and_whom_to_tell(client):
    page = client.get("/accessibility/").content.decode()
    for words in ("2.2", "axe", "320 pixels", "keyboard", "Tell us what does not work"):
        assert words in page
