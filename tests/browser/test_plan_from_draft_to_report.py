"""The whole journey, through the pages that people use: a half-filled draft to an approved, published plan, results
imported from spreadsheets, and the quarterly report. Every page on the way is checked with axe (WCAG 2.2 AA)."""

import io
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core import mail

from common.models import LedgerEntry
from performance.models import Result
from serviceplans.models import Plan

PLAN = "/plans/css/2019-20/"
NARRATIVE = {
    "Achievements and challenging areas of performance": {
        "Challenging areas of performance": "Too few foster homes in the city\nSocial workers who stay less than two years",
    },
    "Headline overview": {
        "Headline overview and key priorities": "Keep children safe, close to home, with a worker whom they know.",
        "How the service will look to the customer": "One worker, one plan, and an answer the same day.",
    },
    "High-level activity and risks foreseen": {
        "High-level activity": "Recruit, train and keep social workers. Find more foster families.",
        "Risks foreseen in the delivery": "Neighbouring councils pay more, and placements cost more each year.",
    },
}


def finish_the_draft(holder):
    """Everything that the health check asks of the half-filled draft."""
    for part, fields in NARRATIVE.items():
        holder.go(PLAN)
        holder.click(part)
        for label, words in fields.items():
            holder.fill(label, words)
        holder.click("Save and return to the plan")
        holder.sees(f"Saved: {part}.")
    complete_the_action(holder)
    add_rows(holder)


def complete_the_action(holder):
    """CSS003 gets what it lacks, so does what every service is committed to, and a new action takes the next reference."""
    holder.go(f"{PLAN}edit/actions/")
    holder.click("CSS003")
    holder.choose("Must")
    holder.choose("It is part of a major or medium project")
    holder.click("Save action")
    holder.click("CSS004")
    holder.sees("Commitment for every service")
    holder.choose("A Better Start for Children and Young People (BSCYP)")
    holder.fill("Accountable officer", "Head of Fostering")
    holder.click("Save action")
    holder.click("Add a service objective")
    holder.fill("Service objective", "Let every child in care stay close to home")
    holder.choose("A Better Start for Children and Young People (BSCYP)")
    holder.click("Save service objective")
    holder.click(holder.page.get_by_role("link", name="Add an action for: Let every child"))
    holder.sees("It will be given the reference CSS005.")
    holder.fill("Action", "Open two small children's homes in the city")
    holder.choose("A Better Start for Children and Young People (BSCYP)")
    holder.choose("It contributes to a council priority")
    holder.choose("Major")
    holder.choose("Should")
    holder.fill("Completed by", "31 January 2020")
    holder.fill("Accountable officer", "Head of Fostering")
    holder.page.locator("#id_milestones-0-text").fill("Both houses bought")
    holder.page.locator("#id_milestones-0-due_words").fill("30 November 2019")
    holder.click("Save action")
    holder.sees("Saved: action CSS005.")


def add_rows(holder):
    """A risk, an indicator of the register, and an equality objective."""
    holder.go(f"{PLAN}edit/risks/")
    holder.click("Add a new risk")
    holder.fill("Risk", "The second home cannot be bought in time")
    holder.select("Likelihood", "2: Unlikely")
    holder.select("Impact", "3: Medium")
    holder.fill("Actions to mitigate and correct", "Look at four houses at once.")
    holder.click("Save risk")
    holder.go(f"{PLAN}edit/indicators/")
    option = holder.page.locator("#id_row option").nth(1).inner_text()
    holder.select("Choose an indicator from the register", option)
    holder.select("Group", "Customers")
    holder.click("Add to the plan")
    holder.go(f"{PLAN}edit/equalities/")
    holder.click("Add an equality objective")
    holder.page.get_by_role("radio").first.check()
    holder.fill("Equality objective", "Know why children from two communities come to us later, and change it")
    holder.choose("The council's Equality Strategy")
    holder.click("Save equality objective")


def submit(holder):
    holder.go(PLAN)
    holder.click("Check your answers")
    holder.click("Submit to DMT")
    holder.sees("has been submitted to DMT")


def test_a_plan_goes_from_half_filled_draft_to_published(person):
    holder = person("holder@york.example")
    holder.click(holder.page.get_by_role("link", name="Children's Specialist Services 2019/20").first)
    holder.sees("8 to fix")
    holder.go(f"{PLAN}check/")
    holder.sees("This plan cannot be submitted yet")
    assert holder.page.get_by_role("button", name="Submit to DMT").count() == 0
    finish_the_draft(holder)
    submit(holder)
    holder.go(f"{PLAN}edit/description/")
    holder.sees("In DMT review")

    director = person("director@york.example")
    director.sees("Children's Specialist Services 2019/20")
    director.go(f"{PLAN}review/")
    director.select("Comment on", "— Description, vision and objectives: Vision")
    director.fill("Your comment", "Say what is different for the child, not for us.")
    director.click("Add comment")
    director.sees("Comment added")
    director.fill("Comment", "Sharpen the vision, please.")
    director.click("Return with comments")
    director.sees("You returned Children's Specialist Services 2019/20 to the plan holder")

    holder.go(PLAN)
    holder.click("Go to the first comment")
    holder.sees("Say what is different for the child, not for us.")
    holder.fill("Vision", "Every child in care has a home near their school, and one worker who knows them.")
    holder.click("Save and return to the plan")
    holder.sees("Saved: Description, vision and objectives.")
    holder.go(f"{PLAN}edit/description/")
    holder.page.get_by_role("button", name="Mark as resolved").click()
    holder.sees("Comment marked as resolved.")
    submit(holder)

    stale = director.page.context.new_page()
    stale.goto(f"{director.home}{PLAN}review/")
    director.go(f"{PLAN}review/")
    director.page.get_by_label("DMT meeting at which it was agreed").select_option(index=1)
    director.click("Agree")
    director.sees("It is now with the Executive Member")
    stale.get_by_label("DMT meeting at which it was agreed").select_option(index=1)
    stale.get_by_role("button", name="Agree", exact=True).click()
    assert "already been agreed at DMT" in stale.inner_text("main")

    member = person("member@york.example")
    member.go(f"{PLAN}review/")
    member.fill("Comment", "A clear plan.")
    member.click("Approve")
    member.sees("It is in force")

    officer = person("performance@york.example")
    officer.go(PLAN)
    officer.click("Publish")
    officer.click("Publish")
    officer.sees("anyone can read it")

    steps_are_all_recorded()
    visitor_reads_it(officer)


def steps_are_all_recorded():
    """The timeline says who, for which post, when, and the digest of what was signed; and people were told."""
    version = Plan.objects.get(service__prefix="CSS", cycle__name="2019/20").versions.get()
    steps = list(version.decisions.values_list("step", flat=True))
    assert steps == ["begin", "submit", "return", "submit", "agree", "approve", "publish"]
    assert all(decision.post_title for decision in version.decisions.all())
    assert {d.digest for d in version.decisions.filter(step__in=["agree", "approve"])} == {version.frozen.digest}
    told = {message.subject.split(":")[0] for message in mail.outbox}
    assert {"For DMT", "Returned to you", "Agreed at DMT", "For your approval", "Approved", "Published"} <= told
    assert LedgerEntry.objects.filter(subject__startswith="plan CSS 2019/20").count() > 15


def visitor_reads_it(officer):
    officer.click("Sign out")
    officer.go("/public/plans/css/2019-20/")
    officer.sees("Open two small children's homes in the city")


def q1_workbook(tmp_path):
    """The demonstration's file of Q1 results as a workbook, with its two bad rows."""
    source = settings.BASE_DIR / "fixtures/councils/york-2019/imports/q1-2019-20-results.csv"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Q1"
    for line in source.read_text(encoding="utf-8").splitlines():
        sheet.append([cell.strip('"') for cell in split(line)])
    path = tmp_path / "q1.xlsx"
    book.save(path)
    return path


def split(line):
    import csv

    return next(csv.reader([line]))


def test_results_come_in_from_a_spreadsheet_and_the_report_goes_out(person, tmp_path):
    officer = person("performance@york.example")
    before = Result.objects.count()
    officer.go("/performance/import/")
    officer.upload("File", q1_workbook(tmp_path))
    officer.click("Show what it would do")
    officer.sees("HUO02")
    assert Result.objects.count() == before, "nothing is written before it is confirmed"
    officer.click("Import the 13 good rows and leave 2")
    assert Result.objects.count() == before + 12 + 2, "twelve of the file, and two that are calculated from them"
    officer.go("/performance/indicators/csc07/")
    officer.sees("Q1 2019/20")

    officer.go("/reports/")
    officer.go("/reports/2019-20/q1/")
    headings = officer.page.locator("h2").all_inner_texts()
    assert "xceptions" in headings[0]
    with officer.page.expect_download() as coming:
        officer.page.get_by_role("link", name="Excel").first.click()
    sheets = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes())).sheetnames
    assert {"Exceptions", "Actions", "Indicators", "Risks"} <= set(sheets)
    with officer.page.expect_download() as coming:
        officer.page.get_by_role("link", name="PDF").first.click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
