"""A plan in any template, written through its pages: something of its own in every field, column and row."""

from serviceplans.loading import load_template
from serviceplans.models import TemplatePart
from serviceplans.parts import kind_of
from serviceplans.parts.tables import TablePart
from serviceplans.template_files import shipped
from tests.equalities.factories import EqualityObjectiveFactory
from tests.risks.factories import RiskFactory
from tests.serviceplans.factories import a_new_plan

PLAN = "/plans/css/2019-20/"
KEYS = sorted(shipped())


def begun_in(people, key):
    """An empty plan in one of the shipped templates."""
    return a_new_plan(people, load_template(shipped()[key]))


def parts_of(version):
    return list(TemplatePart.objects.filter(template=version.plan.template_id))


def words_for(spec, part, text="said"):
    """What is typed into a field or column: a sentence that stands nowhere else."""
    if spec["type"] == "choice":
        return spec["options"][0]
    return f"{part.key} {spec['key']} {text}"


def write_all(client, people, version):
    """Write every part through its page; returns the words that a reader must find."""
    said = []
    for part in parts_of(version):
        said += write_part(client, people, version, part)
    return said


def write_part(client, people, version, part, text="said"):
    kind, page = kind_of(part, version.plan.cycle.name), f"{PLAN}edit/{part.key}/"
    if isinstance(kind, TablePart):
        row = {column["key"]: words_for(column, part, text) for column in kind.columns}
        post(
            client, page, {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, **{f"rows-0-{k}": v for k, v in row.items()}}
        )
        return list(row.values())
    if part.kind == "actions":
        return write_actions(client, kind, page, part, text)
    if part.kind == "risks":
        risk = RiskFactory(service=people.service, event="The roof falls in", rating="green", mitigation="Props")
        post(client, f"{page}link/", {"row": risk.pk})
        return [risk.event]
    if part.kind == "equalities":
        objective = EqualityObjectiveFactory(service=people.service, text="Reach everybody")
        post(client, f"{page}link/", {"row": objective.pk})
        return [objective.text]
    if kind.one_form:
        fields = [field for field in kind.fields if field["type"] not in ("computed", "strategies")]
        typed = {field["key"]: words_for(field, part, text) for field in fields}
        post(client, page, typed)
        return list(typed.values())
    return []


def write_actions(client, kind, page, part, text):
    """An objective with one action under it, both with all that the template asks of them."""
    own = {f"extra_{c['key']}": words_for(c, part, text) for c in kind.objective_columns if c["key"] != "themes"}
    objective = f"{part.key} objective {text}"
    answer = post(client, f"{page}objective/new/", {"text": objective, **own})
    pk = answer.url.rpartition("-")[2]
    more = {f"extra_{c['key']}": words_for(c, part, f"action {text}") for c in kind.own_columns}
    named = {"resources": f"{part.key} resources {text}", "outcomes": f"{part.key} outcomes {text}"}
    shown = {key: value for key, value in named.items() if kind.shows(key)}
    action = {
        "text": f"{part.key} action {text}",
        "completed_by": f"{part.key} ongoing",
        "lead": "All heads of service",
    }
    step = {"milestones-0-text": f"{part.key} step {text}", "milestones-0-due_words": "April"}
    steps = {"milestones-TOTAL_FORMS": 1, "milestones-INITIAL_FORMS": 0, **step} if kind.shows("milestones") else {}
    post(client, f"{page}action/new/", {"objective": pk, **action, **shown, **more, **steps})
    found = [objective, action["text"], action["completed_by"], *own.values(), *shown.values(), *more.values()]
    return [*found, *([step["milestones-0-text"]] if steps else [])]


def post(client, url, data):
    answer = client.post(url, {"counter": "0", **data})
    assert answer.status_code == 302, (url, answer.status_code, answer.context and answer.context.get("form"))
    return answer
