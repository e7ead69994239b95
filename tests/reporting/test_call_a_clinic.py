"""A clinic is called where performance is of concern, held with York's questions, and leads to something."""

from datetime import date

import pytest

from common.verdict import Conflict, Refused, Stale
from council.models import Notification
from reporting import transitions
from reporting.choices import QUESTIONS
from reporting.models import Clinic
from reporting.transitions import ClinicFacts
from serviceplans.choices import Status
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import a_complete_plan
from tests.serviceplans.signing import assert_written_last

pytestmark = pytest.mark.django_db
TYPED = {"about": "csc04", "why": "Red for a year", "date": "27 August 2019", "chair": "", "attendees": "Two carers"}


@pytest.fixture
def clinic(people, red):
    return transitions.call_clinic(ClinicFacts("Red for a year", date(2019, 8, 20), red), by=people.director)


def found(**fields):
    answers = {f"answer_{number}": f"Answer {number}" for number in range(len(QUESTIONS))}
    return {**answers, "outcomes": ["actions", "resources"], "conclusion": "Two posts move.", "counter": 1, **fields}


@pytest.mark.parametrize("who", ["holder", "head", "director", "cmt", "chief", "officer"])
def test_a_manager_calls_a_clinic_by_reference(people, as_, red, who):
    client = as_(getattr(people, who))
    assert "Call a clinic" in client.get(f"/performance/indicators/{red.slug}/").content.decode()
    assert 'value="CSC04"' in client.get("/clinics/new/?about=CSC04").content.decode()
    answer = client.post("/clinics/new/", TYPED, follow=True)
    page = answer.content.decode()
    for words in ["Red for a year", "13.6%", "Offers are made.", "Two carers", "against a target of"]:
        assert words in page
    assert Clinic.objects.get().directorate == people.directorate
    assert_written_last("clinic.called", getattr(people, who))


@pytest.mark.parametrize("who", ["staff", "contributor", "member", "auditor"])
def test_others_call_none(people, as_, red, who):
    client = as_(getattr(people, who))
    assert client.post("/clinics/new/", TYPED).status_code == 403
    assert "Call a clinic" not in client.get(f"/performance/indicators/{red.slug}/").content.decode()
    with pytest.raises(Refused):
        transitions.call_clinic(ClinicFacts("Why", date(2019, 8, 27), red), by=getattr(people, who))


def test_its_chair_and_the_owner_are_told(people, red):
    red.owner_post = people.post("contributor")
    red.save()
    facts = ClinicFacts("Red for a year", date(2019, 8, 27), red, chair=people.post("cmt"))
    transitions.call_clinic(facts, by=people.director)
    told = Notification.objects.filter(subject="Performance clinic: CSC04").values_list("person__name", flat=True)
    assert sorted(told) == ["Cmt", "Contributor"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"about": "XYZ1"}, "There is no indicator or action XYZ1"),
        ({"about": ""}, "Enter the reference"),
        ({"why": " "}, "Say why a clinic is called"),
        ({"date": "soon"}, "soon"),
    ],
)
def test_what_is_missing_is_said(people, as_, red, fields, sentence):
    answer = as_(people.director).post("/clinics/new/", {**TYPED, **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Clinic.objects.exists()


def test_a_clinic_in_the_past_or_a_second_one_is_refused(people, as_, red):
    client = as_(people.director)
    assert (
        "Choose a day that has not passed"
        in client.post("/clinics/new/", {**TYPED, "date": "1/8/2019"}).content.decode()
    )
    client.post("/clinics/new/", TYPED)
    again = client.post("/clinics/new/", TYPED)
    assert again.status_code == 409
    assert "already called, for 27 August 2019" in again.content.decode()
    assert Clinic.objects.count() == 1


def test_a_clinic_on_an_action_shows_its_words_and_updates(people, as_):
    version = a_complete_plan(people, Status.APPROVED)
    client = as_(people.director)
    assert "Call a clinic" in client.get("/plans/actions/CSS001/").content.decode()
    page = client.post("/clinics/new/", {**TYPED, "about": "css001"}, follow=True).content.decode()
    assert version.actions.get().text in page


def test_what_it_found_answers_yorks_questions(people, as_, clinic):
    client = as_(people.director)
    page = client.get(f"/clinics/{clinic.pk}/hold/").content.decode()
    assert all(question in page for question in QUESTIONS)
    page = client.post(f"/clinics/{clinic.pk}/hold/", found(), follow=True).content.decode()
    for words in ["Answer 6", "Two posts move.", "Resources are shifted", "Further action is agreed"]:
        assert words in page
    assert_written_last("clinic.held", people.director)
    assert client.post(f"/clinics/{clinic.pk}/hold/", found()).status_code == 409


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcomes": []}, "Choose what the clinic leads to"),
        ({"conclusion": ""}, "Write down what the clinic concluded"),
    ],
)
def test_what_it_found_needs_a_conclusion(people, as_, clinic, fields, sentence):
    answer = as_(people.director).post(f"/clinics/{clinic.pk}/hold/", found(**fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Answer 3" in answer.content.decode()


def test_before_its_day_nothing_is_found(people, red):
    clinic = transitions.call_clinic(ClinicFacts("Why", date(2019, 8, 27), red), by=people.director)
    with pytest.raises(Conflict, match="27 August 2019"):
        transitions.hold_clinic(clinic.pk, by=people.director, counter=1, answers=[], outcomes=[], conclusion="Done")


def test_a_clinic_is_called_off_with_a_reason_and_another_can_be_called(people, as_, clinic, red):
    client = as_(people.director)
    assert client.post(f"/clinics/{clinic.pk}/call-off/", {"reason": "", "counter": 1}).status_code == 422
    client.post(f"/clinics/{clinic.pk}/call-off/", {"reason": "The figure was wrong", "counter": 1})
    assert "The figure was wrong" in client.get(f"/clinics/{clinic.pk}/").content.decode()
    assert transitions.call_clinic(ClinicFacts("Again", date(2019, 8, 27), red), by=people.director).pk != clinic.pk
    with pytest.raises(Conflict, match="still to come"):
        transitions.cancel_clinic(clinic.pk, by=people.director, counter=2, reason="Twice")


def test_a_stale_form_changes_nothing(people, clinic):
    with pytest.raises(Stale):
        transitions.cancel_clinic(clinic.pk, by=people.director, counter=0, reason="Stale")
    clinic.refresh_from_db()
    assert clinic.state == "called"


@pytest.mark.parametrize("who", ["other_holder", "staff", "auditor", "member"])
def test_what_it_found_is_not_theirs_to_write(people, as_, clinic, who):
    client = as_(getattr(people, who))
    assert client.get(f"/clinics/{clinic.pk}/").status_code == 200
    assert client.post(f"/clinics/{clinic.pk}/hold/", found()).status_code == 403
    assert client.post(f"/clinics/{clinic.pk}/call-off/", {"reason": "Mine", "counter": 1}).status_code == 403


def test_the_lists_cost_the_same_however_many_there_are(people, as_, clinic):
    client = as_(people.director)
    client.get("/clinics/")
    assert_query_count(client, "/clinics/", "clinics")
    for number in range(4):
        more = IndicatorFactory(reference=f"X{number}", directorate=people.directorate)
        target(more, "Q1 2019/20", "10")
        result(more, "Q1 2019/20", "30")
        transitions.call_clinic(ClinicFacts("Why", date(2019, 8, 27), more), by=people.director)
    assert_query_count(client, "/clinics/", "clinics")
    assert_query_count(client, f"/clinics/{clinic.pk}/", "clinic page")
