"""After approval: which change needs whom is a table, and what counts as a typing error is a rule (domain: sign-off)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serviceplans.rules import DIRECTOR, OFFICER, REVISION, change_needed
from serviceplans.rules.changes import TABLE
from serviceplans.rules.typing_errors import is_typing_error


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vaccinate care staf against flu", "Vaccinate care staff against flu"),
        ("Recieve every refferal within a day", "Receive every referral within a day"),
        ("Open teh front door", "Open the front door"),
        ("Open the the front door", "Open the front door"),
        ("Help carers manage at home", "Help the carers to manage at home"),
        ("Work with partners , and schools", "Work with partners and schools"),
        ("work with york’s schools", "Work with York's schools"),
        ("Front door work by 31 March 2020", "Frontdoor work by 31 March 2020"),
        ("Improve life chances", "Improve  life\nchances"),
        ("Reduce unneccessary travel by 10%", "Reduce unnecessary travel by 10%"),
    ],
)
def test_a_slip_is_a_typing_error(before, after):
    assert is_typing_error(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bring reviews back to 85%", "Bring reviews back to 80%"),
        ("Spend £1.5m", "Spend £1.5k"),
        ("Find 12 homes", "Find 12m homes"),
        ("Temperatures of -3", "Temperatures of 3"),
        ("See ten families", "See two families"),
        ("Vaccinate all staff", "Vaccinate staff"),
        ("Vaccinate all staff", "Vaccinate most staff"),
        ("Help every carer", "Help each carer"),
        ("Increase the number of homes", "Decrease the number of homes"),
        ("Close the centre", "Do not close the centre"),
        ("We can close it", "We can't close it"),
        ("Legal advice", "Illegal advice"),
        ("Staff are able to choose", "Staff are unable to choose"),
        ("Recruit foster carers", "Recruit foster carers and adopters"),
        ("Recruit foster carers", ""),
        ("", "Recruit foster carers"),
        ("Recruit foster carers in York and Selby", "Recruit foster carers"),
        ("Open by 31 March 2020", "Open by 31 May 2020"),
        ("one tow thee for fiv sicks seven ate", "won two three four five six sevn eight"),
    ],
)
def test_what_says_something_else_is_not(before, after):
    assert not is_typing_error(before, after)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_an_answer_and_a_change_of_figures_is_never_a_slip(before, after):
    assert is_typing_error(before, after) == is_typing_error(before, after)
    assert not is_typing_error(f"{before} 10", f"{after} 20")


@pytest.mark.parametrize(
    ("field", "before", "after", "who"),
    [
        # The table of the domain: a typing error or a change of owner is made by the officer…
        ("action.text", "Find homse", "Find homes", OFFICER),
        ("action.outcomes", "Fewer delys", "Fewer delays", OFFICER),
        ("action.officers", "Head of Fostering", "Head of Permanency", OFFICER),
        ("milestone.owner", "", "Head of Permanency", OFFICER),
        ("milestone.done_on", "", "3 August 2019", OFFICER),
        ("objective.text", "Keep childern safe", "Keep children safe", OFFICER),
        ("words.text", "We hlep children", "We help children", OFFICER),
        ("row.text", "Plcements", "Placements", OFFICER),
        # …a moved date by the director…
        ("action.completed_by", "31 October 2019", "31 January 2020", DIRECTOR),
        ("milestone.due", "31 October 2019", "30 September 2019", DIRECTOR),
        ("action.completed_by", "", "31 January 2020", DIRECTOR),
        # …adding, stopping or rescoping an action is a revision.
        ("action.text", "Find twelve homes", "Find ten homes", REVISION),
        ("action.text", "Find homes", "Find homes and jobs", REVISION),
        ("action.officers", "Head of Fostering", "", REVISION),
        ("action.completed_by", "31 October 2019", "", REVISION),
        ("milestone.text", "First six approved", "First four approved", REVISION),
        ("milestone.done_on", "3 August 2019", "", REVISION),
        ("action", "", "A new action", REVISION),
        ("action.themes", "GHW", "GHW; BSCYP", REVISION),
        ("action.indicators", "BPI108", "", REVISION),
        ("row.money", "£150k", "£120k", REVISION),
        ("words.money", "£20.59m", "£20.95m", REVISION),
        ("indicator.target", "85%", "80%", REVISION),
    ],
)
def test_the_table_says_whom_a_change_needs(field, before, after, who):
    assert change_needed(field, before, after).who == who


@pytest.mark.parametrize("field", TABLE)
def test_no_row_of_the_table_lets_words_be_taken_away(field):
    assert change_needed(field, "Something", "").who == REVISION
    assert change_needed(field, "Something", "  \n").who == REVISION
