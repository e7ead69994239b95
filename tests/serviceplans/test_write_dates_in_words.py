"""Dates in words keep their words wherever they are read; the date that they give is said, or why they give none."""

import io

import docx
import pytest
from django.utils.timezone import localdate

from serviceplans.choices import Status
from serviceplans.content import written as content_written
from serviceplans.due import updates_due
from serviceplans.models import ActionVersion
from serviceplans.parts import kind_for
from serviceplans.rules.health import health_check
from serviceplans.standing import due_line
from serviceplans.transitions import MilestoneData
from tests.serviceplans.factories import a_complete_plan, a_new_plan, add_action, add_objective, bring, reload
from tests.serviceplans.forms import NEW, PART, PLAN, typed_action, written

ACTION = "/plans/actions/CSS001/"
READ = [
    ("31.7.08 and 31.1.09 (assuming trial continues)", "2009-01-31", "Read as 31 January 2009, the last date in the words."),
    ("Ongoing throughout 08/09", "2009-03-31", "Read as 31 March 2009."),
    ("By end Q3", "2019-12-31", "Read as 31 December 2019."),
    ("Phased over 3 years up to March 2010", "2010-03-31", "Read as 31 March 2010."),
]  # fmt: skip
NOT_READ = [
    ("Annually (April)", "No single date: it recurs."),
    ("Ongoing", "No end date: it is ongoing."),
    ("When the baseline is known", "No date can be read from these words."),
    ("31st June, 2002", "The date 31 June 2002 does not exist: that month has 30 days."),
]


@pytest.fixture
def draft(people):
    return a_new_plan(people)


@pytest.fixture
def objective(people, draft):
    return add_objective(draft, people.holder)


def shown(response):
    return response.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize(("words", "day", "note"), [*READ, *[(words, "", note) for words, note in NOT_READ]])
def test_the_words_stay_and_how_they_are_read_is_said(people, draft, objective, as_, words, day, note):
    client = as_(people.holder)
    milestone = {"text": "Trial reviewed", "due_words": words}
    saved = shown(client.post(NEW, typed_action(objective, milestone, completed_by=words), follow=True))
    assert f"Completed by “{words}”: {note[:1].lower()}{note[1:]}" in saved
    row = written("CSS001")
    assert (row.completed_by, row.due.isoformat() if row.due else "") == (words, day)
    assert (row.milestones.get().due_words, row.milestones.get().due) == (words, row.due)
    page = client.get(f"{PART}action/CSS001/")
    assert shown(page).count(note) == 2
    form = page.context
    assert note in form["form"].fields["completed_by"].help_text
    assert form["form"]["completed_by"].value() == words
    assert note in form["milestones"].forms[0].fields["due_words"].help_text
    for address in (PART, ACTION):
        page = shown(client.get(address))
        assert words in page and note in page
    assert shown(client.get(ACTION)).count(note) == 2


def test_a_plain_date_is_left_alone(people, draft, objective, as_):
    client = as_(people.holder)
    saved = shown(client.post(NEW, typed_action(objective, completed_by="31 October 2019"), follow=True))
    assert "Saved: action CSS001.\n" in saved or "Saved: action CSS001.<" in saved
    assert "Read as" not in shown(client.get(ACTION)) + shown(client.get(PART))


def test_what_was_typed_wrongly_elsewhere_does_not_lose_how_the_date_is_read(people, draft, objective, as_):
    answer = as_(people.holder).post(NEW, typed_action(objective, text="", completed_by="Ongoing"))
    assert answer.status_code == 422
    assert "No end date: it is ongoing." in shown(answer)


@pytest.mark.parametrize("words", [words for words, *_ in READ] + [words for words, _ in NOT_READ])
def test_every_way_out_keeps_the_words(people, draft, as_, words):
    add_action(draft, people.holder, completed_by=words, milestones=[MilestoneData("Trial reviewed", words)])
    client = as_(people.holder)
    assert shown(client.get(f"{PLAN}read/")).count(words) == 2
    file = docx.Document(io.BytesIO(client.get(f"{PLAN}plan.docx").content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert words in cells
    assert any(f"Trial reviewed ({words})" in cell for cell in cells)
    content = content_written(reload(draft))
    part = next(part for section in content["sections"] for part in section["parts"] if part["kind"] == "actions")
    action = next(item for item in kind_for(part).items(part["data"]) if item.what == "action")
    assert {fact.key: fact.text for fact in action.facts}["completed_by"] == words
    assert {fact.key: fact.text for fact in action.within[0].facts}["due"] == words
    assert client.get(f"{PLAN}plan.pdf").content.startswith(b"%PDF")


def undated(version):
    found = health_check(content_written(reload(version)), version.plan.template.checks)
    return [
        (one.finding.subject, one.finding.field, one.finding.message)
        for one in found
        if one.finding.code == "date-not-read"
    ]


@pytest.mark.parametrize(("words", "why"), NOT_READ)
def test_the_health_check_says_what_has_no_date_and_why(people, draft, words, why):
    rows = [
        MilestoneData("Trial reviewed", words),
        MilestoneData("Done before", words, done_on=localdate(draft.begun_at)),
    ]
    add_action(draft, people.holder, completed_by=words, milestones=rows)
    (action, milestones) = undated(draft)
    assert action[:2] == ("CSS001", "completed_by") and f"“{words}”" in action[2] and why in action[2]
    assert milestones[:2] == ("CSS001", "milestones") and milestones[2].count(f"“{words}”") == 1


@pytest.mark.parametrize("words", [words for words, *_ in READ])
def test_the_health_check_has_nothing_to_say_of_words_with_a_date(people, draft, words):
    add_action(draft, people.holder, completed_by=words, milestones=[MilestoneData("Trial reviewed", words)])
    assert undated(draft) == []


def test_what_is_due_first_is_asked_first_and_what_has_no_date_last(people):
    version = a_complete_plan(people)
    typed = ("Ongoing", "By end Q3", "31 May 2019")
    for words in typed:
        add_action(version, people.holder, text=words, completed_by=words)
    bring(version, people, Status.APPROVED)
    asked = [line.what.split(" ", 1)[1] for line in updates_due(people.officer)]
    assert [words for words in asked if words in typed] == ["31 May 2019", "By end Q3", "Ongoing"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31.7.08 and 31.1.09 (assuming trial continues)", "Due 31.7.08 and 31.1.09 (assuming trial continues)"),
        ("Annually (April)", "Due: Annually (April)"),
        ("31/10/2019", "Due 31 October 2019"),
        ("", ""),
    ],
)
def test_lists_of_what_slips_say_it_in_the_plans_words(people, draft, words, said):
    assert due_line(add_action(draft, people.holder, completed_by=words)) == said
    assert ActionVersion.objects.get().completed_by == words
