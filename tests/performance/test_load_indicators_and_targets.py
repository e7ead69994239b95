"""Indicators and targets come in files too, as often as one likes."""

import pytest

from performance.imports import ImportRefused, load_indicators, load_results, load_targets
from performance.models import Indicator, Target
from performance.transitions import import_now
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory, ThemeFactory
from tests.performance.factories import IndicatorFactory, result
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db
HEAD = (
    "Reference,Indicator,Unit,Decimal places,Polarity,Range low,Range high,Frequency,Year type,Cumulative,Owner,"
    "Service,Directorate,Themes,Tolerance,Within our control,Group,Result due days"
)
LINE = (
    "CSC07,Foster carers,£000s,0,Low is better,,,Quarterly,financial,yes,head of fostering,css,,"
    "GHW;SCC,5%,no,Workforce,45"
)


@pytest.fixture
def structure():
    PostFactory(title="Head of Fostering")
    directorate = DirectorateFactory(name="Children", code="CEC")
    ServiceAreaFactory(prefix="CSS", directorate=directorate)
    ThemeFactory(code="GHW")
    ThemeFactory(code="SCC")


def loaded(tmp_path, loader, *lines):
    path = tmp_path / "file.csv"
    path.write_bytes(csv_file(*lines))
    return loader(path)


def test_an_indicator_is_read_column_by_column(structure, tmp_path):
    loaded(tmp_path, load_indicators, HEAD, LINE)
    indicator = Indicator.objects.get()
    assert (indicator.slug, indicator.unit, indicator.polarity) == ("csc07", "gbp_thousands", "up-is-bad")
    assert (indicator.cumulative, indicator.within_control, indicator.due_days) == (True, False, 45)
    assert (indicator.owner_post.title, indicator.service.prefix) == ("Head of Fostering", "CSS")
    assert indicator.directorate.code == "CEC"
    assert indicator.theme_codes == ("GHW", "SCC")
    assert (indicator.tolerance, indicator.group) == ("5%", "workforce")


def test_loading_again_changes_nothing(structure, tmp_path):
    loaded(tmp_path, load_indicators, HEAD, LINE)
    again = loaded(tmp_path, load_indicators, HEAD, LINE.replace("CSC07", "csc 07"))
    assert again.counts["unchanged"] == 1
    assert Indicator.objects.get().reference == "CSC07"


def test_a_change_is_shown_and_made(structure, tmp_path):
    loaded(tmp_path, load_indicators, HEAD, LINE)
    data = csv_file("Reference,Indicator,Themes,Owner", "CSC07,Foster carers approved,GHW,Organisational Health Check")
    done = import_now("indicators", data, "i.csv")
    assert done.evaluation.rows[0].after == {
        "Indicator": "Foster carers approved",
        "Themes": "GHW",
        "Owner": "Organisational Health Check",
    }
    indicator = Indicator.objects.get()
    assert (indicator.name, indicator.owner, indicator.owner_post) == (
        "Foster carers approved",
        "Organisational Health Check",
        None,
    )
    assert [theme.code for theme in indicator.themes.all()] == ["GHW"]


def test_the_first_service_named_is_the_main_one(structure, tmp_path):
    ServiceAreaFactory(prefix="EDS"), ServiceAreaFactory(prefix="ALS", name="Adults; and learning")
    loaded(tmp_path, load_indicators, HEAD, LINE)

    def told(cell):
        data = csv_file("Reference,Indicator,Service", f"CSC07,Foster carers,{cell}")
        row = import_now("indicators", data, "i.csv").evaluation.rows[0]
        return row.outcome, [service.prefix for service in Indicator.objects.get().services]

    assert told("eds; CSS ;als;EDS") == ("changed", ["EDS", "ALS", "CSS"])
    assert told("EDS; CSS; ALS") == ("unchanged", ["EDS", "ALS", "CSS"])
    assert told("") == ("unchanged", ["EDS", "ALS", "CSS"]), "a blank cell says nothing"
    assert told("Adults; and learning") == ("changed", ["ALS"]), "one service means that one, as it always did"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("£000s", "barrels", "unknown-unit"),
        ("Low is better", "sideways", "unknown-polarity"),
        (",css,", ",zzz,", "unknown-service"),
        (",css,", ",css; zzz,", "unknown-service"),
        ("GHW;SCC", "GHW;XXX", "unknown-theme"),
        ("Foster carers", "", "missing-value"),
        (",yes,", ",perhaps,", "unreadable-yes-or-no"),
        (",45", ",ages", "unreadable-number"),
        (",,,Quarterly", ",9,2,Quarterly", "range-upside-down"),
    ],
)
def test_what_cannot_be_read_is_refused(structure, tmp_path, old, new, code):
    with pytest.raises(ImportRefused) as refused:
        loaded(tmp_path, load_indicators, HEAD, LINE.replace(old, new))
    assert [row.code for row in refused.value.evaluation.refusals] == [code]
    assert not Indicator.objects.exists()


def test_the_frequency_of_an_indicator_with_results_stays(tmp_path):
    result(IndicatorFactory(reference="CSC07"), "Q1 2019/20", "5")
    with pytest.raises(ImportRefused, match="has results by its present periods"):
        loaded(tmp_path, load_indicators, "Reference,Indicator,Frequency", "CSC07,Carers,annual")


def test_references_that_look_alike_have_addresses_of_their_own(tmp_path):
    loaded(tmp_path, load_indicators, "Reference,Indicator", "A-1,One", "A.1,Two", "1.10,Three", "№,Four")
    assert sorted(Indicator.objects.values_list("slug", flat=True)) == ["1-10", "a-1", "a-1-2", "indicator"]


def test_targets_keep_words_ranges_comparators_and_tolerances(tmp_path):
    IndicatorFactory(reference="CSC07", unit="number")
    lines = ["CSC07,Q1 2018/19,To be defined,,", "CSC07,Q2 2018/19,8 to 14,5,", "CSC07,Q3 2018/19,10,5%,≤"]
    for _ in range(2):
        loaded(tmp_path, load_targets, "Reference,Period,Target,Tolerance,Comparator", *lines)
    found = [(t.value.display("number"), t.tolerance) for t in Target.objects.all()]
    assert found == [("To be defined", ""), ("8 to 14", "5"), ("≤10", "5%")]
    with pytest.raises(ImportRefused, match="has no target"):
        loaded(tmp_path, load_targets, "Reference,Period,Target", "CSC07,Q4 2018/19,")


def test_a_refused_row_is_named_when_loading(tmp_path):
    with pytest.raises(ImportRefused, match=r"row 2, Reference 'CSC07': There is no indicator"):
        loaded(tmp_path, load_results, "Reference,Period,Result", "CSC07,Q1 2019/20,5")
