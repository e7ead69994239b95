"""An officer makes the report without a browser: exit 0 and a file, or exit 2, one line and nothing written."""

import io

import openpyxl
import pytest
from django.core.management import call_command

from tests.council.factories import ServiceAreaFactory
from tests.reporting.factories import action, update, version


@pytest.fixture
def run(capsys):
    """``run("2019/20", "Q1", …)`` gives the exit code and what stood on standard error."""

    def command(*arguments):
        errors = io.StringIO()
        try:
            call_command("quarterly_report", *arguments, stderr=errors)
        except SystemExit as stop:
            return stop.code, errors.getvalue() + capsys.readouterr().err
        return 0, errors.getvalue()

    return command


@pytest.fixture
def plan(service):
    said = action(service)
    update(said, "off-track", "Late materials.")
    return version(service, actions=[said])


def test_a_workbook_is_written(plan, run, tmp_path):
    path = tmp_path / "out.xlsx"
    code, said = run("2019/20", "Q1", "--format", "xlsx", "--output", str(path))
    assert (code, "Q1 2019/20" in said) == (0, True)
    values = [cell.value for row in openpyxl.load_workbook(path)["Actions"].iter_rows() for cell in row]
    assert "Late materials." in values


@pytest.mark.parametrize(("extension", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_every_format_can_be_had(plan, run, tmp_path, extension, begins):
    path = tmp_path / f"out.{extension}"
    assert run("2019-20", "q1", "--format", extension, "--output", str(path))[0] == 0
    assert path.read_bytes().startswith(begins)


def test_a_report_that_is_there_is_replaced(plan, run, tmp_path):
    path = tmp_path / "out.pdf"
    path.write_text("last quarter's")
    assert run("2019/20", "Q1", "--format", "pdf", "--output", str(path))[0] == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_a_directorate_can_be_named(plan, run, tmp_path):
    ServiceAreaFactory(directorate__name="Place")
    path = tmp_path / "out.xlsx"
    assert run("2019/20", "Q1", "--directorate", "Place", "--output", str(path))[0] == 0
    assert openpyxl.load_workbook(path)["Actions"].max_row == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["1066/67", "Q1"], "There is no planning year 1066/67. There is: 2019/20."),
        (["2019/20", "Q5"], "Q5 is not a quarter: give Q1, Q2, Q3 or Q4."),
        (["2019/20", "٢"], "is not a quarter"),
        (["2019/20", "Q1", "--format", "odt"], "invalid choice: 'odt'"),
        (["2019/20", "Q1", "--directorate", "Nowhere"], "There is no directorate Nowhere. There are: Children"),
        (["2019/20"], "quarter"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_no_file(plan, run, tmp_path, arguments, says):
    path = tmp_path / "out.pdf"
    code, said = run(*arguments, "--output", str(path))
    assert code == 2
    assert says in said
    assert said.strip().count("\n") == 0
    assert list(tmp_path.iterdir()) == []


def test_without_an_output_nothing_is_done(plan, run):
    code, said = run("2019/20", "Q1")
    assert (code, said.strip().count("\n")) == (2, 0)
    assert "--output" in said


def test_a_place_that_cannot_be_written_is_named(plan, run, tmp_path):
    (tmp_path / "a-folder").mkdir()
    for path in (tmp_path / "missing" / "out.xlsx", tmp_path / "a-folder"):
        code, said = run("2019/20", "Q1", "--output", str(path))
        assert (code, "cannot be written" in said, said.strip().count("\n")) == (2, True, 0)
    assert [p.name for p in tmp_path.iterdir()] == ["a-folder"]
