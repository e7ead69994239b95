"""An officer runs the health check from the command line."""

import json

import pytest
from django.core.management import call_command

from serviceplans import transitions
from tests.serviceplans.factories import (
    a_new_plan,
    reload,
)


@pytest.fixture
def warned(people, version):
    """A plan with one warning: its action has no measure."""
    version.actions.get().indicators.clear()
    return reload(version)


def test_the_command_prints_the_findings_and_says_whether_any_blocks(people, warned, capsys):
    call_command("health_check", "CSS", "2019/20", "--format", "json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["plan"] == "CSS 2019/20"
    (finding,) = answer["findings"]
    assert finding == {
        "severity": "warning",
        "code": "action-no-measure",
        "section": "4. Actions, risks and performance",
        "message": "Action CSS001 has no agreed performance measure",
        "url": "/plans/css/2019-20/edit/actions/action/CSS001/#id_indicators",
    }


def test_the_command_ends_with_1_when_a_finding_blocks(people, capsys):
    a_new_plan(people)
    with pytest.raises(SystemExit) as ended:
        call_command("health_check", "css", "2019-20")
    assert ended.value.code == 1
    assert "blocking: " in capsys.readouterr().out


def test_the_command_reads_a_submitted_plan_too(people, warned, capsys):
    transitions.submit(warned.pk, by=people.holder)
    call_command("health_check", "CSS", "2019/20", "--format", "json")
    assert [finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]] == ["action-no-measure"]


def test_the_command_ends_with_2_where_there_is_no_plan(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("health_check", "NONE", "2019/20")
    assert ended.value.code == 2
    assert "There is no plan NONE 2019/20" in capsys.readouterr().err
