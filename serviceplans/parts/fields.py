"""Parts that are a few named fields: narrative, staff and budget, and the plan's header."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Bullets, Facts, Heading
from common.documents.prepare import folded
from common.values.words import word_count
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.items import Fact, Item
from serviceplans.parts.settings import Wrong, specs
from serviceplans.parts.wording import flow, noted

if TYPE_CHECKING:
    from serviceplans.content import Loaded

LISTS = {"list", "strategies"}
FIELD_TYPES = ("text", "list", "line", "quantity", "money", "strategies", "computed")
SHORT = {"line", "quantity", "money", "computed"}


def as_lines(text: str) -> list[str]:
    """One item on each line, without blank lines and list marks."""
    return [line.strip(" \t•·") for line in text.splitlines() if line.strip(" \t•·-*")]


class FieldsPart(PartKind):
    """Fields of type text, list, line, quantity (FTE), money and strategies, as the template's config lists them."""

    family = "fields"
    settings = ("fields",)

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        if not config.get("fields"):
            yield "fields", "missing", "it has no fields to write in"
        else:
            yield from specs("fields", config["fields"], FIELD_TYPES)

    @property
    def fields(self) -> list[dict[str, Any]]:
        return list(self.config.get("fields", []))

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        data = {}
        for field in self.fields:
            value = stored.get(field["key"], [] if field["type"] in LISTS else "")
            if field["type"] == "strategies":
                value = [{"key": key, "name": loaded.strategies.get(key, key)} for key in value]
            data[field["key"]] = value
        return data

    def clean(self, data: dict[str, Any]) -> dict[str, Any]:
        cleaned = {}
        for field in self.fields:
            value = data.get(field["key"], "")
            if field["type"] == "list" and isinstance(value, str):
                value = as_lines(value)
            elif field["type"] == "text":
                value = str(value).replace("\r\n", "\n").strip()
            elif field["type"] in SHORT:
                value = " ".join(str(value).split())
            cleaned[field["key"]] = value or ([] if field["type"] in LISTS else "")
        return cleaned

    def words(self, field: dict[str, Any], data: dict[str, Any]) -> int:
        value = data.get(field["key"]) or ""
        if field["type"] == "strategies":
            return 0
        return word_count("\n".join(value) if isinstance(value, list) else value)

    def summary(self, data: dict[str, Any]) -> str:
        said = []
        limited = [f for f in self.fields if f.get("words")]
        if limited and any(data.get(f["key"]) for f in limited):
            used = sum(self.words(f, data) for f in limited)
            said.append(f"{used} of {sum(f['words'] for f in limited)} words")
        for field in self.fields:
            value = data.get(field["key"])
            if value and field["type"] in LISTS and not field.get("words"):
                said.append(f"{len(value)} {field.get('noun') or field['label'].lower()}")
            elif value and field["type"] == "quantity":
                said.append(f"{value} FTE")
            elif value and field["type"] == "money":
                said.append(f"{value} net")
        return " · ".join(said)

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        found = []
        for field in self.fields:
            value = data.get(field["key"])
            if field.get("required") and not value:
                found.append(self.missing(f"{self.heading}: “{field['label']}” is empty", field["key"]))
            used, limit = self.words(field, data), field.get("words")
            if limit and used > limit:
                over = f"{self.heading}: “{field['label']}” has {used} words; the template allows {limit}"
                found.append(Finding("narrative-too-long", over, self.key, "", field["key"]))
        return found

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        blocks: list[Block] = []
        facts = [
            (f["label"], noted(data, f["key"], str(data.get(f["key"]) or "")))
            for f in self.fields
            if f["type"] in SHORT
        ]
        if any(value for _, value in facts):
            blocks.append(Facts([(label, value or "Not given") for label, value in facts]))
        for field in self.fields:
            value = data.get(field["key"])
            if not value or field["type"] in SHORT:
                continue
            label = noted(data, field["key"], field["label"])
            if blocks or folded(label) != folded(self.heading):
                blocks.append(Heading(3, label, anchor=f"{self.key}-{field['key']}"))
            if field["type"] == "strategies":
                blocks.append(Bullets([strategy["name"] for strategy in value]))
            elif field["type"] == "list":
                blocks.append(Bullets(list(value)))
            else:
                blocks.extend(flow(value))
        return blocks

    def items(self, data: dict[str, Any]) -> list[Item]:
        """The fields as one row; what is worked out from the record, such as the last change, is not a statement."""
        stated = [field for field in self.fields if field["type"] != "computed"]
        return [Item("field", "fields", self.heading, tuple(self._fact(field, data) for field in stated))]

    @staticmethod
    def _fact(field: dict[str, Any], data: dict[str, Any]) -> Fact:
        key, label = field["key"], field["label"]
        value: Any = data.get(key) or ""
        if field["type"] == "strategies":
            return Fact(key, label, "\n".join(strategy["name"] for strategy in value), "lines")
        if field["type"] == "list":
            return Fact(key, label, "\n".join(value), "lines")
        return Fact(key, label, str(value), "whole" if field["type"] in SHORT else "words")


class HeaderPart(FieldsPart):
    """The plan's header: from the council's structure, unless the holder wrote something else for the printed plan."""

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        return {f["key"]: stored.get(f["key"]) or loaded.header.get(f["key"], "") for f in self.fields}

    def summary(self, data: dict[str, Any]) -> str:
        return str(data.get("holder") or "No plan holder is named")

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        return [
            self.missing(
                f"{self.heading}: “{field['label']}” is empty, and the council's structure has none", field["key"]
            )
            for field in self.fields
            if field.get("required") and not data.get(field["key"])
        ]
