"""A plan shows rows of the council's registers: risks, indicators, equality objectives; they stay the registers' own."""

import pytest

from common.verdict import Conflict
from equalities.models import EqualityObjective
from performance.models import Indicator
from risks.models import Risk
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import ServiceAreaFactory
from tests.equalities.factories import EqualityAreaFactory, EqualityObjectiveFactory
from tests.performance.factories import IndicatorFactory
from tests.risks.factories import RiskFactory, RiskMatrixFactory
from tests.serviceplans.factories import a_complete_plan, a_new_plan, footprint
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
RISKS, INDICATORS, EQUALITIES = (f"{PLAN}edit/{key}/" for key in ("risks", "indicators", "equalities"))


@pytest.fixture
def draft(people):
    return a_new_plan(people)


def rows_of(people):
    """One row of each register, by the part that shows it."""
    return {
        "risks": RiskFactory(reference="KCR 3", service=people.service),
        "indicators": IndicatorFactory(reference="BPI108"),
        "equalities": EqualityObjectiveFactory(service=people.service),
    }


@pytest.mark.parametrize("key", ["risks", "indicators", "equalities"])
def test_a_row_is_chosen_shown_and_taken_out(people, draft, as_, key):
    row, client, page = rows_of(people)[key], as_(people.holder), f"{PLAN}edit/{key}/"
    assert f'<option value="{row.pk}">' in client.get(page).content.decode()
    response = client.post(f"{page}link/", {"row": row.pk, "group": "Finance"}, follow=True)
    assert "Added to the plan" in response.content.decode()
    assert f'<option value="{row.pk}">' not in response.content.decode()
    assert_written_last(f"{key}.link", people.holder)
    before = footprint(draft)
    client.post(f"{page}link/", {"row": row.pk, "group": "Customers"})
    assert footprint(draft) == before
    response = client.post(f"{page}unlink/", {"row": row.pk}, follow=True)
    assert "The register keeps it" in response.content.decode()
    assert_written_last(f"{key}.unlink", people.holder)
    assert type(row).objects.filter(pk=row.pk).exists()
    before = footprint(draft)
    client.post(f"{page}unlink/", {"row": row.pk})
    assert footprint(draft) == before


@pytest.mark.parametrize("row", ["", "x", "-1", "0", "999999", "9" * 18, "9" * 5000, "1\0"])
@pytest.mark.parametrize("key", ["risks", "indicators", "equalities"])
def test_a_row_that_is_none_changes_nothing(people, draft, as_, key, row):
    before = footprint(draft)
    response = as_(people.holder).post(f"{PLAN}edit/{key}/link/", {"row": row}, follow=True)
    assert "Choose one from the list before you add it" in response.content.decode()
    assert as_(people.holder).post(f"{PLAN}edit/{key}/unlink/", {"row": row}).status_code == 404
    assert footprint(draft) == before


@pytest.mark.parametrize("key", ["description", "key-achievements", "actions", "nothing"])
def test_other_parts_have_nothing_to_link(people, draft, as_, key):
    assert as_(people.holder).post(f"{PLAN}edit/{key}/link/", {"row": "1"}).status_code == 404


@pytest.mark.parametrize("group", ["Made up", "zero\0byte", "", "x" * 500])
def test_a_group_that_the_template_has_not_is_its_first(people, draft, as_, group):
    indicator = IndicatorFactory()
    as_(people.holder).post(f"{INDICATORS}link/", {"row": indicator.pk, "group": group})
    assert draft.indicator_links.get().group == "Directorate indicators relating to the service plan"


def test_a_risk_that_this_person_may_not_see_cannot_be_chosen(people, draft, as_):
    secret = RiskFactory(service=ServiceAreaFactory(), confidential=True, event="Secret")
    client = as_(people.holder)
    assert "Secret" not in client.get(RISKS).content.decode()
    client.post(f"{RISKS}link/", {"row": secret.pk})
    assert not draft.risk_links.exists()


def test_another_services_equality_objective_cannot_be_chosen(people, draft, as_):
    foreign = EqualityObjectiveFactory()
    as_(people.holder).post(f"{EQUALITIES}link/", {"row": foreign.pk})
    assert not draft.equality_links.exists()


@pytest.mark.parametrize("closed", [{"closed": True}])
def test_closed_and_retired_rows_are_not_offered(people, draft, as_, closed):
    risk = RiskFactory(service=people.service, **closed)
    indicator = IndicatorFactory(retired=True)
    objective = EqualityObjectiveFactory(service=people.service, retired=True)
    client = as_(people.holder)
    for page, row in [(RISKS, risk), (INDICATORS, indicator), (EQUALITIES, objective)]:
        assert f'<option value="{row.pk}">' not in client.get(page).content.decode()


def test_what_is_near_is_offered_first(people, draft, as_):
    far = RiskFactory(reference="A 1")
    directorate = RiskFactory(reference="B 1", service=None, directorate=people.directorate)
    own = RiskFactory(reference="C 1", service=people.service)
    choices = as_(people.holder).get(RISKS).context["choices"]
    assert choices == [own, directorate, far]


# Adding to a register from the plan


def risk_typed(**fields):
    return {
        "event": "Too few foster homes",
        "rating": "amber",
        "escalation": "service",
        "mitigation": "Recruit",
        **fields,
    }


def test_a_new_risk_goes_to_the_register_and_into_the_plan(people, draft, as_):
    RiskMatrixFactory()
    response = as_(people.holder).post(f"{RISKS}risk/new/", risk_typed(), follow=True)
    risk = Risk.objects.get()
    assert (risk.reference, risk.service, risk.mitigation) == ("CSS-R1", people.service, "Recruit")
    assert draft.risk_links.get().risk == risk
    assert "Saved: risk CSS-R1" in response.content.decode()
    assert "Amber" in response.content.decode()


def test_saving_new_rows_again_adds_none(people, draft, as_):
    """What the second press of the button, or the browser's Back button, posts once more."""
    RiskMatrixFactory()
    area, client = EqualityAreaFactory(), as_(people.holder)
    objective = {"area": area.pk, "text": "Easy-read letters", "supports": ["cmt"], "facing": "outward"}
    for _ in range(2):
        assert client.post(f"{RISKS}risk/new/", risk_typed()).status_code == 302
        assert client.post(f"{PLAN}edit/equalities/equality/new/", objective).status_code == 302
    assert (Risk.objects.count(), draft.risk_links.count()) == (1, 1)
    assert EqualityObjective.objects.count() == 1


def test_another_services_risk_is_shown_in_a_plan_but_changed_by_those_whose_it_is(people, draft, as_):
    RiskMatrixFactory()
    risk = RiskFactory(reference="WAP-R1", service=ServiceAreaFactory(), directorate=people.elsewhere)
    transitions.link_row(draft.pk, "risks", risk.pk, by=people.holder)
    client, url = as_(people.holder), f"{RISKS}risk/wap-r1/"
    page = client.get(url, follow=True)
    assert page.redirect_chain == [("/risks/wap-r1/", 302)]
    refused = client.post(url, risk_typed(counter="1", mitigation="Ours now"))
    assert refused.status_code == 403
    for answer in (page, refused):
        assert "WAP-R1 is another service" in answer.content.decode()
    risk.refresh_from_db()
    assert (risk.mitigation, risk.counter) != ("Ours now", 2)


@pytest.mark.parametrize("reference", ["KCR 3", "R1.1", "CSS-R9", "K/3"])
def test_a_risk_of_the_plan_is_changed_there_whatever_its_reference(people, draft, as_, reference):
    RiskMatrixFactory()
    risk = RiskFactory(reference=reference, service=people.service, rating="amber")
    transitions.link_row(draft.pk, "risks", risk.pk, by=people.holder)
    client = as_(people.holder)
    page = client.get(RISKS).context
    url = page["data"]["risks"][0]["edit_url"]
    assert client.get(url).status_code == 200
    assert client.post(url, risk_typed(counter="1", mitigation="Recruit more")).status_code == 302
    risk.refresh_from_db()
    assert (risk.mitigation, risk.counter) == ("Recruit more", 2)
    finding = next(line for line in page["lines"] if line.code == "risk-no-target")
    assert client.get(finding.url).status_code == 200


def test_a_stale_risk_shows_both_texts(people, draft, as_):
    RiskMatrixFactory()
    risk = RiskFactory(reference="KCR 3", service=people.service)
    transitions.link_row(draft.pk, "risks", risk.pk, by=people.holder)
    client, url = as_(people.holder), f"{RISKS}risk/kcr-3/"
    client.post(url, risk_typed(counter="1", mitigation="Theirs"))
    response = client.post(url, risk_typed(counter="1", mitigation="Mine"))
    assert response.status_code == 409
    assert "Theirs" in response.content.decode()
    assert "Mine</textarea>" in response.content.decode()
    risk.refresh_from_db()
    assert risk.mitigation == "Theirs"


def test_a_risk_that_the_plan_does_not_show_is_not_changed_there(people, draft, as_):
    RiskFactory(reference="KCR 9", service=people.service)
    client = as_(people.holder)
    assert client.get(f"{RISKS}risk/kcr-9/").status_code == 404
    assert client.post(f"{RISKS}risk/kcr-9/", risk_typed(counter="1")).status_code == 404


def test_a_new_indicator_goes_to_the_register_and_into_the_plan(people, draft, as_):
    data = {
        "reference": "CSC50", "name": "Foster homes", "unit": "number", "decimal_places": "0", "polarity": "up-is-good",
        "frequency": "quarterly", "group": "workforce", "owner": "Head of Fostering",
    }  # fmt: skip
    client = as_(people.holder)
    form = client.get(f"{INDICATORS}indicator/new/").context["form"]
    choices = {
        name: [c[0] for c in field.choices if c[0]] for name, field in form.fields.items() if hasattr(field, "choices")
    }
    data |= {name: data[name] if data.get(name) in values else values[0] for name, values in choices.items()}
    response = client.post(f"{INDICATORS}indicator/new/", data, follow=True)
    assert response.status_code == 200, response.context["form"].errors
    indicator = Indicator.objects.get()
    assert (indicator.reference, indicator.service) == ("CSC50", people.service)
    assert draft.indicator_links.get().indicator == indicator


@pytest.mark.parametrize("reference", ["BPI108", "PHOF 2.01", "1.1", "11"])
def test_the_plan_links_to_each_indicators_own_page(people, draft, as_, reference):
    indicator = IndicatorFactory(reference=reference)
    transitions.link_row(draft.pk, "indicators", indicator.pk, by=people.holder, group="Finance")
    page = as_(people.holder).get(INDICATORS).content.decode()
    assert f'href="/performance/indicators/{indicator.slug}/"' in page


def test_a_new_equality_objective_goes_to_the_register_and_into_the_plan(people, draft, as_):
    area = EqualityAreaFactory(number=1, name="Knowing your communities")
    client = as_(people.holder)
    data = {"area": area.pk, "text": "Easy-read letters", "supports": ["cmt"], "facing": "outward", "duty": "Fairness"}
    response = client.post(f"{EQUALITIES}equality/new/", data, follow=True)
    objective = EqualityObjective.objects.get()
    assert (objective.service, objective.agreed_on) == (people.service, None)
    assert draft.equality_links.get().objective == objective
    assert "Easy-read letters" in response.content.decode()
    url = f"{EQUALITIES}equality/{objective.pk}/"
    assert client.post(url, {**data, "text": "Plain letters", "counter": "1"}).status_code == 302
    assert client.post(url, {**data, "text": "Mine", "counter": "1"}).status_code == 409
    objective.refresh_from_db()
    assert objective.text == "Plain letters"


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("risks/risk/new/", {"event": ""}),
        ("risks/risk/new/", {"event": "zero\0byte"}),
        ("indicators/indicator/new/", {"reference": "", "name": ""}),
        ("indicators/indicator/new/", {"reference": "x" * 400, "name": "zero\0byte"}),
        ("equalities/equality/new/", {"text": "", "area": "999"}),
    ],
)
def test_a_row_that_cannot_be_kept_is_given_back(people, draft, as_, ending, data):
    RiskMatrixFactory()
    before = footprint(draft)
    assert as_(people.holder).post(f"{PLAN}edit/{ending}", data).status_code == 422
    assert footprint(draft) == before
    assert not (Risk.objects.exists() or Indicator.objects.exists() or EqualityObjective.objects.exists())


def test_a_new_row_whose_link_fails_is_not_in_the_register_either(people, draft, as_, monkeypatch):
    RiskMatrixFactory()
    client = as_(people.holder)
    client.raise_request_exception = False

    def breaks(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("serviceplans.transitions.locking.record", breaks)
    assert client.post(f"{RISKS}risk/new/", risk_typed()).status_code == 500
    assert not Risk.objects.exists()


# A locked plan


ENDINGS = [
    "risks/link/", "risks/unlink/", "indicators/link/", "indicators/unlink/", "equalities/link/", "equalities/unlink/",
    "risks/risk/new/", "risks/risk/kcr-3/", "indicators/indicator/new/", "equalities/equality/new/",
]  # fmt: skip


@pytest.mark.parametrize("status", [Status.DMT_REVIEW, Status.MEMBER_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_a_locked_plans_rows_stay(people, as_, status):
    RiskMatrixFactory()
    version = a_complete_plan(people, status)
    before, client = footprint(version), as_(people.holder)
    pk = version.equality_links.get().objective_id
    data = {"row": version.risk_links.get().risk_id, **risk_typed(counter="1"), "text": "x", "area": "1"}
    for ending in [*ENDINGS, f"equalities/equality/{pk}/"]:
        response = client.post(f"{PLAN}edit/{ending}", data)
        assert response.status_code == 409, ending
        assert "locked" in response.content.decode()
    for kind in ("risks", "indicators", "equalities"):
        with pytest.raises(Conflict):
            transitions.unlink_row(version.pk, kind, 1, by=people.holder)
        with pytest.raises(Conflict):
            transitions.link_row(version.pk, kind, 1, by=people.holder)
    assert footprint(version) == before
