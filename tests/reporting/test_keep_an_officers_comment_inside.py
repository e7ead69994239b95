"""What an officer says of an action is for the directorate and performance only: no report and no open page gives it."""

import io

import openpyxl
import pypdf
import pytest

from common.models import LedgerEntry
from common.verdict import Refused, Stale
from council.choices import Role
from council.models import DmtMeeting
from reporting.publishing import draft_of
from reporting.transitions import publish_performance
from serviceplans import transitions
from serviceplans.choices import COMMENT_INSIDE, INTERNAL, Status
from serviceplans.models import ActionUpdate
from tests.reporting.factories import Q1
from tests.serviceplans.factories import a_complete_plan, somebody
from tests.serviceplans.signing import assert_written_last
from tests.serviceplans.test_keep_content_inside import text_of

CANARY = "Canary: the team leader is ill for long"
ACTION = "/plans/actions/css001/"
REPORT = "/reports/2019-20/q1/"
OPEN = [
    "/", "/public/", "/public/plans/css/2019-20/", "/public/plans/css/2019-20/plan.docx",
    "/public/plans/css/2019-20/plan.pdf", "/public/performance/", "/public/performance.csv", "/public/breakdowns.csv",
    "/plans/css/2019-20/read/",
]  # fmt: skip
READS = ["holder", "deputy", "contributor", "director", "head", "officer", "auditor"]
READS_NOT = ["member", "chief", "cmt", "equalities", "staff", "other_director", "other_holder"]


@pytest.fixture
def version(people):
    return a_complete_plan(people, Status.PUBLISHED)


def said(people, version, **fields):
    facts = {"status": "off-track", "comment": CANARY, "internal": True, "counter": 0, **fields}
    return transitions.update_action(
        version.actions.get().action_id, by=people.contributor, period_key=Q1.key, period=Q1.label, **facts
    )


@pytest.fixture
def update(people, version):
    return said(people, version)


def read(response):
    """What a person reads in a page or a file of any kind."""
    kind = response["Content-Type"].partition(";")[0]
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)
    if kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return response.content.decode() if kind == "text/csv" else text_of(response)


def inside(update):
    return f"{ACTION}updates/{update.pk}/inside/"


def test_its_officer_marks_it_as_they_write_it(people, as_, version):
    client = as_(people.contributor)
    assert INTERNAL in text_of(client.get(f"{ACTION}update/"))
    client.post(f"{ACTION}update/", {"counter": "0", "status": "on-track", "comment": CANARY, "internal": "on"})
    assert ActionUpdate.objects.get().internal
    assert '"internal":true' in assert_written_last("action.update", people.contributor).after
    assert client.get(f"{ACTION}update/").context["form"]["internal"].value() is True


@pytest.mark.parametrize("name", READS)
def test_the_directorate_and_performance_read_it(people, as_, update, name):
    page = text_of(as_(getattr(people, name)).get(ACTION))
    assert CANARY in page and INTERNAL in page


@pytest.mark.parametrize("name", READS_NOT)
def test_nobody_else_does_on_any_page(people, as_, update, name):
    client = as_(getattr(people, name))
    page = text_of(client.get(ACTION))
    assert "Canary" not in page and COMMENT_INSIDE in page
    for address in ("/", "/plans/css/2019-20/", REPORT, "/meetings/"):
        assert "Canary" not in text_of(client.get(address))


@pytest.mark.parametrize("name", ["director", "officer", "member"])
def test_no_report_gives_it_whoever_reads_it(people, as_, update, name):
    client = as_(getattr(people, name))
    for ending in ("", "report.xlsx", "report.docx", "report.pdf"):
        response = client.get(f"{REPORT}{ending}")
        assert response.status_code == 200, ending
        text = read(response)
        assert "Canary" not in text, ending
        assert "1 comment on actions is kept inside the council" in " ".join(text.split()), ending


def test_the_report_gives_it_once_it_is_opened(people, as_, update):
    transitions.keep_update_inside(update.pk, by=people.contributor, inside=False)
    text = read(as_(people.member).get(REPORT))
    assert CANARY in text and "kept inside the council" not in text


def test_why_an_action_was_stopped_is_not_told_either(people, as_, version):
    said(people, version, status="stopped")
    text = read(as_(people.member).get(REPORT))
    assert "Action stopped" in text and "Canary" not in text


def test_a_meetings_agenda_does_not_give_it(people, as_, update):
    meeting = DmtMeeting.objects.create(directorate=people.directorate, date="2019-09-09", name="Children DMT")
    client = as_(people.director)
    page = text_of(client.get(f"/meetings/{people.directorate.key}/{meeting.date}/"))
    assert "CSS001" in page and "Canary" not in page


def test_nothing_open_gives_it(people, client, update):
    publish_performance(Q1, None, by=people.officer)
    for address in OPEN:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Canary" not in read(response), address


def test_publishing_performance_and_the_plan_list_it(people, as_, update):
    line = "Comment on CSS001 for Q1 2019/20 by Head of Fostering"
    assert draft_of(Q1).kept_inside == [line]
    page = text_of(as_(people.officer).get("/reports/publish/?quarter=Q1 2019/20"))
    assert "Comments that stay inside" in page and line in page and "Canary" not in page


def test_publishing_the_plan_lists_it(people, as_):
    version = a_complete_plan(people, Status.APPROVED)
    said(people, version)
    page = text_of(as_(people.officer).get("/plans/css/2019-20/publish/"))
    assert "Comment on CSS001 for Q1 2019/20 by Head of Fostering" in page


@pytest.mark.parametrize("name", ["contributor", "holder", "director", "officer"])
def test_who_answers_for_the_action_keeps_it_and_opens_it(people, as_, version, name):
    row = said(people, version, internal=False)
    client = as_(getattr(people, name))
    assert "Keep it inside" in text_of(client.get(ACTION))
    for word, kept in (("yes", True), ("no", False)):
        client.post(inside(row), {"inside": word})
        row.refresh_from_db()
        assert row.internal is kept
        assert_written_last("action.keep-inside", getattr(people, name))


@pytest.mark.parametrize("name", ["member", "staff", "cmt", "head"])
def test_nobody_else_opens_it(people, as_, update, name):
    client = as_(getattr(people, name))
    assert client.post(inside(update), {"inside": "no"}).status_code == 403
    with pytest.raises(Refused):
        transitions.keep_update_inside(update.pk, by=getattr(people, name), inside=False)
    assert ActionUpdate.objects.get().internal


def test_a_form_that_was_open_when_it_was_kept_does_not_open_it_unseen(people, version):
    row = said(people, version, internal=False)
    transitions.keep_update_inside(row.pk, by=people.director, inside=True)
    with pytest.raises(Stale):
        said(people, version, counter=1, internal=False)
    assert ActionUpdate.objects.get().internal
    entries = LedgerEntry.objects.count()
    transitions.keep_update_inside(row.pk, by=people.director, inside=True)
    assert LedgerEntry.objects.count() == entries


def test_a_member_of_scrutiny_reads_that_there_is_one(people, as_, update):
    client = as_(somebody("scrutiny", Role.BOARD_MEMBER, "Scrutiny member"))
    assert COMMENT_INSIDE in text_of(client.get(ACTION))


def test_an_update_without_a_comment_has_nothing_to_keep(people, version, as_):
    said(people, version, status="on-track", comment="")
    assert COMMENT_INSIDE not in text_of(as_(people.staff).get(ACTION))
    assert draft_of(Q1).kept_inside == []
