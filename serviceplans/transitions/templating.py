"""Writing the next version of a plan template: begun, changed, put in order, published or discarded."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.text import slugify

from common.today import now
from common.verdict import Conflict, Refused
from council.models import User
from serviceplans.choices import TemplateState
from serviceplans.models import PlanTemplate, TemplatePart, TemplateSection
from serviceplans.permissions.templates import may_edit_template, may_manage_templates
from serviceplans.rules.numbering import numbers
from serviceplans.rules.template_facts import LONGEST_KEY, part_problems, template_problems
from serviceplans.template_files import facts_of, part_facts
from serviceplans.transitions.locking import require_fresh
from serviceplans.transitions.templates import locked_versions, part_fields, store, take_default, write_template_ledger

GONE = "This is no longer in the template: somebody has taken it out."


@transaction.atomic
def begin_next(key: str, *, by: User) -> PlanTemplate:
    """A draft of the next version, which says what the newest one says. Conflict where one is being written already."""
    may_manage_templates(by).require()
    versions = locked_versions(key)
    if not versions:
        raise Conflict("This template is no longer there.")
    newest = versions[-1]
    if newest.is_draft:
        raise Conflict(f"Version {newest.number} is being written already.")
    draft = store(facts_of(newest), newest.number + 1, draft=True)
    write_template_ledger("template.begin", draft, by, None, {"from": newest.number})
    return draft


@transaction.atomic
def copy_template(template: PlanTemplate, *, by: User, name: str) -> PlanTemplate:
    """A template of its own, as a draft, that says what this version says."""
    may_manage_templates(by).require()
    locked_versions(template.key)
    key = free_key(name, PlanTemplate.objects.values_list("key", flat=True), "template")
    draft = store(facts_of(template) | {"key": key, "name": name}, 1, draft=True)
    write_template_ledger("template.copy", draft, by, None, {"from": f"{template.key} v{template.number}"})
    return draft


@transaction.atomic
def save_settings(pk: int, *, by: User, counter: int, facts: Mapping[str, Any]) -> None:
    """The template's name, source, note, numbering and checks."""
    template = editable(pk, by)
    before = {name: getattr(template, name) for name in facts}
    require_fresh(template, counter, before)
    for name, value in facts.items():
        setattr(template, name, value)
    renumber(template)
    done("template.settings", template, by, before, dict(facts))


@transaction.atomic
def save_section(pk: int, key: str, *, by: User, counter: int, number: str, heading: str) -> TemplateSection:
    """Add a section (``key`` empty) at the end, or change one. Adding the same again by a second press changes nothing."""
    template = editable(pk, by)
    before = None
    if key:
        section = _found(template.sections, key)
        before = {"number": section.number, "heading": section.heading}
        require_fresh(section, counter, before)
    else:
        last = template.sections.last()
        if last and last.heading == heading and not last.parts.exists():
            return last
        key = free_key(heading, template.sections.values_list("key", flat=True), "section")
        section = TemplateSection(template=template, key=key, position=_next(template.sections), counter=0)
    section.number, section.heading, section.counter = number, heading, section.counter + 1
    section.save()
    renumber(template)
    done("template.section", template, by, before, {"key": section.key, "number": number, "heading": heading})
    return section


@transaction.atomic
def move_section(pk: int, key: str, *, by: User, counter: int, up: bool) -> None:
    """One place up or down. Stale where the order has changed since it was read."""
    template = editable(pk, by)
    rows = list(template.sections.all())
    require_fresh(template, counter, [row.heading for row in rows])
    if _swapped(rows, _found(template.sections, key), up):
        renumber(template)
        done("template.order", template, by, None, {"section": key, "up": up})


@transaction.atomic
def retire_section(pk: int, key: str, *, by: User) -> None:
    """Take a section with its parts out of this version and those after it; plans keep what they say there."""
    template = editable(pk, by)
    section = _found(template.sections, key)
    before = {"key": key, "heading": section.heading, "parts": [part_facts(part) for part in section.parts.all()]}
    section.delete()
    renumber(template)
    done("template.section.retire", template, by, before, None)


@transaction.atomic
def save_part(pk: int, key: str, *, by: User, counter: int, section: str, facts: Mapping[str, Any]) -> TemplatePart:
    """Add a part (``key`` empty) at the end of a section, or change one. ``facts``: everything but the key.

    Refused where plans could not be written in it, with the first reason.
    """
    template = editable(pk, by)
    place = _found(template.sections, section)
    before = None
    if key:
        part = _found(template.parts, key)
        before = part_facts(part)
        require_fresh(part, counter, before)
    else:
        key = free_key(str(facts["heading"]), template.parts.values_list("key", flat=True), "part")
        part = TemplatePart(template=template, section=place, key=key, position=_next(place.parts), counter=0)
    said = {"key": key, **facts}
    problem = next(iter(part_problems(said, "", f"“{facts['heading']}”", set())), None)
    if problem:
        raise Refused(problem.message)
    for name, value in part_fields({"number": "", "guidance": "", "required": False, **said}).items():
        setattr(part, name, value)
    if part.section_id != place.pk:
        part.section, part.position = place, _next(place.parts)
    part.counter += 1
    part.save()
    renumber(template)
    done("template.part", template, by, before, {"section": section, **part_facts(part)})
    return part


@transaction.atomic
def move_part(pk: int, key: str, *, by: User, counter: int, up: bool) -> None:
    """One place up or down in its section; from the edge of it, into the section beside it."""
    template = editable(pk, by)
    part = _found(template.parts.select_related("section"), key)
    rows = list(part.section.parts.all())
    require_fresh(template, counter, [row.heading for row in rows])
    if not _swapped(rows, part, up) and not _over_the_edge(template, part, up):
        return
    renumber(template)
    done("template.order", template, by, None, {"part": key, "up": up})


@transaction.atomic
def retire_part(pk: int, key: str, *, by: User) -> None:
    """Take a part out of this version and those after it; plans keep what they say there."""
    template = editable(pk, by)
    part = _found(template.parts, key)
    before = part_facts(part)
    part.delete()
    renumber(template)
    done("template.part.retire", template, by, before, None)


@transaction.atomic
def restore_part(pk: int, key: str, *, by: User) -> TemplatePart:
    """Bring back a part that an earlier version had, into the section that it stood in, at its end."""
    template = editable(pk, by)
    if template.parts.filter(key=key).exists():
        raise Conflict("This part is in the template again already.")
    was = retired_parts(template).filter(key=key).first()
    if was is None:
        raise Conflict(GONE)
    section, _ = TemplateSection.objects.get_or_create(
        template=template,
        key=was.section.key,
        defaults={"heading": was.section.heading, "number": was.section.number, "position": _next(template.sections)},
    )
    part = TemplatePart.objects.create(
        template=template, section=section, position=_next(section.parts), **part_fields(part_facts(was))
    )
    renumber(template)
    done("template.part.restore", template, by, None, part_facts(part))
    return part


@transaction.atomic
def publish_template(pk: int, *, by: User, counter: int, note: str) -> PlanTemplate:
    """Fix the draft: plans that begin from now on begin with it. ``note`` says what is new in it."""
    template = editable(pk, by)
    require_fresh(template, counter, None)
    problem = next(iter(template_problems(facts_of(template))), None)
    if problem:
        raise Refused(problem.message)
    template.note, template.state, template.published_at = note, TemplateState.PUBLISHED, now()
    template.save()
    take_default(template)
    write_template_ledger("template.publish", template, by, None, {"note": note, "template": facts_of(template)})
    return template


@transaction.atomic
def discard_draft(pk: int, *, by: User) -> None:
    """Throw a draft away; the ledger keeps what it said."""
    template = editable(pk, by)
    said = facts_of(template)
    write_template_ledger("template.discard", template, by, {"template": said}, None)
    template.delete()


@transaction.atomic
def use_for_new_plans(key: str, *, by: User | None) -> PlanTemplate:
    """Services that have no plan yet begin with this template from now on. ``by`` None is the command line."""
    if by is not None:
        may_manage_templates(by).require()
    before = PlanTemplate.objects.select_for_update().filter(is_default=True).first()
    chosen = PlanTemplate.objects.current().filter(key=key).first()
    if chosen is None:
        raise Conflict("No version of this template is published yet.")
    if before != chosen:
        PlanTemplate.objects.filter(is_default=True).update(is_default=False)
        chosen.is_default = True
        chosen.save(update_fields=["is_default"])
        write_template_ledger("template.default", chosen, by, before and {"template": before.key}, {"template": key})
    return chosen


def retired_parts(template: PlanTemplate) -> Any:
    """Parts that earlier versions had and this one has not, each as the latest of them had it; newest first."""
    earlier = TemplatePart.objects.filter(template__key=template.key, template__number__lt=template.number)
    last = earlier.filter(key__in=_retired_keys(template, earlier)).values("key").annotate(n=Max("template__number"))
    pairs = {(row["key"], row["n"]) for row in last}
    rows = earlier.select_related("section", "template")
    ids = [row.pk for row in rows if (row.key, row.template.number) in pairs]
    return rows.filter(pk__in=ids).order_by("-template__number", "section__position", "position")


def _retired_keys(template: PlanTemplate, earlier: Any) -> set[str]:
    return set(earlier.values_list("key", flat=True)) - set(template.parts.values_list("key", flat=True))


def editable(pk: int, by: User) -> PlanTemplate:
    """The template, locked, if this person may change it."""
    template = PlanTemplate.objects.select_for_update().filter(pk=pk).first()
    if template is None:
        raise Conflict("This draft is no longer there: somebody has discarded it.")
    may_edit_template(by, template).require()
    return template


def done(verb: str, template: PlanTemplate, by: User, before: Any, after: Any) -> None:
    """The end of every edit: the template's counter, and the ledger last."""
    template.counter += 1
    template.save()
    write_template_ledger(verb, template, by, before, after)


def renumber(template: PlanTemplate) -> None:
    """Number sections and parts again where the template does so by itself."""
    sections = list(template.sections.prefetch_related("parts"))
    found = numbers(template.numbering, [len(section.parts.all()) for section in sections])
    for section, (number, inner) in zip(sections, found or [], strict=False):
        TemplateSection.objects.filter(pk=section.pk).exclude(number=number).update(number=number)
        for part, said in zip(section.parts.all(), inner, strict=True):
            TemplatePart.objects.filter(pk=part.pk).exclude(number=said).update(number=said)


def free_key(words: str, taken: Iterable[str], otherwise: str) -> str:
    """A key made of words, which nothing has yet."""
    stem = slugify(words)[: LONGEST_KEY - 4].strip("-_") or otherwise
    known, key, number = set(taken), stem, 2
    while key in known:
        key, number = f"{stem}-{number}", number + 1
    return key


def _found(rows: Any, key: str) -> Any:
    row = rows.filter(key=key).first()
    if row is None:
        raise Conflict(GONE)
    return row


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _swapped(rows: list[Any], row: Any, up: bool) -> bool:
    """Change places with the neighbour; False at the edge."""
    ids = [one.pk for one in rows]
    place = ids.index(row.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return False
    ids[place], ids[other] = ids[other], ids[place]
    for position, pk in enumerate(ids, 1):
        type(row).objects.filter(pk=pk).update(position=position)
    return True


def _over_the_edge(template: PlanTemplate, part: TemplatePart, up: bool) -> bool:
    """Into the end of the section before, or the beginning of the one after; False where there is none."""
    sections = list(template.sections.all())
    place = [section.pk for section in sections].index(part.section_id) + (-1 if up else 1)
    if not 0 <= place < len(sections):
        return False
    beside = sections[place]
    if not up:
        beside.parts.update(position=F("position") + 1)
    position = _next(beside.parts) if up else 1
    TemplatePart.objects.filter(pk=part.pk).update(section=beside, position=position)
    return True
