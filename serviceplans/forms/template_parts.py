"""A part's settings as forms, by its kind: its fields or columns as rows that can be added, put in order and taken out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import slugify

from serviceplans.parts import KINDS
from serviceplans.parts.action_columns import DETAILS, KNOWN, TABLE
from serviceplans.parts.actions import OWN_TYPES
from serviceplans.parts.columns import Column
from serviceplans.parts.equalities import COLUMNS as OF_EQUALITIES
from serviceplans.parts.fields import FIELD_TYPES
from serviceplans.parts.indicators import COLUMNS as OF_INDICATORS
from serviceplans.parts.indicators import MORE
from serviceplans.parts.paragraphs import STYLES
from serviceplans.parts.risks import COLUMNS as OF_RISKS
from serviceplans.parts.tables import COLUMN_TYPES

SPARE_ROWS = 2
TYPE_WORDS = {
    "text": "Text of several lines",
    "list": "List, one item on each line",
    "line": "One line",
    "quantity": "Figure (FTE)",
    "money": "Amount",
    "choice": "Choice from a list",
    "strategies": "Council strategies to tick",
    "computed": "Worked out by the product",
}
HINT = "Stands under the label where it is filled in."
# What a row may ask: name → field. A list of rows asks some of them.
ASKED: dict[str, Any] = {
    "label": lambda: forms.CharField(label="What it is called", max_length=200, required=False),
    "type": lambda: forms.ChoiceField(label="Type", required=False),
    "place": lambda: forms.ChoiceField(
        label="Where it stands",
        choices=[("columns", "In the table"), ("details", "Below the table"), ("", "Not shown")],
        required=False,
    ),
    "shown": lambda: forms.BooleanField(label="Shown", required=False),
    "hint": lambda: forms.CharField(label="Hint", max_length=300, required=False),
    "words": lambda: forms.IntegerField(label="Most words", min_value=1, max_value=20_000, required=False),
    "options": lambda: forms.CharField(
        label="Options of a choice", widget=forms.Textarea(attrs={"rows": 1}), max_length=4000, required=False,
        help_text="One on each line.",
    ),
    "required": lambda: forms.BooleanField(label="Needed", required=False),
    "heading": lambda: forms.BooleanField(label="A heading above the rows that share it", required=False),
    "level": lambda: forms.BooleanField(label="A heading above the objectives that share it", required=False),
    "leads": lambda: forms.BooleanField(label="Stands before the objective's words", required=False),
    "order": lambda: forms.IntegerField(label="Order", min_value=0, max_value=999, required=False),
}  # fmt: skip


class SettingRow(forms.Form):
    """One field or column. ``known``: its key is the product's, so that it stays whatever it is called."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=50)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        gone = said.get("DELETE")
        # A browser sends the first option of a list whether or not anybody touched the row.
        typed = [name for name in self.changed_data if name not in ("type", "place", "order")]
        if (said.get("key") or typed) and not gone and not (said.get("label") or "").strip():
            self.add_error("label", "Enter what it is called, or take the row out")
        if said.get("label") and said.get("type") == "choice" and not gone and not (said.get("options") or "").strip():
            self.add_error("options", "Enter the options to choose from, one on each line")
        return said


class SettingRows:
    """A list of fields or columns in a part's settings: what a row asks, and how rows become settings again."""

    def __init__(
        self, name: str, heading: str, asks: tuple[str, ...], rows: list[dict[str, Any]], *,
        types: Iterable[str] = (), adds: bool = True, row_name: str = "Column", posted: Any = None,
    ) -> None:  # fmt: skip
        self.name, self.heading, self.rows = name, heading, rows
        fields = {ask: ASKED[ask]() for ask in asks}
        if "type" in fields:
            fields["type"].choices = [(key, TYPE_WORDS[key]) for key in types]
        for ask in ("words", "order"):
            if ask in fields:
                fields[ask].width = 5
        most = 100 if adds else len(rows)
        made: Any = forms.formset_factory(
            type("Row", (SettingRow,), fields), extra=SPARE_ROWS if adds else 0, can_delete=adds,
            max_num=most, absolute_max=most,
        )  # fmt: skip
        initial = [{"order": place, **row} for place, row in enumerate(rows, 1)]
        self.formset = made(posted, prefix=name, initial=initial)
        self.formset.row_name, self.formset.fixed = row_name, not adds

    def said(self) -> list[dict[str, Any]]:
        """The rows that were kept, in order, each with what it said before and is not asked here."""
        before = {row["key"]: row for row in self.rows if row.get("key")}
        kept = [
            {**form.cleaned_data, "order": _place(form)}
            for form in self.formset.forms
            if form.cleaned_data
            and not form.cleaned_data.get("DELETE")
            and (form.cleaned_data.get("label") or "").strip()
        ]
        kept = sorted(kept, key=_order)
        taken = {row["key"] for row in kept if row["key"] in before}
        return [self._row(row, before, taken) for row in kept]

    @staticmethod
    def _row(said: Mapping[str, Any], before: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
        key = said["key"] if said["key"] in before else _free(said["label"], taken)
        taken.add(key)
        row = {**before.get(key, {}), **{name: value for name, value in said.items() if name != "DELETE"}}
        return row | {"key": key, "label": said["label"].strip()}


def _order(row: Mapping[str, Any]) -> float:
    return float(row["order"])


def _place(form: Any) -> float:
    """Where a row stands: a number that was typed goes before an equal one, or after it where the row is moved down."""
    typed, was = form.cleaned_data.get("order"), form.initial.get("order")
    if typed is None:
        return 1000
    if typed == was:
        return float(typed)
    return typed + 0.5 if was is not None and typed > was else typed - 0.5


def _free(label: str, taken: set[str]) -> str:
    """A key for a new row, made of its label."""
    stem = slugify(label).replace("-", "_").lstrip("_0123456789")[:40] or "column"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def words_form(kind: str, config: Mapping[str, Any], posted: Any = None) -> forms.Form:
    """The settings of a kind that are single words, numbers and choices."""
    form = forms.Form(posted, prefix="set")
    asked: dict[str, forms.Field] = {}
    settings = KINDS[kind].settings
    if "objective" in settings:
        asked["objective"] = _words("What an objective is called", config, "Service objective")
        asked["action"] = _words("What an action is called", config, "Action")
        asked["detail"] = _words("What stands below the table is called", config, "milestones and measures")
        asked["numbered_steps"] = forms.BooleanField(label="Number the milestones, as steps are", required=False)
    if "numbering" in settings:
        asked["numbering"] = forms.ChoiceField(
            label="Numbers that nobody has typed", choices=list(STYLES.items()), widget=forms.RadioSelect
        )
        asked["words"] = forms.IntegerField(label="Most words", min_value=1, max_value=20_000, required=False)
    if "groups" in settings:
        asked["groups"] = forms.CharField(
            label="Groups", help_text="One on each line. Indicators stand under them, in this order.",
            widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False,
        )  # fmt: skip
    if "caption" in settings:
        asked["caption"] = _words("Caption of the table", config, "")
    if "row_name" in settings:
        asked["row_name"] = _words("What one row is called", config, "Row")
    form.fields.update(asked)
    defaults = {"numbering": "decimal"}
    for name in asked:
        value = config.get(name, defaults.get(name, ""))
        form.initial[name] = "\n".join(value) if isinstance(value, list) else value
    return form


def _words(label: str, config: Mapping[str, Any], usual: str) -> forms.CharField:
    hint = f"Left empty: “{usual}”." if usual else ""
    return forms.CharField(label=label, help_text=hint, max_length=200, required=False)


class PartSettings:
    """Everything that a template sets in one part of a kind, as forms, and as settings again."""

    def __init__(self, kind: str, config: Mapping[str, Any], posted: Any = None) -> None:
        self.kind, self.before = kind, dict(config)
        self.words = words_form(kind, config, posted)
        self.lists = [rows for rows in _lists(kind, config, posted) if rows]

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), *(rows.formset.is_valid() for rows in self.lists)])

    @property
    def forms(self) -> list[Any]:
        return [self.words, *(rows.formset for rows in self.lists)]

    def config(self) -> dict[str, Any]:
        """The settings as the template keeps them; what is as usual is left out."""
        said: dict[str, Any] = {**self.before}
        for name, value in self.words.cleaned_data.items():
            if name == "groups":
                value = [line.strip() for line in value.splitlines() if line.strip()]
            said[name] = value.strip() if isinstance(value, str) else value
        if KINDS[self.kind].family == "actions":
            said |= _columns_of_actions(self.lists)
        for rows in self.lists:
            said |= _as_config(self.kind, rows)
        return {
            name: value
            for name, value in said.items()
            if value not in ("", None, False, []) or name in ("columns", "details")
        }


def _lists(kind: str, config: Mapping[str, Any], posted: Any) -> Iterable[SettingRows]:
    family = KINDS[kind].family
    asks: tuple[str, ...]
    if family == "fields":
        asks = ("label", "type", "hint", "order", "words", "required")
        yield SettingRows(
            "fields", "Fields", asks, config.get("fields", []), types=FIELD_TYPES, row_name="Field", posted=posted
        )
    elif kind == "paragraphs":
        return
    elif family == "rows":
        asks = ("label", "type", "hint", "order", "options", "required", "heading")
        group = config.get("group", [])
        rows = [
            {**row, "options": "\n".join(row.get("options", [])), "heading": row["key"] in group}
            for row in config.get("columns", [])
        ]
        yield SettingRows("columns", "Columns", asks, rows, types=COLUMN_TYPES, posted=posted)
    elif family == "actions":
        rows = _action_rows(config)
        known = [row for row in rows if _is_known(row)]
        yield SettingRows(
            "actions", "Columns of an action", ("label", "place", "order"), known, adds=False, posted=posted
        )
        asks = ("label", "place", "type", "order", "hint")
        own = [row for row in rows if not _is_known(row)]
        yield SettingRows("own", "Columns of your own", asks, own, types=OWN_TYPES, posted=posted)
        asks = ("label", "type", "hint", "order", "level", "leads")
        rows = config.get("objective_columns", [])
        yield SettingRows(
            "objective_columns", "What else is said of an objective", asks, rows, types=OWN_TYPES, posted=posted
        )
    else:
        yield SettingRows(
            "columns", "Columns", ("label", "shown", "order"), _known(family, config), adds=False, posted=posted
        )


def _known(family: str, config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every column that a register can show: those that are shown first, in the template's order."""
    every, usual = REGISTERS[family]
    shown = config.get("columns", [{"key": column.key, "label": column.label} for column in usual])
    keys = {row["key"] for row in shown}
    labels = {column.key: column.label for column in every}
    rows = [{"key": row["key"], "label": row.get("label") or labels[row["key"]], "shown": True} for row in shown]
    return [*rows, *({"key": c.key, "label": c.label, "shown": False} for c in every if c.key not in keys)]


REGISTERS: dict[str, tuple[list[Column], list[Column]]] = {
    "risks": (OF_RISKS, OF_RISKS),
    "indicators": ([*OF_INDICATORS, *MORE], OF_INDICATORS),
    "equalities": (OF_EQUALITIES, OF_EQUALITIES),
}


def _action_rows(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every column of an action with its place: the table's, those below it, then the ones that are not shown."""
    usual = {"columns": TABLE, "details": DETAILS}
    labels = {column.key: column.label for column in KNOWN}
    rows = [
        {**row, "label": row.get("label") or labels.get(row["key"], row["key"]), "place": place}
        for place in ("columns", "details")
        for row in config.get(place, [{"key": column.key} for column in usual[place]])
    ]
    keys = {row["key"] for row in rows}
    rows += [{"key": c.key, "label": c.label, "place": ""} for c in KNOWN if c.key not in keys]
    return [{**row, "order": place} for place, row in enumerate(rows, 1)]


def _as_config(kind: str, rows: SettingRows) -> dict[str, Any]:
    """A list of rows as the part's settings have it."""
    said = [_without(row, "order", *(key for key in row if row[key] in ("", None, False))) for row in rows.said()]
    if rows.name in ("actions", "own"):
        return {}
    if rows.name == "objective_columns":
        return {"objective_columns": [_without(row, *(("type",) if row["key"] == "themes" else ())) for row in said]}
    if KINDS[kind].family in REGISTERS:
        return {"columns": [_without(row, "shown") for row in said if row.get("shown")]}
    if rows.name == "columns":
        split = [line for row in said for line in [_options(row)]]
        group = [row["key"] for row in said if row.get("heading")]
        return {"columns": [_without(row, "heading") for row in split], "group": group}
    return {"fields": said}


def _columns_of_actions(lists: Iterable[SettingRows]) -> dict[str, Any]:
    """The product's columns and the template's own, in one order, where each of them stands."""
    rows = sorted((row for rows in lists if rows.name in ("actions", "own") for row in rows.said()), key=_order)
    placed = [(row["place"], _column_of_action(row)) for row in rows]
    return {place: [row for at, row in placed if at == place] for place in ("columns", "details")}


def _column_of_action(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without its place; a column that the product knows has no type or hint of the template's."""
    said = _without(row, "place", "order", *(key for key in row if row[key] in ("", None, False)))
    return _without(said, "type", "hint") if _is_known(row) else said


def _options(row: dict[str, Any]) -> dict[str, Any]:
    options = [line.strip() for line in str(row.get("options", "")).splitlines() if line.strip()]
    return {**_without(row, "options"), **({"options": options} if options and row.get("type") == "choice" else {})}


def _is_known(row: Mapping[str, Any]) -> bool:
    return any(column.key == row["key"] for column in KNOWN)


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}
