"""An auditor judges all six principles of an indicator on one page; what they leave alone is not judged anew."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common.today import pretend
from council.choices import Role
from performance.choices import Principle
from performance.models import DataQualityAssessment
from performance.transitions import assess
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory
from tests.query_counts import assert_query_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]


@pytest.fixture
def auditor(client):
    somebody = person(Role.AUDITOR, title="Internal auditor")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def indicator():
    return IndicatorFactory(reference="CSC07")


def typed(**said):
    """What the form posts: each principle's grade, evidence and counter, as it stands when nothing was judged."""
    data = {}
    for principle in Principle.values:
        grade, evidence, counter = said.get(principle, ("", "", 0))
        data |= {f"{principle}-grade": grade, f"{principle}-evidence": evidence, f"{principle}-counter": counter}
    return data


def post(client, indicator, **said):
    return client.post(reverse("indicator_assess_all", args=[indicator.slug]), typed(**said))


def standing():
    rows = DataQualityAssessment.objects.order_by("principle", "counter")
    return list(rows.values_list("principle", "grade", "evidence", "counter"))


def test_several_are_judged_with_one_press(client, auditor, indicator):
    answer = post(client, indicator, accuracy=("good", "Thirty seen.", 0), relevance=("poor", "Nobody reads it.", 0))
    assert answer.url == reverse("indicator_quality", args=[indicator.slug])
    assert standing() == [("accuracy", "good", "Thirty seen.", 1), ("relevance", "poor", "Nobody reads it.", 1)]
    assert "2 principles of CSC07 assessed." in client.get(answer.url).content.decode()


def test_what_is_left_as_it_was_keeps_its_day(client, auditor, indicator):
    with pretend(datetime(2018, 3, 1, 12, tzinfo=UTC)):
        assess(indicator.pk, "accuracy", "good", "Thirty seen.", by=auditor, counter=0)
    post(client, indicator, accuracy=("good", "Thirty seen.", 1), validity=("fair", "An old definition.", 0))
    assert standing() == [("accuracy", "good", "Thirty seen.", 1), ("validity", "fair", "An old definition.", 1)]
    assert DataQualityAssessment.objects.get(principle="accuracy").assessed_on.year == 2018


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("good", "", 0), "Say what the grade rests on"),
        (("", "Thirty seen.", 0), "Choose the grade that this is evidence for"),
        (("splendid", "Thirty seen.", 0), "Choose one of the options for “Grade”"),
    ],
)
def test_a_half_judgement_is_given_back_and_nothing_is_kept(client, auditor, indicator, said, words):
    answer = post(client, indicator, accuracy=("good", "Seen.", 0), validity=said)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Seen." in page and "#validity" in page.replace("id_", "")
    assert standing() == []


def test_a_stale_judgement_shows_both_and_keeps_what_others_wrote(client, auditor, indicator):
    for principle in ("accuracy", "validity"):
        assess(indicator.pk, principle, "good", "Seen by me.", by=auditor, counter=0)
    hers = person(Role.PERFORMANCE_OFFICER)
    for principle in ("accuracy", "validity"):
        assess(indicator.pk, principle, "fair", f"Seen by her, {principle}.", by=hers, counter=1)
    said = {"accuracy": ("poor", "Half were wrong.", 1), "validity": ("good", "Seen by me.", 1)}
    answer = post(client, indicator, **said)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Poor. Half were wrong." in page and "Fair. Seen by her, accuracy." in page
    assert len(standing()) == 4, "nothing is saved"
    assert ">\nSeen by her, validity.</textarea>" in page, "what I left alone is shown as it is now"
    post(client, indicator, accuracy=("poor", "Half were wrong.", 2), validity=("fair", "Seen by her, validity.", 2))
    assert [row[1:] for row in standing() if row[0] == "accuracy"][-1] == ("poor", "Half were wrong.", 3)
    assert len(standing()) == 5


def test_pressed_twice_they_are_judged_once(client, auditor, indicator):
    said = {"accuracy": ("good", "Thirty seen.", 0)}
    assert [post(client, indicator, **said).status_code for _ in range(2)] == [302, 302]
    assert len(standing()) == 1


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.STAFF])
def test_others_do_not_judge(client, indicator, role):
    client.force_login(person(role))
    assert post(client, indicator, accuracy=("good", "Seen.", 0)).status_code == 403


def test_the_page_runs_the_queries_on_record(client, auditor, indicator):
    url = reverse("indicator_assess_all", args=[indicator.slug])
    assert_query_count(client, url, "performance: assess all six")
