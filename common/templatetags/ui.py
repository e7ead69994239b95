"""The pieces of page that every app uses. A template builtin: pages need no {% load %}.

Each tag renders one file of templates/components/. Texts are plain and are escaped; ratings, directions and tags
always carry their word, so that colour only repeats it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.crispy import FieldParts, Problem, field_parts, group_id, problems

register = template.Library()

RATINGS = {"red": ("◆", "Red"), "amber": ("▲", "Amber"), "green": ("●", "Green"), "none": ("○", "Not rated")}
DIRECTIONS = {
    "improving": "Improving",
    "worsening": "Worsening",
    "stable": "Stable",
    "rising": "Rising",
    "falling": "Falling",
    "none": "No trend",
}
ARROWS = {"up": "▲", "down": "▼", "flat": "■"}
TONES = {"grey", "blue", "green", "amber", "red", "none"}


@register.inclusion_tag("components/rag.html")
def rag(value: str, word: str = "", overridden: bool = False) -> dict[str, Any]:
    """A rating as shape, word and colour. ``value``: red, amber, green or none; ``word`` replaces the usual word.

    ``overridden``: somebody set it by hand, and it is marked so.
    """
    rating = str(value or "none").lower()
    rating = rating if rating in RATINGS else "none"
    shape, usual = RATINGS[rating]
    return {"rating": rating, "shape": shape, "word": word or usual, "overridden": overridden}


@register.inclusion_tag("components/direction.html")
def direction(word: str, arrow: str = "", overridden: bool = False, text: str = "", tone: str = "") -> dict[str, Any]:
    """Which way a number went (``arrow``: up, down, flat) and whether that is good (``word``).

    ``word``: improving, worsening, stable, rising, falling or none. ``text`` replaces the usual word ("Annual data");
    ``tone`` (red, green) colours a rising or falling whose meaning the page knows.
    """
    key = str(word or "none").lower()
    key = key if key in DIRECTIONS else "none"
    shape = "" if key == "none" else ARROWS.get(str(arrow), "")
    return {"key": key, "shape": shape, "word": text or DIRECTIONS[key], "overridden": overridden, "tone": tone}


@register.inclusion_tag("components/tag.html")
def tag(text: str, tone: str = "grey") -> dict[str, str]:
    """A short state in words. ``tone``: grey, blue, green, amber or red."""
    return {"text": text, "tone": tone if tone in TONES else "grey"}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, list[tuple[str, str]]]:
    """Where this page is: label, address, label, address, and so on. An empty address is the page itself."""
    return {"crumbs": list(zip(pairs[::2], [*pairs[1::2], ""], strict=False))}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first. Entries (objects or dicts): heading, when, text, state (current, done), digest.

    ``when`` may be a date, a moment or words. An entry may list ``points``, add ``notes`` (a paragraph each), and lead
    on with ``links``: (words, address) each.
    """
    return {"entries": entries}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Names and values with Change links.

    Rows: key, value (text, date or list), change_url, change_hidden (what the link changes, for screen readers),
    change_label (instead of "Change") and value_tag (a tone: the value is then shown as a tag).
    """
    return {"rows": rows}


@register.inclusion_tag("components/comments.html")
def comments(remarks: Iterable[Any]) -> dict[str, Any]:
    """Comments beside a field. Each: id, author, when, text, field, resolved, replies (author, when, text).

    What this person may do with one comes as ``reply_url``, ``resolve_url`` and ``reopen_url``. The last two are posted
    through the empty form that base.html keeps for it, so that comments may stand inside another form.
    """
    return {"remarks": remarks}


@register.inclusion_tag("components/empty.html")
def empty(text: str, action_label: str = "", action_url: str = "") -> dict[str, str]:
    """What belongs here and how to begin, for a page that has nothing to show yet."""
    return {"text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: str,
    secondary: bool = True,
    hidden: Mapping[str, Any] | None = None,
    about: str = "",
    css: str = "",
) -> dict[str, Any]:
    """One button that posts ``hidden`` (names and values) to ``url``.

    ``about`` adds words for screen readers, where several buttons of a page share a label.
    """
    return {
        "url": url,
        "label": label,
        "secondary": secondary,
        "hidden": dict(hidden or {}),
        "about": about,
        "css": css,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Previous, next and the page numbers; the other parameters of the address are kept."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?page={number}"
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(number, address(number) if isinstance(number, int) else "") for number in numbers],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/history.html", takes_context=True)
def history(context: Context, subject: str) -> dict[str, Any]:
    """A link to what the audit trail says of a thing, for those who may read the trail. ``subject``: as the ledger calls it."""
    site = context.get("site")
    return {"subject": subject, "shown": bool(site and site.get("may_audit"))}


@register.inclusion_tag("components/stat.html")
def stat(number: Any, label: str, note: str = "", tone: str = "") -> dict[str, Any]:
    """One number with its word and a note. Stands in ``<ul class="los-stats">``. ``tone``: red, amber, green."""
    return {"number": number, "label": label, "note": note, "tone": tone}


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(segments: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Parts of a whole as one bar with its words. Segments: label, count, tone (red, amber, green, blue, grey)."""
    total = sum(segment["count"] for segment in segments)
    start, drawn = 0.0, []
    for segment in segments:
        width = 100 * segment["count"] / total if total else 0
        drawn.append({**segment, "start": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"segments": drawn, "total": total}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, list[Problem]]:
    """Every error of the forms and formsets, each linking to its field. Nothing when there is none."""
    found: list[Problem] = []
    for form in forms:
        if form:
            found.extend(problems(form))
            form.summary_shown = True
    return {"problems": found}


@register.filter
def parts(bound_field: Any) -> FieldParts:
    """What the form templates need to know of a bound field."""
    return field_parts(bound_field)


@register.filter
def problems_id(form: Any) -> str:
    """The id of the place that shows what is wrong with a whole form or formset."""
    return group_id(form)


@register.filter
def day(value: date | datetime | None) -> str:
    """31 October 2019."""
    return _formatted(value, "j F Y")


@register.filter
def short_day(value: date | datetime | None) -> str:
    """31 October."""
    return _formatted(value, "j F")


@register.filter
def moment(value: datetime | None) -> str:
    """6 August 2019, 14:10, in London."""
    return _formatted(value, "j F Y, H:i")


@register.filter
def when(value: Any) -> str:
    """A moment, a date or words, each as pages write it."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value or "")


@register.filter
def on_day(value: Any) -> str:
    """The day of a moment or date; words as they are."""
    return day(value) if isinstance(value, date) else str(value or "")


@register.filter
def is_many(value: Any) -> bool:
    """Whether a value is a list of things rather than one."""
    return isinstance(value, list | tuple)


def _formatted(value: date | datetime | None, pattern: str) -> str:
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, pattern)


@register.filter
def minus(value: Any) -> str:
    """The number with the real minus sign, as in −32."""
    text = "" if value is None else str(value)
    return f"−{text[1:]}" if text.startswith("-") else text


@register.filter
def paragraphs(value: Any) -> SafeString:
    """Plain text as escaped paragraphs: a blank line parts them, a single line break is kept."""
    blocks = [block.split("\n") for block in _clean(value).split("\n\n") if block.strip()]
    rows = ((format_html_join(SafeString("<br>"), "{}", ((line.strip(),) for line in block)),) for block in blocks)
    return format_html_join("\n", '<p class="govuk-body">{}</p>', rows)


@register.filter
def lines(value: Any) -> list[str]:
    """The lines of a plain text that say something, for a list with one item a line."""
    return [line.strip() for line in _clean(value).split("\n") if line.strip()]


def _clean(value: Any) -> str:
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


@register.filter
def plural(count: Any, words: str) -> str:
    """The word that goes with ``count``, without the number: {{ n }} {{ n|plural:"action,actions" }}."""
    one, _, many = words.partition(",")
    number = len(count) if hasattr(count, "__len__") and not isinstance(count, str) else count
    return one if str(number) == "1" else many
