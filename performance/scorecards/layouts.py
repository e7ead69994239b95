"""The layout of a scorecard as it is stored: read, and written whole."""

from performance.models import Scorecard, ScorecardGroup, ScorecardRow
from performance.rules.layout import Layout, Section


def layout_of(scorecard: Scorecard) -> Layout:
    """The layout that is stored. Two queries."""
    inside: dict[int, list[int]] = {}
    for group, indicator in scorecard.rows.values_list("group_id", "indicator_id"):
        inside.setdefault(group, []).append(indicator)
    return tuple(Section(name, tuple(inside.get(pk, ()))) for pk, name in scorecard.groups.values_list("pk", "name"))


def write_layout(scorecard: Scorecard, layout: Layout) -> None:
    """Put this layout in the place of what is stored. The caller holds the scorecard, and counts the change."""
    scorecard.groups.all().delete()
    groups = [ScorecardGroup(scorecard=scorecard, name=s.name, position=at) for at, s in enumerate(layout)]
    ScorecardGroup.objects.bulk_create(groups)
    rows = [
        ScorecardRow(scorecard=scorecard, group=group, indicator_id=member)
        for group, section in zip(groups, layout, strict=True)
        for member in section.members
    ]
    for position, row in enumerate(rows):
        row.position = position
    ScorecardRow.objects.bulk_create(rows)
