"""The report as a file: everything in Excel; exceptions first and then York's five headings in PDF and Word."""

from collections.abc import Callable
from dataclasses import dataclass

from common.documents.pdf import to_pdf
from common.documents.sheets import to_xlsx
from common.documents.word import to_docx
from reporting.exports.document import as_document
from reporting.exports.sheets import as_sheets
from reporting.report.shape import QuarterlyReport
from reporting.wording import title


@dataclass(frozen=True)
class Format:
    """How one kind of file is called, served and made."""

    name: str
    mime: str
    write: Callable[[QuarterlyReport], bytes]


FORMATS = {
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda report: to_xlsx(as_sheets(report), title=title(report)),
    ),
    "pdf": Format("PDF", "application/pdf", lambda report: to_pdf(as_document(report))),
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda report: to_docx(as_document(report)),
    ),
}


def file_name(report: QuarterlyReport, extension: str) -> str:
    """quarterly-report-2019-20-q1.pdf"""
    return f"quarterly-report-{report.slug}-q{report.quarter}.{extension}"
