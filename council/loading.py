"""Reads a council's structure from its folder of fixtures: settings, structure, posts, people, calendar. Twice is as once."""

import csv
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from council.choices import Capacity, Role
from council.models import (
    Appointment,
    CouncilPlan,
    CouncilSettings,
    CycleStep,
    Directorate,
    DmtMeeting,
    PlanningCycle,
    Portfolio,
    Post,
    ServiceArea,
    ServicePortfolio,
    Strategy,
    Theme,
    User,
)

SETTINGS = (
    "name",
    "words",
    "rating_method",
    "direction_method",
    "stability_percent",
    "invented_note",
    "equality_strategy",
)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def holder_of(post: Post | str, day: date) -> User:
    """The person who held a post on a day, substantively if anyone did; LookupError names the vacancy."""
    title = post if isinstance(post, str) else post.title
    held = Appointment.objects.on(day).filter(post__title=title).order_by("-capacity").select_related("person")
    first = held.first()
    if first is None:
        raise LookupError(f"Nobody held the post “{title}” on {day}.")
    return User.objects.get(pk=first.person_id)


def load_council_folder(folder: Path, *, with_cast: bool) -> None:
    """Load the structure of one council. ``with_cast``: the demonstration's one-click people are marked as such."""
    facts = read_yaml(folder / "council.yaml")
    council = CouncilSettings.objects.first() or CouncilSettings()
    for name in SETTINGS:
        setattr(council, name, facts.get(name, getattr(council, name)))
    if not council.pk:
        # Afterwards the route belongs to the officers, who change it on its page.
        council.sign_off_route = facts.get("sign_off_route", [])
    council.save()
    load_plan_of_council(facts)
    for row in facts["directorates"]:
        Directorate.objects.update_or_create(key=row["key"], defaults={"name": row["name"], "code": row["code"]})
    for row in facts["portfolios"]:
        Portfolio.objects.update_or_create(key=row["key"], defaults={"name": row["name"]})
    load_cycles(facts)
    load_services(folder / "structure.csv")
    load_posts(folder / "posts.csv")
    join_services(folder / "structure.csv")
    load_people(folder / "people.csv", with_cast=with_cast)


def load_plan_of_council(facts: dict[str, Any]) -> None:
    named = facts["council_plan"]
    dates = {"starts": named["starts"], "ends": named["ends"]}
    plan, _ = CouncilPlan.objects.update_or_create(name=named["name"], defaults=dates)
    for position, row in enumerate(facts["themes"], 1):
        defaults = {"council_plan": plan, "name": row["name"], "description": row["description"], "position": position}
        Theme.objects.update_or_create(code=row["code"], defaults=defaults)
    for position, row in enumerate(facts.get("strategies", []), 1):
        defaults = {k: row[k] for k in ("name", "first_year", "last_year")} | {"position": position}
        strategy, _ = Strategy.objects.update_or_create(key=row["key"], defaults=defaults)
        strategy.themes.set(Theme.objects.filter(code__in=row["themes"]))


def load_cycles(facts: dict[str, Any]) -> None:
    """The planning cycles with their steps; a calendar that somebody has changed since is left alone."""
    for row in facts["cycles"]:
        defaults = {"starts": row["starts"], "ends": row["ends"], "is_open": not row["closed"]}
        cycle, _ = PlanningCycle.objects.get_or_create(name=row["name"], defaults=defaults)
        if cycle.counter > 1:
            continue
        for step in row["steps"]:
            CycleStep.objects.update_or_create(
                cycle=cycle, stage=step["key"], defaults={"name": step["name"], "date": step["date"]}
            )
    for row in facts.get("dmt_meetings", []):
        directorate = Directorate.objects.get(code=row["directorate"])
        defaults = {"name": row["name"], "time": time.fromisoformat(row["time"]), "place": row.get("place", "")}
        DmtMeeting.objects.update_or_create(directorate=directorate, date=row["date"], defaults=defaults)


def load_services(path: Path) -> None:
    for row in read_rows(path):
        directorate = Directorate.objects.get(name=row["Directorate"])
        defaults = {"directorate": directorate, "name": row["Service area"]}
        ServiceArea.objects.update_or_create(prefix=row["Prefix"], defaults=defaults)


def load_posts(path: Path) -> None:
    for row in read_rows(path):
        portfolio = Portfolio.objects.filter(name=row["Portfolio"]).first() if row["Portfolio"] else None
        defaults = {
            "role": Role(row["Role"]),
            "directorate": Directorate.objects.filter(code=row["Directorate"]).first(),
            "service": ServiceArea.objects.filter(prefix=row["Service"]).first(),
            "portfolio": portfolio,
            "committee": row["Committee"],
        }
        post, _ = Post.objects.update_or_create(title=row["Post"], defaults=defaults)
        if portfolio and post.role == Role.EXECUTIVE_MEMBER:
            Portfolio.objects.filter(pk=portfolio.pk).update(member_post=post)


def join_services(path: Path) -> None:
    """Who holds and who directs each service, and the portfolios that it answers to; the first named leads."""
    for row in read_rows(path):
        service = ServiceArea.objects.get(prefix=row["Prefix"])
        service.holder_post = Post.objects.titled(row["Plan holder"])
        service.director_post = Post.objects.titled(row["Director"])
        service.save()
        for place, name in enumerate(part.strip() for part in row["Portfolio"].split(";") if part.strip()):
            portfolio = Portfolio.objects.get(name=name)
            ServicePortfolio.objects.update_or_create(
                service=service, portfolio=portfolio, starts=None, defaults={"lead": place == 0}
            )


def load_people(path: Path, *, with_cast: bool) -> None:
    for place, row in enumerate(read_rows(path), 1):
        person, _ = User.objects.get_or_create(email=row["E-mail"].lower(), defaults={"name": row["Name"]})
        if not person.password:
            person.set_unusable_password()
        if with_cast and row["Cast"]:
            person.cast_line, person.cast_order = row["Cast"], place
        person.save()
        Appointment.objects.update_or_create(
            person=person,
            post=Post.objects.get(title=row["Post"]),
            starts=date.fromisoformat(row["From"]),
            defaults={
                "ends": date.fromisoformat(row["To"]) if row["To"] else None,
                "capacity": Capacity(row["Capacity"] or "substantive"),
            },
        )
