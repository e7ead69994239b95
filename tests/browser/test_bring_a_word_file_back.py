"""A holder takes the plan to Word, edits it, sees what it would change, places a stray sentence, and brings it in."""

from serviceplans.models import PlanVersion
from tests.serviceplans.word import exported, packed, paragraph, row_with, say

PLAN = "/plans/css/2019-20/"


def the_edited_file(folder):
    """The demonstration's plan with one text changed, a priority that nobody knows, and a sentence that belongs nowhere."""
    word = exported(PlanVersion.objects.get(plan__service__prefix="CSS", plan__cycle__name="2019/20"))
    say(paragraph(word, "York's people are growing older"), "York's people are growing older, and live longer.")
    say(row_with(word, "CSS002").cells[4], "Perhaps")
    paragraph(word, "3. Service priorities").insert_paragraph_before("A stray sentence about the year.")
    path = folder / "plan.docx"
    path.write_bytes(packed(word))
    return path


def test_a_holder_brings_the_edited_plan_back(person, tmp_path):
    path = the_edited_file(tmp_path)
    holder = person("holder@york.example", viewport={"width": 360, "height": 800})
    holder.go(PLAN)
    holder.click("Bring an edited Word file back")
    holder.click("Show what it would change")
    holder.sees("Choose the Word file that holds the plan")
    holder.upload("Word file", path)
    holder.click("Show what it would change")
    holder.sees("“Perhaps” is none of: Must; Should; Could; Statutory.")
    holder.select("A stray sentence about the year.", "Headline overview and key priorities")
    holder.click("Put it there, and show what would change")
    holder.click("Bring in 2 changes")
    holder.sees("plan.docx is brought in.")
    holder.go(f"{PLAN}read/")
    holder.sees("York's people are growing older, and live longer.")
    holder.sees("A stray sentence about the year.")
