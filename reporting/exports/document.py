"""The report as a document: a page that says it all, the exceptions, then York's five headings in their order."""

from common.documents.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from common.values.years import format_date
from reporting import wording
from reporting.exports import tables
from reporting.report.shape import QuarterlyReport

# Above this many lines nobody turns the pages: Excel holds every line, and a directorate's own report lists its own.
LONGEST_DOCUMENT = 1500


def as_document(report: QuarterlyReport) -> Document:
    """The report's blocks, landscape; the same for the same report."""
    blocks = [
        *opening(report),
        *exceptions(report),
        *actions(report),
        *indicators(report),
        *resources(report),
        *changes(report),
        *risks(report),
        *about(report),
    ]
    made = format_date(report.made_on)
    return Document(
        title=wording.title(report),
        subtitle=wording.subtitle(report),
        blocks=blocks,
        author=report.council,
        footer=f"{report.council} · {wording.title(report)} · made on {made}",
        landscape=True,
        dated=report.made_on,
    )


def opening(report: QuarterlyReport) -> list[Block]:
    note = wording.when(report)
    return [
        *([Paragraph(note, style="note")] if note else []),
        Paragraph(wording.summary(report), style="lead"),
        Facts(wording.counts(report)),
    ]


def exceptions(report: QuarterlyReport) -> list[Block]:
    found = exception_tables(report)
    blocks: list[Block] = [Heading(1, wording.EXCEPTIONS, anchor="exceptions")]
    blocks.extend(table for table in found if table.rows)
    return [*blocks, Paragraph(f"None: {clear(found)}.", style="muted")] if clear(found) else blocks


def exception_tables(report: QuarterlyReport) -> list[Table]:
    """The four tables of exceptions, empty ones too."""
    made = (tables.red_indicators, tables.troubled_actions, tables.red_risks, tables.missing)
    return [make(report) for make in made]


def clear(found: list[Table]) -> str:
    """What of the exceptions there is none of, in words."""
    return "; ".join(table.caption.lower() for table in found if not table.rows)


def actions(report: QuarterlyReport) -> list[Block]:
    head = _heading(1)
    if not report.actions:
        return [head, Paragraph("No plan with actions has been submitted yet.", style="muted")]
    return [head, tables.actions_by_directorate(report), *_listed(report, tables.actions(report))]


def indicators(report: QuarterlyReport) -> list[Block]:
    head = _heading(2)
    if not report.indicators:
        return [head, Paragraph("The council has no indicators yet.", style="muted")]
    return [head, tables.indicators_by_directorate(report), *_listed(report, tables.indicators(report))]


def resources(report: QuarterlyReport) -> list[Block]:
    blocks: list[Block] = [_heading(3), Paragraph(wording.resources(report))]
    found = [tables.resources(report), tables.finance(report), tables.savings(report)]
    return [*blocks, *(table for table in found if table.rows)]


def changes(report: QuarterlyReport) -> list[Block]:
    if not report.changes:
        return [_heading(4), Paragraph(wording.no_changes(report))]
    return [_heading(4), tables.changes(report)]


def risks(report: QuarterlyReport) -> list[Block]:
    if not report.risks:
        return [_heading(5), Paragraph("No risk is open.", style="muted")]
    return [_heading(5), tables.risks(report)]


def about(report: QuarterlyReport) -> list[Block]:
    blocks: list[Block] = [Heading(1, wording.ABOUT, anchor="about"), Bullets(wording.basis(report))]
    return [*blocks, tables.plans(report)] if report.plans or report.missing_plans else blocks


def _listed(report: QuarterlyReport, table: Table) -> list[Block]:
    if len(report.actions) + len(report.indicators) <= LONGEST_DOCUMENT:
        return [table]
    said = "is in the Excel file, and in the report of each directorate; this one names the exceptions."
    return [Paragraph(f"{table.caption.partition(',')[0]} {said}", style="muted")]


def _heading(number: int) -> Heading:
    section = wording.SECTIONS[number - 1]
    return Heading(1, section.title, anchor=section.anchor)
