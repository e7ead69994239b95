"""A document as a Word file with real headings, lists and tables, which a person can edit and send back."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from .blocks import Block, Bullets, Changes, Document, Facts, Heading, Paragraph, Table
from .prepare import in_order, printable
from .word_look import dress, room
from .word_xml import Bookmarks, anchor_name, changes_markup, facts_markup, paragraph, parsed, run, table_markup

STYLE_OF = {"lead": "Lead", "muted": "Muted", "note": "Note"}
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
LONGEST_PROPERTY = 255


def to_docx(document: Document) -> bytes:
    """The .docx file's bytes, the same for the same document.

    Raises ValueError for a table whose rows do not fit its columns, or a name that Word cannot keep as a bookmark.
    """
    word = docx.Document()
    dress(word, document)
    _properties(word, document)
    body = word.element.body
    end = body.find(qn("w:sectPr"))
    for markup in _markup(word, document):
        end.addprevious(parsed(markup))
    return _packed(word)


def _markup(word: WordDocument, document: Document) -> Iterator[str]:
    """Each paragraph and table of the document, in order."""
    bookmarks, width = Bookmarks(), room(document)
    yield paragraph("Title", run(document.title))
    if document.subtitle:
        yield paragraph("Subtitle", run(document.subtitle))
    for block in in_order(document.blocks):
        if isinstance(block, Table):
            yield from _captioned(block, table_markup(block, bookmarks, width, document.landscape))
        elif isinstance(block, Bullets) and block.numbered:
            yield from _numbered(word, block)
        else:
            yield from _plain(block, bookmarks, width)


def _plain(block: Block, bookmarks: Bookmarks, width: int) -> Iterator[str]:
    match block:
        case Heading():
            yield paragraph(f"Heading{block.level}", bookmarks.around(anchor_name(block.anchor), run(block.text)))
        case Paragraph():
            yield paragraph(STYLE_OF.get(block.style, "Normal"), run(block.text))
        case Bullets():
            for item in block.items:
                yield paragraph("ListBullet", run(item))
        case Facts() if block.rows:
            yield facts_markup(block, width)
            yield paragraph("AfterTable", "")
        case Changes() if block.rows:
            yield changes_markup(block, width)
            yield paragraph("AfterTable", "")


def _captioned(table: Table, markup: str) -> Iterator[str]:
    """A table under its caption; the small paragraph after it keeps it from joining a table that follows."""
    if table.caption and not table.titled:
        yield paragraph("Caption", run(table.caption))
    yield markup
    yield paragraph("AfterTable", "")


def _numbered(word: WordDocument, block: Bullets) -> Iterator[str]:
    """A numbered list that begins at 1: in Word, lists of one style go on counting unless each has its own number."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in block.items:
        yield paragraph(
            "ListNumber",
            run(item),
            f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number.numId}"/></w:numPr>',
        )


def _properties(word: WordDocument, document: Document) -> None:
    """What the file says of itself. The clock is not read, so that the same document is the same file."""
    kept = word.core_properties
    dated = datetime.combine(document.dated, time(), UTC) if document.dated else UNDATED
    kept.title, kept.subject, kept.author = (
        " ".join(printable(text).split())[:LONGEST_PROPERTY]
        for text in (document.title, document.subtitle, document.author)
    )
    kept.last_modified_by, kept.language = kept.author, document.language
    kept.created = kept.modified = dated
    kept.comments = kept.keywords = kept.category = ""
    kept.identifier = printable(document.made_from)[:LONGEST_PROPERTY]
    kept.revision = 1


def _packed(word: WordDocument) -> bytes:
    """The file without the library's own thumbnail, and without the time at which it was made."""
    for key, relation in list(word.part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del word.part.package.rels[key]
    made, packed = BytesIO(), BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIRST_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
