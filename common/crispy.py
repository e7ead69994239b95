"""What the GOV.UK form templates (templates/govuk/) need to know of a form: ids, hints, errors, widgets.

Pages may set plain attributes on a form's field to ask for more: ``words`` (limit), ``comments`` (a list),
``last_year`` (text), ``legend_size`` (s, m, l) and ``width`` (2, 3, 4, 5, 10, 20, 30 characters).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from common.form_errors import sentences

LONG_QUOTE = 60  # words of last year's text that a page shows without folding it away

DJANGO_ROWS = "10"  # what a text area has when nobody chose its height

CLASSES = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "input": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
}


@dataclass(frozen=True)
class Problem:
    """One line of an error summary: the sentence and the id that it links to (empty: no link)."""

    message: str
    target: str = ""


@dataclass(frozen=True)
class FieldParts:
    """One bound field, ready to be laid out. ``kind`` chooses the markup; ``widget`` is its HTML."""

    kind: str
    id: str
    name: str
    hint_id: str
    error_id: str
    words_id: str
    described_by: str
    errors: list[str]
    widget: SafeString
    options: list[dict[str, Any]] = field(default_factory=list)
    words: int | None = None
    words_left: int = 0
    comments: list[Any] = field(default_factory=list)
    last_year: str = ""
    last_year_is_long: bool = False
    legend_size: str = "s"

    @property
    def words_over(self) -> int:
        """How many words the text is over its limit; 0 when it is within."""
        return max(0, -self.words_left)


def kind_of(widget: forms.Widget) -> str:
    """Which markup a widget needs: hidden, radios, checkboxes, checkbox, select, textarea, file, group or input."""
    kinds: list[tuple[type[forms.Widget], str]] = [
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
        (forms.SelectDateWidget, "group"),
        (forms.MultiWidget, "group"),
        (forms.Select, "select"),
    ]
    if widget.is_hidden:
        return "hidden"
    return next((kind for type_, kind in kinds if isinstance(widget, type_)), "input")


def word_count(text: Any) -> int:
    """How many words a text has, as the counter beside a field counts them: runs without white space."""
    return len(str(text or "").split())


def rows_for(words: int | None) -> int:
    """The height of a text area, in lines, that suits a limit of ``words``."""
    if not words:
        return 5
    return 3 if words <= 50 else 5 if words <= 150 else 7


def field_parts(bound: BoundField) -> FieldParts:
    """Everything about a bound field that its template lays out. Reads the field's optional attributes."""
    own, kind, base = bound.field, kind_of(bound.field.widget), bound.auto_id or f"id_{bound.html_name}"
    words, last_year = getattr(own, "words", None), str(getattr(own, "last_year", "") or "")
    has_hint, errors = bool(bound.help_text or words), sentences(bound)
    ids = [(f"{base}-hint", has_hint), (f"{base}-error", bool(errors)), (f"{base}-words", bool(words))]
    described = " ".join(id_ for id_, present in ids if present)
    return FieldParts(
        kind=kind,
        id=base,
        name=bound.html_name,
        hint_id=ids[0][0] if has_hint else "",
        error_id=ids[1][0],
        words_id=ids[2][0],
        described_by=described,
        errors=errors,
        widget=_widget(bound, kind, base, described, bool(errors)),
        options=_options(bound) if kind in ("radios", "checkboxes") else [],
        words=words,
        words_left=words - word_count(bound.value()) if words else 0,
        comments=list(getattr(own, "comments", None) or []),
        last_year=last_year,
        last_year_is_long=word_count(last_year) > LONG_QUOTE,
        legend_size=getattr(own, "legend_size", "s"),
    )


def _widget(bound: BoundField, kind: str, base: str, described: str, invalid: bool) -> SafeString:
    """The widget's HTML with the component's classes, and what describes it to a screen reader."""
    widget = bound.field.widget
    if kind in ("radios", "checkboxes"):
        return SafeString("")
    classes = [widget.attrs.get("class", ""), CLASSES.get(kind, "")]
    if kind in ("input", "textarea", "select", "file") and invalid:
        classes.append(f"{CLASSES[kind]}--error")
    if kind == "input" and getattr(bound.field, "width", None):
        classes.append(f"govuk-input--width-{bound.field.width}")  # type: ignore[attr-defined]
    if kind == "group":
        classes.append("govuk-input govuk-input--width-10")
    # Ours come last: where build_widget_attrs would name Django's own ids, these are already there.
    wanted: dict[str, str | bool] = {"id": base, "class": " ".join(filter(None, classes))}
    if described and kind != "group":
        wanted["aria-describedby"] = described
    attrs: dict[str, Any] = dict(bound.build_widget_attrs(wanted, widget))
    # The server says what is wrong, in an error summary; the browser must not stop a draft from being saved.
    attrs.pop("required", None)
    if kind == "hidden":
        attrs = {"id": base}
    if kind == "textarea" and str(widget.attrs.get("rows", DJANGO_ROWS)) == DJANGO_ROWS:
        attrs["rows"] = rows_for(getattr(bound.field, "words", None))
    return SafeString(widget.render(bound.html_name, bound.value(), attrs, bound.form.renderer))


def _options(bound: BoundField) -> list[dict[str, Any]]:
    """The radio buttons or tick boxes of a field: id, label, value, type, name, checked, attrs."""
    return [
        {
            "id": option.id_for_label,
            "label": option.choice_label,
            "value": option.data["value"],
            "type": option.data["type"],
            "name": option.data["name"],
            "checked": option.data["selected"],
            "disabled": bool(option.data["attrs"].get("disabled")),
        }
        for option in bound.subwidgets
    ]


def target_of(bound: BoundField) -> str:
    """The id that an error summary links to: the control itself, or the first one of a group."""
    kind, base = kind_of(bound.field.widget), bound.auto_id or f"id_{bound.html_name}"
    if kind == "hidden":
        return ""
    if kind in ("radios", "checkboxes"):
        options = _options(bound)
        return options[0]["id"] if options else base
    if isinstance(bound.field.widget, forms.MultiWidget):
        return f"{base}_0"
    return bound.id_for_label or base


def group_id(form: Any) -> str:
    """The id of the place where a form, or a formset, shows what is wrong with the whole of it."""
    return f"{form.prefix or 'form'}-problems"


def problems(form: Any) -> Iterator[Problem]:
    """Every error of a form or formset, in the order in which the page shows the fields."""
    if isinstance(form, BaseFormSet):
        yield from (Problem(str(message), group_id(form)) for message in form.non_form_errors())
        for row in form.forms:
            yield from problems(row)
        return
    yield from (Problem(str(message), group_id(form)) for message in form.non_field_errors())
    for bound in form:
        yield from (Problem(message, target_of(bound)) for message in sentences(bound))
