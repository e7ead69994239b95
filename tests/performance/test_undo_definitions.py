"""A performance officer undoes an import of definitions as one step, as long as nothing later rests on them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Conflict
from council.choices import Role
from performance.imports import preview
from performance.models import (
    AuditFinding,
    Benchmark,
    Breakdown,
    DataQualityAssessment,
    EarlierResult,
    ImportBatch,
    Indicator,
    IndicatorState,
    Rebase,
    Result,
    Scorecard,
    StatutoryReturn,
    Target,
)
from performance.rules.layout import Section
from performance.scorecards.layouts import layout_of
from performance.transitions import (
    Details,
    Marks,
    arrange_scorecard,
    confirm,
    create_scorecard,
    import_now,
    mark_indicator,
    set_formula,
    undo_import,
)
from serviceplans.models import PlanVersion, VersionIndicator
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory, ThemeFactory, person
from tests.performance.factories import IndicatorFactory, period_of, result, target
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import PlanFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2019, 8, 20, 12, tzinfo=UTC)
HEAD = "Reference,Indicator,Definition,Unit,Polarity,Tolerance,Owner,Service,Themes,Scorecards,Within our control"
CHANGED = "CSC07,Carers approved,Of all who asked.,number,Up is bad,2,Head of Fostering,CSS;EDS,SCC,Transport,no"
NEW = "NEW1,Something new,,%,,,,EDS; CSS,GHW;SCC,CMT strategic;Transport,"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture(autouse=True)
def council():
    PostFactory(title="Head of Fostering")
    ServiceAreaFactory(prefix="CSS", directorate=DirectorateFactory(name="Children", code="CEC"))
    ServiceAreaFactory(prefix="EDS"), ServiceAreaFactory(prefix="ALS")
    ThemeFactory(code="GHW"), ThemeFactory(code="SCC")
    create_scorecard(Details("CMT strategic", "cmt"), by=None)
    create_scorecard(Details("Transport", "portfolio", draft=True, style="plain"), by=None)


@pytest.fixture
def indicator(council):
    made = IndicatorFactory(reference="CSC07", name="Foster carers", owner_text="Nobody yet", tolerance="5%")
    import_now("indicators", csv_file(HEAD, "CSC07,Foster carers,,,,,,EDS;ALS,GHW,CMT strategic,"), "first.csv")
    made.refresh_from_db()
    return made


@pytest.fixture
def batch(officer, indicator):
    """An import that changes one definition in every column, and adds one."""
    return imported(officer, HEAD, CHANGED, NEW)


def imported(officer, *lines, name="definitions.csv"):
    return confirm(preview(csv_file(*lines), name, officer, table="indicators").pk, by=officer)


def facts():
    """Every definition but for its counter, with its themes and services, and every scorecard's layout."""
    names = [field.attname for field in Indicator._meta.concrete_fields if field.name != "counter"]
    rows = list(Indicator.objects.order_by("pk").values_list(*names))
    themes = [(one.theme_codes, one.services) for one in Indicator.objects.order_by("pk")]
    cards = [(card.key, layout_of(card)) for card in Scorecard.objects.order_by("key")]
    return rows, themes, cards


def test_changed_definitions_are_as_before_and_new_ones_are_gone(officer, indicator):
    before = facts()
    batch = imported(officer, HEAD, CHANGED, NEW)
    indicator.refresh_from_db()
    assert (indicator.unit, indicator.owner, indicator.theme_codes) == ("number", "Head of Fostering", ("SCC",))
    assert [service.prefix for service in indicator.services] == ["CSS", "EDS"]
    assert facts() != before and Indicator.objects.get(reference="NEW1").scorecard_keys == (
        "cmt-strategic",
        "transport",
    )
    counter = indicator.counter
    undone = undo_import(batch.pk, by=officer)
    assert facts() == before and undone.state == "undone"
    indicator.refresh_from_db()
    assert indicator.counter == counter + 1, "a form that was read before must be stale"
    entry = LedgerEntry.objects.order_by("-id").first()
    assert entry.verb == "indicators.import_undone" and '"deleted":1' in entry.after and '"restored":1' in entry.after


def test_how_they_stand_is_stored_anew(officer, indicator, batch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        undo_import(batch.pk, by=officer)
    assert [state.counter for state in IndicatorState.objects.all()] == [Indicator.objects.get().counter]


def test_the_file_can_be_imported_again(officer, batch):
    after = facts()[1:]
    undo_import(batch.pk, by=officer)
    again = imported(officer, HEAD, CHANGED, NEW)
    assert again.counts["new"] == again.counts["changed"] == 1
    assert facts()[1] == after[0]


def a_breakdown(one):
    when = period_of(one, "Q1 2019/20")
    return Breakdown.objects.create(
        indicator=one, dimension="ward", period_key=when.key, period=when.label, ends=when.end, entered_at=NOON
    )


def a_benchmark(one):
    when = period_of(one, "Q1 2019/20")
    return Benchmark.objects.create(
        indicator=one, area="England", area_key="england", period_key=when.key, period=when.label, ends=when.end
    )


ON_A_NEW_ONE = {
    "1 result": lambda one: result(one, "Q1 2019/20", "5"),
    "2 targets": lambda one: (target(one, "Q1 2019/20", "5"), target(one, "Q2 2019/20", "5")),
    "1 benchmark": a_benchmark,
    "1 breakdown": a_breakdown,
    "1 recorded change": lambda one: Rebase.objects.create(indicator=one, period_key="x", reason="Moved.", at=NOON),
    "1 judgement of its data quality": lambda one: DataQualityAssessment.objects.create(
        indicator=one, principle="accuracy", grade="good", assessed_on=NOON
    ),
    "1 audit finding": lambda one: AuditFinding.objects.create(
        indicator=one, text="Not counted.", raised_on=NOON, answer_due=NOON
    ),
    "1 statutory return": lambda one: StatutoryReturn.objects.create(name="Census").indicators.add(one),
    "the formula of SUM1": lambda one: IndicatorFactory(reference="SUM1", formula="CSC07 + NEW1"),
    "changed since": lambda one: Indicator.objects.filter(pk=one.pk).update(tolerance="7"),
}


@pytest.mark.parametrize("said", ON_A_NEW_ONE)
def test_a_new_one_that_something_rests_on_stays_and_the_sentence_names_it(said, officer, batch):
    ON_A_NEW_ONE[said](Indicator.objects.get(reference="NEW1"))
    refused(batch, officer, f"depends on it: NEW1 ({said}).")


def test_a_plan_that_shows_it_is_named(officer, batch):
    version = PlanVersion.objects.create(plan=PlanFactory(), number=1, begun_at=NOON, changed_at=NOON)
    link = VersionIndicator.objects.create(version=version, indicator=Indicator.objects.get(reference="NEW1"))
    refused(batch, officer, f"NEW1 (“{link}”)")


def test_every_table_that_can_point_at_an_indicator_is_asked():
    from performance.imports.undo.dependents import _NOT_ASKED, _NOUNS

    others = {relation.related_model for relation in Indicator._meta.related_objects} - {*_NOUNS, *_NOT_ASKED}
    assert {model._meta.app_label for model in others}.isdisjoint({"performance"}), "give it a noun"
    assert len(_NOUNS) > 8 and others, "what other rooms link is named by its own words"


def refused(batch, officer, said):
    before, kept = facts(), [Result.objects.count(), Target.objects.count(), EarlierResult.objects.count()]
    with pytest.raises(Conflict) as raised:
        undo_import(batch.pk, by=officer)
    assert said in raised.value.sentence, raised.value.sentence
    assert facts() == before
    assert [Result.objects.count(), Target.objects.count(), EarlierResult.objects.count()] == kept
    assert ImportBatch.objects.get(pk=batch.pk).state == "imported"


CHANGES = {
    "by hand": lambda one, officer: Indicator.objects.filter(pk=one.pk).update(name="Another"),
    "by another file": lambda one, officer: import_now(
        "indicators", csv_file("Reference,Indicator", "CSC07,Another"), "next.csv"
    ),
    "its themes": lambda one, officer: one.themes.clear(),
    "its services": lambda one, officer: one.shared_services.clear(),
    "its mark": lambda one, officer: mark_indicator(one.pk, Marks(True, "", one.counter), by=officer),
    "a formula": lambda one, officer: set_formula(
        one.pk, f"{IndicatorFactory(reference='AAA1').reference} + 1", one.counter, by=officer
    ),
}


@pytest.mark.parametrize("how", CHANGES)
def test_one_that_was_changed_since_stays_as_it_is(how, officer, indicator, batch):
    indicator.refresh_from_db()
    CHANGES[how](indicator, officer)
    refused(batch, officer, "CSC07 (changed since)")


def test_a_scorecard_that_was_arranged_since_keeps_its_arrangement(officer, batch):
    card = Scorecard.objects.get(key="transport")
    first, *others = layout_of(card)[0].members
    arrange_scorecard(card.pk, (Section("Indicators", (*others, first)),), counter=None, by=officer)
    refused(batch, officer, "the scorecard Transport (arranged anew since)")


def test_one_that_was_put_on_another_scorecard_stays(officer, batch):
    other = create_scorecard(Details("Safer York", "board", style="plain"), by=officer)
    new = Indicator.objects.get(reference="NEW1")
    arrange_scorecard(other.pk, (Section("Indicators", (new.pk,)),), counter=None, by=officer)
    refused(batch, officer, "NEW1 (the scorecard Safer York)")


LATER = {
    "other results": lambda one: result(one, "Q1 2019/20", "5"),
    "other targets": lambda one: target(one, "Q1 2019/20", "5"),
    "other benchmarks": a_benchmark,
    "other breakdowns": a_breakdown,
}


@pytest.mark.parametrize("said", LATER)
def test_figures_in_the_new_unit_rest_on_it(said, officer, indicator, batch):
    LATER[said](indicator)
    refused(batch, officer, f"CSC07 ({said})")


def test_figures_do_not_rest_on_a_definition_whose_unit_and_periods_stayed(officer, indicator):
    result(indicator, "Q4 2018/19", "5")
    batch = imported(officer, "Reference,Indicator,Tolerance", "CSC07,Carers approved,2")
    result(indicator, "Q1 2019/20", "5")
    undo_import(batch.pk, by=officer)
    indicator.refresh_from_db()
    assert (indicator.name, indicator.tolerance, Result.objects.count()) == ("Foster carers", "5%", 2)


def test_undoing_the_later_import_frees_the_earlier_one(officer, indicator, batch):
    later = imported(officer, "Reference,Indicator,Scorecards", "CSC07,Another,CMT strategic", name="later.csv")
    refused(batch, officer, "CSC07 (changed since)")
    undo_import(later.pk, by=officer)
    undo_import(batch.pk, by=officer)
    assert Indicator.objects.get().name == "Foster carers"


@pytest.fixture
def inputs(officer):
    first, second = IndicatorFactory(reference="AAA1", unit="number"), IndicatorFactory(reference="BBB2", unit="number")
    for one, figures in ((first, (5, 6)), (second, (10, 20))):
        for period, figure in zip(("Q4 2018/19", "Q1 2019/20"), figures, strict=True):
            result(one, period, figure)
    return first, second


def calculated():
    names = ("period", "number", "entered_post", "status", "verification")
    return list(Result.objects.filter(indicator__reference="CSC07").order_by("period").values_list(*names))


def test_what_a_formula_calculated_is_taken_back(officer, indicator, inputs):
    result(indicator, "Q1 2019/20", "7", entered_post="Head of Fostering", status="provisional")
    before = calculated()
    batch = imported(officer, "Reference,Indicator,Formula", "CSC07,Carers,AAA1 + BBB2", "NEW1,New,AAA1 - BBB2")
    assert [row[1] for row in calculated()] == [26, 15]
    assert Result.objects.filter(indicator__reference="NEW1").count() == 2
    undo_import(batch.pk, by=officer)
    assert calculated() == before
    assert not Indicator.objects.filter(reference="NEW1").exists()


def test_the_earlier_formula_works_again_with_the_figures_of_today(officer, indicator, inputs):
    set_formula(indicator.pk, "AAA1 + BBB2", indicator.counter, by=officer)
    batch = imported(officer, "Reference,Indicator,Formula", "CSC07,Carers,AAA1 - BBB2")
    assert [row[1] for row in calculated()] == [-14, -5]
    import_now("results", csv_file("Reference,Period,Result", "AAA1,Q1 2019/20,100"), "r.csv")
    assert [row[1] for row in calculated()] == [80, -5]
    undo_import(batch.pk, by=officer)
    assert [row[1] for row in calculated()] == [120, 15]


def test_definitions_imported_before_their_memory_was_kept(officer, batch):
    ImportBatch.objects.update(undo=None)
    refused(batch, officer, "before what an import replaces was kept")


def test_the_page_says_what_rests_on_it(officer, batch, client):
    client.force_login(officer)
    url = reverse("undo_import", args=[batch.pk])
    assert_query_count(client, url, "performance: undo definitions")
    result(Indicator.objects.get(reference="NEW1"), "Q1 2019/20", "5")
    page = client.get(url).content.decode()
    assert "NEW1 (1 result)" in page and "govuk-button--warning" not in page
    answer = client.post(url)
    assert answer.status_code == 409 and "NEW1 (1 result)" in answer.content.decode()


def test_asking_takes_as_many_queries_for_many_definitions(officer, client, django_assert_max_num_queries):
    from performance.imports.undo import obstacle

    batch = imported(officer, "Reference,Indicator", *(f"NEW{n},New {n}" for n in range(200)))
    with django_assert_max_num_queries(30):
        assert obstacle(batch) == ""
