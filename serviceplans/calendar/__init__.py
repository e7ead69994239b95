"""Every plan of a cycle against its calendar: where it stands, how long it has, and who is next."""

from .lines import CalendarLine, calendar_lines
from .page import CalendarPage, calendar_page, chosen_lines

__all__ = ["CalendarLine", "CalendarPage", "calendar_lines", "calendar_page", "chosen_lines"]
