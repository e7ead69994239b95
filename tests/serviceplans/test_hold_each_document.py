"""Each of the five documents is held whole: every fact of it stands in the plan's page, its PDF and its Word file."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase

from common.documents.sheets import Sheet, to_csv
from common.today import today
from council.choices import Role
from council.loading import holder_of
from council.models import DmtMeeting, User
from serviceplans import transitions
from serviceplans.bulk import TABLES, evaluate
from serviceplans.bulk.tables import rows_sheet
from serviceplans.choices import Cause, Status
from serviceplans.models import PlanVersion
from serviceplans.pages import PlanPage
from tests import kept_rows
from tests.breaking import everything
from tests.serviceplans import documents

DEMONSTRATION = "york-2019"
# How many rows the councils' plans have in each table, and what a row of one is known without.
ROWS = {
    "salford-2002": {"objectives": 26, "actions": 125},
    "south-cambs-2009": {"objectives": 4, "actions": 29, "milestones": 95, "resources": 17},
    "stockton-2008": {"objectives": 16, "actions": 80},
    "york-2008": {"objectives": 3, "actions": 10, "resources": 23},
    "york-2019": {"objectives": 32, "actions": 55, "milestones": 58, "savings": 22, "resources": 24},
}
OPTIONAL = {
    "Themes", "Priorities", "Project type", "Priority level", "Ground", "Milestones", "Outcomes", "Indicators", "Owner",
    "Done on", "Kind",
}  # fmt: skip
COUNCILS = [key for key in documents.KEYS if key != DEMONSTRATION]


@pytest.fixture(scope="module")
def council(request, django_db_setup, django_db_blocker):
    """One council, loaded once for its tests in a transaction that is rolled back after them; its document."""
    rows = request.getfixturevalue("council_rows") if request.param == DEMONSTRATION else None
    with django_db_blocker.unblock(), transaction.atomic():
        if rows:
            kept_rows.put(rows)
        else:
            with TestCase.captureOnCommitCallbacks(execute=True):
                call_command("load_council", request.param, verbosity=0)
        yield documents.document(request.param) | {"key": request.param}
        transaction.set_rollback(True)


@pytest.fixture
def version(council, db):
    service, cycle = council["plan"].split()
    return PlanVersion.objects.with_plan().get(plan__service__prefix=service, plan__cycle__name=cycle)


@pytest.fixture
def get(version):
    """``get("read/")`` is what the plan's holder gets from a page of it."""
    return lambda page: page_of(version, holding(version.plan.service.holder_post), page)


READ = {
    "page": lambda get: documents.text_of_page(get("read/").content.decode()),
    "PDF": lambda get: documents.text_of_pdf(get("plan.pdf").content),
    "Word file": lambda get: documents.text_of_word(get("plan.docx").content),
}


@pytest.mark.parametrize("council", documents.KEYS, indirect=True)
@pytest.mark.parametrize("where", READ)
def test_every_fact_of_the_document_is_there(council, get, where):
    assert documents.not_held(council["facts"], READ[where](get)) == []


@pytest.mark.parametrize("council", documents.KEYS, indirect=True)
def test_a_fact_with_another_figure_or_in_another_order_is_not_found(council, get):
    said = READ["page"](get)
    wrong = [fact + "7" for fact in council["facts"] if fact[-1].isdigit()]
    wrong += ["Zq" + fact for fact in council["facts"]]
    assert documents.not_held(wrong, said) == wrong


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_what_the_document_leaves_blank_is_marked_so(council, get):
    assert "Not in the document" in READ["page"](get)


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_loading_the_council_twice_is_as_once(council, db):
    once = everything()
    call_command("load_council", council["key"], verbosity=0)
    twice = everything()
    assert [label for label in once if once[label] != twice[label]] == []


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_the_plan_is_checked_and_signed_off_in_its_own_template(council, version, get):
    assert [line.message for line in PlanPage(version, None).findings if line.blocks] == []
    assert [get(page).status_code for page in ("", "check/", "sign-off/", "versions/")] == [200] * 4
    signed_off(version)
    assert documents.not_held(council["facts"], READ["page"](get)) == []


@pytest.mark.parametrize("council", COUNCILS, indirect=True)
def test_a_revision_of_it_is_compared_with_what_was_published_and_signed_off(council, version, get):
    signed_off(version)
    by = holding(version.plan.service.holder_post)
    revision = transitions.begin_revision(version.plan_id, by=by, cause=Cause.values[0], why="The trial goes on")
    row = revision.actions.order_by("pk").first()
    data = transitions.action_data(row)
    data.completed_by = "31.7.09 and 31.1.10 (assuming trial continues)"
    transitions.save_action(revision.pk, row.pk, by=by, counter=row.counter, objective_id=row.objective_id, data=data)
    compared = documents.text_of_page(get("versions/1/compare/2/").content.decode())
    assert "31.7.09 and 31.1.10 (assuming trial continues)" in compared and row.action.reference in compared
    assert all(get(f"versions/1/compare/2/changes.{kind}").status_code == 200 for kind in ("pdf", "docx"))
    signed_off(revision)
    for read in READ.values():
        assert documents.not_held(["31.7.09 and 31.1.10 (assuming trial continues)"], read(get)) == []


@pytest.mark.parametrize("council", documents.KEYS, indirect=True)
def test_its_word_file_comes_back_without_a_change(council, get, tmp_path, capsys):
    file = tmp_path / "plan.docx"
    file.write_bytes(get("plan.docx").content)
    service, cycle = council["plan"].split()
    call_command("import_plan", str(file), service=service, cycle=cycle, dry_run=True, format="json")
    assert json.loads(capsys.readouterr().out)["outcome"] == "no_change"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("council", documents.KEYS, indirect=True)
def test_its_rows_in_a_spreadsheet_come_back_without_a_change(council, db, tmp_path, table):
    for form in ("csv", "xlsx"):
        path = tmp_path / f"{table}.{form}"
        call_command("export_table", table, "--format", form, "--output", str(path))
        bulk = evaluate(table, path.read_bytes(), path.name)
        assert bulk.counts["read"] == bulk.counts["unchanged"] == ROWS[council["key"]].get(table, 0)
    sheet = rows_sheet(table)
    blank = [place for place, column in enumerate(sheet.columns) if column.heading in OPTIONAL]
    rows = [["" if place in blank else cell for place, cell in enumerate(row)] for row in sheet.rows]
    bulk = evaluate(table, to_csv(Sheet(table, sheet.columns, rows)), "rows.csv")
    assert bulk.counts["unchanged"] == len(rows), "a blank cell leaves what is stored"


def signed_off(version):
    """Submitted, agreed, approved by every member who answers for the service, and published."""
    service = version.plan.service
    transitions.submit(version.pk, by=holding(service.holder_post))
    meeting = DmtMeeting.objects.filter(directorate=service.directorate).first()
    transitions.agree(version.pk, by=holding(service.director_post), digest=digest_of(version), meeting=meeting)
    for link in service.portfolio_links.all():
        member = holding(link.portfolio.member_post)
        assert page_of(version, member, "review/").status_code == 200
        transitions.approve(version.pk, by=member, digest=digest_of(version))
    transitions.publish(version.pk, by=User.objects.get(appointments__post__role=Role.PERFORMANCE_OFFICER))
    version.refresh_from_db()
    assert version.status == Status.PUBLISHED


def holding(post):
    return holder_of(post, today())


def page_of(version, person, page):
    """What somebody gets from a page of the plan."""
    client = Client()
    client.force_login(person)
    service, cycle = version.plan.service.slug, version.plan.cycle.name.replace("/", "-")
    return client.get(f"/plans/{service}/{cycle}/{page}")


def digest_of(version):
    version.refresh_from_db()
    return version.frozen.digest
