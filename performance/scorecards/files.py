"""A scorecard as a file: CSV and Excel with a row for each indicator, and a PDF on one landscape page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from common.documents.blocks import Cell, Document, Paragraph, Table
from common.documents.pdf import to_pdf
from common.documents.sheets import Column, Sheet, to_csv, to_xlsx
from common.today import today
from council.models import CouncilSettings
from performance.choices import BY_HAND, Rag
from performance.rules import Rating
from performance.standing import Standing, YearEnd, YearResult

from .page import ScorecardLine, ScorecardPage
from .periods import slug_of
from .spark import places

# Relative widths on paper: reference, indicator, three years, latest, target, polarity … commentary, owner.
PAPER = [5, 14.5, 4.4, 4.4, 4.4, 9.6, 5.4, 6.2, 6.4, 7, 8.2, 5.4, 19, 10.5]


def scorecard_sheet(page: ScorecardPage) -> Sheet:
    """The scorecard as a table. Figures are numbers where they are exact ones; "<5" and "Level 2" stay words."""
    columns = [
        *(Column("Group", 16), Column("Reference", 12), Column("Indicator", 46)),
        *(Column(year, 12) for year in _years(page)),
        *(Column("Latest", 12), Column("Unit", 12), Column("Period", 14), Column("State", 24), Column("Target", 14)),
        *(Column("Polarity", 16), Column("Rating", 12), Column("Last quarter", 12), Column("Direction", 14)),
        *(Column("Set by hand", 20), Column("Year-end forecast", 14), Column("Forecast by", 18)),
        *(Column("Forecast rating", 14), Column("Commentary", 60), Column("Owner", 36), Column("Control", 20)),
        Column("Why", 60),
    ]
    return Sheet(
        page.scorecard.full_title, columns, _rows(page), note=f"{page.summary}. Printed {today().isoformat()}."
    )


def _years(page: ScorecardPage) -> tuple[str, ...]:
    return page.years or ("", "", "")


def _rows(page: ScorecardPage) -> Iterator[list[Any]]:
    for section in page.sections:
        for line in section.lines:
            one, indicator, end = line.standing, line.indicator, line.standing.year_end
            yield [
                *(section.name, indicator.reference, indicator.name),
                *(_year(year) for year in one.years),
                *(_latest(line), indicator.get_unit_display(), one.period, one.state.name, one.target),
                *(indicator.get_polarity_display(), one.rating_text, Rag(line.before).label, one.direction_text),
                *(one.by_hand, end.shown, end.whose, Rag(end.rating.colour).label),
                *(one.commentary, indicator.owner, indicator.control, one.rating.sentence),
            ]


def _year(year: YearResult) -> Any:
    exact = year.number is not None and year.text[:1] not in "<>≤≥~"
    return year.number if exact else "" if year.text == "–" else year.text


def _latest(line: ScorecardLine) -> Any:
    return line.standing.shown if line.standing.number is None else line.standing.number


def scorecard_document(page: ScorecardPage) -> Document:
    """The scorecard for paper: its counts in a line, then the table."""
    counts = ", ".join(f"{count['number']} {count['label']} ({count['note']})" for count in page.counts)
    headings = ["Ref", "Indicator", *_years(page), "Latest", "Target", "Polarity", "Rating", "Direction"]
    headings += ["Year end", "Trend", "Commentary", "Owner"]
    rows: list[list[Cell]] = []
    for section in page.sections:
        rows += [[Cell(section.name)], *(_cells(line) for line in section.lines)]
    table = Table(f"{page.quarter.label}: {counts}", headings, rows, PAPER, shortened=(headings.index("Commentary"),))
    empty = Paragraph("No indicator stands on this scorecard yet.", "muted")
    return Document(
        title=page.scorecard.full_title,
        subtitle=page.summary,
        blocks=[table if rows else empty],
        author=CouncilSettings.current().name,
        footer=f"{page.scorecard.full_title}, {page.quarter.label}",
        watermark="Draft" if page.scorecard.draft else "",
        landscape=True,
        one_page=True,
        shortened_note="Commentary that ends in … is shortened here: the Excel and CSV files hold all of it.",
        dated=today(),
    )


def _cells(line: ScorecardLine) -> list[Cell]:
    one, indicator = line.standing, line.indicator
    return [
        Cell(indicator.reference),
        Cell(f"{indicator.name} ({indicator.control.lower()})" if indicator.control else indicator.name),
        *(Cell(year.text, number=True) for year in one.years),
        Cell(_latest_on_paper(one), number=True),
        Cell(_bare(one.target) or "–", number=True),
        Cell(indicator.get_polarity_display()),
        _rated(one.rating_text, one.rating),
        _direction(one),
        _year_end(one.year_end),
        Cell("", spark=tuple(places(one.trend))),
        Cell(one.remark),
        Cell(indicator.owner or "Nobody yet"),
    ]


def _latest_on_paper(one: Standing) -> str:
    """The value, and below it which period's it is and that it is provisional; why it is no newer stands as a remark."""
    older = one.period if one.value and one.state else ""
    notes = [older, "provisional" if one.value and one.status == "provisional" else ""]
    return "\n".join(filter(None, [one.shown, ", ".join(filter(None, notes))]))


def _bare(figure: str) -> str:
    """A figure without its "per 10,000", which the latest one beside it has."""
    return figure.partition(" per ")[0]


def _rated(words: str, rating: Rating) -> Cell:
    by_hand = f"\n({BY_HAND})" if rating.overridden else ""
    return Cell(f"{words}{by_hand}", "grey" if rating.colour == "none" else rating.colour)


def _year_end(end: YearEnd) -> Cell:
    if end.rating.colour == "none":
        return Cell(_bare(end.shown))
    return _rated(f"{Rag(end.rating.colour).label} {_bare(end.figure)}", end.rating)


def _direction(one: Standing) -> Cell:
    arrow = (
        {"up": "▲ ", "down": "▼ ", "flat": "■ "}.get(one.direction.arrow, "") if one.direction.word != "none" else ""
    )
    word = one.direction.word
    by_hand = f"\n({BY_HAND})" if one.direction.overridden else ""
    return Cell(f"{arrow}{one.direction_text}{by_hand}", "" if word == "none" else word)


@dataclass(frozen=True)
class Form:
    """A kind of file: what it is called, its type, and what writes it."""

    label: str
    content_type: str
    write: Callable[[ScorecardPage], bytes]


FORMATS = {
    "csv": Form("CSV", "text/csv; charset=utf-8", lambda page: to_csv(scorecard_sheet(page))),
    "xlsx": Form(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda page: to_xlsx([scorecard_sheet(page)], title=page.scorecard.full_title),
    ),
    "pdf": Form("PDF", "application/pdf", lambda page: to_pdf(scorecard_document(page))),
}


def filename(page: ScorecardPage, extension: str) -> str:
    """cmt-strategic-2019-20-q1.pdf."""
    return f"{page.scorecard.key}-{slug_of(page.quarter)}.{extension}"
