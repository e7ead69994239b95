"""A service adds a risk and changes what it says; the register gives it a reference and writes everything down."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from risks.forms import RiskForm, differences
from risks.models import Risk
from risks.transitions import add_risk, edit_risk
from tests.council.factories import PostFactory, ServiceAreaFactory, person
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.risks.factories import RiskFactory

pytestmark = pytest.mark.django_db


def typed(**fields):
    return {"event": "foster homes too few", "escalation": "service", **fields}


def cleaned(risk=None, **fields):
    form = RiskForm(typed(**fields), risk=risk)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_a_risk_is_given_the_services_next_reference(matrix):
    service, holder = ServiceAreaFactory(prefix="CSS"), person(Role.PLAN_HOLDER)
    first = add_risk(service, cleaned(likelihood="4", impact="4"), holder)
    second = add_risk(service, cleaned(rating="amber"), holder)
    assert [first.reference, second.reference] == ["CSS-R1", "CSS-R2"]
    assert (first.slug, first.directorate_id) == ("css-r1", service.directorate_id)
    assert [(r.rating, r.likelihood, r.comment) for r in first.reviews.all()] == [("red", 4, "Put on the register")]


def test_a_risk_keeps_the_reference_that_it_comes_with(matrix):
    risk = add_risk(ServiceAreaFactory(), cleaned(reference="  KCR   3 "), None)
    assert (risk.reference, risk.reference_key, risk.slug) == ("KCR 3", "kcr3", "kcr-3")


@pytest.mark.parametrize("again", ["KCR 3", "kcr3", "Kcr  3", "KCR-3"])
def test_a_reference_is_given_once_whatever_its_case_and_blanks(matrix, again):
    RiskFactory(reference="KCR 3")
    form = RiskForm(typed(reference=again))
    assert "already has a risk KCR 3" in form.errors["reference"][0]
    with pytest.raises(Conflict, match="already has a risk KCR 3"):
        add_risk(ServiceAreaFactory(), {**typed(), "reference": again}, None)
    assert Risk.objects.count() == 1


def test_a_reference_needs_something_to_make_an_address_of(matrix):
    assert "letter or a number" in RiskForm(typed(reference="***")).errors["reference"][0]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"event": " "}, "event", "Enter what might happen."),
        ({"likelihood": "4"}, "impact", "Enter the impact as well"),
        ({"impact": "4"}, "likelihood", "Enter the likelihood as well"),
        ({"likelihood": "4", "impact": "4", "rating": "green"}, "rating", "so the rating cannot be green"),
        ({"target_likelihood": "1", "target_impact": "1", "target_rating": "red"}, "target_rating", "cannot be red"),
        ({"likelihood": "9", "impact": "1"}, "likelihood", "Select a valid choice"),
        ({"escalation": "galactic"}, "escalation", "Select a valid choice"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(matrix, fields, field, words):
    form = RiskForm(typed(**fields))
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_scores_that_agree_with_a_rating_replace_it(matrix):
    risk = add_risk(ServiceAreaFactory(), cleaned(likelihood="4", impact="4", rating="red"), None)
    assert (risk.likelihood, risk.rating) == (4, "")


def test_without_a_matrix_only_a_rating_can_be_given(db):
    assert RiskForm(typed(rating="red")).is_valid()
    assert "likelihood" in RiskForm(typed(likelihood="4", impact="4")).errors
    with pytest.raises(Refused, match="has not set its risk matrix"):
        add_risk(ServiceAreaFactory(), {**typed(), "likelihood": 4, "impact": 4, "rating": ""}, None)
    assert not Risk.objects.exists()


def test_an_owner_is_matched_to_a_post_or_kept_as_words(matrix):
    post = PostFactory(title="Head of Fostering")
    risk = add_risk(ServiceAreaFactory(), cleaned(owner=" head of  fostering "), None)
    assert (risk.owner_post, risk.owner) == (post, "Head of Fostering")
    assert RiskForm(typed(owner="head of fostering")).owner_note == ""
    form = RiskForm(typed(owner="All Heads of Service"))
    assert form.owner_note == "“All Heads of Service” is not the title of a post, so it is kept as words and flagged."
    risk = edit_risk(risk.pk, 1, cleaned(risk, owner="All Heads of Service", counter=1), None)
    assert (risk.owner_post, risk.owner) == (None, "All Heads of Service")


def test_a_date_for_the_target_may_be_words(matrix):
    exact = add_risk(ServiceAreaFactory(), cleaned(target_words="31/3/2020"), None)
    assert (exact.target_words, exact.target_date.isoformat()) == ("31 March 2020", "2020-03-31")
    words = add_risk(ServiceAreaFactory(), cleaned(target_words="when the board meets"), None)
    assert (words.target_words, words.target_date) == ("when the board meets", None)


def test_a_form_of_a_risk_shows_what_is_stored_and_changes_nothing_when_saved(matrix):
    risk = RiskFactory(
        likelihood=2, impact=3, target_words="Once all posts are filled", owner_text="Nobody", cause="a b"
    )
    form = RiskForm(risk=risk)
    shown = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    assert "reference" not in shown
    same = edit_risk(risk.pk, 1, RiskForm(shown, risk=risk).is_valid() and cleaned(risk, **shown), None)
    assert same.counter == 1
    assert not LedgerEntry.objects.exists()


def test_a_change_is_kept_with_what_was_there_before(matrix):
    risk, holder = RiskFactory(reference="CSS-R1", likelihood=2, impact=2), person(Role.PLAN_HOLDER, title="AD")
    changed = edit_risk(risk.pk, 1, cleaned(risk, counter=1, likelihood="4", impact="4", cause="pay"), holder)
    assert (changed.counter, changed.likelihood, changed.cause) == (2, 4, "pay")
    assert [review.rating for review in changed.reviews.all()] == ["red"]
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.actor_id, entry.post) == ("risk.changed", "risk CSS-R1", holder.pk, "AD")
    assert (json.loads(entry.before)["likelihood"], json.loads(entry.after)["likelihood"]) == (2, 4)


def test_new_words_alone_are_no_new_rating(matrix):
    risk = RiskFactory(likelihood=2, impact=2)
    edit_risk(risk.pk, 1, cleaned(risk, counter=1, likelihood="2", impact="2", cause="pay"), None)
    assert not risk.reviews.exists()


def test_a_stale_change_is_refused_with_what_is_stored(matrix):
    risk = RiskFactory(event="as read", mitigation="old")
    edit_risk(risk.pk, 1, cleaned(risk, counter=1, event="first", mitigation="theirs"), None)
    mine = RiskForm(typed(event="second", counter=1), risk=risk)
    assert mine.is_valid()
    with pytest.raises(Stale) as stale:
        edit_risk(risk.pk, 1, mine.cleaned_data, None)
    risk.refresh_from_db()
    assert (stale.value.counter, risk.event) == (2, "first")
    both = {d.label: (d.yours, d.theirs) for d in differences(mine, stale.value.stored)}
    assert both == {"Risk": ("second", "first"), "Actions to mitigate and correct": ("", "theirs")}


def test_a_closed_risk_is_not_changed(matrix):
    risk = RiskFactory(closed=True)
    with pytest.raises(Conflict, match="is closed"):
        edit_risk(risk.pk, 1, cleaned(risk, counter=1), None)


def test_fields_that_the_form_does_not_have_are_ignored(matrix):
    service = ServiceAreaFactory()
    risk = add_risk(service, {**cleaned(), "closed": True, "confidential": True, "counter": 9, "service_id": 0}, None)
    assert (risk.closed, risk.confidential, risk.counter, risk.service) == (False, False, 1, service)


def test_nothing_is_left_when_the_ledger_cannot_be_written(matrix, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("risks.transitions.record", broken)
    with pytest.raises(RuntimeError):
        add_risk(ServiceAreaFactory(), cleaned(rating="red"), None)
    assert not Risk.objects.exists()


def add_one(service):
    return lambda number: add_risk(service, {"event": f"risk {number}"}, None).reference


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_people_adding_at_once_are_given_different_references():
    service = ServiceAreaFactory(prefix="CSS")
    outcomes = race(add_one(service), 4)
    assert sorted(won(outcomes)) == ["CSS-R1", "CSS-R2", "CSS-R3", "CSS-R4"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_the_same_race_loses():
    def attempt(number):
        return lost(race(add_one(ServiceAreaFactory(prefix=f"CS{number}")), 8))

    with without_locks():
        assert loses_in_time(attempt)
