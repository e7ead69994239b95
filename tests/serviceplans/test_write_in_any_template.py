"""Every shipped template goes the whole way: its forms, its health check, sign-off, comparison, PDF and Word."""

import io

import docx
import pikepdf
import pytest

from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import content_of, written
from serviceplans.loading import load_template
from serviceplans.models import TemplatePart
from serviceplans.rules import compare, health_check
from serviceplans.template_files import facts_of, read, shipped
from tests.equalities.factories import EqualityAreaFactory
from tests.serviceplans.any_template import KEYS, PLAN, begun_in, parts_of, write_all
from tests.serviceplans.factories import bring, reload

OTHERS = [key for key in KEYS if key != "york-2019"]


@pytest.fixture(params=OTHERS)
def draft(people, request):
    EqualityAreaFactory(number=1)
    return begun_in(people, request.param)


def cells(word):
    return " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)


def test_the_five_of_the_documents_are_there():
    assert KEYS == ["salford-2002", "south-cambs-2009", "stockton-2008", "york-2008", "york-2019"]


def test_each_stands_as_its_file_has_it(db):
    for path in shipped().values():
        assert facts_of(load_template(path)) == read(path.read_bytes())


def test_every_part_has_a_page_with_its_heading_and_guidance(people, draft, as_):
    client = as_(people.holder)
    for part in parts_of(draft):
        page = client.get(f"{PLAN}edit/{part.key}/")
        assert page.status_code == 200, part.key
        assert part.guidance, part.key
        assert str(part) in page.content.decode().replace("&#x27;", "'").replace("&quot;", '"'), part.key


def test_what_is_written_is_read_and_exported_and_nothing_stops_it(people, draft, as_):
    client = as_(people.holder)
    said = write_all(client, people, draft)
    findings = health_check(content_of(reload(draft)), draft.plan.template.checks)
    assert [checked.finding.message for checked in findings if checked.blocks] == []
    page = client.get(f"{PLAN}read/").content.decode().replace("&#x27;", "'")
    word = docx.Document(io.BytesIO(client.get(f"{PLAN}plan.docx").content))
    in_word = " ".join(p.text for p in word.paragraphs) + " " + cells(word)
    for words in said:
        assert words in page
        assert words in in_word
    pdf = pikepdf.open(io.BytesIO(client.get(f"{PLAN}plan.pdf").content))
    assert len(pdf.pages) >= 2


def test_it_is_signed_published_and_compared(people, draft, as_):
    client = as_(people.holder)
    write_all(client, people, draft)
    before = written(reload(draft))
    assert not compare(before, written(reload(draft)))
    signed = bring(reload(draft), people, Status.PUBLISHED)
    assert signed.status == Status.PUBLISHED
    version = transitions.begin_revision(signed.plan_id, by=people.holder, cause="other", why="More is known")
    kept = written(version)
    assert not compare(before, kept), "a revision begins with the same words"
    change_one(version, people)
    found = compare(before, written(version))
    assert [part.key for _, part in found.parts] == [first_table(version).key]


def first_table(version):
    return TemplatePart.objects.filter(template=version.plan.template_id, kind__in=["table", "paragraphs"]).first()


def change_one(version, people):
    part = first_table(version)
    stored = version.contents.get(part=part)
    rows = [{key: f"{value} again" for key, value in row.items()} for row in stored.data["rows"]]
    transitions.save_part(version.pk, part, by=people.holder, counter=stored.counter, data={"rows": rows})


def test_labels_name_the_years_of_the_plan(people, as_):
    begun_in(people, "york-2008")
    client = as_(people.holder)
    page = client.get(f"{PLAN}edit/customer-measures/").content.decode()
    for label in ("2019/20 target", "2020/21 target", "2021/22 target"):
        assert label in page
    assert "2018/19 £000" in client.get(f"{PLAN}edit/budget/").content.decode()


def test_a_table_begins_with_the_rows_of_its_template_and_keeps_what_was_made_of_them(people, as_):
    draft = begun_in(people, "york-2008")
    client = as_(people.holder)
    rows = client.get(f"{PLAN}edit/budget/").context["form"].initial
    assert rows[0] == {"head": "Employees"}
    assert len(rows) == 10
    posted = {"counter": 0, "rows-TOTAL_FORMS": 10, "rows-INITIAL_FORMS": 10}
    posted |= {f"rows-{n}-head": row["head"] for n, row in enumerate(rows)}
    posted |= {"rows-0-last": "424", "rows-1-DELETE": "on"}
    assert client.post(f"{PLAN}edit/budget/", posted).status_code == 302
    stored = draft.contents.get(part__key="budget").data["rows"]
    assert stored[0] == {"head": "Employees", "last": "424", "this": ""}
    assert [row["head"] for row in stored][:2] == ["Employees", "Transport"]


def test_rows_stand_under_the_headings_that_they_share(people, as_):
    draft = begun_in(people, "york-2008")
    part = TemplatePart.objects.get(template=draft.plan.template, key="drivers")
    rows = [
        {"type": "Corporate drivers", "driver": "A new strategy", "effect": "More work", "sources": "One\nTwo"},
        {"type": "Corporate drivers", "driver": "An inspection", "effect": "A report", "sources": ""},
        {"type": "Directorate drivers", "driver": "A move", "effect": "Boxes", "sources": ""},
    ]
    transitions.save_part(draft.pk, part, by=people.holder, counter=0, data={"rows": rows})
    page = as_(people.holder).get(f"{PLAN}plan.docx").content
    table = next(t for t in docx.Document(io.BytesIO(page)).tables if t.rows[0].cells[0].text == "Driver type")
    assert [row.cells[0].text for row in table.rows] == [
        "Driver type", "Corporate drivers", "A new strategy", "An inspection", "Directorate drivers", "A move",
    ]  # fmt: skip
    assert table.rows[2].cells[2].text == "• One\n• Two"
