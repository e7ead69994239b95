"""The cells of an action as its values: choices by their labels, themes by code or name, milestones from their lines."""

import re
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from common.values.due import Due
from serviceplans.choices import Ground, PriorityLevel, ProjectType
from serviceplans.parts.actions import ActionsPart
from serviceplans.parts.wording import milestone_line
from serviceplans.rules.commitments import leaves
from serviceplans.word.base import Known, Merged
from serviceplans.word.matching import aligned, plain, same, unlisted
from serviceplans.word.printed import COUNTED

Row = dict[str, Any]
PLAIN = ("text", "completed_by", "resources", "outcomes")
DONE = re.compile(r"^done (\d{1,2} \w+ \d{4})$")
BRACKETED = re.compile(r"^(?P<text>.*\S)\s*\((?P<said>[^()]*)\)$", re.DOTALL)
# Words for when that give no date: "Ongoing", "From Jan 2009".
WHEN = re.compile(r"(?:on-?going|from|early|late|annual|monthly|quarterly|(?:by )?end) ?.*", re.IGNORECASE)
BETWEEN = re.compile(r"[\n;,]+")
REFERENCE = re.compile(r"^([A-Z]+ ?\d+[a-z]?)\b", re.IGNORECASE)
EMPTY: Row = {
    "id": 0, "reference": "", "text": "", "themes": [], "project_types": [], "priority_level": "", "grounds": [],
    "completed_by": "", "due": "", "officers": [], "resources": "", "outcomes": "", "indicators": [], "milestones": [],
}  # fmt: skip
LONGEST = {"text": 4000, "completed_by": 200, "resources": 4000, "outcomes": 4000}


IS_COMMITTED = "is a commitment for every service: only a performance officer changes it"


class Values:
    """Reads the cells of one part's actions; what a cell says that nobody knows is refused by name, and left as it was."""

    def __init__(self, kind: ActionsPart, known: Known, merged: Merged) -> None:
        self.kind, self.known, self.merged = kind, known, merged
        self.lists = {column["key"] for column in kind.own_columns if column.get("type") == "list"}

    def action(self, said: Row, stored: Row | None, before: Row | None) -> Row:
        """The stored action, or a new one, with what its cells say otherwise."""
        new = deepcopy(stored or EMPTY)
        name = stored["reference"] if stored else f"new {self.kind.action_word.lower()}"
        for key, theirs in said["values"].items():
            ours = before["values"].get(key, "") if before else ""
            if key != "reference" and plain(ours) != plain(theirs):
                where = f"{self.kind.title}, {name}, {self.kind.label(key)}"
                self._set(new, key, theirs, where)
                self._keep_committed(new, stored, key, theirs, where)
        if not new["text"]:
            new["text"] = new["outcomes"] or new["completed_by"] or "Not given"
        return new

    def _keep_committed(self, new: Row, stored: Row | None, key: str, text: str, where: str) -> None:
        """What every service is committed to stays as it was, and the change is named."""
        fixed = stored.get("commitment", {}).get("fixed", []) if stored else []
        if stored and key in fixed and not leaves([key], _comparable(stored), _comparable(new)):
            new[key] = stored[key]
            self.merged.refuse(where, text, IS_COMMITTED)

    def _set(self, new: Row, key: str, text: str, where: str) -> None:
        if key in PLAIN:
            if len(text) > LONGEST[key]:
                self.merged.refuse(where, text, f"is longer than {LONGEST[key]:,} characters")
                return
            new[key] = " ".join(text.split()) if key == "completed_by" else text
        elif key == "themes":
            new["themes"] = self.themes(where, text)
        elif key in ("project_types", "grounds"):
            new[key] = self._choices(where, text, ProjectType if key == "project_types" else Ground)
        elif key == "priority_level":
            found = self._choices(where, text, PriorityLevel)
            new[key] = found[0] if found else "" if not text.strip() else new[key]
        elif key == "officers":
            # One plan prints a stroke between two of them, at the end of a line.
            names = [name for line in unlisted(text).splitlines() if (name := line.strip(" /"))]
            new["officers"] = [
                {"words": plain(name)[:300], "is_post": plain(name) in self.known.posts} for name in names
            ]
        elif key == "indicators":
            new["indicators"] = self._indicators(where, text)
        elif key == "milestones":
            new["milestones"] = self._milestones(text, new["milestones"])
        else:
            extra = {**new.get("extra", {}), key: unlisted(text) if key in self.lists else text}
            new["extra"] = {name: words for name, words in extra.items() if words}

    def themes(self, where: str, text: str) -> list[dict[str, str]]:
        """Themes by code or by name, with a comma, a semicolon or a line end between them."""
        found: list[dict[str, str]] = []
        whole = next((theme for theme in self.known.themes if same(theme["name"], text)), None)
        for piece in [text] if whole else [piece.strip(" •") for piece in BETWEEN.split(text)]:
            theme = next((t for t in self.known.themes if _names(t, piece)), None)
            if theme and theme not in found:
                found.append(theme)
            elif piece and not theme:
                self.merged.refuse(where, piece, "is no theme of the council plan")
        return sorted(found, key=self.known.themes.index)

    def _choices(self, where: str, text: str, choices: Any) -> list[str]:
        labels = {plain(str(label)).casefold(): str(value) for value, label in choices.choices}
        labels |= {str(value).casefold(): str(value) for value, _ in choices.choices}
        found = []
        pieces = text.splitlines() if plain(text).casefold() not in labels and "\n" in text else BETWEEN.split(text)
        # A label may have a comma of its own.
        lines = [line for line in unlisted(text).splitlines() if line]
        pieces = lines if lines and all(plain(line).casefold() in labels for line in lines) else pieces
        for piece in (plain(piece.strip(" •")) for piece in pieces):
            if piece.casefold() in labels:
                found.append(labels[piece.casefold()])
            elif piece:
                listed = "; ".join(str(label) for _, label in choices.choices)
                self.merged.refuse(where, piece, f"is none of: {listed}")
        return found

    def _indicators(self, where: str, text: str) -> list[Row]:
        found = []
        for line in (line for line in re.split(r"[\n;]+", text) if line.strip(" •")):
            for piece in [line] if REFERENCE.match(line.strip(" •")) and "," not in line else line.split(","):
                found += self._indicator(where, piece.strip(" •"))
        return found

    def _indicator(self, where: str, piece: str) -> list[Row]:
        folded = plain(piece).casefold()
        for reference, indicator in self.known.indicators.items():
            name = f"{reference} {indicator['name']}".casefold()
            if folded in (reference.casefold(), plain(name)) or same(indicator["name"], piece):
                return [indicator]
        named = REFERENCE.match(piece)
        if named and plain(named[1]).upper() in self.known.indicators:
            return [self.known.indicators[plain(named[1]).upper()]]
        if piece:
            self.merged.refuse(where, piece, "is no indicator of the register")
        return []

    def _milestones(self, text: str, stored: list[Row]) -> list[Row]:
        """Lines that say what they said keep all that is known of them; a reworded one keeps who it is."""
        lines = [COUNTED.sub("", line) for line in unlisted(text).splitlines()]
        pairs = aligned([milestone_line(milestone) for milestone in stored], lines)
        made = []
        for place, line in enumerate(lines):
            was = stored[pairs[place]] if place in pairs else None
            same_words = was is not None and plain(milestone_line(was)) == plain(line)
            made.append(was if same_words and was is not None else milestone_of(line, was))
        return made


def _comparable(row: Row) -> Row:
    """The row with each thing that it names from a register as that thing's reference."""
    named = {"themes": [theme["code"] for theme in row["themes"]]}
    return {**row, **named, "indicators": [indicator["reference"] for indicator in row["indicators"]]}


def _names(theme: dict[str, str], piece: str) -> bool:
    code, name = plain(theme["code"]).casefold(), theme["name"]
    return (
        plain(piece).casefold() == code
        or same(name, piece)
        or plain(piece).casefold() == plain(f"{code} {name}").casefold()
    )


def milestone_of(line: str, was: Row | None) -> Row:
    """A milestone from its line: its words, then in brackets when it is due, whose it is, and when it was done."""
    found = BRACKETED.match(line.strip())
    pieces = [piece.strip() for piece in found["said"].split(", ")] if found else []
    done, due, owner = _done(pieces), "", ""
    if done:
        pieces.pop()
    if was and was["owner"] and pieces and plain(", ".join(pieces)).endswith(plain(was["owner"])):
        owner = was["owner"]
        due = ", ".join(pieces)[: -len(owner)].strip(", ")
    elif pieces and (_reads_as_date(pieces[0]) or (was and was["due_words"])):
        due, owner = pieces[0], ", ".join(pieces[1:])
    elif pieces or (found and not done):
        return {
            "id": was["id"] if was else 0,
            "text": line.strip(),
            "due_words": "",
            "due": "",
            "owner": "",
            "done_on": "",
        }
    text = found["text"] if found and (due or owner or done) else line.strip()
    return {
        "id": was["id"] if was else 0, "text": text, "due_words": due, "due": "", "owner": owner[:300],
        "done_on": done.isoformat() if done else "",
    }  # fmt: skip


def _done(pieces: list[str]) -> date | None:
    found = DONE.match(pieces[-1]) if pieces else None
    try:
        return datetime.strptime(found[1], "%d %B %Y").date() if found else None
    except ValueError:
        return None


def _reads_as_date(words: str) -> bool:
    return Due.parse(words, year="").date is not None or bool(WHEN.fullmatch(words))
