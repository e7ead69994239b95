"""A performance officer publishes a quarter's performance; everybody reads it as it was published, small numbers hidden."""

import csv
import io
import time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.models import LedgerEntry
from common.values.period import Period
from common.verdict import Conflict, Refused
from council.choices import Role
from performance.models import Indicator, Result
from performance.rules.suppression import why_not_shown
from performance.transitions import import_now, set_formula
from reporting.models import Publication, PublishedIndicator
from reporting.publishing import draft_of
from reporting.transitions import publish_performance
from tests.breaking import broken_at, each_write
from tests.council.factories import DirectorateFactory, ServiceAreaFactory, ThemeFactory, person
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file
from tests.query_counts import assert_query_count
from tests.races import lost, race, won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1, Q4 = (Period.parse(label, frequency="quarterly") for label in ("Q1 2019/20", "Q4 2018/19"))
HEAD = "Reference,Period,Breakdown,Category,Result,Numerator,Denominator"


@pytest.fixture
def officer():
    return person(Role.PERFORMANCE_OFFICER, title="Performance officer")


@pytest.fixture
def register():
    """Three indicators: one with targets and a breakdown, one whose figures are withheld, one that nobody has measured."""
    children = DirectorateFactory(name="Children", code="CEC")
    foster = IndicatorFactory(
        reference="CSC07",
        name="Foster carers",
        unit="number",
        decimal_places=0,
        directorate=children,
        service=ServiceAreaFactory(name="Fostering", directorate=children),
        definition="Approved.",
    )
    foster.shared_services.add(ServiceAreaFactory(name="Early Help"))
    foster.themes.add(ThemeFactory(code="GHW", name="Good Health"))
    for period, value in (("Q4 2018/19", 90), ("Q1 2019/20", 46)):
        result(foster, period, value)
        target(foster, period, "≥ 50")
    broken(f"CSC07,{Q1},ward,Acomb,12,,", f"CSC07,{Q1},ward,Clifton,30,,", f"CSC07,{Q1},ward,Guildhall,4,,")
    hidden = IndicatorFactory(
        reference="CSC12", name="Young people in custody", withheld="So few that one could be known."
    )
    result(hidden, "Q1 2019/20", "77.7")
    IndicatorFactory(reference="ZZZ1", name="Never measured")
    return foster


def broken(*lines):
    done = import_now("breakdowns", csv_file(HEAD, *lines), "b.csv")
    assert not done.evaluation.refusals, done.evaluation.refusals


def publish(officer, quarter=Q1):
    return publish_performance(quarter, draft_of(quarter).digest, by=officer)


def texts(client, **query):
    """Everything that somebody without an account can read of what is published."""
    pages = [reverse("public_performance"), reverse("public_performance_csv"), reverse("public_breakdowns_csv"), "/"]
    pages += [reverse("public_indicator", args=[slug]) for slug in Indicator.objects.values_list("slug", flat=True)]
    return "".join(client.get(page, query).content.decode() for page in pages)


def test_nothing_is_public_until_it_is_published(client, register):
    page = client.get(reverse("public_performance"))
    assert page.status_code == 200 and "has been published yet" in page.content.decode()
    for name, arguments in (
        ("public_performance_csv", []),
        ("public_breakdowns_csv", []),
        ("public_indicator", ["csc07"]),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert "Foster carers" not in client.get("/").content.decode()


def test_an_officer_publishes_and_everybody_reads_it(client, register, officer):
    client.force_login(officer)
    url = reverse("performance_publish")
    page = client.get(url).content.decode()
    assert "Publish performance in Q1 2019/20" in page and "CSC12: So few that one could be known." in page
    assert "CSC07, Q1 2019/20 by ward: 1 figure stands for fewer than 5" in page
    done = client.post(url, {"quarter": "2019-20-q1", "digest": draft_of(Q1).digest}, follow=True)
    assert "is published: everybody can read it" in done.content.decode()
    client.logout()
    page = client.get(reverse("public_performance")).content.decode()
    assert "How the council is doing, Q1 2019/20" in page and "Foster carers" in page and "Children" in page
    page = client.get(reverse("public_indicator", args=["csc07"])).content.decode()
    assert "46 against a target of at least 50" in page and "Theme: Good Health" in page and "Approved." in page
    assert "Services: Fostering; Early Help" in page
    assert "Acomb" in page and "fewer than 5" in page and ">30<" in page
    assert "1 figure stands for fewer than 5 and is not shown, so that nobody can be recognised." in page
    assert "1 more is withheld, because with the total it would give the small one away." in page
    assert "How the council is doing, Q1 2019/20" in client.get("/").content.decode()
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject, entry.post) == (
        "performance.published",
        "performance Q1 2019/20",
        "Performance officer",
    )
    assert '"withheld":["CSC12"]' in entry.after


def test_what_is_withheld_small_or_not_checked_is_nowhere(client, register, officer):
    broken(f"CSC07,{Q1},sex,Women,33,,", f"CSC07,{Q1},sex,Men,13,,")
    one = IndicatorFactory(reference="WAIT1", name="Waits for a check")
    result(one, "Q1 2019/20", "31.416", verification="waiting", commentary="Canary commentary")
    single = IndicatorFactory(reference="ONE1", name="One result withheld", unit="number")
    result(single, "Q4 2018/19", "5151")
    result(single, "Q1 2019/20", "6262", withheld="Too few.")
    broken(f"ONE1,{Q1},ward,Canary ward,6262,,", f"WAIT1,{Q1},ward,Unchecked ward,,31,99")
    publication = publish(officer)
    told = texts(client) + "".join(map(str, publication.indicators.values_list("content", flat=True)))
    for canary in ("77.7", "31.4", "Canary", "6262", "6,262", "Unchecked"):
        assert canary not in told
    assert "5,151" in told and "Withheld" in told and "33" in told
    rows = {
        row[3]: row[4] for row in csv.reader(io.StringIO(client.get(reverse("public_breakdowns_csv")).content.decode()))
    }
    assert (rows["Guildhall"], rows["Acomb"], rows["Clifton"]) == ("fewer than 5", "withheld", "30")


def test_what_is_calculated_from_something_not_checked_is_left_out_too(client, register, officer):
    for number, reference in enumerate(("INPUT1", "INPUT2")):
        one = IndicatorFactory(reference=reference, name="An input", unit="number")
        for period in ("Q4 2018/19", "Q1 2019/20"):
            result(
                one,
                period,
                str(1200 + number),
                verification="waiting" if (number, period[:2]) == (1, "Q1") else "verified",
            )
    total = IndicatorFactory(reference="SUM1", name="A sum", unit="number")
    twice = IndicatorFactory(reference="SUM2", name="A sum of sums", unit="number")
    set_formula(total.pk, "INPUT1 + INPUT2", total.counter, by=officer)
    set_formula(twice.pk, "SUM1 + INPUT1", twice.counter, by=officer)
    assert {row.value.number for row in Result.objects.filter(indicator__in=(total, twice))} == {2401, 3601}
    assert draft_of(Q1).outward.waiting == [(name, "Q1 2019/20") for name in ("INPUT2", "SUM1", "SUM2")]
    publish(officer)
    told = client.get(reverse("public_indicator", args=["sum2"])).content.decode()
    assert "3,601" in told and "Q4 2018/19" in told and "Q1 2019/20</th>" not in told


def test_it_stays_as_it_was_published_until_it_is_published_again(client, register, officer):
    publish(officer)
    Result.objects.filter(period="Q1 2019/20", indicator=register).update(number=99)
    Indicator.objects.filter(pk=register.pk).update(name="Renamed since", withheld="Held until the election")
    told = texts(client)
    assert "Foster carers" in told and "46" in told and "Renamed" not in told and ">99<" not in told
    again = publish(officer)
    assert (again.number, PublishedIndicator.objects.filter(reference="CSC07").count()) == (2, 2)
    told = texts(client)
    assert "Renamed since" in told and "46 against" not in told and "corrected 1 time since" in told


def test_an_earlier_quarter_can_still_be_read(client, register, officer):
    publish(officer, Q4)
    publish(officer)
    page = client.get(reverse("public_performance"), {"quarter": "Q4 2018/19"}).content.decode()
    assert "How the council is doing, Q4 2018/19" in page
    page = client.get(reverse("public_indicator", args=["csc07"]), {"quarter": "Q4 2018/19"}).content.decode()
    assert "90 against a target of at least 50" in page and "Acomb" not in page
    assert "Q1 2019/20" in client.get(reverse("public_performance"), {"quarter": "nonsense"}).content.decode()


def test_the_same_is_not_published_twice(register, officer):
    publish(officer)
    with pytest.raises(Conflict, match="already published as it is now"):
        publish(officer)
    assert Publication.objects.count() == 1


def test_what_changed_since_it_was_read_is_shown_again(client, register, officer):
    client.force_login(officer)
    digest = draft_of(Q1).digest
    Result.objects.filter(period="Q1 2019/20", indicator=register).update(number=47)
    answer = client.post(reverse("performance_publish"), {"quarter": "2019-20-q1", "digest": digest})
    assert answer.status_code == 409 and "Something was changed since you read it" in answer.content.decode()
    assert draft_of(Q1).digest in answer.content.decode() and not Publication.objects.exists()


def test_a_quarter_that_has_not_ended_is_not_published(client, register, officer):
    client.force_login(officer)
    answer = client.post(reverse("performance_publish"), {"quarter": "2019-20-q2", "digest": "x"})
    assert answer.status_code == 409 and "has not ended" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.CHIEF_EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_publishes(client, register, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.get(reverse("performance_publish")).status_code == 403
    assert client.post(reverse("performance_publish"), {"digest": "x"}).status_code == 403
    with pytest.raises(Refused):
        publish(somebody)
    assert "performance_publish" not in client.get(reverse("reports")).content.decode()


def test_the_list_is_narrowed_and_searched(client, register, officer):
    IndicatorFactory(reference="HOU01", name="Empty homes", directorate=DirectorateFactory(name="Housing"))
    publish(officer)
    url = reverse("public_performance")
    assert "Foster carers" not in client.get(url, {"directorate": "Housing"}).content.decode()
    assert "Empty homes" not in client.get(url, {"q": "  FOSTER csc07 "}).content.decode()
    assert "No measure has these words" in client.get(url, {"q": "zebra"}).content.decode()


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "-1"}, {"q": "x" * 5000}, {"quarter": "\x01"}, {"directorate": "’"}]
)
def test_odd_parameters_are_no_error(client, register, officer, query):
    publish(officer)
    for name, arguments in (
        ("public_performance", []),
        ("public_performance_csv", []),
        ("public_indicator", ["csc07"]),
    ):
        assert client.get(reverse(name, args=arguments), query).status_code == 200
    assert client.get(reverse("public_indicator", args=["nope"])).status_code == 404


def test_the_files_hold_no_formula(client, officer):
    one = IndicatorFactory(reference="F1", name="=1+1", unit="number")
    result(one, "Q1 2019/20", "46")
    broken(f"F1,{Q1},ward,@Acomb,46,,")
    publish(officer)
    told = texts(client)
    assert "'=1+1" in told and "'@Acomb" in told


@pytest.mark.parametrize(
    ("small", "withheld", "uncounted", "said"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "1 figure stands for fewer than 5 and is not shown, so that nobody can be recognised."),
        (2, 1, 0, "2 figures stand for fewer than 5 and are not shown, so that nobody can be recognised. 1 more is "
                  "withheld, because with the total it would give the small ones away."),
        (0, 0, 3, "3 figures are withheld, because how many people they stand for is not recorded."),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_said_in_one_sentence_each(small, withheld, uncounted, said):
    assert why_not_shown(small, withheld, uncounted) == said


def test_a_rate_that_rests_on_nobody_knows_how_many_is_withheld(client, register, officer):
    IndicatorFactory(reference="PCT1", name="Share", unit="percent")
    broken(f"PCT1,{Q1},ward,Acomb,50%,,", f"PCT1,{Q1},ward,Clifton,,40,80")
    publish(officer)
    (table,) = PublishedIndicator.objects.get(reference="PCT1").content["breakdowns"]
    assert table["rows"] == [["Acomb", "withheld", ""], ["Clifton", "50.0%", "40 of 80"]]
    assert table["note"] == "1 figure is withheld, because how many people it stands for is not recorded."


def test_a_breakdown_of_small_numbers_alone_is_withheld_whole(client, register, officer):
    few = IndicatorFactory(reference="FEW1", name="Few", unit="number")
    result(few, "Q1 2019/20", "8")
    broken(f"FEW1,{Q1},ward,Acomb,4,,", f"FEW1,{Q1},ward,Clifton,4,,")
    publish(officer)
    (table,) = PublishedIndicator.objects.get(reference="FEW1").content["breakdowns"]
    assert (table["rows"], table["hidden"]) == ([], 2)
    assert (
        "Withheld: the numbers are so small" in client.get(reverse("public_indicator", args=["few1"])).content.decode()
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_small_count_is_published_whatever_the_counts_are(db, counts):
    Indicator.objects.all().delete()
    one = IndicatorFactory(reference="ANY1", unit="number", decimal_places=0)
    result(one, "Q1 2019/20", str(sum(counts)))
    broken(*(f"ANY1,{Q1},ward,Ward {place},{count},," for place, count in enumerate(counts)))
    (facts,) = draft_of(Q1).outward.indicators
    (table,) = facts["breakdowns"]
    shown = [figure for _, figure, _ in table["rows"]]
    assert all(count >= 5 for count, figure in zip(counts, shown, strict=False) if figure.isdigit())
    alone = shown.count("fewer than 5") == 1 and "withheld" not in shown
    assert not alone, "the total would give it away"


@pytest.mark.django_db(transaction=True)
def test_an_exception_at_any_write_publishes_nothing(officer, register):
    for number in each_write():
        with broken_at(number) as line:
            publish(officer)
        if not line.broken:
            break
        assert not Publication.objects.exists() and not PublishedIndicator.objects.exists()
    assert number > 3 and Publication.objects.get().indicators.count() == 3


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_several_who_publish_at_once_publish_once(officer, register):
    digest = draft_of(Q1).digest
    outcomes = race(lambda number: publish_performance(Q1, digest, by=officer).number, 4)
    assert won(outcomes) == [1]
    assert {(one.raised, "already published" in one.words) for one in lost(outcomes)} == {("Conflict", True)}
    assert (Publication.objects.count(), PublishedIndicator.objects.count()) == (1, 3)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_its_number_it_would_be_published_more_than_once(officer, register, monkeypatch):
    from django.db.models import Max

    from reporting.transitions import publishing

    real = publishing._publish

    def numbered(draft, by, urgent):
        # By then each of them has read that nothing is published yet.
        time.sleep(0.5)
        last = Publication.objects.aggregate(last=Max("number"))["last"] or 0
        draft.before or object.__setattr__(draft, "before", Publication(number=last))
        return real(draft, by, urgent)

    monkeypatch.setattr(publishing, "_publish", numbered)
    digest = draft_of(Q1).digest
    for _ in range(12):
        Publication.objects.all().delete()
        race(lambda number: publish_performance(Q1, digest, by=officer).number, 4)
        if Publication.objects.count() > 1:
            break
    assert Publication.objects.count() > 1


def test_the_pages_run_the_queries_on_record(client, register, officer):
    publish(officer)
    assert_query_count(client, reverse("public_performance"), "public: performance")
    assert_query_count(client, reverse("public_indicator", args=["csc07"]), "public: indicator")
    client.force_login(officer)
    assert_query_count(client, reverse("performance_publish"), "reporting: publish performance")
    for number in range(20):
        result(IndicatorFactory(reference=f"MORE{number}"), "Q1 2019/20", "5")
    assert_query_count(client, reverse("performance_publish"), "reporting: publish performance")
