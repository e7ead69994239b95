"""What happened to a plan after it was approved, replayed from its file: revisions with what they changed, and changes."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from council.loading import holder_of
from serviceplans import transitions
from serviceplans.choices import ChangeState
from serviceplans.models import ActionVersion, AffectedService, Plan, PlanVersion, TemplatePart
from serviceplans.places import OWN_FIELDS
from serviceplans.rules import that_counts, to_open
from serviceplans.writing import link_indicator, milestone_of, write_action

Facts = dict[str, Any]
MOMENT = "%Y-%m-%d %H:%M"


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, MOMENT)


def at_work(plan: Plan) -> PlanVersion:
    """The version that a step of the history is about: the one under way, else the one in force."""
    return to_open(PlanVersion.objects.with_plan().filter(plan=plan))


def begin(plan: Plan, facts: Facts) -> None:
    """Begin a revision and write into its draft what the file says that it changed."""
    by = holder_of(str(plan.service.holder_post), facts["at"].date())
    version = transitions.begin_revision(plan.pk, by=by, cause=facts["cause"], why=facts["why"])
    parts = {part.key: part for part in TemplatePart.objects.filter(template=plan.template)}
    for key, data in facts.get("parts", {}).items():
        content = version.contents.get(part__key=key)
        whole = {**content.data, **data}
        transitions.save_part(version.pk, parts[key], by=by, counter=content.counter, data=whole)
    for row in facts.get("actions", []):
        change_action(version, row, by)
    for row in facts.get("new_actions", []):
        objective = version.objectives.get(text=row["objective"])
        write_action(version, objective.pk, row, by)
    for reference in facts.get("stopped", []):
        transitions.remove_action(version.pk, version.actions.get(action__reference=reference).pk, by=by)
    for reference in facts.get("unlinked", []):
        link = version.indicator_links.get(indicator__reference=reference)
        transitions.unlink_row(version.pk, "indicators", link.indicator_id, by=by)
    for group, references in facts.get("linked", {}).items():
        for reference in references:
            link_indicator(version, reference, group, by)


def change_action(version: PlanVersion, facts: Facts, by: Any) -> None:
    """Change the fields that the file names; ``milestones`` changes some by their words and adds others."""
    row: ActionVersion = version.actions.get(action__reference=facts["reference"])
    data = transitions.action_data(row)
    for name in ("text", "completed_by", "resources", "outcomes"):
        setattr(data, name, facts.get(name, getattr(data, name)))
    data.officers = facts.get("accountable", data.officers)
    known = {milestone.text: milestone for milestone in data.milestones}
    for given in facts.get("milestones", []):
        found = known.get(given["milestone"])
        if found:
            found.due_words = given.get("due", found.due_words)
            found.text = given.get("becomes", found.text)
        else:
            data.milestones.append(milestone_of(given))
    place = row.objective_id
    transitions.save_action(version.pk, row.pk, by=by, counter=row.counter, objective_id=place, data=data)


def change(plan: Plan, facts: Facts) -> None:
    """A change to the plan in force; ``answer`` makes or refuses the date that it proposed, ``milestone`` counts from 1."""
    version = that_counts(PlanVersion.objects.with_plan().filter(plan=plan))
    row = facts.get("row", "")
    asked = {
        (
            f"{milestone_row(version, row, facts['milestone'])}-{name}" if "milestone" in facts else named(row, name)
        ): text
        for name, text in facts["becomes"].items()
    }
    transitions.change_plan(
        version.pk, by=holder_of(facts["by"], facts["at"].date()), part_key=facts["part"], row=row,
        counter=version.changes.count(), values=asked, reason=facts.get("reason", ""),
    )  # fmt: skip


def answer(plan: Plan, facts: Facts) -> None:
    """The director answers the oldest date that waits."""
    version = that_counts(PlanVersion.objects.with_plan().filter(plan=plan))
    waiting = version.changes.filter(state=ChangeState.PROPOSED).first()
    assert waiting is not None, f"{plan}: no date waits on {facts['at']}."
    by = holder_of(facts["by"], facts["at"].date())
    transitions.answer_change(waiting.pk, by=by, agree=facts["agree"], answer=facts.get("answer", ""))


def milestone_row(version: PlanVersion, reference: str, number: int) -> str:
    action = version.actions.get(action__reference=reference)
    return f"milestone-{list(action.milestones.all())[number - 1].milestone_id}"


def named(row: str, name: str) -> str:
    return f"{row}-{name}" if row and row != OWN_FIELDS else name


def acknowledge(plan: Plan, facts: Facts) -> None:
    """A service that an action names says that it knows."""
    named = AffectedService.objects.select_related("service__holder_post").get(
        action__versions__version__plan=plan, action__versions__text=facts["action"], service__prefix=facts["service"]
    )
    by = holder_of(str(named.service.holder_post), facts["at"].date())
    transitions.acknowledge(named.pk, by=by, comment=facts.get("comment", ""))


def later_events(plan: Plan, facts: Facts) -> Iterator[tuple[datetime, Any]]:
    """What the file tells of the time after the plan was written, each at its own moment."""
    told = [(begin, row) for row in facts.get("revisions", [])]
    told += [(change, row) for row in facts.get("changes", [])]
    told += [(answer, row) for row in facts.get("answers", [])]
    told += [(acknowledge, row) for row in facts.get("acknowledged", [])]
    for happen, row in told:
        at = moment_of(row["at"])
        yield at, partial(happen, plan, {**row, "at": at})
