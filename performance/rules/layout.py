"""How a scorecard is laid out: groups in order, and in each the ids of its indicators. Pure steps from one to the next."""

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


def members(layout: Layout) -> tuple[int, ...]:
    """Every indicator of the layout, in order."""
    return tuple(member for section in layout for member in section.members)


def add(layout: Layout, member: int, name: str) -> Layout:
    """The indicator at the end of the named group (of the last one where no group has that name)."""
    if member in members(layout) or not layout:
        return layout
    at = next((i for i, section in enumerate(layout) if section.name == name), len(layout) - 1)
    return tuple(replace(s, members=(*s.members, member)) if i == at else s for i, s in enumerate(layout))


def remove(layout: Layout, member: int) -> Layout:
    """The layout without the indicator."""
    return tuple(replace(s, members=tuple(m for m in s.members if m != member)) for s in layout)


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
    return _with(remove(layout, member), beside, entered)


def add_group(layout: Layout, name: str) -> Layout:
    """A new group at the end, unless there is one of that name."""
    return layout if any(section.name == name for section in layout) else (*layout, Section(name))


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
