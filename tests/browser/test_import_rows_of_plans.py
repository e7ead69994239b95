"""An officer brings a half-bad spreadsheet, mends it and confirms; a holder is refused another service's plan."""

from common.documents.sheets import Column, Sheet, to_xlsx
from serviceplans.models import ObjectiveVersion

HEADS = ["Plan", "Objective", "Action", "Reference", "Priority level", "Milestones"]
ACTION = "Open one front door for every call about a child"


def the_file(folder, name, *rows):
    path = folder / name
    path.write_bytes(to_xlsx([Sheet("Actions", [Column(head, 20) for head in HEADS], iter(rows))], title="Actions"))
    return path


def rows(priority):
    objective = ObjectiveVersion.objects.filter(version__plan__service__prefix="CSS").first().text
    steps = "Choose the place; Train the team (January 2020)"
    return [
        ["CSS 2019/20", objective, ACTION, "", priority, steps],
        ["CSS 2019/20", objective, "Give everyone confidence", "CSS001", "", ""],
    ]


def test_an_officer_brings_a_half_bad_file_mends_it_and_confirms(person, tmp_path):
    officer = person("performance@york.example")
    officer.go("/plans/")
    officer.click("Rows of plans in a spreadsheet, out and in")
    officer.click("Show what it would change")
    officer.sees("Choose the spreadsheet that holds the rows")
    officer.upload("Spreadsheet", the_file(tmp_path, "bad.xlsx", *rows("Perhaps")))
    officer.click("Show what it would change")
    officer.sees("“Perhaps” is none of: Must; Should; Could; Statutory.")
    officer.sees("Bring in the 1 good row and leave 1")
    officer.click("upload it again")
    officer.upload("Spreadsheet", the_file(tmp_path, "mended.xlsx", *rows("Must")))
    officer.click("Show what it would change")
    officer.sees("CSS 2019/20: 1 changed, 1 new")
    officer.click("Bring in 2 rows")
    officer.sees("mended.xlsx is brought in.")
    officer.go("/plans/css/2019-20/read/")
    officer.sees(ACTION)


def test_without_scripts_a_holder_is_refused_another_services_plan(person, tmp_path):
    holder = person("holder@york.example", viewport={"width": 320, "height": 640}, java_script_enabled=False)
    holder.go("/plans/css/2019-20/")
    holder.click("Its rows in a spreadsheet, out and in")
    mine, other = rows("Must")[0], ["HOU 2019/20", "Anything", "Another", "", "", ""]
    holder.upload("Spreadsheet", the_file(tmp_path, "mine.xlsx", mine, other))
    holder.click("Show what it would change")
    holder.sees("Only the plan holder and the contributors that the holder invited can change this plan.")
    holder.click("Bring in the 1 good row and leave 1")
    holder.sees("mine.xlsx is brought in.")
    holder.go("/plans/css/2019-20/read/")
    holder.sees(ACTION)
