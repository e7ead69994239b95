"""Forms made from a template's part: its fields, or the rows of its table. Nothing is required: a draft always saves."""

from typing import Any

from django import forms

from council.models import Strategy
from serviceplans.forms.fields import CounterField
from serviceplans.parts.base import PartKind
from serviceplans.parts.fields import LISTS
from serviceplans.parts.tables import TablePart

ROWS = {"text": 7, "list": 5}
BLANK_ROWS = 3


def field_of(spec: dict[str, Any]) -> forms.Field:
    """The form field for one field or column of a template."""
    shared: dict[str, Any] = {"label": spec["label"], "help_text": spec.get("hint", ""), "required": False}
    if spec["type"] == "strategies":
        choices = list(Strategy.objects.values_list("key", "name"))
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shared)
    if spec["type"] == "choice":
        options = [("", "Choose"), *((option, option) for option in spec.get("options", []))]
        return forms.CharField(max_length=300, widget=forms.Select(choices=options), **shared)
    if spec["type"] in ROWS:
        area = forms.Textarea(attrs={"rows": spec.get("rows", ROWS[spec["type"]])})
        return forms.CharField(widget=area, max_length=20_000, **shared)
    return forms.CharField(max_length=300, **shared)


def fields_form(
    kind: PartKind,
    data: dict[str, Any],
    *,
    posted: Any = None,
    comments: list[dict[str, Any]] | None = None,
    counter: int = 0,
    hints: dict[str, str] | None = None,
    last_year: dict[str, str] | None = None,
) -> forms.Form:
    """A form for a part of named fields, holding ``data`` (as stored) and each field's reviewers' comments.

    ``hints`` by field key stand in for the template's own; ``last_year`` is what the earlier plan said in each.
    """
    form = forms.Form(posted, initial={"counter": counter})
    form.fields["counter"] = CounterField()
    for spec in kind.config.get("fields", []):
        if spec["type"] == "computed":
            continue
        field = field_of({**spec, "hint": (hints or {}).get(spec["key"], spec.get("hint", ""))})
        value = data.get(spec["key"], "")
        field.initial = "\n".join(value) if spec["type"] == "list" and isinstance(value, list) else value
        field.words = spec.get("words")  # type: ignore[attr-defined]
        field.width = spec.get("width")  # type: ignore[attr-defined]
        field.comments = [c for c in comments or [] if c["field"] == spec["key"]]  # type: ignore[attr-defined]
        field.last_year = (last_year or {}).get(spec["key"], "")  # type: ignore[attr-defined]
        form.fields[spec["key"]] = field
    return form


def stored_from(kind: PartKind, form: forms.Form) -> dict[str, Any]:
    """What the form says, as the part stores it."""
    return {key: value for key, value in form.cleaned_data.items() if key != "counter"}


def rows_formset(
    kind: TablePart, data: dict[str, Any], *, posted: Any = None, prefix: str = "rows", spare: int = BLANK_ROWS
) -> Any:
    """A formset for a table part, with a few blank rows to write in; a row is removed by its box."""
    said = data.get("rows", [])
    fields: dict[str, Any] = {column["key"]: _column(column, said) for column in kind.columns}
    row_form = type("RowForm", (forms.Form,), fields)
    made: Any = forms.formset_factory(row_form, extra=spare, can_delete=True, max_num=500, absolute_max=600)
    rows = made(posted, initial=said, prefix=prefix)
    rows.row_name = kind.config.get("row_name", "Row")
    return rows


def _column(column: dict[str, Any], rows: list[dict[str, str]]) -> forms.Field:
    """The field of a column; an option that the template has dropped since stays where a row says it."""
    options = column.get("options", [])
    dropped = dict.fromkeys(row[column["key"]] for row in rows if row.get(column["key"]) not in (*options, "", None))
    field = field_of({**column, "options": [*options, *dropped]})
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    field.width = column.get("width")  # type: ignore[attr-defined]
    return field


def rows_from(formset: "forms.BaseFormSet[forms.Form]") -> dict[str, Any]:
    """The rows that were not removed, as the part stores them."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return {"rows": [{key: value for key, value in row.items() if key != "DELETE"} for row in rows]}


def is_list(spec: dict[str, Any]) -> bool:
    return spec["type"] in LISTS
