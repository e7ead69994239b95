"""A risk's owner, its director or a performance officer reviews it, and the review is kept for good."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from council.choices import Role
from risks.models import Risk
from risks.transitions import review_risk
from tests.council.factories import DirectorateFactory, ServiceAreaFactory, person
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.risks.factories import RiskFactory, RiskMatrixFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]
URL = "/risks/kcr-3/review/"


@pytest.fixture
def risk(db):
    return RiskFactory(reference="KCR 3", event="homes too few", likelihood=3, impact=3, mitigation="recruit")


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


def typed(**fields):
    scores = {"likelihood": "4", "impact": "4"}
    return {"counter": "1", **scores, "mitigation": "recruit", "comment": "Two carers left.", **fields}


def test_a_review_moves_the_risk_and_is_written_down(client, officer, risk):
    response = client.post(URL, typed(target_likelihood="2", target_impact="2", target_words="31/3/20"), follow=True)
    assert response.redirect_chain == [("/risks/kcr-3/", 302)]
    assert "Your review of KCR 3 is on the register." in response.content.decode()
    risk.refresh_from_db()
    assert (risk.likelihood, risk.target_words, risk.counter) == (4, "31 March 2020", 2)
    assert risk.review_date.isoformat() == "2019-11-20"
    review = risk.reviews.get()
    assert (review.rating, review.by, review.post) == ("red", officer, "Performance officer")
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.post) == ("risk.reviewed", "risk KCR 3", "Performance officer")
    assert (json.loads(entry.before)["likelihood"], json.loads(entry.after)["comment"]) == (3, "Two carers left.")


def test_the_form_opens_with_what_is_stored(client, officer, risk):
    page = client.get(URL).content.decode()
    assert '<option value="3" selected>3: Possible</option>' in page
    assert "recruit</textarea>" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"comment": " "}, "Enter what has changed since the last review"),
        ({"impact": ""}, "Enter the impact as well"),
        ({"rating": "green"}, "so the rating cannot be green"),
        ({"counter": "x"}, "Open it again"),
        ({"counter": ""}, "Open it again"),
        ({"counter": "9" * 30}, "Open it again"),
        ({"mitigation": "x" * 2001}, "at most 2,000 characters"),
    ],
)
def test_what_cannot_be_saved_is_given_back_with_the_reason(client, officer, risk, fields, words):
    response = client.post(URL, typed(target_words="my words", **fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="my words"' in page
    assert not risk.reviews.exists()
    assert not LedgerEntry.objects.exists()


def test_a_stale_review_gets_both_texts_and_can_be_saved_after_all(client, officer, risk):
    client.post(URL, typed(mitigation="theirs"))
    response = client.post(URL, typed(mitigation="mine", likelihood="2"))
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    for words in ["Somebody else changed this risk", ">mine<", ">theirs<", ">2: Unlikely<", ">4: Likely<"]:
        assert words in page
    assert risk.reviews.count() == 1
    assert 'name="counter" value="2"' in page
    assert client.post(URL, typed(mitigation="mine", counter="2")).status_code == 302
    assert Risk.objects.get(slug="kcr-3").mitigation == "mine"


def test_a_double_click_is_one_review(client, officer, risk):
    assert [client.post(URL, typed()).status_code for _ in range(2)] == [302, 409]
    assert risk.reviews.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_risk_is_not_reviewed(client, officer, risk, method):
    Risk.objects.update(closed=True)
    response = getattr(client, method)(URL, typed())
    assert response.status_code == 409
    assert "KCR 3 is closed" in response.content.decode()
    assert not risk.reviews.exists()


def test_posted_fields_that_the_form_does_not_have_are_ignored(client, officer, risk):
    client.post(URL, typed(closed="on", escalation="corporate", owner="Somebody", reference="X", confidential="on"))
    risk.refresh_from_db()
    assert (risk.closed, risk.escalation, risk.owner, risk.reference) == (False, "service", "", "KCR 3")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_some_posts_review_somebody_elses_risk(client, risk, role, method):
    client.force_login(person(role))
    allowed = role == Role.PERFORMANCE_OFFICER
    response = getattr(client, method)(URL, typed())
    assert response.status_code == ((200 if method == "get" else 302) if allowed else 403)
    assert risk.reviews.count() == (allowed and method == "post")


def test_the_owners_post_reviews_its_risk(risk):
    owner = person(Role.OFFICER, title="Head of Fostering")
    Risk.objects.update(owner_post=owner.appointments.get().post)
    review = review_risk(risk.pk, 1, {"likelihood": 1, "impact": 1, "rating": "", "comment": "Better."}, owner)
    assert (review.post, review.rating) == ("Head of Fostering", "green")


@pytest.mark.parametrize("own", [True, False])
def test_a_director_reviews_the_risks_of_the_directorate(risk, own):
    directorate = DirectorateFactory()
    if own:
        Risk.objects.update(service=ServiceAreaFactory(directorate=directorate), directorate=None)
    director = person(Role.DIRECTOR, directorate=directorate)
    data = {"likelihood": 1, "impact": 1, "rating": "", "comment": "Better."}
    if own:
        assert review_risk(risk.pk, 1, data, director).rating == "green"
    else:
        with pytest.raises(Refused, match="reviewed by its owner"):
            review_risk(risk.pk, 1, data, director)


def test_a_visitor_cannot_review(client, risk):
    assert client.post(URL, typed()).status_code == 403
    assert not risk.reviews.exists()


def test_scores_that_left_the_matrix_meanwhile_are_refused(client, officer, risk, matrix):
    matrix.delete()
    assert client.post(URL, typed()).status_code == 422
    with pytest.raises(Refused, match="has not set its risk matrix"):
        review_risk(risk.pk, 1, {"likelihood": 4, "impact": 4, "rating": "", "comment": "x"}, officer)


def test_a_review_broken_off_leaves_nothing(risk, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("risks.transitions.record", broken)
    with pytest.raises(RuntimeError):
        review_risk(risk.pk, 1, {"likelihood": 5, "impact": 5, "comment": "x"}, person(Role.PERFORMANCE_OFFICER))
    risk.refresh_from_db()
    assert (risk.likelihood, risk.counter, risk.reviews.count()) == (3, 1, 0)


def reviewing(risk, user):
    data = {"likelihood": 4, "impact": 4, "rating": "", "comment": "at once"}
    return lambda number: review_risk(risk.pk, 1, data, user).pk


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_of_several_reviews_at_once_is_kept_and_the_others_are_told():
    RiskMatrixFactory()
    risk, user = RiskFactory(), person(Role.PERFORMANCE_OFFICER)
    outcomes = race(reviewing(risk, user), 4)
    assert len(won(outcomes)) == 1
    assert {outcome.raised for outcome in lost(outcomes)} == {Stale.__name__}
    assert risk.reviews.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_the_same_race_loses_something():
    RiskMatrixFactory()
    user = person(Role.PERFORMANCE_OFFICER)

    def attempt(number):
        outcomes = race(reviewing(RiskFactory(), user), 8)
        return len(won(outcomes)) != 1 or {outcome.raised for outcome in lost(outcomes)} != {Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)
