"""Plans as Word files: exported, edited as a person would in Word, saved again by LibreOffice, read back."""

import os
import shutil
import subprocess
from copy import deepcopy
from io import BytesIO

import docx
import pytest

from common.documents.word import to_docx
from serviceplans.exports import document_of
from serviceplans.word import read_file
from serviceplans.word.telling import changes_of
from tests.serviceplans.factories import reload


def exported(version):
    """The plan's export, open for editing."""
    return docx.Document(BytesIO(to_docx(document_of(reload(version)))))


def packed(word):
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def read(version, word):
    return read_file(reload(version), packed(word), "plan.docx")


def paragraph(word, text):
    """The paragraph that holds the text."""
    return next(p for p in word.paragraphs if text in p.text)


def say(place, text):
    """Other words in a paragraph or a cell, as somebody types over them: its look and its hidden marks stay."""
    paragraphs = place.paragraphs if hasattr(place, "paragraphs") else [place]
    for other in paragraphs[1:]:
        other._p.getparent().remove(other._p)
    first, *rest = paragraphs[0].runs or [paragraphs[0].add_run()]
    first.text = text
    for run in rest:
        run._r.getparent().remove(run._r)


def table_with(word, text):
    return next(t for t in word.tables if any(text in cell.text for row in t.rows for cell in row.cells))


def row_with(word, text):
    return next(row for t in word.tables for row in t.rows if any(text in cell.text for cell in row.cells))


def add_row(table, *cells):
    """A row below the last one, as Word adds it: a copy of the last without its words."""
    new = deepcopy(table.rows[-1]._tr)
    table._tbl.append(new)
    for cell, text in zip(table.rows[-1].cells, cells, strict=True):
        say(cell, text)


def take_out(row):
    row._tr.getparent().remove(row._tr)


def saved_by_libreoffice(data, folder):
    """The file as LibreOffice saves it again. Where it is not installed the test is left out, but never in CI."""
    program = shutil.which("soffice")
    if program is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is not installed: .ci/run installs libreoffice-writer-nogui")
    if program is None:
        pytest.skip("needs LibreOffice: apt-get install libreoffice-writer-nogui")
    given, made = folder / "plan.docx", folder / "saved"
    given.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", str(made), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (made / "plan.docx").read_bytes()


def told(found):
    """What would change: (part, reference, kind, before, after)."""
    return [(c["part"], c["reference"], c["kind"], c["before"], c["after"]) for c in changes_of(found.comparison)]
