"""A Director runs the DMT from its own agenda, with and without scripts and on a phone: on every page's check."""

import re

import pytest


def link(person, words, about):
    """The link "Record a decision" of one item of the agenda."""
    return person.page.get_by_role("link", name=re.compile(rf"^{words}.*{re.escape(about)}"))


@pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False, "viewport": {"width": 320, "height": 640}}], ids=["1280", "320"]
)
def test_a_director_holds_the_meeting(visitor, options):
    director = visitor(**options).sign_in("director@york.example")
    director.click("Meetings")
    director.go("/meetings/cec/2019-08-20/")
    director.sees("Ring each of the four households")
    director.click(link(director, "Record a decision", "Education and Skills"))
    director.click("Record the decision")
    director.sees("Choose what the meeting decided")
    director.choose("Returned to the plan holder, with comments")
    director.click("Record the decision")
    director.sees("Say what should change")
    director.choose("Agreed: the plan goes to the Executive Member")
    director.click("Record the decision")
    director.sees("Recorded. Education and Skills 2019/20: agreed.")
    director.click(link(director, "Record a decision", "EDU09"))
    director.choose("Somebody will act on it")
    director.fill("In words", "Bring both schools together before term begins.")
    director.fill("Who will act on it", "Head of School Improvement")
    director.fill("By when", "2/9/2019")
    director.click("Record the decision")
    director.sees("Head of School Improvement, by 2 September 2019")
    director.click("Add an item")
    director.fill("What should the meeting talk about?", "Half-term clubs")
    director.click("Add to the agenda")
    director.click("Change when, where and who")
    director.fill("Place", "Room 3")
    director.click("Save the meeting")
    director.click("Agree the minutes")
    director.click("Agree the minutes")
    director.sees("are agreed and locked")
    assert director.page.get_by_role("link", name=re.compile("^Record a decision")).count() == 0
    director.go("/plans/eds/2019-20/")
    director.sees("Children, Education and Communities DMT, 20 August 2019")


def test_a_director_calls_a_clinic_from_an_indicator_and_writes_down_what_it_found(person):
    director = person("director@york.example")
    director.go("/performance/indicators/edu09/")
    director.click("Call a clinic")
    director.fill("Why is a clinic called?", "Seven exclusions in a term, in two schools.")
    director.fill("Day", "20 August 2019")
    director.click("Call the clinic")
    director.click("Write down what it found")
    director.click("Save")
    director.sees("Write down what the clinic concluded")
    director.fill("What would turn it around?", "A place in the support unit within a week.")
    director.choose("Further action is agreed")
    director.fill("Conclusion", "Both schools share the unit until Easter.")
    director.click("Save")
    director.sees("A place in the support unit within a week.")
    director.go("/clinics/")
    director.sees("Both schools share the unit until Easter.")
