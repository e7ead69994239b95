"""A performance officer puts an indicator on the register, changes its definition, and retires it."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.choices import Role
from performance.definition_forms import DefinitionForm, initial_of
from performance.models import Indicator
from performance.standing import explain
from performance.transitions import change_definition, define_indicator
from performance.transitions.definition import facts_of
from tests.breaking import broken_at, each_write
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory, ThemeFactory, person
from tests.performance.factories import IndicatorFactory, period_of, result, target
from tests.query_counts import assert_query_count
from tests.races import lost, race, without_locks, won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
NEW = reverse("indicator_new")


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


@pytest.fixture
def indicator():
    return IndicatorFactory(
        reference="CSC07", name="Placements that lasted", owner_post=PostFactory(title="Head of Fostering")
    )


def url(indicator):
    return reverse("indicator_edit", args=[indicator.slug])


def typed(indicator=None, **said):
    """What the page posts when nothing was changed but what is ``said``; None leaves a box unticked."""
    words = initial_of(indicator or Indicator(counter=0)) | said
    return {name: value for name, value in words.items() if value is not None and value is not False and value != ()}


def test_a_new_indicator_is_on_the_register_with_all_that_was_said(client, officer):
    service, theme = ServiceAreaFactory(), ThemeFactory(code="GHW")
    post = PostFactory(title="Head of Housing")
    said = {
        "reference": " hou  12 ", "name": "Homes let within 21 days", "definition": "Of those that fell empty.",
        "unit": "percent",
        "decimal_places": 1, "polarity": "up-is-good", "tolerance": "5 %", "frequency": "monthly", "year_type": "financial",
        "due_days": 12, "first_period": "2019-04", "owner": "head of housing", "service": service.pk, "themes": [theme.pk],
        "source": "Housing system", "group": "customers", "cumulative": "on", "measures_quality": "on", "counter": 0,
    }  # fmt: skip
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, said, follow=True)
    assert "hou 12 is on the register. Set its targets next." in answer.content.decode()
    made = Indicator.objects.get()
    assert (made.reference, made.slug, made.owner_post, made.directorate) == (
        "hou 12",
        "hou-12",
        post,
        service.directorate,
    )
    assert (made.tolerance, made.first_period, made.due_days) == ("5%", "April 2019", 12)
    assert made.cumulative and made.measures_quality and not made.retired and list(made.themes.all()) == [theme]
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject) == ("indicator.added", "indicator hou 12") and '"themes":"GHW"' in entry.after
    page = client.get(reverse("indicators")).content.decode()
    assert "Homes let within 21 days" in page and f'href="{NEW}"' in page


def test_other_services_answer_for_it_beside_the_main_one(client, officer, indicator):
    main, other = ServiceAreaFactory(prefix="CSS"), ServiceAreaFactory(prefix="EDS", name="Education and Skills")
    ticked = typed(indicator, service=main.pk, shared_services=[main.pk, other.pk])
    assert client.post(url(indicator), ticked).status_code == 302
    indicator.refresh_from_db()
    assert indicator.services == (main, other), "the main one is not said twice"
    entry = LedgerEntry.objects.latest("pk")
    assert '"shared_services":""' in entry.before and '"shared_services":"EDS"' in entry.after
    page = client.get(reverse("indicator", args=[indicator.slug])).content.decode()
    assert "Other services" in page and "Education and Skills" in page
    whose = {"service": main.pk, "directorate": main.directorate_id}
    assert client.post(url(indicator), typed(indicator, **whose)).status_code == 302
    assert LedgerEntry.objects.latest("pk") == entry, "what was saved again as it is changes nothing"
    assert client.post(url(indicator), typed(indicator, **whose, shared_services=[])).status_code == 302
    assert indicator.shared_services.count() == 0


def test_without_a_main_service_no_other_answers_for_it(client, officer, indicator):
    answer = client.post(url(indicator), typed(indicator, shared_services=[ServiceAreaFactory().pk]))
    assert answer.status_code == 422
    assert "Choose the main service of those that answer for it" in answer.content.decode()
    assert indicator.shared_services.count() == 0


def test_pressed_twice_it_is_added_once(client, officer):
    words = typed(reference="NEW1", name="Something", counter=0)
    assert client.post(NEW, words).status_code == 302
    answer = client.post(NEW, words)
    assert answer.status_code == 422 and "The register already has NEW1 Something" in answer.content.decode()
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reference": ""}, "Enter a reference, like CSC12"),
        ({"reference": "c sc07"}, "The register already has CSC07"),
        ({"name": ""}, "Enter what is measured"),
        ({"tolerance": "some"}, "“some”"),
        ({"first_period": "banana"}, "“banana”"),
        ({"range_low": "9", "range_high": "3"}, "Enter an upper end that is not below the lower one"),
        ({"polarity": "in-range"}, "Enter where the good range begins, or ends"),
        ({"unit": "parsecs"}, "Choose one of the options for “Unit”"),
        ({"decimal_places": "70"}, "Enter a whole number of places, from 0 to 6"),
        ({"due_days": "x"}, "Enter a whole number of days, from 0 to 730"),
        ({"range_low": "1e99"}, "Enter where the good range begins in figures, like 12.5"),
        ({"service": "999999"}, "Choose one of the options for “Service”"),
        ({"name": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_added(client, officer, indicator, said, sentence):
    answer = client.post(NEW, typed(**{"reference": "NEW1", "name": "Something", "counter": 0, **said}))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Indicator.objects.count() == 1


def test_a_changed_polarity_rates_anew_and_the_history_says_so(client, officer, indicator):
    result(indicator, "Q1 2019/20", "84")
    target(indicator, "Q1 2019/20", "85")
    assert explain(indicator, period_of(indicator, "Q1 2019/20")).rating.colour == "red"
    answer = client.post(
        url(indicator), typed(indicator, polarity="up-is-bad", definition="Two years\r\nor more."), follow=True
    )
    page = answer.content.decode()
    assert "The definition of CSC07 is saved." in page and "Indicator changed, Performance officer" in page
    stored = Indicator.objects.get()
    assert (stored.polarity, stored.definition, stored.counter) == ("up-is-bad", "Two years\nor more.", 2)
    assert explain(stored, period_of(stored, "Q1 2019/20")).rating.colour == "green"
    entry = LedgerEntry.objects.get()
    assert entry.before == '{"definition":"","polarity":"up-is-good"}'


def test_saving_what_is_there_changes_nothing(client, officer, indicator):
    indicator.themes.add(ThemeFactory())
    assert client.post(url(indicator), typed(indicator)).status_code == 302
    assert Indicator.objects.get().counter == 1 and not LedgerEntry.objects.exists()


def test_an_owner_who_is_nobodys_post_is_kept_as_words(client, officer, indicator):
    client.post(url(indicator), typed(indicator, owner="All Heads of Service"))
    stored = Indicator.objects.get()
    assert (stored.owner_post, stored.owner_text) == (None, "All Heads of Service")
    client.post(url(stored), typed(stored, owner=""))
    assert Indicator.objects.get().owner == ""


def test_a_retired_indicator_takes_no_more_results_and_can_be_taken_up_again(client, officer, indicator):
    client.post(url(indicator), typed(indicator, retired="on"))
    assert client.get(reverse("enter_result", args=["csc07"])).status_code == 403
    assert "Retired" in client.get(reverse("indicator", args=["csc07"])).content.decode()
    client.post(url(indicator), typed(Indicator.objects.get(), retired=None))
    assert client.get(reverse("enter_result", args=["csc07"])).status_code == 200


def test_periods_that_have_results_stay_what_they_are(client, officer, indicator):
    result(indicator, "Q1 2019/20", "84")
    for said in ({"frequency": "annual"}, {"year_type": "academic"}):
        answer = client.post(url(indicator), typed(indicator, **said))
        assert answer.status_code == 422 and "It has results by its present periods." in answer.content.decode()
    assert Indicator.objects.get().counter == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"unit": "text"}, "TOTAL is calculated: CSC07 is measured in words"),
        ({"frequency": "annual"}, "TOTAL is calculated: CSC07 is annual"),
    ],
)
def test_what_others_are_calculated_from_stays_countable(client, officer, indicator, said, sentence):
    IndicatorFactory(reference="TOTAL", formula="CSC07 + CSC07")
    answer = client.post(url(indicator), typed(indicator, **said))
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_both_texts_are_shown_where_somebody_else_changed_it(client, officer, indicator):
    words = typed(indicator, name="Placements that lasted two years", tolerance="5%")
    Indicator.objects.update(name="Lasting placements", counter=2)
    answer = client.post(url(indicator), words)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Lasting placements" in page and "Placements that lasted two years" in page
    assert "Save mine over what is there" in page and ">Polarity</h2>" not in page
    assert client.post(url(indicator), words | {"counter": 2}).status_code == 302
    assert Indicator.objects.get().name == "Placements that lasted two years"


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.CMT, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_defines(client, indicator, role):
    somebody = person(role)
    client.force_login(somebody)
    for address in (NEW, url(indicator)):
        assert client.get(address).status_code == 403 and client.post(address, {}).status_code == 403
    with pytest.raises(Refused):
        change_definition(indicator.pk, facts_of(indicator), 1, by=somebody)
    page = (
        client.get(reverse("indicators")).content.decode()
        + client.get(reverse("indicator", args=["csc07"])).content.decode()
    )
    assert NEW not in page and url(indicator) not in page


def test_its_owner_does_not_define_it(client, indicator):
    owner = person(Role.STAFF)
    owner.appointments.create(post=indicator.owner_post, starts="2019-01-01")
    client.force_login(owner)
    assert client.get(url(indicator)).status_code == 403


def test_every_field_of_an_indicator_is_on_the_form_or_set_elsewhere():
    elsewhere = {"id", "reference_key", "slug", "owner_post", "owner_text", "formula", "within_control", "withheld"}
    stored = {field.name for field in Indicator._meta.concrete_fields} - elsewhere
    assert stored <= set(DefinitionForm.base_fields)
    shown = {
        bound.name
        for form in (DefinitionForm(), DefinitionForm(stored=Indicator(counter=1, pk=None)))
        for _, fields in form.groups
        for bound in fields
    }
    assert shown == set(DefinitionForm.base_fields) - {"counter"}


def test_the_pages_run_the_queries_on_record(client, officer, indicator):
    assert_query_count(client, url(indicator), "performance: definition")
    for number in range(10):
        DirectorateFactory(), ThemeFactory(), IndicatorFactory(reference=f"MORE{number}")
    assert_query_count(client, url(indicator), "performance: definition")


def test_a_reference_taken_meanwhile_is_a_conflict(officer, indicator):
    with pytest.raises(Conflict, match="already has an indicator CSC07"):
        define_indicator(facts_of(indicator) | {"reference": "CSC07"}, by=officer)


@pytest.mark.django_db(transaction=True)
def test_an_exception_at_any_write_changes_nothing(officer, indicator):
    facts = facts_of(indicator) | {
        "name": "Another",
        "themes": (ThemeFactory(),),
        "shared_services": (ServiceAreaFactory(),),
    }
    for number in each_write():
        with broken_at(number) as line:
            change_definition(indicator.pk, facts, 1, by=officer)
        if not line.broken:
            break
        stored = Indicator.objects.get()
        assert (stored.name, stored.themes.count(), stored.counter) == ("Placements that lasted", 0, 1)
        assert not stored.shared_services.exists()
        assert not LedgerEntry.objects.exists()
    assert number > 2 and Indicator.objects.get().name == "Another"


def renamed(number, indicator, officer):
    facts = facts_of(indicator) | {"name": f"Name {number}"}
    return change_definition(indicator.pk, facts, 1, by=officer).name


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_several_who_change_it_at_once_one_does(officer, indicator):
    outcomes = race(lambda number: renamed(number, indicator, officer), 4)
    assert len(won(outcomes)) == 1 and {one.raised for one in lost(outcomes)} == {Stale.__name__}
    assert Indicator.objects.get().name == won(outcomes)[0]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_is_lost(officer, indicator):
    with without_locks():
        for _ in range(12):
            Indicator.objects.update(counter=1, name="Before")
            outcomes = race(lambda number: renamed(number, indicator, officer), 4)
            if len(won(outcomes)) != 1 or any(one.raised != "Stale" for one in lost(outcomes)):
                return
    pytest.fail("The race was won by one each time, even without the lock.")
