"""Every table of performance is written to a file in the columns that it is read in, and reads back unchanged."""

import json
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from council.models import CouncilSettings
from performance.exports import TABLES, columns_of, write_table
from performance.models import Benchmark, BreakdownRow, Indicator, Result, Target
from performance.transitions import Details, create_scorecard, import_now
from tests.council.factories import DirectorateFactory, PostFactory, ServiceAreaFactory, ThemeFactory
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file

pytestmark = pytest.mark.django_db
MODELS = {
    "results": Result,
    "targets": Target,
    "benchmarks": Benchmark,
    "breakdowns": BreakdownRow,
    "indicators": Indicator,
}
ROWS = {"results": 5, "targets": 4, "benchmarks": 3, "breakdowns": 3, "indicators": 4}
# The contract's columns, in its order (formats).
CONTRACT = {
    "results": "Reference Period Result Numerator Denominator Status Forecast Commentary Target",
    "targets": "Reference Period Target Tolerance Comparator",
    "benchmarks": "Reference Period Comparator_area Result Group",
    "breakdowns": "Reference Period Breakdown Category Result Numerator Denominator",
    "indicators": (
        "Reference Indicator Definition Unit Decimal_places Polarity Range_low Range_high Frequency Year_type Cumulative "
        "Source Owner Service Directorate Themes Scorecards Formula Tolerance Within_our_control First_period Last_period"
    ),
}


def run(command, *arguments):
    """The exit code, standard output and standard error of a command."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(command, *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def register():
    """A register that uses every column of every table."""
    PostFactory(title="Head of Fostering"), ThemeFactory(code="GHW"), ThemeFactory(code="SCC")
    ServiceAreaFactory(prefix="CSS", directorate=DirectorateFactory(name="Children, Education", code="CEC"))
    ServiceAreaFactory(prefix="EDS"), ServiceAreaFactory(prefix="ALS")
    for title in ("CMT strategic", "Health, Housing and Adult Social Care"):
        create_scorecard(Details(title, "cmt"), by=None)
    percent = IndicatorFactory(reference="CSC07")
    words = IndicatorFactory(reference="2.10", unit="level", decimal_places=0)
    money = IndicatorFactory(reference="FIN01", unit="gbp_thousands", frequency="annual", decimal_places=0)
    head = [column.name for column in columns_of("indicators")]
    line = dict.fromkeys(head, "") | {
        "Reference": "KCR 3", "Indicator": "=Days, \"lost\"", "Definition": "One line\nand another", "Unit": "days",
        "Decimal places": "2", "Polarity": "In range is good", "Range low": "-1.5", "Range high": "4", "Frequency": "monthly",
        "Year type": "academic", "Cumulative": "yes", "Source": "@home", "Owner": "Head of Fostering", "Service": "CSS; EDS;als",
        "Themes": "SCC;GHW", "Scorecards": "CMT strategic;health, housing and adult social care", "Tolerance": "5%",
        "Within our control": "no", "First period": "April 2018", "Last period": "March 2020", "Group": "Workforce",
        "Result due days": "45", "Measures quality": "yes", "Numerator": "Days that were lost", "Denominator": "=All days",
        "Benchmark group": "Unitary councils",
    }  # fmt: skip
    quoted = ",".join('"' + line[name].replace('"', '""') + '"' for name in head)
    assert import_now("indicators", csv_file(",".join(head), quoted), "i.csv").evaluation.counts["new"] == 1
    result(percent, "Q4 2018/19", "<5", commentary="=1+1 is no formula\nand goes on", status="provisional")
    result(percent, "Q1 2019/20", "84.25", numerator=337, denominator=400)
    result(percent, "Q3 2018/19", "-")
    result(words, "Q1 2019/20", "Level 2")
    result(money, "2018/19", "-32", forecast="£1.5m")
    target(percent, "Q1 2019/20", "≥ 88", tolerance="5%")
    target(percent, "Q2 2019/20", "To be defined")
    target(money, "2018/19", "10 to 12")
    target(money, "2019/20", "-5.5")
    head = "Reference,Period,Comparator area,Result,Group"
    lines = ("CSC07,Q1 2019/20,England,81,nation", "CSC07,Q1 2019/20,=York,N/A,region", "FIN01,2018/19,Leeds,<5,")
    import_now("benchmarks", csv_file(head, *lines), "b.csv")
    head = "Reference,Period,Breakdown,Category,Result,Numerator,Denominator"
    lines = (
        "CSC07,Q1 2019/20,ward,Acomb,15%,12,80",
        "CSC07,Q1 2019/20,sex,=Men,N/A,,",
        "FIN01,2018/19,other,Leeds,-3,,",
    )
    import_now("breakdowns", csv_file(head, *lines), "w.csv")
    return percent


def facts(table):
    """What the table holds, whatever its ids are."""
    left_out = {"id", "counter", "slug", "entered_at", "batch", "source_row", "verified_at", "text", "breakdown"}
    left_out |= {"entered_post", "verified_post"}
    names = [f.name for f in MODELS[table]._meta.concrete_fields if f.name not in left_out]
    rows = sorted(map(str, MODELS[table].objects.values(*names)))
    return rows, sorted(str((one.theme_codes, one.sharing, one.scorecard_keys)) for one in Indicator.objects.all())


def exported(table, form, tmp_path, *more):
    path = tmp_path / f"{table}.{form}"
    assert run("export_table", table, "--format", form, "--output", str(path), *more) == (0, "", "")
    assert list(tmp_path.glob(".*")) == []
    return path


def imported(table, path):
    code, out, err = run(f"import_{table}", str(path), "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, ""), answer["refusals"]
    return answer


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_of_the_contract(table):
    headings = write_table(table, "csv").decode("utf-8-sig").splitlines()[0].split(",")
    agreed = [name.replace("_", " ") for name in CONTRACT[table].split()]
    assert headings[: len(agreed)] == agreed
    assert set(headings) == {column.name for column in columns_of(table)}, "and those of the empty file"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TABLES)
def test_exported_and_imported_nothing_changes(register, tmp_path, form, table):
    before, rows = facts(table), ROWS[table]
    answer = imported(table, exported(table, form, tmp_path))
    assert answer["rows"] == {"read": rows, "new": 0, "changed": 0, "unchanged": rows, "refused": 0, "ignored": 0}
    assert facts(table) == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TABLES)
def test_exported_and_imported_elsewhere_it_is_the_same_again(register, tmp_path, form, table):
    path, before = exported(table, form, tmp_path), facts(table)
    (BreakdownRow.objects.all() if table == "breakdowns" else MODELS[table].objects.all()).delete()
    answer = imported(table, path)
    assert (answer["rows"]["new"], answer["rows"]["read"]) == (ROWS[table], ROWS[table])
    assert facts(table) == before


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("table", TABLES)
def test_those_of_one_indicator(register, tmp_path, form, table):
    path = exported(table, form, tmp_path, "--reference", "fin 01")
    if form == "json":
        found = json.loads(path.read_text())
        assert {row["Reference"] for row in found} == {"FIN01"} and len(found) < ROWS[table]
        assert list(found[0]) == write_table(table, "csv").decode("utf-8-sig").splitlines()[0].split(",")
    else:
        assert 0 < imported(table, path)["rows"]["unchanged"] < ROWS[table]


def test_json_says_what_the_cells_say(register):
    (row,) = json.loads(write_table("results", "json", "FIN01"))
    assert (row["Period"], row["Result"], row["Target"]) == ("2018/19", "-32", "10 to 12")
    rows = json.loads(write_table("targets", "json"))
    assert [(row["Target"], row["Comparator"], row["Tolerance"]) for row in rows] == [
        ("88", "≥", "5%"),
        ("To be defined", "", ""),
        ("10 to 12", "within", ""),
        ("-5.5", "", ""),
    ]


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], include_characters="\n"),
    max_size=40,
).map(str.strip)
NUMBERS = st.decimals(-(10**9), 10**9, places=3).map(lambda number: f"{number:f}")
VALUES = st.one_of(
    NUMBERS,
    st.builds("{}{}".format, st.sampled_from(["<", ">", "≤", "≥", "~"]), NUMBERS),
    st.sampled_from(["N/A", "–", "", "To be defined", "Not currently measured", "0", "-0", "(5)", "£1.5m", "1,000"]),
)


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(VALUES, TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(["csv", "xlsx"]))
def test_whatever_the_results_are_they_read_back(db, rows, form):
    Indicator.objects.all().delete()
    indicator = IndicatorFactory(reference="ANY1", unit="gbp_thousands")
    for number, (value, commentary, forecast) in enumerate(rows):
        result(
            indicator,
            f"Q1 {2000 + number}/{(1 + number):02}",
            value,
            commentary=commentary,
            forecast=forecast[:100].strip(),
        )
    again = import_now("results", write_table("results", form), f"r.{form}").evaluation
    assert again.counts["unchanged"] == len(rows), [row for row in again.rows if row.outcome != "unchanged"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export_table",),
        ("export_table", "results"),
        ("export_table", "gossip", "--output", "x.csv"),
        ("export_table", "results", "--output", "x.csv", "--format", "yaml"),
        ("export_table", "results", "--output", "x.csv", "--reference", "NOPE"),
        ("export_table", "results", "--output", "nowhere/x.csv"),
        ("export_table", "results", "--output", "."),
        *((f"import_{table}", "nowhere.csv") for table in TABLES),
        *((f"import_{table}",) for table in TABLES),
    ],
)
def test_arguments_that_cannot_be_used(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    said = err + capsys.readouterr().err
    assert (code, out, len(said.strip().splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_the_command_itself_ends_with_that_code_and_one_line(tmp_path):
    command = [sys.executable, "manage.py", "export_table", "gossip", "--output", str(tmp_path / "x.csv")]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"export_table: argument table: invalid choice: 'gossip'[^\n]*\n", done.stderr)
    assert not list(tmp_path.iterdir())


def test_a_table_takes_as_many_queries_for_many_rows(register, django_assert_max_num_queries):
    assert CouncilSettings.current()
    for number in range(30):
        result(IndicatorFactory(), f"Q1 {2000 + number}/{(1 + number) % 100:02}", "5")
    for table in TABLES:
        with django_assert_max_num_queries(12):
            write_table(table, "csv")
