"""Reads an Excel workbook. Runs in the child.

One pass over the sheet's own XML sees what a spreadsheet library hides: formulas without a result, errors, formats,
hidden rows and merged cells. The stored extent, which may be wrong, is not looked at.
"""

import posixpath
import zipfile

from . import limits
from .parts import Merge
from .sheets import OnRow, SheetInfo
from .wording import shown
from .xlsx_sheet import SheetElements
from .xlsx_styles import StyleElements
from .xmlparts import Attributes, Elements, parse_part

_MAIN_PART = "xl/workbook.xml"


class Workbook:
    """An opened .xlsx. Raises KeyError and ValueError where parts are missing or are not what they should be."""

    def __init__(self, archive: zipfile.ZipFile, filename: str) -> None:
        self._archive = archive
        self._filename = filename
        main = self._main_part()
        about = _WorkbookElements()
        parse_part(archive, main, about, filename)
        self._book = about
        related = self._relations(main)
        worksheets = {rid: target for rid, (target, kind) in related.items() if kind == "worksheet"}
        shown_sheets = [(name, rid, hidden) for name, rid, hidden in about.sheets if rid in worksheets]
        self.sheets = [SheetInfo(name, hidden) for name, _, hidden in shown_sheets]
        self._paths = [worksheets[rid] for _, rid, _ in shown_sheets]
        parts = {kind: target for target, kind in related.values()}
        self._styles = StyleElements()
        if parts.get("styles") in archive.namelist():
            parse_part(archive, parts["styles"], self._styles, filename)
        strings = _StringElements()
        if parts.get("sharedStrings") in archive.namelist():
            parse_part(archive, parts["sharedStrings"], strings, filename)
        self._strings = strings.strings

    def scan(self, index: int, on_row: OnRow) -> list[Merge]:
        """Send each row of the sheet that holds something to ``on_row``; returns the merged ranges."""
        where = f'{self._filename}, sheet "{shown(self.sheets[index].name)}"'
        handler = SheetElements(self._strings, self._styles, self._book.is_1904, self._book.is_stale, on_row, where)
        parse_part(self._archive, self._paths[index], handler, self._filename)
        return handler.merges

    def _main_part(self) -> str:
        targets = [target for target, kind in self._relations("").values() if kind == "officeDocument"]
        return targets[0] if targets else _MAIN_PART

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Target part and kind (the last word of its type) by relation id."""
        folder, name = posixpath.split(part)
        handler = _RelationElements()
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path in self._archive.namelist():
            parse_part(self._archive, path, handler, self._filename)
        return {
            rid: (posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"), kind.rpartition("/")[2])
            for rid, target, kind in handler.relations
        }


class _RelationElements(Elements):
    def __init__(self) -> None:
        super().__init__()
        self.relations: list[tuple[str, str, str]] = []

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "Relationship" and attrs.get("TargetMode") != "External":
            self.relations.append((attrs["Id"], attrs["Target"], attrs["Type"]))


class _WorkbookElements(Elements):
    """Sheets (name, relation id, hidden), the date system, and whether results are to be calculated on opening."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False
        self.is_stale = False

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "sheet":
            rid = next((value for key, value in attrs.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attrs["name"], rid, attrs.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.is_1904 = attrs.get("date1904") in ("1", "true")
        elif tag == "calcPr":
            self.is_stale = attrs.get("fullCalcOnLoad") in ("1", "true")


class _StringElements(Elements):
    """The shared strings, in order; reading aids (phonetic runs) are not part of them."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._runs: list[str] = []
        self._aside = False

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "si":
            self._runs = []
        elif tag == "rPh":
            self._aside = True
        elif tag == "t" and not self._aside:
            self.text = []

    def end(self, tag: str) -> None:
        if tag == "t" and not self._aside:
            self._runs.append(self.taken())
        elif tag == "rPh":
            self._aside = False
        elif tag == "si":
            self.strings.append("".join(self._runs)[: limits.MAX_TEXT + 1])
