"""How a command line names a plan: the service's prefix and the cycle, as in CSS 2019/20."""

from django.core.management.base import CommandParser

from common.commands import CannotUse
from serviceplans.models import PlanVersion
from serviceplans.rules import to_open


def add_plan_arguments(parser: CommandParser) -> None:
    parser.add_argument("service", help="The service's prefix, such as CSS.")
    parser.add_argument("cycle", help="The planning cycle, such as 2019/20.")


def named_versions(service: str, cycle: str) -> list[PlanVersion]:
    """Every version of a plan in order; CannotUse says what there is no plan for."""
    versions = PlanVersion.objects.with_plan().filter(
        plan__service__prefix__iexact=service, plan__cycle__name=cycle.replace("-", "/")
    )
    found = list(versions)
    if not found:
        raise CannotUse(f"There is no plan {service} {cycle}. Name a service's prefix and a cycle, as in CSS 2019/20.")
    return found


def named_version(service: str, cycle: str) -> PlanVersion:
    """The version under way, else the one in force; CannotUse says what there is no plan for."""
    found = named_versions(service, cycle)
    return to_open(found)
