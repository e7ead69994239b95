"""The facts of the five documents, one file each, and how a fact is found in what somebody reads of a plan.

A fact is the pieces of one row or paragraph in their order, with " … " between them: "leadership programme … 30.9.09".
It is held where the pieces follow each other closely. Spaces, line ends and list marks do not matter.
"""

import io
import re
from html import unescape
from pathlib import Path

import docx
import pypdf
import yaml

FOLDER = Path(__file__).parent
KEYS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
# Where a page of paper ends, and what may stand before a row goes on: the row's other cells, the next page's head, the table's.
PAGE = "¶"
BETWEEN_WORDS = rf"\s*(?:.{{0,200}}?{PAGE}.{{0,300}}?)?"
# How many characters of a row may stand between two pieces of a fact.
NEAR = 700


def document(key):
    """``plan`` (service and cycle) and ``facts``, a list, of one document."""
    return yaml.safe_load((FOLDER / f"{key}.yaml").read_text(encoding="utf-8"))


def plain(text):
    """The text with one space for whatever a writer of pages or files puts between words."""
    return re.sub(r"[\s\u200b\u00ad•]+", " ", unescape(text))


def piece_of(words):
    """A line may end after a hyphen or a stroke too. A figure is whole: 5% is not found in 85%, nor £2 in £2,000."""
    said = BETWEEN_WORDS.join(re.escape(word) for word in re.split(r"\s+|(?<=[-/–])", words.strip()) if word)
    before = r"(?<![0-9£.,])" if words.strip()[0].isdigit() else ""
    return before + said + (r"(?![0-9]|[.,][0-9])" if words.strip()[-1].isdigit() else "")


def pattern_of(fact):
    return re.compile(rf".{{0,{NEAR}}}?".join(piece_of(piece) for piece in fact.split("…")), re.IGNORECASE)


def not_held(facts, text):
    """The facts that are not in the text."""
    said = plain(text)
    return [fact for fact in facts if not pattern_of(fact).search(said)]


def text_of_page(html):
    """The words of the page's main part."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"<[^>]+>", " ", main)


def text_of_pdf(content):
    """Each page without its foot, which is its last line."""
    pages = [page.extract_text().rstrip().rpartition("\n")[0] for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return f" {PAGE} ".join(pages)


def text_of_word(content):
    """Paragraphs and the rows of tables, in the file's order."""
    found = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            # A cell that goes over several columns comes once for each.
            found += [cell.text for row in block.rows for cell in {cell._tc: cell for cell in row.cells}.values()]
        else:
            found.append(block.text)
    return "\n".join(found)
