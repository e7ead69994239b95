"""How a scorecard is laid out: groups in order, and in each the ids of its indicators. Pure steps from one to the next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

STYLES: dict[str, tuple[str, ...]] = {
    "directorate": ("Directorate", "Workforce", "Finance", "Customers"),
    "balanced": ("Customer", "Process", "Resource"),
    "plain": ("Indicators",),
}
"""The groups that each style begins with: York 2019, table 4.3; York 2008, section 5; one group."""


@dataclass(frozen=True)
class Section:
    """A group's name and the ids of its indicators, in order."""

    name: str
    members: tuple[int, ...] = ()


Layout = tuple[Section, ...]
# Where an indicator of each group of York's table 4.3 belongs on a scorecard of York 2008's groups.
_ALIKE = {"customers": "customer", "directorate": "process", "workforce": "resource", "finance": "resource"}


def members(layout: Layout) -> tuple[int, ...]:
    """Every indicator of the layout, in order."""
    return tuple(member for section in layout for member in section.members)


def add(layout: Layout, new: Sequence[int], name: str) -> Layout:
    """These indicators at the end of the named group (of the last one where no group has that name), each once."""
    known = set(members(layout))
    fresh = tuple(member for member in dict.fromkeys(new) if member not in known)
    if not layout or not fresh:
        return layout
    at = next((i for i, section in enumerate(layout) if section.name == name), len(layout) - 1)
    return _with(layout, at, (*layout[at].members, *fresh))


def home(layout: Layout, group: str) -> str:
    """The name of the section for an indicator of this group: of that name, of one like it, or else the last."""
    names = {section.name.casefold(): section.name for section in layout}
    wanted = group.casefold()
    return next(
        (names[name] for name in (wanted, _ALIKE.get(wanted, "")) if name in names), layout[-1].name if layout else ""
    )


def remove(layout: Layout, gone: Collection[int]) -> Layout:
    """The layout without these indicators."""
    return tuple(replace(s, members=tuple(m for m in s.members if m not in gone)) for s in layout)


def gather(layout: Layout, moved: Collection[int], name: str) -> Layout:
    """These of its indicators, in the order in which they stand, at the end of the named group."""
    there = tuple(member for member in members(layout) if member in moved)
    if all(section.name != name for section in layout):
        return layout
    return add(remove(layout, there), there, name)


def move(layout: Layout, member: int, by: int) -> Layout:
    """The indicator one place up (``by`` −1) or down (1); from a group's edge it goes into the next group."""
    at = next((i for i, section in enumerate(layout) if member in section.members), None)
    if at is None:
        return layout
    inside = list(layout[at].members)
    place = inside.index(member)
    if 0 <= place + by < len(inside):
        inside[place], inside[place + by] = inside[place + by], inside[place]
        return _with(layout, at, tuple(inside))
    beside = at + by
    if not 0 <= beside < len(layout):
        return layout
    there = layout[beside].members
    entered = (*there, member) if by < 0 else (member, *there)
    return _with(remove(layout, [member]), beside, entered)


def add_group(layout: Layout, name: str) -> Layout:
    """A new group at the end, unless there is one of that name."""
    return layout if any(section.name == name for section in layout) else (*layout, Section(name))


def rename_group(layout: Layout, name: str, new: str) -> Layout:
    """The group under another name, unless another group has it."""
    if any(section.name == new for section in layout):
        return layout
    return tuple(replace(section, name=new) if section.name == name else section for section in layout)


def remove_group(layout: Layout, name: str) -> Layout:
    """The layout without the group, if it is empty and not the only one."""
    kept = tuple(section for section in layout if section.name != name or section.members)
    return kept or layout


def move_group(layout: Layout, name: str, by: int) -> Layout:
    """The group, with its indicators, one place up (``by`` −1) or down (1)."""
    order = list(layout)
    at = next((i for i, section in enumerate(order) if section.name == name), None)
    if at is not None and 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    return tuple(order)


def _with(layout: Layout, at: int, inside: tuple[int, ...]) -> Layout:
    return tuple(replace(s, members=inside) if i == at else s for i, s in enumerate(layout))
