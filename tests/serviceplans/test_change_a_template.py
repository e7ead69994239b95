"""A performance officer writes the next version of a template in the browser: sections, parts, columns, checks."""

import pytest

from common.models import LedgerEntry
from serviceplans.loading import load_template
from serviceplans.models import PlanTemplate, TemplatePart
from serviceplans.template_files import facts_of, shipped
from serviceplans.transitions import templating
from tests.query_counts import assert_query_count
from tests.serviceplans.any_template import KEYS
from tests.serviceplans.factories import york
from tests.serviceplans.templates import HOME, V1, V2, a_draft, order, typed


@pytest.fixture
def draft(people):
    return a_draft(people)


@pytest.fixture
def officer(people, draft, as_):
    return as_(people.officer)


def part(draft, key):
    return TemplatePart.objects.get(template=draft, key=key)


def save(officer, key, **changes):
    """Open a part's page, change some fields, save."""
    page = officer.get(f"{V2}part/{key}/")
    assert page.status_code == 200
    return officer.post(f"{V2}part/{key}/", typed(page) | changes)


def last_entry():
    return LedgerEntry.objects.latest("id")


def test_the_next_version_begins_as_the_last_one_is(people, as_):
    york()
    client = as_(people.officer)
    answer = client.post(f"{HOME}york-2019/next/")
    assert answer.url == V2
    one, two = PlanTemplate.objects.filter(key="york-2019").order_by("number")
    assert facts_of(one) == facts_of(two)
    assert (two.state, two.is_default) == ("draft", False)
    assert last_entry().verb == "template.begin"
    again = client.post(f"{HOME}york-2019/next/", follow=True)
    assert "Version 2 is being written already." in again.content.decode()
    assert PlanTemplate.objects.count() == 2


def test_the_list_and_a_version_are_read_by_everyone_signed_in(people, draft, as_):
    client = as_(people.staff)
    page = client.get(HOME).content.decode()
    assert "Four-section service plan (York 2019)" in page
    assert "Use for new plans" not in page
    page = client.get(V2).content.decode()
    assert "Headline overview" in page
    for offered in ("Publish version 2", "Retire", "Add a part"):
        assert offered not in page


def test_only_performance_officers_change_one(people, draft, as_):
    client = as_(people.holder)
    for address in ("settings/", "section/new/", "part/overview/", "publish/", "discard/", "part/overview/retire/"):
        assert client.get(f"{V2}{address}").status_code == 403, address
    assert client.post(f"{HOME}york-2019/next/").status_code == 403
    with pytest.raises(templating.Refused, match="Only a performance officer can change plan templates"):
        templating.retire_part(draft.pk, "overview", by=people.holder)


def test_a_published_version_is_fixed(people, officer):
    for address in ("settings/", "section/new/", "part/overview/", "publish/", "discard/"):
        answer = officer.get(f"{V1}{address}")
        assert answer.status_code == 409, address
        assert "is published, so it is fixed" in answer.content.decode()
    before = facts_of(PlanTemplate.objects.get(number=1))
    assert officer.post(f"{V1}part/overview/retire/").status_code == 409
    assert facts_of(PlanTemplate.objects.get(number=1)) == before


def test_a_section_is_added_renamed_moved_and_retired(draft, officer):
    answer = officer.post(f"{V2}section/new/", {"counter": 0, "number": "5", "heading": "Money matters"})
    assert answer.url == f"{V2}#section-money-matters"
    officer.post(f"{V2}section/money-matters/", {"counter": 1, "number": "", "heading": "Money"})
    section = draft.sections.get(key="money-matters")
    assert (section.heading, section.number) == ("Money", "")
    draft.refresh_from_db()
    officer.post(f"{V2}section/money-matters/move/", {"counter": draft.counter, "to": "up"})
    assert [key for key, _ in order(draft)][-2:] == ["money-matters", "equalities"]
    assert "Retire Money?" in officer.get(f"{V2}section/money-matters/retire/").content.decode()
    officer.post(f"{V2}section/money-matters/retire/")
    assert not draft.sections.filter(key="money-matters").exists()
    assert last_entry().verb == "template.section.retire"


def test_a_part_is_renamed_with_its_guidance_and_whether_it_is_needed(draft, officer):
    answer = save(officer, "savings", heading="Savings and efficiencies", guidance="Be plain.", required="on")
    assert answer.url == f"{V2}#part-savings"
    row = part(draft, "savings")
    assert (row.heading, row.guidance, row.required) == ("Savings and efficiencies", "Be plain.", True)
    assert row.config == part(york_one(), "savings").config
    entry = last_entry()
    assert (entry.verb, entry.subject) == ("template.part", "template york-2019 v2")
    assert "Savings required" in entry.before
    assert "Savings and efficiencies" in entry.after


def york_one():
    return PlanTemplate.objects.get(key="york-2019", number=1)


@pytest.mark.parametrize("key", KEYS)
def test_saving_a_part_as_it_is_keeps_what_it_shows(people, as_, key):
    load_template(shipped()[key])
    draft = templating.begin_next(key, by=people.officer)
    client = as_(people.officer)
    for row in draft.parts.all():
        page = client.get(draft.address("template_part", row.key))
        answer = client.post(draft.address("template_part", row.key), typed(page))
        assert answer.status_code == 302, (row.key, wrong(answer))
    after = facts_of(PlanTemplate.objects.get(pk=draft.pk))
    for before, now in zip(parts(facts_of(PlanTemplate.objects.get(key=key, number=1))), parts(after), strict=True):
        assert {name: now.get(name) for name in before} == before, before["key"]


def wrong(answer):
    """What a page says is wrong, for a test that did not expect it."""
    forms = [answer.context["form"], *answer.context["settings"].forms] if answer.context else []
    return [form.errors for form in forms if any(form.errors)]


def parts(facts):
    return [part for section in facts["sections"] for part in section["parts"]]


def test_fields_are_limited_added_put_in_order_and_taken_out(draft, officer):
    answer = save(
        officer, "description",
        **{
            "fields-0-words": "300", "fields-0-order": "9", "fields-1-DELETE": "on", "fields-2-order": "1",
            "fields-3-label": "What we stopped", "fields-3-type": "list", "fields-3-order": "2",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    fields = part(draft, "description").config["fields"]
    assert [field["key"] for field in fields] == ["objectives", "what_we_stopped", "description"]
    assert fields[1] == {"key": "what_we_stopped", "label": "What we stopped", "type": "list"}
    assert (fields[2]["words"], fields[2]["required"]) == (300, True)


def test_a_table_has_columns_of_its_own_and_headings_above_its_rows(draft, officer):
    save(
        officer, "savings",
        **{
            "columns-0-heading": "on", "columns-0-type": "choice", "columns-0-options": "Care\nSchools",
            "columns-3-label": "Amount (£000)",
        },
    )  # fmt: skip
    config = part(draft, "savings").config
    assert config["group"] == ["area"]
    assert config["columns"][0]["options"] == ["Care", "Schools"]
    assert [column["label"] for column in config["columns"]][-1] == "Amount (£000)"
    assert [column["key"] for column in config["columns"]] == ["area", "saving", "year", "amount"]


def test_a_table_of_actions_shows_the_columns_that_are_chosen_under_their_names(draft, officer):
    page = officer.get(f"{V2}part/actions/")
    rows = {row["key"]: place for place, row in enumerate(page.context["settings"].lists[0].rows)}
    officer.post(
        f"{V2}part/actions/",
        typed(page)
        | {
            "set-objective": "Priority", "set-action": "Key action", "set-numbered_steps": "on",
            f"actions-{rows['completed_by']}-label": "By when", f"actions-{rows['project_types']}-place": "",
            f"actions-{rows['milestones']}-place": "columns",
            "own-0-label": "Scheme tags", "own-0-place": "columns", "own-0-type": "line", "own-0-order": "2",
            "objective_columns-0-label": "Success criteria", "objective_columns-0-type": "list",
        },
    )  # fmt: skip
    config = part(draft, "actions").config
    assert (config["objective"], config["action"], config["numbered_steps"]) == ("Priority", "Key action", True)
    shown = {column["key"]: column["label"] for column in config["columns"]}
    assert shown["completed_by"] == "By when"
    assert "project_types" not in shown
    assert "milestones" in shown
    assert list(shown).index("scheme_tags") in (1, 2)
    assert config["objective_columns"] == [{"key": "success_criteria", "label": "Success criteria", "type": "list"}]


def test_a_register_shows_the_columns_that_are_ticked(draft, officer):
    page = officer.get(f"{V2}part/risks/")
    posted = {k: v for k, v in typed(page).items() if k not in ("columns-3-shown", "columns-5-shown")}
    officer.post(f"{V2}part/risks/", posted | {"columns-1-label": "What could happen"})
    columns = part(draft, "risks").config["columns"]
    assert [column["key"] for column in columns] == [
        "reference", "sentence", "rating_words", "mitigation", "target_words", "owner",
    ]  # fmt: skip
    assert columns[1]["label"] == "What could happen"
    officer.post(f"{V2}part/indicators/", typed(officer.get(f"{V2}part/indicators/")) | {"set-groups": "One\n\nTwo"})
    assert part(draft, "indicators").config["groups"] == ["One", "Two"]


BAD = [
    ("savings", {"columns-0-label": ""}, "Enter what it is called, or take the row out"),
    ("savings", {"columns-0-type": "choice"}, "Enter the options to choose from, one on each line"),
    ("savings", {"heading": ""}, "Enter the heading"),
    ("savings", {"section": "nowhere"}, "Choose one of the options for “Section”"),
    ("description", {"fields-0-words": "many"}, "Enter a whole number."),
    (
        "description",
        {"fields-0-DELETE": "on", "fields-1-DELETE": "on", "fields-2-DELETE": "on"},
        "no fields to write in",
    ),
    ("savings", {f"columns-{n}-heading": "on" for n in range(4)}, "every column is a heading"),
]


@pytest.mark.parametrize(("key", "changes", "sentence"), BAD)
def test_what_plans_could_not_be_written_in_is_sent_back_with_what_was_typed(draft, officer, key, changes, sentence):
    before = facts_of(draft)
    answer = save(officer, key, **{"guidance": "What I typed", **changes})
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert "What I typed" in answer.content.decode()
    assert facts_of(PlanTemplate.objects.get(pk=draft.pk)) == before


def test_a_part_is_added_of_a_kind_or_as_another_template_has_it(people, draft, officer):
    load_template(shipped()["south-cambs-2009"])
    answer = officer.post(f"{V2}section/about/part/new/", {"heading": "Pressures", "kind": "table"})
    assert answer.url == f"{V2}part/pressures/"
    assert part(draft, "pressures").kind == "table"
    swot = TemplatePart.objects.get(template__key="south-cambs-2009", key="swot")
    officer.post(f"{V2}section/about/part/new/", {"heading": "Our SWOT", "copy": swot.pk})
    assert part(draft, "our-swot").config == swot.config
    answer = officer.post(f"{V2}section/about/part/new/", {"heading": ""})
    assert answer.status_code == 422
    assert "Choose what is written in the part, or a part to begin with" in answer.content.decode()


def test_a_part_moves_up_and_down_over_the_edge_and_into_another_section(draft, officer):
    def move(key, to):
        draft.refresh_from_db()
        return officer.post(f"{V2}part/{key}/move/", {"counter": draft.counter, "to": to})

    assert move("savings", "up").url == f"{V2}#part-savings"
    assert dict(order(draft))["priorities"] == ["savings", "overview", "activity"]
    move("savings", "up")
    assert dict(order(draft))["achievements"] == ["key-achievements", "savings"]
    move("savings", "down")
    assert dict(order(draft))["priorities"] == ["savings", "overview", "activity"]
    move("header", "up")
    assert order(draft)[0] == ("details", ["header"])
    save(officer, "savings", section="delivery")
    assert dict(order(draft))["delivery"] == ["actions", "risks", "indicators", "savings"]


def test_an_order_that_has_changed_since_is_not_changed_again(draft, officer):
    draft.refresh_from_db()
    seen = draft.counter
    officer.post(f"{V2}part/savings/move/", {"counter": seen, "to": "up"})
    before = order(draft)
    answer = officer.post(f"{V2}part/savings/move/", {"counter": seen, "to": "up"}, follow=True)
    assert "The order had changed since you read it" in answer.content.decode()
    assert order(draft) == before


def test_a_retired_part_can_be_brought_back(draft, officer):
    assert "Plans keep what they say there" in officer.get(f"{V2}part/savings/retire/").content.decode()
    officer.post(f"{V2}part/savings/retire/")
    assert not draft.parts.filter(key="savings").exists()
    page = officer.get(V2).content.decode()
    assert "Bring back" in page
    officer.post(f"{V2}section/achievements/retire/")
    officer.post(f"{V2}part/key-achievements/restore/")
    officer.post(f"{V2}part/savings/restore/")
    assert part(draft, "key-achievements").section.heading == "Key achievements"
    assert part(draft, "savings").config == part(york_one(), "savings").config
    assert officer.post(f"{V2}part/savings/restore/").status_code == 409
    assert "Bring back" not in officer.get(V2).content.decode()


def test_numbers_follow_the_order_where_the_template_numbers_by_itself(draft, officer):
    save_settings(officer, numbering="all")
    said = [(s.number, [p.number for p in s.parts.all()]) for s in draft.sections.all()]
    assert said[0] == ("1", ["1.1"])
    assert said[1] == ("2", ["2.1", "2.2", "2.3", "2.4", "2.5"])
    draft.refresh_from_db()
    officer.post(f"{V2}section/about/move/", {"counter": draft.counter, "to": "up"})
    assert [section.number for section in draft.sections.all()] == ["1", "2", "3", "4", "5", "6"]
    assert draft.sections.first().key == "about"
    assert "number" not in officer.get(f"{V2}section/about/").context["form"].fields
    save_settings(officer, numbering="roman")
    assert [section.number for section in draft.sections.all()] == ["I", "II", "III", "IV", "V", "VI"]


def save_settings(officer, **changes):
    form = officer.get(f"{V2}settings/").context["form"]
    posted = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    return officer.post(f"{V2}settings/", posted | changes)


def test_checks_are_chosen_one_by_one(draft, officer):
    save_settings(officer, **{"check_action-no-measure": "blocking", "check_risk-no-target": "", "name": "Our plan"})
    draft.refresh_from_db()
    assert draft.checks["action-no-measure"] == "blocking"
    assert "risk-no-target" not in draft.checks
    assert draft.name == "Our plan"


def test_two_officers_at_one_part_lose_nothing(draft, officer):
    page = officer.get(f"{V2}part/savings/")
    mine, theirs = typed(page), typed(page)
    assert officer.post(f"{V2}part/savings/", theirs | {"heading": "Theirs"}).status_code == 302
    answer = officer.post(f"{V2}part/savings/", mine | {"heading": "Mine"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in said
    assert "Mine" in said
    assert part(draft, "savings").heading == "Theirs"
    assert officer.post(f"{V2}part/savings/", typed(answer)).status_code == 302
    assert part(draft, "savings").heading == "Mine"


@pytest.mark.parametrize("key", KEYS)
def test_the_preview_shows_every_part(people, as_, key):
    template = load_template(shipped()[key])
    page = as_(people.staff).get(template.address("template_preview")).content.decode()
    for row in template.parts.all():
        assert f'id="preview-{row.key}"' in page
        assert row.heading.replace("'", "&#x27;").replace('"', "&quot;") in page


def test_pages_about_templates_cost_the_same(people, draft, officer):
    assert_query_count(officer, HOME, "serviceplans: templates")
    assert_query_count(officer, V2, "serviceplans: template")
    assert_query_count(officer, f"{V2}part/actions/", "serviceplans: template part")
