"""Officers and auditors judge an indicator's data by six principles; auditors record findings, owners answer them."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import LedgerEntry
from common.today import pretend
from common.values.period import Period
from common.verdict import Refused
from council.choices import Role
from performance.models import AuditFinding, DataQualityAssessment, EarlierResult
from performance.quality import audited, shares
from performance.quality_forms import QualityFilterForm
from performance.rules.periods import Rhythm
from performance.rules.quality import Share, completeness, days_late, due_periods, timeliness
from performance.transitions import answer_finding, assess, raise_finding
from tests.council.factories import AppointmentFactory, DirectorateFactory, PostFactory, person
from tests.performance.factories import IndicatorFactory, result
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
QUARTERLY = Rhythm("quarterly", "financial", 30)
DAY = date(2019, 8, 20)


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER)


@pytest.fixture
def auditor():
    return person(Role.AUDITOR, title="Internal auditor")


@pytest.fixture
def post():
    return PostFactory(title="Head of Fostering", role=Role.OFFICER)


@pytest.fixture
def indicator(post):
    return IndicatorFactory(reference="CSC07", owner_post=post)


def q(text):
    return Period.parse(text, frequency="quarterly")


@pytest.mark.parametrize(
    ("day", "first", "labels"),
    [
        (date(2019, 7, 31), "Q3 2018/19", ["Q3 2018/19", "Q4 2018/19", "Q1 2019/20"]),
        (date(2019, 7, 30), "Q3 2018/19", ["Q3 2018/19", "Q4 2018/19"]),  # Q1 may still come today
        (DAY, None, ["Q1 2019/20"]),
        (DAY, "Q2 2019/20", []),
    ],
)
def test_a_period_is_due_from_when_its_data_can_exist(day, first, labels):
    found = due_periods(QUARTERLY, day, None, q(first) if first else None)
    assert [period.label for period in found] == labels


def test_periods_that_are_not_measured_are_not_due():
    ended = Rhythm("quarterly", "financial", 30, first=date(2018, 10, 1), last=date(2018, 12, 31))
    assert due_periods(ended, DAY, None, None) == []
    begun = Rhythm("quarterly", "financial", 30, first=date(2019, 1, 1))
    assert [p.label for p in due_periods(begun, DAY, None, None)] == ["Q4 2018/19", "Q1 2019/20"]


def test_no_more_than_three_years_count():
    found = due_periods(QUARTERLY, DAY, None, q("Q1 2009/10"))
    assert (found[0].label, found[-1].label) == ("Q4 2015/16", "Q1 2019/20")


@pytest.mark.parametrize(
    ("entered", "complete", "timely"),
    [
        ({}, "0 of 3 (0%)", "0 of 2 (0%)"),
        ({"Q4 2018/19": date(2019, 4, 30), "Q1 2019/20": date(2019, 7, 30)}, "2 of 3 (66%)", "2 of 2 (100%)"),
        ({"Q4 2018/19": date(2019, 5, 1), "Q1 2019/20": date(2019, 7, 1)}, "2 of 3 (66%)", "1 of 2 (50%)"),
    ],
)
def test_what_the_record_says(entered, complete, timely):
    due = [q("Q3 2018/19"), q("Q4 2018/19"), q("Q1 2019/20")]
    days = {q(label).key: day for label, day in entered.items()}
    assert completeness(due, days).words == complete
    # The register began on 1 April 2019: nobody could enter Q3 by 30 January in it.
    assert timeliness(QUARTERLY, due, days, date(2019, 4, 1)).words == timely
    assert timeliness(QUARTERLY, due, days, None) == Share(0, 0)


def test_too_early_to_say_is_not_nought():
    assert Share(0, 0).words == "Too early to say" and Share(0, 0).percent is None
    assert Share(99, 100).percent == 99


@pytest.mark.parametrize(
    ("entered", "days"), [(date(2019, 7, 30), 0), (date(2019, 7, 1), 0), (date(2019, 8, 2), 3), (None, 21)]
)
def test_days_late(entered, days):
    assert days_late(date(2019, 7, 30), entered, DAY) == days


def test_a_correction_makes_nothing_late(indicator):
    result(indicator, "Q4 2018/19", "80", entered_at=datetime(2019, 4, 10, tzinfo=UTC))
    late = result(indicator, "Q1 2019/20", "81", entered_at=datetime(2019, 8, 19, tzinfo=UTC))
    assert [share.words for share in shares([indicator])[indicator.pk]] == ["2 of 2 (100%)", "1 of 2 (50%)"]
    was = {"number": "70", "entered_at": "2019-07-30 20:00:00+00:00"}
    EarlierResult.objects.create(result=late, was=was, replaced_at=datetime(2019, 8, 19, tzinfo=UTC))
    assert [share.words for share in shares([indicator])[indicator.pk]] == ["2 of 2 (100%)", "2 of 2 (100%)"]


def test_an_officer_judges_a_principle_with_evidence_and_the_history_is_kept(client, officer, indicator):
    client.force_login(officer)
    url = reverse("indicator_assess", args=[indicator.slug, "accuracy"])
    refused = client.post(url, {"grade": "good", "evidence": " ", "counter": 0})
    assert refused.status_code == 422 and "Say what the grade rests on" in refused.content.decode()
    assert not DataQualityAssessment.objects.exists()
    for counter, (grade, evidence) in enumerate([("poor", "Counted twice."), ("good", "Ten cases agreed.")]):
        answer = client.post(url, {"grade": grade, "evidence": evidence, "counter": counter})
        assert answer.url == reverse("indicator_quality", args=[indicator.slug])
    page = client.get(answer.url).content.decode()
    assert "Ten cases agreed." in page and "Accuracy: earlier judgements" in page and "Counted twice." in page
    assert [entry.verb for entry in LedgerEntry.objects.all()] == ["quality.assessed"] * 2
    panel = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "Accuracy: good, 20 August 2019" in panel and "Accuracy: poor" not in panel


def test_a_stale_judgement_gets_both_texts(client, officer, auditor, indicator):
    assess(indicator.pk, "validity", "fair", "Theirs.", by=auditor, counter=0)
    client.force_login(officer)
    url = reverse("indicator_assess", args=[indicator.slug, "validity"])
    answer = client.post(url, {"grade": "good", "evidence": "Mine.", "counter": 0})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Theirs." in page and "Mine." in page
    assert DataQualityAssessment.objects.count() == 1
    assert client.post(url, {"grade": "good", "evidence": "Mine.", "counter": 1}).status_code == 302


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.ADMINISTRATOR, Role.STAFF])
def test_others_read_and_do_not_judge(client, indicator, role):
    client.force_login(person(role))
    assert client.get(reverse("indicator_quality", args=[indicator.slug])).status_code == 200
    answer = client.post(reverse("indicator_assess", args=[indicator.slug, "accuracy"]), {"grade": "not-assessed"})
    assert answer.status_code == 403
    with pytest.raises(Refused):
        assess(indicator.pk, "accuracy", "good", "Said so.", by=person(role), counter=0)
    assert not DataQualityAssessment.objects.exists()


def test_there_is_no_seventh_principle(client, officer, indicator):
    client.force_login(officer)
    assert client.get(f"/performance/indicators/{indicator.slug}/quality/beauty/").status_code == 404


def test_an_auditor_records_a_finding_and_the_owner_answers_it_once(client, auditor, indicator, post):
    client.force_login(auditor)
    url = reverse("indicator_finding", args=[indicator.slug])
    past = client.post(url, {"text": "No trail.", "answer_due": "1 August 2019"})
    assert past.status_code == 422 and "has not passed" in past.content.decode()
    assert client.post(url, {"text": "No trail.", "answer_due": "30 September 2019"}).status_code == 302
    found = AuditFinding.objects.get()
    assert (found.text, found.answer_due, found.raised_post) == ("No trail.", date(2019, 9, 30), "Internal auditor")
    page = reverse("finding", args=[found.pk])
    assert client.post(page, {"answer": "I answer myself."}).status_code == 403
    client.force_login(AppointmentFactory(post=post).person)
    assert client.post(page, {"answer": ""}).status_code == 422
    assert client.post(page, {"answer": "A trail is kept."}).status_code == 302
    again = client.post(page, {"answer": "Another answer."})
    assert again.status_code == 409 and "Another answer." in again.content.decode()
    found.refresh_from_db()
    assert (found.answer, found.answered_post) == ("A trail is kept.", "Head of Fostering")
    assert [entry.verb for entry in LedgerEntry.objects.order_by("id")] == ["finding.raised", "finding.answered"]


@pytest.mark.parametrize("role", [Role.PERFORMANCE_OFFICER, Role.OFFICER, Role.DIRECTOR])
def test_only_an_auditor_records_a_finding(client, indicator, role):
    client.force_login(person(role))
    answer = client.post(reverse("indicator_finding", args=[indicator.slug]), {"text": "x", "answer_due": "1/10/2019"})
    assert answer.status_code == 403 and not AuditFinding.objects.exists()


def test_an_overdue_answer_is_shown(client, auditor, officer, indicator):
    finding = raise_finding(indicator.pk, "No trail.", date(2019, 8, 20), by=auditor)
    client.force_login(officer)
    pages = [reverse("indicator_quality", args=[indicator.slug]), reverse("finding", args=[finding.pk])]
    assert all("Waits for an answer" in client.get(url).content.decode() for url in pages)
    with pretend(date(2019, 8, 21)):
        assert all("Answer overdue" in client.get(url).content.decode() for url in pages)
        assert "1 overdue" in client.get(reverse("data_quality")).content.decode()
        answer_finding(finding.pk, "Done.", by=officer)
        assert "1 overdue" not in client.get(reverse("data_quality")).content.decode()


def test_the_council_is_listed_the_worst_first_and_narrowed(client, officer, indicator):
    cec = DirectorateFactory(code="CEC")
    poor = IndicatorFactory(reference="BBB2", directorate=cec)
    whole = IndicatorFactory(reference="AAA1")
    for principle in ("accuracy", "validity", "reliability", "timeliness", "relevance", "completeness"):
        assess(whole.pk, principle, "good", "Seen.", by=officer, counter=0)
    assess(poor.pk, "accuracy", "poor", "Seen.", by=officer, counter=0)

    def shown(**chosen):
        return [row.indicator.reference for row in audited(officer, QualityFilterForm(chosen))]

    assert shown() == ["BBB2", "CSC07", "AAA1"]
    assert shown(directorate="CEC") == ["BBB2"] and shown(show="poor") == ["BBB2"]
    assert shown(show="not-assessed") == ["BBB2", "CSC07"] and shown(show="findings") == []
    assert shown(show="nonsense", directorate="XX") == ["BBB2", "CSC07", "AAA1"]
    assert shown(q="csc07") == shown(q="fostering") == ["CSC07"] and shown(show="old") == []
    DataQualityAssessment.objects.filter(indicator=whole).update(assessed_on=date(2018, 8, 1))
    assert shown(show="old") == ["AAA1"]
    client.force_login(officer)
    page = client.get(reverse("data_quality")).content.decode()
    assert "assessed by all six" in page and "1 by some · 1 by none" in page
    csv = client.get(reverse("data_quality_csv") + "?show=poor").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in csv.splitlines()] == ["Reference", "BBB2"]
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("data_quality_xlsx")).content))
    assert [row[0] for row in book.active.values] == ["Reference", "BBB2", "CSC07", "AAA1"]


def test_pages_run_the_queries_on_record(client, officer, indicator):
    client.force_login(officer)
    result(indicator, "Q1 2019/20", "80")
    assert_query_count(client, reverse("data_quality"), "performance: data quality")
    assert_query_count(client, reverse("indicator_quality", args=[indicator.slug]), "performance: indicator quality")


def test_queries_stay_the_same_as_rows_grow(client, officer, auditor, indicator):
    client.force_login(officer)
    urls = [reverse("data_quality"), reverse("data_quality_csv"), reverse("indicator_quality", args=[indicator.slug])]
    result(indicator, "Q1 2019/20", "80")
    assess(indicator.pk, "accuracy", "good", "Seen.", by=officer, counter=0)
    raise_finding(indicator.pk, "No trail.", date(2019, 9, 1), by=auditor)

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    counts()
    before = counts()
    for number in range(8):
        other = IndicatorFactory()
        result(other, "Q1 2019/20", "80")
        assess(other.pk, "accuracy", "fair", "Seen.", by=officer, counter=0)
        assess(indicator.pk, "accuracy", "fair", "Seen.", by=officer, counter=number + 1)
        raise_finding(indicator.pk, "No trail.", date(2019, 9, 1), by=auditor)
    assert counts() == before


def test_hostile_text_is_shown_as_text(client, officer, indicator):
    assess(indicator.pk, "accuracy", "fair", "<script>alert(1)</script>", by=officer, counter=0)
    client.force_login(officer)
    page = client.get(reverse("indicator_quality", args=[indicator.slug])).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
