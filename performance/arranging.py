"""What an officer asks of a scorecard's layout: steps of one row, of what is ticked, of a group; and what may be added."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from performance.filters import FilterForm, register_of
from performance.models import Indicator, Scorecard
from performance.rules import layout as steps
from performance.rules.layout import Layout, members
from performance.scorecard_forms import GroupForm, ReferencesForm
from performance.transitions import layout_of

OFFERED = 100
FIELDS = ("q", "directorate", "service", "theme", "scorecard", "owner")


@dataclass(frozen=True)
class Asked:
    """The layout that a press leads to (None: ``forms`` hold what is wrong), what was asked in words, and where the page
    opens again."""

    layout: Layout | None
    words: str = ""
    place: str = ""
    forms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """A group as the page shows it."""

    name: str
    number: int
    indicators: list[Indicator]


@dataclass(frozen=True)
class Offer:
    """Indicators that may be added: those ticked so far, and those that the filters leave."""

    filters: FilterForm
    ticked: list[Indicator]
    found: list[Indicator]
    count: int

    @property
    def fields(self) -> list[Any]:
        return [self.filters[name] for name in FIELDS]


def groups_of(layout: Layout) -> list[Group]:
    """The layout with its indicators. One query."""
    known = Indicator.objects.in_bulk(members(layout))
    return [Group(s.name, at, [known[pk] for pk in s.members]) for at, s in enumerate(layout, start=1)]


def ids(values: Iterable[str]) -> list[int]:
    """The ids among what was posted, each once."""
    return list(dict.fromkeys(int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19))


def asked(data: QueryDict, layout: Layout) -> Asked:
    """What the pressed button asks: its ``do`` is a verb and what it is about, as "up 12" or "group-up Workforce"."""
    verb, _, about = data.get("do", "").partition(" ")
    if verb in _ROW:
        return _of_row(verb, about, layout)
    if verb in _GROUP:
        name = _name_at(layout, about)
        wanted = _GROUP[verb](layout, name)
        return Asked(wanted, f"{_GROUP_WORDS[verb]} the group {name}", _place_of_group(wanted, name))
    if verb in ("move", "take-off"):
        return _of_ticked(verb, ids(data.getlist("pick")), data.get("into", ""), layout)
    if verb == "rename":
        return _renamed(data, _name_at(layout, about), layout)
    if verb == "group":
        return _new_group(data, layout)
    return _added(data, layout) if verb == "add" else Asked(layout)


_ROW = {
    "up": lambda layout, pk: steps.move(layout, pk, -1),
    "down": lambda layout, pk: steps.move(layout, pk, 1),
    "off": lambda layout, pk: steps.remove(layout, [pk]),
}
_ROW_WORDS = {"up": "Move {} up", "down": "Move {} down", "off": "Take {} off"}
_GROUP = {
    "group-up": lambda layout, name: steps.move_group(layout, name, -1),
    "group-down": lambda layout, name: steps.move_group(layout, name, 1),
    "group-off": steps.remove_group,
}
_GROUP_WORDS = {"group-up": "Move up", "group-down": "Move down", "group-off": "Take off"}


def _of_row(verb: str, about: str, layout: Layout) -> Asked:
    (pk,) = ids([about]) or [0]
    wanted = _ROW[verb](layout, pk)
    at = next((n for n, section in enumerate(layout, start=1) if pk in section.members), 0)
    place = f"row-{pk}" if pk in members(wanted) else f"group-{at}" if at else ""
    return Asked(wanted, _ROW_WORDS[verb].format(_references([pk])), place)


def _of_ticked(verb: str, ticked: list[int], into: str, layout: Layout) -> Asked:
    if not set(ticked) & set(members(layout)):
        return Asked(None, forms={"untaken": "Tick the indicators that you want to move or take off"})
    named = _references(ticked)
    if verb == "take-off":
        return Asked(steps.remove(layout, ticked), f"Take {named} off")
    wanted = steps.gather(layout, ticked, into)
    return Asked(wanted, f"Move {named} to {into}", _place_of_group(wanted, into))


def _renamed(data: QueryDict, name: str, layout: Layout) -> Asked:
    number = next((at for at, section in enumerate(layout, start=1) if section.name == name), 0)
    form = GroupForm({"name": data.get(f"name-{number}", "")}, layout=layout, named=name, auto_id=f"rename-{number}-%s")
    if not form.is_valid():
        return Asked(None, forms={"rename_form": form})
    new = form.cleaned_data["name"]
    return Asked(steps.rename_group(layout, name, new), f"Call {name} {new}", f"group-{number}")


def _new_group(data: QueryDict, layout: Layout) -> Asked:
    form = GroupForm(data, layout=layout)
    if not form.is_valid():
        return Asked(None, forms={"group_form": form})
    name = form.cleaned_data["name"]
    return Asked(steps.add_group(layout, name), f"Add the group {name}", f"group-{len(layout) + 1}")


def _added(data: QueryDict, layout: Layout) -> Asked:
    form = ReferencesForm(data, layout=layout)
    if not form.is_valid():
        return Asked(None, forms={"references_form": form})
    new, group = [one.pk for one in form.cleaned_data["references"]], form.cleaned_data["group"]
    wanted = steps.add(layout, new, group)
    return Asked(wanted, f"Add {_references(new)} to {group}", _place_of_group(wanted, group))


def _name_at(layout: Layout, about: str) -> str:
    """The name of the group with this number, as the page counts them."""
    number = int(about) if about.isascii() and about.isdigit() else 0
    return layout[number - 1].name if 0 < number <= len(layout) else ""


def _place_of_group(layout: Layout, name: str) -> str:
    return next((f"group-{at}" for at, section in enumerate(layout, start=1) if section.name == name), "")


def _references(pks: list[int]) -> str:
    """ "CSC07 and CSC08", by reference."""
    found = list(Indicator.objects.filter(pk__in=pks).order_by("reference_key").values_list("reference", flat=True))
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]])) or "nothing"


def addable(user: Any, pks: list[int]) -> list[int]:
    """Those of these ids that are indicators of the register, by reference."""
    return list(register_of(user).filter(pk__in=pks).order_by("reference_key").values_list("pk", flat=True))


def offer(user: Any, scorecard: Scorecard, parameters: QueryDict) -> Offer:
    """What may be added to the scorecard, by reference, as far as a page holds it."""
    filters, here = FilterForm(parameters, user=user), members(layout_of(scorecard))
    rows = register_of(user).exclude(pk__in=here).select_related("owner_post", "directorate").order_by("reference_key")
    ticked = list(rows.filter(pk__in=ids(parameters.getlist("pick"))))
    narrowed = filters.narrowed(rows).exclude(pk__in=[one.pk for one in ticked])
    return Offer(filters, ticked, list(narrowed[:OFFERED]), narrowed.count())


def narrowed_query(data: QueryDict) -> str:
    """The filters and ticks that were posted, as a part of an address: the page can be read again, and gone back to."""
    kept = [(name, data[name]) for name in FIELDS if data.get(name)]
    return urlencode([*kept, *(("pick", pk) for pk in ids(data.getlist("pick"))), ("group", data.get("group", ""))])
