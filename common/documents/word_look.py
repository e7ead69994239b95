"""How a Word document looks: its page, its styles, and what stands in its header and footer."""

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from .blocks import Document
from .word_xml import BRAND, MUTED, parsed, run

FONT = "Arial"  # every office has it; a document that is edited must not change its line ends from desk to desk
INK, LINE, AMBER, ON_AMBER = "0B1F24", "D5DCDE", "F2B84B", "5C3B00"
MARGIN_MM, SHORT_MM, LONG_MM = 18, 210, 297
TWIPS_IN_MM = 1440 / 25.4

# Style id: name, size in half points, colour, bold, space before and after in twentieths of a point, extra properties.
STYLES = {
    "Normal": ("Normal", 20, INK, False, 0, 120, ""),
    "Title": ("Title", 52, BRAND, True, 0, 80, ""),
    "Subtitle": ("Subtitle", 24, MUTED, False, 0, 280, ""),
    "Heading1": ("heading 1", 32, BRAND, True, 480, 140, "<w:keepNext/><w:keepLines/>"),
    "Heading2": ("heading 2", 25, INK, True, 340, 110, "<w:keepNext/><w:keepLines/>"),
    "Heading3": ("heading 3", 22, INK, True, 280, 100, "<w:keepNext/><w:keepLines/>"),
    "Heading4": ("heading 4", 20, MUTED, True, 240, 80, "<w:keepNext/><w:keepLines/>"),
    "Caption": ("caption", 19, INK, True, 200, 80, "<w:keepNext/>"),
    "Header": ("header", 16, MUTED, False, 0, 0, ""),
    "Footer": ("footer", 16, MUTED, False, 0, 0, ""),
    "ListBullet": ("List Bullet", 20, INK, False, 0, 60, '<w:numPr><w:numId w:val="{bullet}"/></w:numPr>'),
    "ListNumber": ("List Number", 20, INK, False, 0, 60, '<w:numPr><w:numId w:val="{number}"/></w:numPr>'),
    "Lead": ("Lead", 23, BRAND, False, 0, 160, "<w:keepNext/>"),
    "Muted": ("Muted", 20, MUTED, False, 0, 120, ""),
    "Note": (
        "Note", 20, INK, False, 120, 160,
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{BRAND}"/></w:pBdr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="F3F6F6"/>',
    ),
    "TableText": ("Table Text", 17, INK, False, 30, 30, ""),
    "AfterTable": ("After Table", 8, INK, False, 0, 0, ""),
}  # fmt: skip
TABLE_LINES = ("top", "bottom", "insideH")
TABLE_STYLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="PlanTable"><w:name w:val="Plan Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in TABLE_LINES)
    + '</w:tblBorders><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def room(document: Document) -> int:
    """The width between the margins, in twips."""
    return round(((LONG_MM if document.landscape else SHORT_MM) - 2 * MARGIN_MM) * TWIPS_IN_MM)


def dress(word: WordDocument, document: Document) -> None:
    """Give an empty Word document its page, styles, language, header and footer."""
    section = word.sections[0]
    _page(section, document.landscape)
    _language(word, document.language)
    for style_id in STYLES:
        _style(word, style_id)
    word.styles.element.append(parsed(TABLE_STYLE))
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{room(document)}"/></w:tabs>'
    _replace(section.header, "Header", tab, run(document.title) + _watermark(document.watermark))
    page_number = run("\tPage ") + _field("PAGE") + run(" of ") + _field("NUMPAGES")
    _replace(section.footer, "Footer", tab, run(document.footer) + page_number)


def _page(section: Section, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG_MM), Mm(SHORT_MM)) if landscape else (Mm(SHORT_MM), Mm(LONG_MM))
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _language(word: WordDocument, language: str) -> None:
    """The language that Word checks spelling in and a screen reader speaks."""
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def _style(word: WordDocument, style_id: str) -> None:
    """Rewrite the style's look and keep its name, so that Word's navigation and contents know a heading as one."""
    name, size, colour, bold, before, after, extra = STYLES[style_id]
    styles = word.styles.element
    style = next((style for style in styles if style.get(qn("w:styleId")) == style_id), None)
    if style is None:
        style = parsed(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
            '<w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
        )
        styles.append(style)
    numbering = style.find(f".//{qn('w:numId')}")
    kept = "" if numbering is None else numbering.get(qn("w:val"))
    outline = f'<w:outlineLvl w:val="{int(style_id[-1]) - 1}"/>' if style_id.startswith("Heading") else ""
    for part in ("w:pPr", "w:rPr"):
        for old in style.findall(qn(part)):
            style.remove(old)
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" w:line="264" w:lineRule="auto"/>'
    style.append(parsed(f"<w:pPr>{extra.format(bullet=kept, number=kept)}{spacing}{outline}</w:pPr>"))
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    style.append(
        parsed(
            f'<w:rPr><w:rFonts {fonts}/>{weight}<w:i w:val="0"/><w:color w:val="{colour}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        )
    )


def _replace(place: _Header | _Footer, style: str, tab: str, content: str) -> None:
    element = place._element
    for old in list(element):
        element.remove(old)
    element.append(parsed(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}</w:pPr>{content}</w:p>'))


def _watermark(words: str) -> str:
    """The words on the colour that marks what is not final, at the right of every page's header."""
    if not words.strip():
        return ""
    return run("\t") + run(f" {words} ", ON_AMBER, bold=True, ground=AMBER)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
