"""Targets that councils print in words keep them: in the plan, on the indicator's page and in what is exported."""

import pytest
from django.core.management import call_command

from serviceplans import transitions
from serviceplans.content import written
from serviceplans.parts import kind_for
from tests.performance.factories import IndicatorFactory, result, target
from tests.serviceplans.factories import a_new_plan, reload

WORDS = [("days", "8 days (Cex's)"), ("percent", "Baseline + 2.5%"), ("number", "3 (?)"), ("gbp", "£XXX")]


@pytest.mark.parametrize(("unit", "words"), WORDS)
def test_a_target_in_words_is_read_as_it_was_printed(people, as_, tmp_path, unit, words):
    draft = a_new_plan(people)
    indicator = IndicatorFactory(reference="BPI108", unit=unit, service=people.service)
    target(indicator, "Q1 2019/20", words)
    result(indicator, "Q1 2019/20", "5")
    transitions.link_row(draft.pk, "indicators", indicator.pk, by=people.holder, group="Finance")
    content = written(reload(draft))
    part = next(part for section in content["sections"] for part in section["parts"] if part["kind"] == "indicators")
    part["config"] = {**part["config"], "columns": [{"key": "reference"}, {"key": "target"}]}
    cells = [
        cell.text for block in kind_for(part).blocks(part["data"]) for row in getattr(block, "rows", []) for cell in row
    ]
    assert words in cells
    page = as_(people.holder).get(f"/performance/indicators/{indicator.slug}/").content.decode()
    assert words in page.replace("&#x27;", "'")
    file = tmp_path / "targets.csv"
    call_command("export_table", "targets", "--format", "csv", "--output", str(file))
    assert words in file.read_text(encoding="utf-8-sig")
