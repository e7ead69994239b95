"""How a command line names a plan: the service's prefix and the cycle, as in CSS 2019/20."""

from django.core.management.base import CommandParser

from common.commands import CannotUse
from serviceplans.choices import UNDER_WAY
from serviceplans.models import PlanVersion


def add_plan_arguments(parser: CommandParser) -> None:
    parser.add_argument("service", help="The service's prefix, such as CSS.")
    parser.add_argument("cycle", help="The planning cycle, such as 2019/20.")


def named_version(service: str, cycle: str) -> PlanVersion:
    """The version under way, else the latest; CannotUse says what there is no plan for."""
    versions = PlanVersion.objects.with_plan().filter(
        plan__service__prefix__iexact=service, plan__cycle__name=cycle.replace("-", "/")
    )
    found = list(versions)
    if not found:
        raise CannotUse(f"There is no plan {service} {cycle}. Name a service's prefix and a cycle, as in CSS 2019/20.")
    under_way = [version for version in found if version.status in UNDER_WAY]
    return (under_way or found)[-1]
