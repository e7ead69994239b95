"""An auditor's finding is told to whoever answers, listed for all, chased until it is answered, and the auditor is told."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import LedgerEntry
from common.today import pretend
from council.choices import Role
from council.models import Notification
from performance.findings import listed_findings
from performance.models import AuditFinding, Reminder
from performance.quality_forms import FindingFilterForm
from performance.transitions import answer_finding, raise_finding
from tests.council.factories import AppointmentFactory, DirectorateFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
LATER = date(2019, 9, 10)


@pytest.fixture
def auditor():
    return person(Role.AUDITOR, title="Internal auditor")


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def owner(post):
    return AppointmentFactory(post=post, person__email="fostering@council.example").person


@pytest.fixture
def indicator(post, owner):
    return IndicatorFactory(reference="CSC07", name="Foster carers", owner_post=post, last_period="2010/11")


@pytest.fixture
def finding(indicator, auditor):
    return raise_finding(indicator.pk, "Households that had moved were counted.", LATER, by=auditor)


def told(somebody):
    return list(Notification.objects.filter(person=somebody).values_list("subject", flat=True))


def test_the_owner_is_told_and_the_auditor_of_the_answer(owner, auditor, finding):
    assert told(owner) == ["Audit finding on CSC07: answer by 10 September 2019"]
    answer_finding(finding.pk, "They are taken off each March.", by=owner)
    assert told(auditor) == ["Answered: the audit finding on CSC07"]
    assert "They are taken off" in Notification.objects.get(person=auditor).body


def test_where_nobody_owns_the_indicator_the_performance_team_is_told(officer, auditor):
    raise_finding(IndicatorFactory(reference="AAA1").pk, "No trail.", LATER, by=auditor)
    assert told(officer) == ["Audit finding on AAA1: answer by 10 September 2019"]


def test_pressed_twice_it_is_recorded_once_and_after_its_answer_it_can_be_found_again(
    indicator, auditor, owner, finding
):
    again = raise_finding(indicator.pk, f" {finding.text} ", date(2019, 10, 1), by=auditor)
    assert again == finding and LedgerEntry.objects.filter(verb="finding.raised").count() == 1
    answer_finding(finding.pk, "Done.", by=owner)
    assert raise_finding(indicator.pk, finding.text, LATER, by=auditor) != finding


def texts(user, **chosen):
    return [line.finding.text for line in listed_findings(user, FindingFilterForm(chosen))]


def test_the_council_is_listed_those_that_wait_first_and_narrowed(client, auditor, owner, officer, finding):
    cec = DirectorateFactory(code="CEC")
    other = IndicatorFactory(reference="BBB2", directorate=cec)
    with pretend(date(2019, 6, 1)):
        raise_finding(other.pk, "No trail.", date(2019, 7, 1), by=auditor)
        settled = raise_finding(other.pk, "Two definitions.", date(2019, 7, 1), by=auditor)
        answer_finding(settled.pk, "One is left.", by=officer)
    mine = finding.text
    assert texts(owner) == ["No trail.", mine, "Two definitions."]
    assert texts(owner, show="waiting") == ["No trail.", mine] and texts(owner, show="overdue") == ["No trail."]
    assert texts(owner, show="answered") == texts(owner, q="one left") == ["Two definitions."]
    assert texts(owner, show="mine") == texts(owner, q="csc07") == [mine]
    assert texts(owner, directorate="CEC") == ["No trail.", "Two definitions."]
    assert texts(owner, show="nonsense", directorate="XX") == ["No trail.", mine, "Two definitions."]
    client.force_login(person(Role.STAFF))
    page = client.get(reverse("findings"), {"show": "overdue"}).content.decode()
    assert "Answer overdue" in page and "No trail." in page and mine not in page
    rows = list(csv.DictReader(StringIO(client.get(reverse("findings_csv")).content.decode("utf-8-sig"))))
    assert [row["State"] for row in rows] == ["Answer overdue", "Waits for an answer", "Answered"]
    assert rows[2]["Answer"] == "One is left."


def test_an_answer_is_chased_from_four_weeks_before_until_it_is_given(client, officer, owner, finding):
    client.force_login(officer)
    assert "Answer the audit finding of 20 August 2019" in client.get(reverse("results_due")).content.decode()
    client.post(reverse("remind_owners"))
    assert "To enter or send: 1 answer to audit" in told(owner)
    assert Reminder.objects.get().about == f"finding:{finding.pk}:2019-09-10"
    answer_finding(finding.pk, "Done.", by=owner)
    assert "Answer the audit finding" not in client.get(reverse("results_due")).content.decode()


def test_the_owner_comes_home_to_it(client, owner, finding):
    client.force_login(owner)
    page = client.get("/").content.decode()
    assert "Answer the audit finding on CSC07 Foster carers" in page and "Is due on 10 September 2019" in page
    answer_finding(finding.pk, "Done.", by=owner)
    assert "Answer the audit finding" not in client.get("/").content.decode()


def test_one_that_is_due_later_is_not_chased_yet(client, owner, indicator, auditor):
    raise_finding(indicator.pk, "No trail.", date(2019, 12, 1), by=auditor)
    client.force_login(owner)
    assert "Answer the audit finding" not in client.get(reverse("results_due")).content.decode()


def test_the_schedule_chases_it_and_leaves_out_what_is_calculated(owner, indicator, finding, post):
    IndicatorFactory(reference="SUM1", formula="CSC07 + 1", owner_post=post)
    out = StringIO()
    call_command("remind_owners", "--dry-run", "--format", "json", stdout=out)
    (somebody,) = json.loads(out.getvalue())["people"]
    assert somebody["to"] == owner.email
    assert [(one["kind"], one["reference"], one["due"]) for one in somebody["owed"]] == [
        ("finding", "CSC07", "2019-09-10")
    ]


def test_a_fault_half_way_records_nothing_and_tells_nobody(indicator, owner, auditor, monkeypatch):
    from performance.transitions import quality

    def broken(*args, **kwargs):
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(quality, "record", broken)
    with pytest.raises(RuntimeError):
        raise_finding(indicator.pk, "No trail.", LATER, by=auditor)
    assert not AuditFinding.objects.exists() and told(owner) == []


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("findings")).status_code == client.get(reverse("findings_csv")).status_code == 302


def test_pages_run_the_queries_on_record_however_many_there_are(client, auditor, finding):
    client.force_login(auditor)
    url = reverse("findings")
    assert_query_count(client, url, "performance: audit findings")

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    before = count()
    for number in range(12):
        raise_finding(IndicatorFactory(owner_post=PostFactory()).pk, f"Finding {number}", LATER, by=auditor)
    assert count() == before


def test_hostile_text_is_shown_as_text(client, indicator, auditor):
    raise_finding(indicator.pk, "<script>alert(1)</script>", LATER, by=auditor)
    client.force_login(auditor)
    page = client.get(reverse("findings")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
