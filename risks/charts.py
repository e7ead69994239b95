"""The heat map: how many risks stand in each cell of the matrix, as the rows of a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from risks.rules import Matrix
from risks.standing import RiskStanding

SHAPES = {"red": "◆", "amber": "▲", "green": "●"}
DEEP = 0.8  # of the highest score: the corner of the matrix that is drawn darkest


@dataclass(frozen=True)
class HeatCell:
    """A cell: its level, how many risks stand there, the address that lists them, and its name in words."""

    level: str
    deep: bool
    count: int
    url: str
    name: str
    chosen: bool
    headers: str

    @property
    def shape(self) -> str:
        """The shape that goes with the level, for those to whom its colour says nothing."""
        return SHAPES[self.level]


@dataclass(frozen=True)
class HeatRow:
    number: int
    name: str
    cells: list[HeatCell]


@dataclass(frozen=True)
class HeatMap:
    """Rows from the highest likelihood down; ``impacts`` are (number, name) from left to right."""

    rows: list[HeatRow]
    impacts: list[tuple[int, str]]
    summary: str


def heat_map(standings: Sequence[RiskStanding], matrix: Matrix, chosen: dict[str, str | int]) -> HeatMap:
    """The map of these risks. ``chosen`` are the filters in force, which each cell's address keeps."""
    placed = Counter((one.risk.likelihood, one.risk.impact) for one in standings if one.score is not None)
    keep = {name: value for name, value in chosen.items() if name not in ("likelihood", "impact")}
    here = (chosen.get("likelihood"), chosen.get("impact"))
    most = len(matrix.likelihoods) * len(matrix.impacts)
    rows = []
    for likelihood in range(len(matrix.likelihoods), 0, -1):
        cells = []
        for impact in range(1, len(matrix.impacts) + 1):
            level = matrix.levels[likelihood - 1][impact - 1]
            cells.append(
                HeatCell(
                    level=level,
                    deep=level == "red" and likelihood * impact >= DEEP * most,
                    count=placed[(likelihood, impact)],
                    url=f"?{urlencode({**keep, 'likelihood': likelihood, 'impact': impact})}#list",
                    name=f"{matrix.likelihoods[likelihood - 1]} and {matrix.impacts[impact - 1]}",
                    chosen=here == (likelihood, impact),
                    headers=f"likelihood-{likelihood} impact-{impact}",
                )
            )
        rows.append(HeatRow(likelihood, matrix.likelihoods[likelihood - 1], cells))
    return HeatMap(rows, list(enumerate(matrix.impacts, start=1)), _summary(standings))


def _summary(standings: Sequence[RiskStanding]) -> str:
    scored = sum(one.score is not None for one in standings)
    red = sum(one.score is not None and one.rating == "red" for one in standings)
    apart = len(standings) - scored
    words = f"{scored} risk{'s' * (scored != 1)} by present scores, {red} of them red"
    return f"{words}; {apart} without scores listed apart." if apart else f"{words}."
