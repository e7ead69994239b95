"""Who may read a plan at each stage; what is not theirs to read is not there, and nothing of it leaks."""

import io
import zipfile
from datetime import date

import pytest

from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Action, Plan, PlanVersion
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, reload, write

PLAN = "/plans/css/2019-20/"
CANARY = "Zyxomma petiolatum"
CHAIN = {"holder", "deputy", "contributor", "director", "head"}
ALL_DRAFTS = {"chief", "officer", "equalities", "auditor", "cmt"}

READERS = {
    Status.DRAFT: CHAIN | ALL_DRAFTS,
    Status.DMT_REVIEW: CHAIN | ALL_DRAFTS,
    Status.AMENDING: CHAIN | ALL_DRAFTS,
    Status.REVIEW: CHAIN | ALL_DRAFTS,
    Status.MEMBER_REVIEW: CHAIN | ALL_DRAFTS | {"member"},
    Status.APPROVED: set(PEOPLE),
    Status.PUBLISHED: set(PEOPLE) | {"visitor"},
    Status.SUPERSEDED: set(PEOPLE) | {"visitor"},
    Status.ABANDONED: CHAIN | ALL_DRAFTS,
}
PAGES = [PLAN, f"{PLAN}read/", f"{PLAN}plan.docx", "/plans/actions/css001/"]


@pytest.fixture
def canary(people):
    """``canary(status)`` is a plan at that status whose words hold the canary."""

    def make(status):
        version = a_complete_plan(people)
        transitions.invite(version.pk, people.post("contributor"), by=people.holder)
        data = {"overview": f"{CANARY} overview", "future": "One front door."}
        write(version, "overview", data, people.holder, counter=1)
        action = version.actions.get()
        action.text = f"{CANARY} action"
        action.save()
        return bring(reload(version), people, status)

    return make


def user_of(people, name):
    return None if name == "visitor" else getattr(people, name)


@pytest.mark.parametrize("status", list(Status))
def test_who_may_read_it(people, canary, status):
    version = canary(status)
    seen = {
        name
        for name in [*PEOPLE, "visitor"]
        if PlanVersion.objects.visible_to(user_of(people, name)).filter(pk=version.pk).exists()
    }
    assert seen == READERS[status]
    assert {n for n in [*PEOPLE, "visitor"] if Plan.objects.visible_to(user_of(people, n)).exists()} == seen
    assert {n for n in [*PEOPLE, "visitor"] if Action.objects.visible_to(user_of(people, n)).exists()} == seen


@pytest.mark.parametrize("status", list(Status))
def test_what_is_not_theirs_to_read_is_not_found(people, canary, client, status):
    canary(status)
    for name in ("visitor", "staff", "other_director", "other_holder", "other_member", "member"):
        if name != "visitor":
            client.force_login(getattr(people, name))
        may = name in READERS[status]
        for url in PAGES:
            response = client.get(url)
            if name == "visitor" and url in (PLAN, "/plans/actions/css001/"):
                assert response.status_code == 302
                assert "/account/sign-in/" in response.url
            else:
                assert response.status_code == (200 if may else 404), (name, url)
            if not may:
                assert CANARY not in response.content.decode(errors="replace"), (name, url)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED])
def test_no_public_page_holds_a_word_of_it(people, canary, client, status):
    canary(status)
    links = ["/", "/plans/", "/about/", "/accessibility/", "/healthz", "/public/", "/data/", "/risks/", "/equalities/",
             f"{PLAN}read/?version=1", f"{PLAN}check/", f"{PLAN}review/", f"{PLAN}edit/overview/",
             f"{PLAN}edit/actions/action/CSS001/"]  # fmt: skip
    for url in links:
        response = client.get(url, follow=True)
        assert CANARY not in response.content.decode(errors="replace"), url
        assert response.status_code < 500, url


def test_lists_do_not_name_a_draft_to_those_who_may_not_read_it(people, canary, as_):
    canary(Status.DRAFT)
    for name in ("staff", "other_director", "other_holder", "other_member", "member"):
        assert "Children&#x27;s Specialist Services" not in as_(getattr(people, name)).get("/plans/").content.decode()


@pytest.mark.parametrize("number", ["2", "0", "x", "99999", "-1", "1\0", "1" * 50])
def test_a_version_that_does_not_exist_is_not_found(people, canary, client, number):
    canary(Status.PUBLISHED)
    response = client.get(f"{PLAN}read/", {"version": number})
    # What is no number asks for no version in particular.
    assert response.status_code == (404 if number in ("2", "0") else 200)


def test_a_new_draft_is_read_by_its_writers_and_the_published_one_by_everybody_else(people, canary, client):
    version = canary(Status.PUBLISHED)
    PlanVersion.objects.create(
        plan=version.plan, number=2, begun_at=version.begun_at, changed_at=version.changed_at, status=Status.DRAFT
    )
    assert CANARY in client.get(f"{PLAN}read/").content.decode()
    client.force_login(people.staff)
    assert client.get(PLAN).context["page"].version.number == 1
    client.force_login(people.holder)
    assert client.get(PLAN).context["page"].version.number == 2
    assert client.get(f"{PLAN}read/?version=1").context["page"].version.number == 1


@pytest.mark.parametrize("url", ["/plans/none/2019-20/", "/plans/css/2020-21/", "/plans/css/2019-20/edit/none/"])
def test_a_plan_that_is_none_is_not_found(people, canary, as_, url):
    canary(Status.DRAFT)
    assert as_(people.holder).get(url).status_code == 404


def test_a_contributor_reads_it_only_while_invited(people, canary, as_):
    version = canary(Status.DRAFT)
    assert as_(people.contributor).get(PLAN).status_code == 200
    transitions.uninvite(version.pk, version.plan.contributors.get().pk, by=people.holder)
    assert as_(people.contributor).get(PLAN).status_code == 404


def test_somebody_whose_post_has_ended_reads_it_no_longer(people, canary, as_):
    canary(Status.DRAFT)
    client = as_(people.director)
    assert client.get(PLAN).status_code == 200
    people.director.appointments.update(ends=date(2019, 8, 19))
    assert client.get(PLAN).status_code == 404


# A confidential risk in a plan


def text_of(response):
    """The words of a page or of a Word file."""
    body = response.content
    if response["Content-Type"].startswith("text/html"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return file.read("word/document.xml").decode()


@pytest.fixture
def with_secret(people, canary):
    """A published plan that shows a confidential risk."""

    def make(status=Status.PUBLISHED):
        version = a_complete_plan(people)
        Risk.objects.update(confidential=True, event=CANARY)
        return bring(version, people, status)

    return make


@pytest.mark.parametrize("ending", ["read/", "plan.docx"])
def test_a_confidential_risk_is_withheld_from_visitors_and_from_other_staff(people, with_secret, client, ending):
    with_secret()
    for name in ("visitor", "staff", "other_director", "other_member", "equalities"):
        if name != "visitor":
            client.force_login(getattr(people, name))
        response = client.get(f"{PLAN}{ending}")
        assert response.status_code == 200
        said = text_of(response)
        assert CANARY not in said, name
        assert "1 risk is confidential and is not shown here" in said


@pytest.mark.parametrize("ending", ["read/", "plan.docx"])
def test_those_who_write_review_and_sign_the_plan_read_all_of_it(people, with_secret, client, ending):
    with_secret()
    for name in ("holder", "deputy", "director", "member", "chief", "officer", "auditor", "cmt"):
        client.force_login(getattr(people, name))
        said = text_of(client.get(f"{PLAN}{ending}"))
        assert CANARY in said, name
        assert "is not shown here" not in said


def test_the_member_who_signs_reads_what_is_signed(people, with_secret, as_):
    with_secret(Status.MEMBER_REVIEW)
    assert CANARY in as_(people.member).get(f"{PLAN}review/").content.decode()


def test_the_digest_still_names_the_whole_of_what_was_signed(people, with_secret, client):
    version = with_secret()
    assert version.frozen.digest in client.get(f"{PLAN}read/").content.decode()


def test_a_risk_that_became_confidential_later_is_withheld_too(people, client):
    a_complete_plan(people, Status.PUBLISHED)
    assert "Too few foster homes" in client.get(f"{PLAN}read/").content.decode()
    Risk.objects.update(confidential=True)
    assert "Too few foster homes" not in client.get(f"{PLAN}read/").content.decode()
