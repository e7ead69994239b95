"""An officer or a plan holder uploads a spreadsheet of rows, reads what each would do, mends it, and brings it in."""

import csv
import json
import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.documents.sheets import Column, Sheet, to_xlsx
from common.models import LedgerEntry
from common.today import now
from council.models import Notification
from serviceplans import transitions
from serviceplans.bulk import TABLES
from serviceplans.choices import UploadState
from serviceplans.content import written
from serviceplans.models import PlanVersion, RowsUpload
from tests.council.factories import ServiceAreaFactory
from tests.query_counts import assert_query_count
from tests.serviceplans.factories import PlanFactory, a_complete_plan, reload, write

PAGE = "/plans/import/"
PLAN = "CSS 2019/20"
HEADS = ["Plan", "Objective", "Action", "Reference", "Priority level"]
GOOD = [PLAN, "Keep children safe", "Open a front door", "", "Must"]
CHANGED = [PLAN, "Keep children safe", "Find fifteen families", "CSS001", ""]
BAD = [PLAN, "Keep children safe", "Another", "", "Perhaps"]


def book(*rows, heads=HEADS):
    return to_xlsx([Sheet("Actions", [Column(head) for head in heads], iter(rows))], title="Actions")


def upload(client, data, name="actions.xlsx", **more):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data), **more})


def confirm(client, more=None):
    kept = RowsUpload.objects.latest("pk")
    return client.post(f"{PAGE}{kept.pk}/confirm/", {"counter": kept.counter, **(more or {})})


def texts(version):
    return list(reload(version).actions.order_by("pk").values_list("text", flat=True))


@pytest.fixture
def officer(people, version, as_):
    return as_(people.officer)


def test_nothing_is_written_before_it_is_confirmed(officer, version):
    before = written(reload(version))
    answer = upload(officer, book(GOOD, CHANGED))
    assert answer.status_code == 302 and written(reload(version)) == before
    page = officer.get(answer.url).content.decode()
    assert "What actions.xlsx would change" in page and "2 rows read from the sheet “Actions”" in page
    assert "<del>Find twelve more foster families</del> → <ins>Find fifteen families</ins>" in page
    assert "CSS 2019/20</a>: 1 changed, 1 new" in page
    assert confirm(officer).status_code == 302
    assert texts(version) == ["Find fifteen families", "Open a front door"]
    assert "Brought in" in officer.get(answer.url).content.decode()


def test_one_entry_of_the_whole_file_and_the_holder_is_told(officer, people, version):
    upload(officer, book(GOOD, CHANGED))
    confirm(officer)
    entry = LedgerEntry.objects.get(verb="plan-rows.imported")
    said = json.loads(entry.after)
    assert (said["file"], said["table"], said["plans"]) == ("actions.xlsx", "actions", [PLAN])
    assert (said["counts"]["new"], said["counts"]["changed"], entry.actor_id) == (1, 1, people.officer.pk)
    assert Notification.objects.filter(person=people.holder, about__startswith="rows ").count() == 1


def test_refused_rows_are_told_at_once_with_how_to_mend_them(officer, version):
    before = written(reload(version))
    answer = upload(officer, book(GOOD, BAD))
    page = answer.content.decode()
    assert answer.status_code == 422 and written(reload(version)) == before
    assert "Refused: 1 row of the sheet “Actions”" in page
    assert "“Perhaps” is none of: Must; Should; Could; Statutory." in page
    assert "Bring in the 1 good row and leave 1" in page
    assert confirm(officer).status_code == 409 and written(reload(version)) == before
    assert confirm(officer, {"accept": "yes"}).status_code == 302
    assert texts(version)[1:] == ["Open a front door"]


def test_the_refused_rows_can_be_mended_in_a_sheet_of_them(officer, version, tmp_path):
    upload(officer, book(GOOD, BAD))
    kept = RowsUpload.objects.get()
    path = tmp_path / "mend.xlsx"
    path.write_bytes(officer.get(f"{PAGE}{kept.pk}/refused.xlsx").content)
    sheet = openpyxl.load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == HEADS and rows[1][:5] == [PLAN, "Keep children safe", "Another", None, "Perhaps"]
    assert len(rows) == 2 and rows[1][5:8] == [3, "refused", "Priority level"] and "none of" in rows[1][9]
    sheet["E2"] = "Could"
    openpyxl.load_workbook(path).close()
    sheet.parent.save(path)
    answer = upload(officer, path.read_bytes(), "mend.xlsx")
    assert answer.status_code == 302
    confirm(officer)
    assert texts(version)[1:] == ["Another"]
    lines = officer.get(f"{PAGE}{kept.pk}/refused.csv").content.decode("utf-8-sig").splitlines()
    assert len(list(csv.reader(lines))) == 2
    assert officer.get(f"{PAGE}{kept.pk}/refused.exe").status_code == 404


def test_confirming_twice_brings_it_in_once(officer, version):
    upload(officer, book(GOOD))
    confirm(officer)
    entries = LedgerEntry.objects.count()
    again = confirm(officer)
    assert again.status_code == 409
    assert "actions.xlsx is already brought in. Nothing was changed." in again.content.decode()
    assert (LedgerEntry.objects.count(), len(texts(version))) == (entries, 2)


def test_what_is_discarded_cannot_be_confirmed(officer, version):
    upload(officer, book(GOOD))
    kept = RowsUpload.objects.get()
    assert officer.post(f"{PAGE}{kept.pk}/discard/").url == PAGE
    answer = confirm(officer)
    assert (answer.status_code, len(texts(version))) == (409, 1)
    assert "was discarded" in answer.content.decode()
    assert LedgerEntry.objects.filter(verb="plan-rows.discarded").count() == 1
    assert officer.post(f"{PAGE}{kept.pk}/discard/").status_code == 409


def test_the_same_file_again_has_nothing_to_bring_in(officer, version):
    upload(officer, book(CHANGED))
    confirm(officer)
    page = officer.get(upload(officer, book(CHANGED)).url).content.decode()
    assert "every row stands in its plan already" in page and "/confirm/" not in page
    assert confirm(officer).status_code == 409


def test_a_plan_that_was_saved_meanwhile_is_named_and_nothing_is_written(officer, people, version):
    upload(officer, book(GOOD))
    write(version, "overview", {"overview": "Newer words.", "future": ""}, people.holder, counter=1)
    answer = confirm(officer)
    assert answer.status_code == 409 and len(texts(version)) == 1
    assert "CSS 2019/20 was changed since this preview was made, so nothing was written." in answer.content.decode()
    assert confirm(officer).status_code == 302 and len(texts(version)) == 2


def test_a_plan_that_was_submitted_meanwhile_refuses_its_rows(officer, people, version):
    upload(officer, book(GOOD))
    transitions.submit(version.pk, by=people.holder)
    assert confirm(officer).status_code == 409
    (row,) = RowsUpload.objects.get().rows
    assert (row["code"], row["outcome"]) == ("plan-locked", "refused")


def test_an_older_preview_confirms_nothing(officer, version):
    upload(officer, book(GOOD))
    kept = RowsUpload.objects.get()
    for counter in ("0", "", "x", "9" * 30):
        assert officer.post(f"{PAGE}{kept.pk}/confirm/", {"counter": counter}).status_code == 409
    assert len(texts(version)) == 1


def test_a_holder_brings_rows_into_their_own_plan_only(people, version, as_):
    other = PlanFactory(service=ServiceAreaFactory(prefix="EDS", name="Education"), template=version.plan.template)
    PlanVersion.objects.create(plan=other, number=1, begun_at=now(), changed_at=now())
    holder = as_(people.holder)
    answer = upload(holder, book(GOOD, ["EDS 2019/20", "Anything", "Another", "", ""]))
    (refused,) = [row for row in RowsUpload.objects.get().rows if row["outcome"] == "refused"]
    assert (answer.status_code, refused["code"]) == (422, "unknown-plan")
    assert "that you may change" in refused["message"]


def test_a_plan_that_one_may_read_and_not_change_is_refused_with_a_sentence(people, as_):
    version = a_complete_plan(people)
    director = as_(people.director)
    answer = upload(director, book(GOOD))
    (row,) = RowsUpload.objects.get().rows
    assert (answer.status_code, row["code"]) == (422, "not-your-plan")
    assert "Only the plan holder and the contributors" in answer.content.decode()
    assert confirm(director, {"accept": "yes"}).status_code == 409 and len(texts(version)) == 1


def test_a_contributor_brings_rows_in_until_they_are_no_longer_invited(people, version, as_):
    invited = transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    contributor = as_(people.contributor)
    assert upload(contributor, book(GOOD)).status_code == 302
    transitions.uninvite(version.pk, invited.pk, by=people.holder)
    assert confirm(contributor).status_code == 409 and len(texts(version)) == 1


def test_another_person_s_upload_is_not_there(officer, people, version, as_):
    upload(officer, book(GOOD))
    kept, holder = RowsUpload.objects.get(), as_(people.holder)
    for address in ("", "refused.csv"):
        assert holder.get(f"{PAGE}{kept.pk}/{address}").status_code == 404
    for address in ("confirm/", "discard/"):
        assert holder.post(f"{PAGE}{kept.pk}/{address}", {"counter": 1}).status_code == 404
    assert RowsUpload.objects.get().state == UploadState.WAITING


FILES = {
    "objectives": "Plan,Objective\nCSS 2019/20,Keep children safe",
    "actions": "Plan,Objective,Action,Reference\nCSS 2019/20,Keep children safe,Open a front door,",
    "milestones": "Action,Milestone,Due\nCSS001,Next six,March 2020",
    "savings": "Plan,Saving,Year,Amount\nCSS 2019/20,Shared taxis,2019/20,£20k",
    "resources": "Plan,Year,Head,Amount\nCSS 2019/20,2019/20,Net revenue budget,£21m",
}


@pytest.mark.parametrize("table", FILES)
def test_the_headings_say_what_a_file_holds(officer, table):
    assert upload(officer, FILES[table].encode(), "rows.csv").status_code == 302
    assert RowsUpload.objects.get().table == table


BAD_FILES = {
    "nothing chosen": None,
    "empty": (b"", "rows.csv"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rows.xlsx"),
    "web page": (b"<html><table><tr><td>Plan</td></tr></table></html>", "rows.xls"),
    "broken": (b"PK\x03\x04 and no more", "rows.xlsx"),
    "NUL bytes": (b"Plan,Objective\nCSS 2019/20,a\x00b\n", "rows.csv"),
    "misspelt": (b"Plan,Objectiv\nCSS 2019/20,a\n", "rows.csv"),
    "no column": (b"Anything,Else\n1,2\n", "rows.csv"),
    "twice": (b"Plan,Objective,Objective\nCSS 2019/20,a,b\n", "rows.csv"),
    "another kind": (b"%PDF-1.7", "rows.pdf"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_useless_file_is_refused_with_a_sentence(officer, name):
    file = BAD_FILES[name]
    answer = upload(officer, *file) if file else officer.post(PAGE)
    assert answer.status_code == 422 and not RowsUpload.objects.exists()
    assert "Error: Bring rows in" in answer.content.decode()
    assert re.search(r'<a href="#id_file">[^<]{15,}</a>', answer.content.decode())


@pytest.mark.parametrize(("name", "data", "count"), [
    ("Windows-1252", "Plan,Saving,Year,Amount\nCSS 2019/20,Caf\xe9,2019/20,\xa320k".encode("cp1252"), 1),
    ("UTF-16", "Plan\tSaving\tYear\tAmount\nCSS 2019/20\tTaxis\t2019/20\t£20k".encode("utf-16"), 1),
    ("semicolons", "\ufeffPlan;Saving;Year;Amount;Else\r\n\r\nCSS 2019/20;Taxis;2019/20;£20k;x\r\nTotal;;;£20k;".encode(), 3),
])  # fmt: skip
def test_how_a_file_was_read_is_told(officer, name, data, count):
    page = officer.get(upload(officer, data, "savings.csv").url).content.decode()
    counts = RowsUpload.objects.get().counts
    assert counts["read"] == count == sum(counts.values()) - counts["read"]
    told = {"Windows-1252": "Windows-1252", "UTF-16": "UTF-16", "semicolons": "is not read"}
    assert told[name] in page


def test_a_cell_that_a_spreadsheet_spoilt_refuses_its_row(officer, version):
    book_of = openpyxl.Workbook()
    book_of.active.append(HEADS)
    book_of.active.append([PLAN, "Keep children safe", "=1/0", "", ""])
    book_of.active.append([PLAN, "Keep children safe", "Another", 1.1, ""])
    hidden = book_of.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    made = BytesIO()
    book_of.save(made)
    answer = upload(officer, made.getvalue())
    rows = RowsUpload.objects.get().rows
    assert answer.status_code == 422 and "Hidden" in answer.content.decode()
    assert [row["code"] for row in rows] == ["formula-not-calculated", "reference-became-number"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("table", TABLES)
def test_the_rows_and_the_columns_can_be_downloaded(officer, version, table, form):
    answer = officer.get(f"{PAGE}tables/{table}.{form}?plan=css-2019-20")
    assert f'filename="{table}-css-2019-20.{form}"' in answer["Content-Disposition"]
    uploaded = upload(officer, answer.content, f"{table}.{form}")
    counts = RowsUpload.objects.get().counts
    assert uploaded.status_code == 302 and counts["read"] == counts["unchanged"] > 0
    blank = officer.get(f"{PAGE}tables/{table}.{form}?blank")
    assert blank.status_code == 200 and len(blank.content) < len(answer.content)
    assert officer.get(f"{PAGE}tables/{table}.exe").status_code == 404
    assert officer.get(f"{PAGE}tables/gossip.{form}").status_code == 404


def test_a_holder_downloads_no_other_plan_s_rows(people, as_):
    a_complete_plan(people)
    director = as_(people.director)
    assert director.get(f"{PAGE}tables/actions.csv").content.decode("utf-8-sig").count("\n") == 1
    assert "No plan here that you may change now" in director.get(PAGE).content.decode()


def test_the_links_stand_where_people_look(people, version, as_):
    for user in (people.officer, people.holder):
        client = as_(user)
        assert f'href="{PAGE}"' in client.get("/plans/").content.decode()
        assert f'href="{PAGE}?plan=css-2019-20"' in client.get("/plans/css/2019-20/").content.decode()


def test_the_pages_cost_the_same_whatever_the_file_holds(officer, version):
    assert_query_count(officer, PAGE, "import of plans' rows")
    url = upload(officer, book(*([*GOOD[:2], f"Action {n}", "", ""] for n in range(30)))).url
    assert_query_count(officer, url, "preview of plans' rows")
    again = upload(officer, book(GOOD)).url
    assert_query_count(officer, again, "preview of plans' rows")
