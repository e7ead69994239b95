"""What a person reads, or hears, on a page that shows a document's blocks."""

import time
from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from common.documents.blocks import Bullets, Cell, Facts, Heading, Paragraph, Table

SHAPE = '<span class="los-rag__shape" aria-hidden="true">{}</span>'
HOSTILE = "<script>alert(1)</script>\n\"quoted\" & 'so'"


def page(*blocks, arguments=""):
    template = Template("{% load blocks %}{% blocks blocks " + arguments + " %}")
    return template.render(Context({"blocks": list(blocks)}))


class Elements(HTMLParser):
    """The elements of a page in order: (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.open = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self.open += tag != "br"

    def handle_endtag(self, tag):
        self.open -= 1

    def of(self, *tags):
        return [(tag, attributes) for tag, attributes in self.found if tag in tags]


def test_headings_come_under_the_pages_own_and_never_skip_a_level():
    html = page(Heading(1, "About", "about"), Heading(3, "Vision"), Heading(1, "Actions"))
    assert [tag for tag, _ in Elements(html).found] == ["h2", "h3", "h2"]
    assert '<h2 class="govuk-heading-m" id="about">About</h2>' in html
    assert [tag for tag, _ in Elements(page(Heading(1, "About"), arguments="offset=2")).found] == ["h3"]


def test_paragraphs_keep_their_line_breaks_and_their_style():
    html = page(Paragraph("one\ntwo"), Paragraph("a", "lead"), Paragraph("b", "muted"), Paragraph("c", "note"))
    assert '<p class="govuk-body">one<br>two</p>' in html
    assert '<p class="govuk-body-l">a</p>' in html
    assert '<p class="govuk-body los-muted">b</p>' in html
    assert '<div class="govuk-inset-text">c</div>' in html


def test_lists_and_facts_are_lists():
    elements = Elements(page(Bullets(["a", "b"]), Bullets(["c"], numbered=True), Facts([("Director", "x\ny")])))
    assert [tag for tag, _ in elements.found] == ["ul", "li", "li", "ol", "li", "dl", "div", "dt", "dd", "br"]
    assert page(Bullets([]), Facts([])).strip() == ""


def test_a_table_has_a_caption_and_headers_for_columns_rows_and_groups():
    rows = [[Cell("Objective 1")], [Cell("CSS001"), Cell("−32", number=True)], [Cell(""), Cell("147", number=True)]]
    elements = Elements(page(Table("Actions", ["Ref", "Cost"], rows), arguments='prefix="plan"'))
    wrap = elements.of("div")[0][1]
    caption = elements.of("caption")[0][1]
    assert (wrap["class"], wrap["role"], wrap["tabindex"]) == ("los-table-wrap", "region", "0")
    assert wrap["aria-labelledby"] == caption["id"] == "plan-1"
    assert [attributes.get("scope") for _, attributes in elements.of("th")] == ["col", "col", "colgroup", "row"]
    assert elements.of("th")[2][1]["colspan"] == "2"
    assert [attributes.get("class") for _, attributes in elements.of("td")] == ["los-num", None, "los-num"]
    assert elements.of("th")[1][1]["class"] == "los-num"
    assert elements.open == 0, "every element is closed"


def test_two_tables_have_ids_of_their_own():
    elements = Elements(page(*[Table("Actions", ["Ref"], [[Cell("1")]])] * 2))
    assert [attributes["id"] for _, attributes in elements.of("caption")] == ["table-1", "table-2"]


@pytest.mark.parametrize(
    ("text", "tone", "shown"),
    [
        ("Red", "red", f'<span class="los-rag los-rag--red">{SHAPE.format("◆")}Red</span>'),
        ("▲ Amber", "amber", f'<span class="los-rag los-rag--amber">{SHAPE.format("▲")}Amber</span>'),
        ("Not rated", "grey", f'<span class="los-rag los-rag--none">{SHAPE.format("○")}Not rated</span>'),
        ("▼ Improving", "improving", 'los-direction--improving">'),
        ("Statutory", "blue", '<strong class="govuk-tag govuk-tag--blue">Statutory</strong>'),
        ("Red because the grant ended early", "red", '<span aria-hidden="true">◆</span> Red because the grant'),
        ("", "red", "<td></td>"),
        ("Words", "unheard of", "<td>Words"),
    ],
)  # fmt: skip
def test_a_tone_is_a_shape_and_a_word_before_it_is_a_colour(text, tone, shown):
    html = page(Table("t", ["a", "b"], [[Cell("1"), Cell(text, tone=tone)]]))
    assert shown in html
    assert html.count(text.lstrip("▲▼ ")) >= 1


def test_hostile_text_is_only_text():
    html = page(
        Heading(1, HOSTILE, '"><script>'),
        Paragraph(HOSTILE),
        Bullets([HOSTILE]),
        Facts([(HOSTILE, HOSTILE)]),
        Table(HOSTILE, [HOSTILE, "b"], [[Cell(HOSTILE, tone="red")], [Cell(HOSTILE), Cell("<script>", tone="red")]]),
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 11


def test_400_actions_are_shown_quickly():
    rows = [[Cell(f"Words in row {row}, column {column}") for column in range(8)] for row in range(400)]
    table = Table("Actions", [f"Column {column}" for column in range(8)], rows)
    page(table)
    began = time.process_time()
    page(table)
    assert time.process_time() - began < 0.5
