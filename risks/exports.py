"""The register as a table: the columns that a file of risks may be imported in, and what the ratings come to."""

from collections.abc import Iterable, Iterator
from typing import Any

from common.documents.sheets import Column, Sheet, to_csv
from risks.standing import RiskStanding

COLUMNS = [
    Column("Reference", 12),
    Column("Risk", 40),
    Column("Level", 12),
    Column("Escalation", 12),
    Column("Cause", 40),
    Column("Consequence", 40),
    Column("Likelihood", 10, "integer"),
    Column("Impact", 10, "integer"),
    Column("Gross likelihood", 10, "integer"),
    Column("Gross impact", 10, "integer"),
    Column("Target likelihood", 10, "integer"),
    Column("Target impact", 10, "integer"),
    Column("Target date", 16),
    Column("Owner", 30),
    Column("Mitigation", 60),
    Column("Review date", 16, "date"),
    Column("Service", 10),
    Column("Confidential", 10),
    Column("Rating", 10),
    Column("Target rating", 12),
]


def register_csv(standings: Iterable[RiskStanding]) -> bytes:
    """The risks as CSV, in the order given."""
    return to_csv(Sheet("Risks", COLUMNS, rows(standings)))


def rows(standings: Iterable[RiskStanding]) -> Iterator[list[Any]]:
    """One row a risk, in the order of ``COLUMNS``."""
    for one in standings:
        risk = one.risk
        yield [
            risk.reference,
            risk.event,
            risk.get_level_display(),
            risk.get_escalation_display(),
            risk.cause,
            risk.consequence,
            risk.likelihood,
            risk.impact,
            risk.gross_likelihood,
            risk.gross_impact,
            risk.target_likelihood,
            risk.target_impact,
            risk.target_words,
            risk.owner,
            risk.mitigation,
            risk.review_date,
            risk.service.prefix if risk.service else "",
            "yes" if risk.confidential else "no",
            one.rating.capitalize() if one.rating != "none" else "",
            one.target_rating.capitalize() if one.target_rating != "none" else "",
        ]
