"""The command line can do what the web can: import, export, rate; its answers and exit codes are a contract."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from common.values.period import Period
from performance.models import ImportBatch, Override, Result
from tests.performance.factories import IndicatorFactory, result, target
from tests.performance.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
HEAD = "Reference,Period,Result"


@pytest.fixture
def indicator():
    return IndicatorFactory(reference="CSC07")


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="q1.csv"):
        path = tmp_path / name
        path.write_bytes(csv_file(*lines))
        return str(path)

    return write


def run(command, *arguments):
    """The exit code, standard output and standard error of a command."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(command, *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue(), err.getvalue()


def answered(command, *arguments):
    code, out, err = run(command, *arguments, "--format", "json")
    assert err == ""
    return code, json.loads(out)


def test_a_dry_run_says_what_it_would_do(indicator, file):
    code, answer = answered("import_results", file(HEAD, "CSC07,Q1 2019/20,83"), "--dry-run")
    assert (code, answer["outcome"], answer["file"], answer["reason"]) == (0, "would_import", "q1.csv", "")
    assert answer["rows"] == {"read": 1, "new": 1, "changed": 0, "unchanged": 0, "refused": 0, "ignored": 0}
    assert set(answer) == {"outcome", "reason", "file", "sheet", "encoding", "rows", "refusals", "notes", "seconds"}
    assert not Result.objects.exists() and not ImportBatch.objects.exists()


def test_the_second_time_it_is_already_imported(indicator, file):
    path = file(HEAD, "CSC07,Q1 2019/20,83")
    assert answered("import_results", path)[1]["outcome"] == "imported"
    code, answer = answered("import_results", path)
    assert (code, answer["outcome"], answer["reason"]) == (0, "imported", "already imported")
    assert answer["rows"]["unchanged"] == 1 and Result.objects.get().counter == 1


def test_refused_rows_are_listed_and_nothing_is_written(indicator, file):
    path = file(HEAD, "CSC07,Q1 2019/20,83", "NONE1,Q1 2019/20,83")
    code, answer = answered("import_results", path)
    assert (code, answer["outcome"]) == (1, "refused")
    (refusal,) = answer["refusals"]
    assert {name: refusal[name] for name in ("sheet", "row", "column", "value", "code")} == {
        "sheet": "",
        "row": 3,
        "column": "Reference",
        "value": "NONE1",
        "code": "unknown-reference",
    }
    assert not Result.objects.exists()
    code, answer = answered("import_results", path, "--accept-refusals")
    assert (code, answer["outcome"], Result.objects.count()) == (1, "imported", 1)


@pytest.mark.parametrize("lines", [("Nonsense,Words", "1,2"), ("Refrence,Period,Result", "CSC07,Q1 2019/20,5")])
def test_a_useless_file_is_one_line_on_standard_error(file, lines):
    code, out, err = run("import_results", file(*lines), "--format", "json")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("import_results",),
        ("import_results", "/nowhere/q1.csv"),
        ("import_results", "x.csv", "--format", "yaml"),
        ("rate", "CSC07"),
        ("rate", "NONE1", "Q1 2019/20"),
        ("rate", "CSC07", "2018/19"),
        ("export_table", "results"),
        ("export_table", "results", "--output", "/nowhere/at/all.csv"),
        ("export_table", "results", "--output", "x.csv", "--reference", "NONE1"),
        ("export_table", "gossip", "--output", "x.csv"),
    ],
)
def test_arguments_that_cannot_be_used(indicator, arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    said = err + capsys.readouterr().err
    assert (code, out, len(said.strip().splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_rate_explains_the_budget_outturn_of_york():
    indicator = IndicatorFactory(
        reference="BPI108", unit="gbp_thousands", polarity="up-is-bad", frequency="annual", decimal_places=0
    )
    for year, value in [("2016/17", "£-32"), ("2017/18", "£147"), ("2018/19", "£943")]:
        result(indicator, year, value)
    Override.objects.create(
        indicator=indicator,
        what="direction",
        period_key=Period.parse("2018/19").key,
        period="2018/19",
        value="neutral",
        reason="The plan prints Neutral.",
        at="2019-07-01T09:00Z",
    )
    code, answer = answered("rate", "--explain", "bpi108", "2018/19")
    assert code == 0
    assert {name: answer[name] for name in answer if name != "explanation"} == {
        "reference": "BPI108",
        "period": "2018/19",
        "result": "£943k",
        "target": "",
        "rating": "none",
        "direction": "worsening",
    }
    assert "There is no target for 2018/19" in answer["explanation"]
    assert "The plan prints Neutral" in answer["explanation"]
    assert "−£32k, £147k, £943k" in answer["explanation"]


def test_rate_of_a_period_without_a_result(indicator):
    target(indicator, "Q1 2019/20", "88")
    answer = answered("rate", "CSC07", "Q1 2019/20")[1]
    assert (answer["result"], answer["target"], answer["rating"], answer["direction"]) == ("", "88%", "none", "none")


def test_a_workbook_names_its_sheet(indicator, tmp_path):
    path = tmp_path / "q1.xlsx"
    path.write_bytes(xlsx_file(["Reference", "Period", "Result"], ["CSC07", "Q1 2019/20", "abc"]))
    answer = answered("import_results", str(path))[1]
    assert (answer["sheet"], answer["refusals"][0]["sheet"]) == ("Results", "Results")
