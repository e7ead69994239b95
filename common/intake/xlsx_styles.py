"""A workbook's number formats, and what they make of a stored number. Runs in the child."""

from datetime import datetime, time

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .xmlparts import Attributes, Elements

GENERAL = "General"


class StyleElements(Elements):
    """Number formats by cell style, from the styles part."""

    def __init__(self) -> None:
        super().__init__()
        self._custom: dict[int, str] = {}
        self._in_cell_styles = False
        self._formats: list[int] = []
        self._dates: dict[str, bool] = {}

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag == "numFmt" and "formatCode" in attrs:
            self._custom.setdefault(int(attrs["numFmtId"]), attrs["formatCode"])
        elif tag == "cellXfs":
            self._in_cell_styles = True
        elif tag == "xf" and self._in_cell_styles:
            self._formats.append(int(attrs.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cell_styles = False

    def number_format(self, style: str) -> str:
        """The format code of a cell's style attribute; empty when general."""
        number = int(style or "0")
        if number >= len(self._formats):
            return ""
        code = self._formats[number]
        text = self._custom.get(code) or BUILTIN_FORMATS.get(code, "")
        return "" if text == GENERAL else text

    def is_date(self, number_format: str) -> bool:
        """Whether numbers in this format are shown as a date or a time of day (a length of time stays a number)."""
        known = self._dates.get(number_format)
        if known is None:
            known = bool(is_date_format(number_format)) and not is_timedelta_format(number_format)
            self._dates[number_format] = known
        return known


def moment(stored: str, is_1904: bool) -> tuple[str, str] | None:
    """A date's serial number as ("date", ISO text) or ("text", "14:30"); None where no such day exists."""
    try:
        found = from_excel(float(stored), CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return None
    if isinstance(found, time):
        return "text", f"{found:%H:%M}"
    return ("date", found.isoformat()) if isinstance(found, datetime) else None
