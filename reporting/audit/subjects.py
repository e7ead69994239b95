"""What an entry of the ledger is about, and where that has a page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify


@dataclass(frozen=True)
class Subject:
    """What the ledger calls a thing, and its address; "" where it has no page of its own."""

    text: str
    url: str = ""


MEETING = re.compile(r"(\S+) (\d{4}-\d\d-\d\d)")
PLAN = re.compile(r"(\S+) (\d{4}/\d\d)(?: v\d+)?")


def subject(text: str) -> Subject:
    """The thing as the ledger calls it ("risk KCR 3"), with the address of its page."""
    for kind, address in ADDRESSES.items():
        if text.startswith(f"{kind} "):
            try:
                return Subject(text, address(text.removeprefix(f"{kind} ")))
            except (NoReverseMatch, ValueError):
                break
    return Subject(text)


def _plan(rest: str) -> str:
    match = PLAN.fullmatch(rest)
    return reverse("plan", args=[slugify(match[1]), match[2].replace("/", "-")]) if match else ""


def _meeting(rest: str) -> str:
    match = MEETING.fullmatch(rest)
    return reverse("meeting", args=[slugify(match[1]), date.fromisoformat(match[2])]) if match else ""


def _named(name: str) -> Callable[[str], str]:
    return lambda rest: reverse(name, args=[slugify(rest)])


# By the first words of a subject; the longer before the shorter.
ADDRESSES: dict[str, Callable[[str], str]] = {
    "plan": _plan,
    "action": lambda rest: reverse("action", args=[rest]),
    "risk": _named("risk"),
    "indicator": _named("indicator"),
    "scorecard": _named("scorecard"),
    "equality objective": lambda rest: reverse("equalities"),
    "rows import": lambda rest: reverse("plan_rows_preview", args=[int(rest)]) if rest.isdigit() else "",
    "import": lambda rest: reverse("import_preview", args=[int(rest)]) if rest.isdigit() else "",
    "post": lambda rest: f"{reverse('people')}?{urlencode({'q': rest})}",
    "meeting": _meeting,
    "cycle": lambda rest: reverse("cycle", args=[rest.replace("/", "-")]),
}
