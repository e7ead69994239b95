"""A service writes its equality objectives under the five areas and changes them without losing anybody's words."""

import json

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Stale
from council.choices import Role
from council.models import Post
from equalities.forms import EqualityObjectiveForm
from equalities.models import EqualityObjective
from equalities.transitions import add_objective, edit_objective
from tests.council.factories import ServiceAreaFactory, person
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory

pytestmark = pytest.mark.django_db


def typed(area, /, **fields):
    return {"area": area.pk, "text": "Easy-read letters", "supports": ["cmt"], "facing": "outward", **fields}


def cleaned(data, objective=None):
    form = EqualityObjectiveForm(data, objective=objective)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.fixture
def area(db):
    return EqualityAreaFactory(name="Knowing your communities", council_objective="Better understand our communities")


def test_an_objective_is_written_down(area):
    holder = person(Role.PLAN_HOLDER, title="Assistant Director")
    service = ServiceAreaFactory(prefix="CSS", holder_post=Post.objects.get())
    objective = add_objective(service, cleaned(typed(area, duty="Fosters good relations")), holder)
    objective.refresh_from_db()
    assert (objective.service, objective.area, objective.text) == (service, area, "Easy-read letters")
    assert (objective.supports_strategy, objective.supports_cmt, objective.agreed_on) == (False, True, None)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.post, entry.before) == ("equality-objective.added", "Assistant Director", "")
    assert (json.loads(entry.after)["service"], json.loads(entry.after)["text"]) == ("CSS", "Easy-read letters")


def test_each_area_is_offered_with_cmts_objective(area):
    field = str(EqualityObjectiveForm()["area"])
    assert "Knowing your communities: better understand our communities" in field
    assert "---------" not in field


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"area": ""}, "area", "Choose the area of performance"),
        ({"area": 999}, "area", "Select a valid choice"),
        ({"area": "x"}, "area", "Select a valid choice"),
        ({"text": " "}, "text", "Enter the equality objective."),
        ({"facing": "sideways"}, "facing", "Select a valid choice"),
        ({"supports": ["everything"]}, "supports", "Select a valid choice"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(area, fields, field, words):
    form = EqualityObjectiveForm(typed(area, **fields))
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_supporting_nothing_is_for_the_health_check_and_saves(area):
    objective = add_objective(ServiceAreaFactory(), cleaned(typed(area, supports=[])), None)
    assert (objective.supports_strategy, objective.supports_cmt) == (False, False)


def test_a_change_is_kept_with_what_was_there_before(area):
    objective = EqualityObjectiveFactory(area=area, text="before")
    form = EqualityObjectiveForm(objective=objective)
    data = {name: form[name].value() for name in form.fields}
    assert (data["text"], data["supports"], data["counter"]) == ("before", ["strategy"], 1)
    edit_objective(objective.pk, 1, cleaned({**data, "text": "after"}, objective), None)
    objective.refresh_from_db()
    assert (objective.text, objective.counter) == ("after", 2)
    entry = LedgerEntry.objects.get()
    assert (json.loads(entry.before)["text"], json.loads(entry.after)["text"]) == ("before", "after")


def test_saving_the_same_words_changes_nothing(area):
    objective = EqualityObjectiveFactory(area=area)
    form = EqualityObjectiveForm(objective=objective)
    data = {name: form[name].value() for name in form.fields}
    assert edit_objective(objective.pk, 1, cleaned(data, objective), None).counter == 1
    assert not LedgerEntry.objects.exists()


def test_a_stale_change_is_refused_with_what_is_stored(area):
    objective = EqualityObjectiveFactory(area=area)
    edit_objective(objective.pk, 1, cleaned(typed(area, text="theirs")), None)
    with pytest.raises(Stale) as stale:
        edit_objective(objective.pk, 1, cleaned(typed(area, text="mine")), None)
    objective.refresh_from_db()
    assert (stale.value.counter, stale.value.stored["text"], objective.text) == (2, "theirs", "theirs")


def test_a_retired_objective_is_not_changed(area):
    objective = EqualityObjectiveFactory(area=area, retired=True)
    with pytest.raises(Conflict, match="has been retired"):
        edit_objective(objective.pk, 1, cleaned(typed(area)), None)


@pytest.mark.parametrize("counter", ["", "x", "9" * 30])
def test_a_form_that_lost_its_place_says_so(area, counter):
    form = EqualityObjectiveForm(typed(area, counter=counter), objective=EqualityObjectiveFactory(area=area))
    assert "Open it again" in form.errors["counter"][0]


def test_an_objective_broken_off_leaves_nothing(area, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("equalities.transitions.record", broken)
    with pytest.raises(RuntimeError):
        add_objective(ServiceAreaFactory(), cleaned(typed(area)), None)
    assert not EqualityObjective.objects.exists()
