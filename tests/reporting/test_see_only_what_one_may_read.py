"""A report shows what its reader may read of plans and risks, and says what it leaves out."""

import pytest

from council.choices import Role
from tests.council.factories import ServiceAreaFactory, person
from tests.reporting.factories import action, decision, version
from tests.reporting.test_name_what_changed_course import IN
from tests.risks.factories import RiskFactory

CANARY = "Canary that sings in no report"


@pytest.fixture
def waiting(service):
    """A plan in DMT review beside an approved one."""
    version(service, actions=[action(service)])
    other = ServiceAreaFactory(name="Waiting", directorate=service.directorate)
    return version(other, "dmt-review", actions=[action(other, text=CANARY)])


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICER, Role.EXECUTIVE_MEMBER, Role.BOARD_MEMBER])
def test_a_plan_in_review_is_not_shown_to_those_who_may_not_read_it(waiting, report, client, role):
    user = person(role)
    found = report(user=user)
    assert [plan.service for plan in found.plans] == ["Specialist Services"]
    assert [(p.service, p.why) for p in found.missing_plans] == [("Waiting", "In review, and not yet open to you")]
    client.force_login(user)
    assert CANARY not in client.get("/reports/2019-20/q1/").content.decode()


@pytest.mark.parametrize("role", [Role.CMT, Role.PERFORMANCE_OFFICER, Role.AUDITOR])
def test_those_who_read_drafts_see_it_marked(waiting, client, role):
    client.force_login(person(role))
    page = client.get("/reports/2019-20/q1/").content.decode()
    assert CANARY in page
    assert "Not yet approved: in DMT review" in page


def test_a_drafts_words_are_in_nobodys_report(service, report):
    draft = version(service, "draft")
    assert report().actions == report(user=person(Role.CMT)).actions == ()
    assert draft.plan.service.name in [plan.service for plan in report().missing_plans]


def test_why_a_draft_was_returned_is_for_those_who_read_it(service, report):
    decision(version(service, "draft"), "return", IN, CANARY)
    assert report(user=person(Role.STAFF)).changes == ()
    assert [change.detail for change in report(user=person(Role.AUDITOR)).changes] == [CANARY]


def test_a_confidential_risk_is_counted_and_not_told(service, report):
    RiskFactory(service=service, event=CANARY, confidential=True, likelihood=5, impact=5)
    RiskFactory(service=service, event="Anybody may read this")
    for reader in (None, person(Role.STAFF)):
        found = report(user=reader)
        assert (len(found.risks), found.withheld) == (1, 1)
    seen = report(user=person(Role.CMT))
    assert (len(seen.risks), seen.withheld) == (2, 0)
