"""Table 4.1 (York 2019), and other councils' tables of actions: objectives, the actions under each, their milestones."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from common.documents.blocks import Block, Cell, Facts, Heading, Paragraph, Table
from serviceplans.choices import PriorityLevel, ProjectType
from serviceplans.parts.action_columns import DETAILS, KNOWN, SAYS, TABLE, says
from serviceplans.parts.action_items import action_items
from serviceplans.parts.base import Finding, PartKind
from serviceplans.parts.columns import Column, bulleted, chosen
from serviceplans.parts.items import Item
from serviceplans.parts.settings import Wrong, keys_of, specs, words
from serviceplans.parts.wording import noted

if TYPE_CHECKING:
    from serviceplans.content import Loaded

OPERATIONAL = {ProjectType.SMALL.value, ProjectType.BUSINESS_AS_USUAL.value}
NEEDS_MILESTONES = {PriorityLevel.MUST.value, PriorityLevel.STATUTORY.value}

Action = dict[str, Any]

# Of the template's own columns.
OWN_TYPES = ("text", "list", "line")

# The column of a field, where its name is another.
COLUMNS = {"lead": "officers"}

# (code, field to go to, whether it applies, what is said). One row a rule, so that the list reads as York's does.
RULES: list[tuple[str, str, Callable[[Action], bool], str]] = [
    ("action-no-theme", "themes", lambda a: not a["themes"], "names no council plan theme"),
    ("action-no-project-type", "project_types", lambda a: not a["project_types"], "has no project type"),
    ("action-no-priority", "priority_level", lambda a: not a["priority_level"], "has no priority level"),
    ("action-no-date", "completed_by", lambda a: not a["completed_by"], "has no completed-by date, nor words for one"),
    ("action-no-officer", "lead", lambda a: not a["officers"], "has no accountable officer"),
    (
        "action-no-ground",
        "grounds",
        lambda a: not a["grounds"],
        "does not say why it belongs in the plan (council priority, statutory or frontline, efficiency, project)",
    ),
    ("action-no-measure", "indicators", lambda a: not a["indicators"], "has no agreed performance measure"),
    (
        "action-no-quality-measure",
        "indicators",
        lambda a: bool(a["indicators"]) and not any(i["quality"] for i in a["indicators"]),
        "has measures, but none of quality",
    ),
    (
        "action-no-milestones",
        "milestones",
        lambda a: a["priority_level"] in NEEDS_MILESTONES and not a["milestones"],
        "is Must or Statutory, but has no milestones",
    ),
    (
        "action-operational",
        "project_types",
        lambda a: bool(a["project_types"]) and set(a["project_types"]) <= OPERATIONAL,
        "is only Small or Business as usual: operational detail belongs in a team plan",
    ),
    (
        "action-officer-not-a-post",
        "lead",
        lambda a: any(not o["is_post"] for o in a["officers"]),
        "names an accountable officer who matches no post of the council",
    ),
]


class ActionsPart(PartKind):
    """Objectives with their actions. Its config says what both are called, and which columns stand where:

    ``columns`` in the table, ``details`` below it, ``objective_columns`` what is said of the objective itself; one of
    these with ``level`` stands as a heading above the objectives that share it (a division, a team), and one with
    ``leads`` before the objective's words (its printed number).
    """

    one_form = False
    family = "actions"
    settings = (
        "objective", "action", "columns", "details", "objective_columns", "numbered_steps", "detail", "caption",
    )  # fmt: skip

    @classmethod
    def problems(cls, config: dict[str, Any]) -> Iterator[Wrong]:
        yield from words(config, "objective", "action", "detail", "caption")
        keys: list[str] = []
        for name in ("columns", "details"):
            found = config.get(name, [])
            yield from specs(name, found, OWN_TYPES, known=SAYS)
            keys += keys_of(found)
        yield from specs("objective_columns", config.get("objective_columns", []), OWN_TYPES, known=["themes"])
        if "columns" in config and not config["columns"]:
            yield "columns", "missing", "its table has no column"
        if "columns" in config and "text" not in keys:
            yield "columns", "missing", "no column shows the words of the action (“text”)"
        if len(keys) != len(set(keys)):
            yield "details", "duplicate-key", "a column stands both in the table and below it"
        if not isinstance(config.get("numbered_steps", False), bool):
            yield "numbered_steps", "not-yes-or-no", "its numbered_steps is true or false"

    @property
    def objective_word(self) -> str:
        return str(self.config.get("objective") or "Service objective")

    @property
    def action_word(self) -> str:
        return str(self.config.get("action") or "Action")

    @property
    def step_word(self) -> str:
        return "Step" if self.config.get("numbered_steps") else "Milestone"

    @property
    def table_columns(self) -> list[Column]:
        return chosen(self.config, TABLE)

    @property
    def details(self) -> list[Column]:
        return chosen(self.config, DETAILS, "details")

    @property
    def own_columns(self) -> list[dict[str, Any]]:
        """The template's own columns of an action."""
        named = [*self.config.get("columns", []), *self.config.get("details", [])]
        return [column for column in named if column["key"] not in SAYS]

    @cached_property
    def own_lists(self) -> set[str]:
        return {column["key"] for column in self.own_columns if column.get("type") == "list"}

    @property
    def objective_columns(self) -> list[dict[str, Any]]:
        return list(self.config.get("objective_columns", []))

    @property
    def words(self) -> dict[str, str]:
        """What an objective and an action are called, for a sentence; and milestones, for a heading."""
        pair = {"objective": self.objective_word, "action": self.action_word}
        said = {name: f"{word[:1].lower()}{word[1:]}" for name, word in pair.items()}
        new = {f"new_{name}": article(word) for name, word in said.items()}
        return said | new | {"milestones": self.label("milestones")}

    def label(self, key: str) -> str:
        """What a column of an action is called here, shown or not."""
        shown = {column.key: column.label for column in [*KNOWN, *self.table_columns, *self.details]}
        return shown.get(key, key)

    def renamed(self, key: str) -> str:
        """What the template calls a column, where it has a word of its own for it."""
        named = [*self.config.get("columns", []), *self.config.get("details", [])]
        return next((str(column.get("label", "")) for column in named if column["key"] == key), "")

    def shows(self, key: str) -> bool:
        return any(column.key == key for column in [*self.table_columns, *self.details])

    def load(self, loaded: "Loaded", stored: dict[str, Any]) -> dict[str, Any]:
        """The objectives of this part; those that name no part of the template stand in its first table of actions."""
        first = not loaded.action_parts or loaded.action_parts[0] == self.key
        others = set(loaded.action_parts) - {self.key}
        return {
            "objectives": [
                {key: value for key, value in objective.items() if key != "part"}
                for objective in loaded.objectives
                if objective["part"] == self.key or (first and objective["part"] not in others)
            ]
        }

    @staticmethod
    def actions(data: dict[str, Any]) -> list[Action]:
        return [action for objective in data["objectives"] for action in objective["actions"]]

    def is_empty(self, data: dict[str, Any]) -> bool:
        return not data["objectives"]

    def summary(self, data: dict[str, Any]) -> str:
        objectives, actions = len(data["objectives"]), len(self.actions(data))
        if not objectives:
            return ""
        return f"{counted(objectives, self.objective_word)} · {counted(actions, self.action_word)}"

    def findings(self, data: dict[str, Any]) -> list[Finding]:
        """What the template does not show cannot be asked for: there is nowhere to write it."""
        if not self.actions(data):
            said = f"{self.heading}: the plan has no {self.action_word.lower()} yet"
            return [self.missing(said)] if self.required else []
        return [
            Finding(code, f"{self.action_word} {action['reference']} {said}", self.key, action["reference"], field)
            for action in self.actions(data)
            for code, field, applies, said in RULES
            if self.shows(COLUMNS.get(field, field)) and applies(action)
        ]

    def items(self, data: dict[str, Any]) -> list[Item]:
        return list(action_items(data, self))

    def blocks(self, data: dict[str, Any]) -> list[Block]:
        blocks: list[Block] = []
        above: list[str] = []
        for objective in data["objectives"]:
            levels = self.levels(objective)
            blocks += [Paragraph(said, style="lead") for said in levels if said not in above]
            above = levels
            blocks.append(Heading(3, self.named(objective), anchor=f"objective-{objective['id']}"))
            facts = self.facts(objective)
            if facts:
                blocks.append(Facts(facts))
            if objective["actions"]:
                blocks.append(self.table(objective))
                below = self.details_said(objective["actions"])
                for action in objective["actions"]:
                    blocks.extend(self.detail(action, below))
            else:
                kept = objective.get("kept_inside")
                said = f"Its {plural(self.action_word.lower())} are not published." if kept else ""
                said = said or f"No {self.action_word.lower()} serves this objective yet."
                blocks.append(Paragraph(said, style="muted"))
        return blocks

    def named(self, objective: dict[str, Any]) -> str:
        extra = objective.get("extra", {})
        before = [
            extra[column["key"]]
            for column in self.objective_columns
            if column.get("leads") and extra.get(column["key"])
        ]
        return noted(objective, "text", f"{self.objective_word}: {' '.join([*before, objective['text']])}")

    def levels(self, objective: dict[str, Any]) -> list[str]:
        """What the objective stands under, outermost first: "Division: Strategy and Regeneration"."""
        extra = objective.get("extra", {})
        named = [column for column in self.objective_columns if column.get("level")]
        return [f"{column['label']}: {extra[column['key']]}" for column in named if extra.get(column["key"])]

    def facts(self, objective: dict[str, Any]) -> list[tuple[str, str]]:
        """What else is said of the objective itself; its council plan themes where a column asks for them."""
        extra = {**objective.get("extra", {}), "themes": "\n".join(theme_words(t) for t in objective["themes"])}
        return [
            (column.get("label") or "Council plan themes", bulleted(extra[column["key"]]))
            for column in self.objective_columns
            if not (column.get("level") or column.get("leads")) and extra.get(column["key"])
        ]

    def table(self, objective: dict[str, Any]) -> Table:
        """The actions under an objective. York's columns always stand; another stands where some action says something."""
        always = {column.key for column in TABLE}
        columns = [
            column
            for column in self.table_columns
            if column.key in always or any(self.said(action, column.key) for action in objective["actions"])
        ]
        first = "reference" if self.shows("reference") else columns[0].key
        rows = [
            [
                Cell(self.said(action, column.key), bookmark=f"action_{action['id']}" if column.key == first else "")
                for column in columns
            ]
            for action in objective["actions"]
        ]
        caption = self.config.get("caption") or f"{plural(self.action_word)} for this objective"
        return Table(caption, [column.label for column in columns], rows, [column.width for column in columns])

    def said(self, action: Action, key: str) -> str:
        said = says(action, key, numbered=bool(self.config.get("numbered_steps")))
        return bulleted(said) if key in self.own_lists else said

    def details_said(self, actions: list[Action]) -> list[Column]:
        """What stands below the table: York's always, of a template's own list what some action says something in."""
        if "details" not in self.config:
            return self.details
        return [column for column in self.details if any(self.said(action, column.key) for action in actions)]

    def detail(self, action: Action, below: list[Column]) -> list[Block]:
        if not below:
            return []
        named = self.config.get("detail") or "milestones and measures"
        heading = Heading(4, f"{action['reference']}: {named}", anchor=action["reference"])
        facts = [(column.label, self.said(action, column.key) or "Not given") for column in below]
        return [heading, Facts(facts)]


def theme_words(theme: dict[str, str]) -> str:
    return f"{theme['code']} {theme['name']}"


def article(word: str) -> str:
    return f"an {word}" if word[:1].lower() in "aeiou" else f"a {word}"


def counted(count: int, word: str) -> str:
    """ "1 service objective", "3 key targets"."""
    said = word[:1].lower() + word[1:]
    return f"{count} {said if count == 1 else plural(said)}"


def plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"
