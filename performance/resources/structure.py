"""The columns of an indicator that name a part of the council: its owner, services, directorate, themes and scorecards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.intake import CellValue
from common.values.errors import Unreadable
from common.values.words import quoted
from council.models import Directorate, Post, ServiceArea, Theme
from performance.models import Indicator, Scorecard
from performance.scorecards.named import ScorecardNames

from .base import CellWidget, text_of


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Structure:
    """The council's posts, services, directorates, themes and scorecards by every name that a file may use."""

    posts: Mapping[str, Post]
    services: Mapping[str, ServiceArea]
    directorates: Mapping[str, Directorate]
    themes: Mapping[str, Theme]
    scorecards: ScorecardNames = field(default_factory=ScorecardNames)

    @classmethod
    def load(cls) -> "Structure":
        """Five queries."""
        services = list(ServiceArea.objects.select_related("directorate"))
        directorates = list(Directorate.objects.all())
        return cls(
            {_key(post.title): post for post in Post.objects.all()},
            {_key(name): service for service in services for name in (service.name, service.prefix)},
            {_key(name): unit for unit in directorates for name in (unit.code, unit.key, unit.name)},
            {_key(theme.code): theme for theme in Theme.objects.all()},
            ScorecardNames(Scorecard.objects.all()),
        )


class StructureWidget(CellWidget):
    """A widget that looks names up. ``structure`` is set by the resource."""

    structure: Structure = Structure({}, {}, {}, {})


class OwnerWidget(StructureWidget):
    """A post, or the words as they stand where they name none."""

    code = "unreadable-text"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Post | str | None:
        text = text_of(cell)
        if len(text) > 300:
            raise Unreadable("The owner is longer than 300 characters. Name a post.")
        return self.structure.posts.get(_key(text), " ".join(text.split())) if text else None

    def notes(self, value: Any, text: str) -> tuple[str, ...]:
        return (f"{quoted(text)} is no post of ours: kept as words",) if isinstance(value, str) else ()


class ServicesWidget(StructureWidget):
    """Service areas by prefix or name with ; between them: the first is the main one, the others come by prefix."""

    code = "unknown-service"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> tuple[ServiceArea, ...] | None:
        text = text_of(cell)
        # A service's own name may hold the sign.
        names = [text] if _key(text) in self.structure.services else [name for name in text.split(";") if name.strip()]
        found = list(dict.fromkeys(self._service(name) for name in names))
        return (*found[:1], *sorted(found[1:], key=lambda one: one.prefix)) or None

    def _service(self, name: str) -> ServiceArea:
        if _key(name) not in self.structure.services:
            raise Unreadable(
                f"There is no service area {quoted(name.strip())}. Give its prefix, like CSS, or its name; "
                "put ; between several, the main one first."
            )
        return self.structure.services[_key(name)]

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return "; ".join(service.prefix for service in value or ())

    def show(self, value: Any, indicator: Indicator) -> str:
        return "; ".join(service.name for service in value or ())


class DirectorateWidget(StructureWidget):
    """A directorate by its name or code."""

    code = "unknown-directorate"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> Directorate | None:
        text = text_of(cell)
        if text and _key(text) not in self.structure.directorates:
            raise Unreadable(f"There is no directorate {quoted(text)}. Give its name or its code.")
        return self.structure.directorates[_key(text)] if text else None

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return value.name if value else ""


class ThemesWidget(StructureWidget):
    """Theme codes with ; between them."""

    code = "unknown-theme"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> tuple[str, ...] | None:
        codes = [code.strip() for code in re.split(r"[;,]", text_of(cell)) if code.strip()]
        unknown = [code for code in codes if _key(code) not in self.structure.themes]
        if unknown:
            offered = ", ".join(theme.code for theme in self.structure.themes.values())
            raise Unreadable(f"There is no theme {quoted(unknown[0])}. The themes are {offered}.")
        return tuple(sorted({self.structure.themes[_key(code)].code for code in codes})) or None

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return ";".join(value or ())

    def show(self, value: Any, indicator: Indicator) -> str:
        return self.render(value)


class ScorecardsWidget(StructureWidget):
    """Scorecards by title or key, with ; between them: the indicator is on all that are named, and on no other."""

    code = "unknown-scorecard"

    def read(self, cell: CellValue, row: Mapping[str, Any]) -> tuple[str, ...] | None:
        names = [name for name in text_of(cell).split(";") if name.strip()]
        return tuple(sorted({self.structure.scorecards.find(name).key for name in names})) or None

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return ";".join(self.structure.scorecards.name(key) for key in value or ())

    def show(self, value: Any, indicator: Indicator) -> str:
        return self.render(value).replace(";", "; ")
