"""Reads an OpenDocument spreadsheet in one pass over its content. Runs in the child."""

import zipfile

from .ods_table import TableElements
from .parts import Merge
from .refusals import external_links
from .sheets import OnRow, SheetInfo
from .wording import shown
from .xmlparts import Attributes, Elements, parse_part

_CONTENT = "content.xml"


class OpenDocument:
    """An opened .ods. Raises KeyError and ValueError where parts are missing or are not what they should be."""

    def __init__(self, archive: zipfile.ZipFile, filename: str) -> None:
        self._archive = archive
        self._filename = filename
        about = _AboutElements()
        parse_part(archive, _CONTENT, about, filename)
        if about.linked:
            raise external_links(filename, f' in sheet "{shown(about.linked)}"')
        self.sheets = [SheetInfo(name, style in about.hidden_styles) for name, style in about.tables]

    def scan(self, index: int, on_row: OnRow) -> list[Merge]:
        """Send each row of the sheet that holds something to ``on_row``; returns the merged ranges."""
        where = f'{self._filename}, sheet "{shown(self.sheets[index].name)}"'
        handler = TableElements(index, on_row, where)
        parse_part(self._archive, _CONTENT, handler, self._filename)
        return handler.merges


class _AboutElements(Elements):
    """The tables (name, style), which styles hide a table, and the name of a table that another file fills."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, str]] = []
        self.hidden_styles: set[str] = set()
        self.linked = ""
        self._style = ""
        self._depth = 0

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "style":
            self._style = attrs.get("style:name", "")
        elif tag == "table-properties" and attrs.get("table:display") == "false":
            self.hidden_styles.add(self._style)
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append((attrs.get("table:name", ""), attrs.get("table:style-name", "")))
        elif tag == "table-source" and self.tables:
            self.linked = self.tables[-1][0]

    def end(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
