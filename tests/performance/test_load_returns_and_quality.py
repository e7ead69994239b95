"""The demonstration council comes with returns, judgements and findings, and with results entered day by day."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from common.models import LedgerEntry
from council.models import User
from performance.loading_quality import date_results, load_findings, load_quality, load_returns
from performance.models import AuditFinding, DataQualityAssessment, Indicator, Result, StatutoryReturn
from performance.quality import shares
from performance.rules.periods import due_on
from performance.standing.load import rhythm_of

pytestmark = pytest.mark.usefixtures("demo")
FOLDER = settings.BASE_DIR / "fixtures" / "councils" / "york-2019"


def counts():
    models = (StatutoryReturn, DataQualityAssessment, AuditFinding, LedgerEntry)
    return [model.objects.count() for model in models] + [list(Result.objects.values_list("pk", "entered_at"))]


def test_loading_again_changes_nothing():
    before = counts()
    assert before[:3] == [22, 20, 3]
    load_returns(FOLDER / "returns.csv")
    load_quality(FOLDER / "data_quality.csv")
    load_findings(FOLDER / "findings.csv")
    date_results()
    assert counts() == before


def test_returns_have_owners_indicators_and_a_history():
    assert StatutoryReturn.objects.filter(owner_post=None).count() == 1
    census = StatutoryReturn.objects.get(name="School Census")
    assert (census.owner, census.next_due) == ("School Admissions Manager", date(2019, 10, 30))
    assert [one.reference for one in census.indicators.order_by("reference")] == ["EDU04", "EDU09"]
    late = [one.name for one in StatutoryReturn.objects.all() if any(sent.late for sent in one.submissions.all())]
    assert late == ["Road condition survey", "Children in need census"]


def test_most_results_came_in_time_and_none_before_its_period_ended():
    rows = list(Result.objects.select_related("indicator"))
    late = [r for r in rows if r.entered_at.date() > due_on(rhythm_of(r.indicator), r.when)]
    assert 0 < len(late) < len(rows) / 10
    assert all(r.ends < r.entered_at.date() < date(2019, 8, 20) for r in rows if r.ends < date(2019, 8, 19))


def test_the_record_says_something_of_every_indicator():
    found = shares(list(Indicator.objects.filter(results__isnull=False).distinct()))
    assert all(complete.of and timely.of for complete, timely in found.values())


@pytest.mark.parametrize("who", ["performance", "auditor", "staff"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("returns", "22 returns; 1 late, 4 due within four weeks."),
        ("data_quality", "6 by some · 110 by none"),
        ("findings", "Answer overdue"),
    ],
)
def test_what_the_cast_sees(client, who, name, words):
    client.force_login(User.objects.get(email=f"{who}@york.example"))
    page = client.get(reverse(name)).content.decode()
    assert words in page
