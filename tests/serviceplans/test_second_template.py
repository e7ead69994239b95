"""A council brings a template of its own: other sections, other keys, other columns; everything works without new code."""

import io

import docx
import pytest
import yaml

from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.loading import load_template
from serviceplans.models import PartContent
from tests.council.factories import ServiceAreaFactory
from tests.equalities.factories import EqualityAreaFactory
from tests.serviceplans.factories import PlanFactory, a_new_plan, add_action, bring, reload

PLAN = "/plans/css/2019-20/"
TEMPLATE = {
    "key": "two-sections",
    "name": "A plan in two sections",
    "source": "Tests",
    "checks": {"part-missing": "blocking", "action-no-measure": "blocking", "narrative-too-long": "warning"},
    "sections": [
        {
            "key": "work",
            "number": "A",
            "heading": "What we will do",
            "parts": [
                {"key": "pledges", "kind": "actions", "number": "A.1", "heading": "Pledges", "required": True},
                {
                    "key": "drivers", "kind": "table", "heading": "What drives us", "guidance": "PEST.", "required": True,
                    "columns": [
                        {"key": "driver", "label": "Driver", "type": "line", "required": True},
                        {"key": "effect", "label": "Its effect on us", "type": "text"},
                    ],
                },
            ],
        },
        {
            "key": "why",
            "number": "B",
            "heading": "Why we are here",
            "parts": [
                {
                    "key": "purpose", "kind": "narrative", "heading": "Our purpose", "guidance": "Briefly.", "required": True,
                    "fields": [
                        {"key": "mission", "label": "Mission", "type": "text", "words": 3, "required": True},
                        {"key": "values", "label": "Values", "type": "list"},
                        {"key": "staff", "label": "Staff", "type": "quantity"},
                    ],
                },
            ],
        },
    ],
}  # fmt: skip


@pytest.fixture
def draft(people, tmp_path):
    path = tmp_path / "template.yaml"
    path.write_text(yaml.safe_dump(TEMPLATE, sort_keys=False), encoding="utf-8")
    return a_new_plan(people, load_template(path))


def fill(people, draft, client):
    """Write the whole plan through its pages."""
    client.post(f"{PLAN}edit/purpose/", {"counter": "0", "mission": "To serve well", "values": "Fair", "staff": "12"})
    rows = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "counter": 0}
    client.post(f"{PLAN}edit/drivers/", {**rows, "rows-0-driver": "Ageing", "rows-0-effect": "More care"})
    client.post(f"{PLAN}edit/pledges/objective/new/", {"counter": "0", "text": "Serve"})
    add_action(draft, people.holder, draft.objectives.get(), text="Open on Sundays")


def test_the_task_list_is_the_templates(people, draft, as_):
    page = as_(people.holder).get(PLAN)
    sections = page.context["page"].sections
    assert [section["title"] for section in sections] == ["A. What we will do", "B. Why we are here"]
    titles = [task.title for section in sections for task in section["tasks"]]
    assert titles == ["A.1 Pledges", "What drives us", "Our purpose"]
    said = page.content.decode()
    for yorks in ("Risk management", "Equality", "Key achievements", "4.1"):
        assert yorks not in said


def test_its_parts_are_written_on_pages_of_their_own(people, draft, as_):
    client = as_(people.holder)
    page = client.get(f"{PLAN}edit/purpose/").content.decode()
    for words in ["Our purpose", "Section B of 2", "Mission", "Up to 3 words", "Briefly."]:
        assert words in page
    page = client.get(f"{PLAN}edit/drivers/").content.decode()
    assert "Its effect on us" in page
    fill(people, draft, client)
    stored = dict(PartContent.objects.values_list("part__key", "data"))
    assert stored == {
        "purpose": {"mission": "To serve well", "values": ["Fair"], "staff": "12"},
        "drivers": {"rows": [{"driver": "Ageing", "effect": "More care"}]},
    }
    assert "CSS001" in client.get(f"{PLAN}edit/pledges/").content.decode()


def test_its_own_checks_run_and_no_others(people, draft, as_):
    client = as_(people.holder)
    client.post(f"{PLAN}edit/purpose/", {"counter": "0", "mission": "One two three four", "values": "", "staff": ""})
    objective = transitions.save_objective(draft.pk, None, by=people.holder, counter=0, text="Serve", themes=[])
    add_action(draft, people.holder, objective, indicators=[], themes=[], grounds=[], officers=[])
    findings = client.get(PLAN).context["page"].findings
    assert [(line.code, line.blocks, line.url) for line in findings] == [
        ("action-no-measure", True, f"{PLAN}edit/pledges/action/CSS001/#id_indicators"),
        ("part-missing", True, f"{PLAN}edit/drivers/"),
        ("narrative-too-long", False, f"{PLAN}edit/purpose/#id_mission"),
    ]


def test_it_goes_the_whole_way_to_publication(people, draft, as_, client):
    fill(people, draft, as_(people.holder))
    check = as_(people.holder).get(f"{PLAN}check/").content.decode()
    assert "Open on Sundays" in check
    assert as_(people.holder).post(f"{PLAN}submit/").status_code == 302
    review = as_(people.director).get(f"{PLAN}review/").content.decode()
    assert "A.1 Pledges" in review
    assert "Our purpose: Mission" in review
    version = bring(reload(draft), people, Status.PUBLISHED)
    assert version.status == Status.PUBLISHED
    client.logout()
    page = client.get(f"{PLAN}read/").content.decode()
    assert (
        page.index("What we will do")
        < page.index("Open on Sundays")
        < page.index("Ageing")
        < page.index("To serve well")
    )


def test_it_is_exported_in_its_own_order(people, draft, as_):
    client = as_(people.holder)
    fill(people, draft, client)
    word = docx.Document(io.BytesIO(client.get(f"{PLAN}plan.docx").content))
    heads = [p.text for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert heads == ["A. What we will do", "A.1 Pledges", "What drives us", "B. Why we are here", "Our purpose"]
    tables = [[cell.text for cell in table.rows[0].cells] for table in word.tables]
    assert ["Driver", "Its effect on us"] in tables
    assert client.get(f"{PLAN}plan.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("key", ["overview", "risks", "equalities", "header", "actions"])
def test_yorks_parts_are_not_there(people, draft, as_, key):
    assert as_(people.holder).get(f"{PLAN}edit/{key}/").status_code == 404


def test_comments_stand_at_its_own_fields(people, draft, as_):
    fill(people, draft, as_(people.holder))
    transitions.submit(draft.pk, by=people.holder)
    client = as_(people.director)
    assert client.post(f"{PLAN}review/comment/", {"place": "purpose:mission", "text": "Whom?"}).status_code == 302
    assert client.post(f"{PLAN}review/comment/", {"place": "overview:overview", "text": "x"}).status_code == 422


def test_both_templates_live_side_by_side(people, draft, as_):
    EqualityAreaFactory(number=1)
    service = ServiceAreaFactory(
        prefix="HWY", directorate=people.elsewhere, holder_post=people.post("other_holder"),
        director_post=people.post("other_director"),
    )  # fmt: skip
    transitions.begin_plan(PlanFactory(service=service), by=people.other_holder)
    yorks = as_(people.other_holder).get("/plans/hwy/2019-20/").context["page"].sections
    assert len(yorks) == 6
    assert len(as_(people.holder).get(PLAN).context["page"].sections) == 2


def test_loading_the_template_twice_changes_nothing(people, draft, tmp_path):
    path = tmp_path / "template.yaml"
    before = list(draft.plan.template.parts.values())
    assert list(load_template(path).parts.values()) == before
