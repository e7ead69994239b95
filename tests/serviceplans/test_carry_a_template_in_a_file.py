"""A template goes out as one file and comes in again: the same, changed, new, or refused with everything that is wrong."""

import json

import pytest

from common.models import LedgerEntry
from serviceplans.loading import load_template
from serviceplans.models import PlanTemplate
from serviceplans.rules.route import stored
from serviceplans.template_files import shipped
from tests.serviceplans.any_template import KEYS
from tests.serviceplans.factories import THREE_REVIEWS

YORK = "york-2019"
SMALL = {
    "key": "small",
    "name": "A small plan",
    "checks": {"part-missing": "blocking"},
    "sections": [
        {
            "key": "one",
            "heading": "One section",
            "parts": [
                {"key": "a", "kind": "narrative", "heading": "Words", "fields": [{"key": "w", "label": "W", "type": "text"}]}
            ],
        }
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    """``file(facts)`` is the path of a file that says this: a dictionary (JSON is YAML), text or bytes as they are."""

    def write(facts):
        path = tmp_path / "template.yaml"
        text = facts if isinstance(facts, str | bytes) else json.dumps(facts)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def answer(run, *arguments):
    code, said, _ = run(*arguments, "--format", "json")
    return code, json.loads(said)


def small(**part):
    """The small template with another setting of its part."""
    facts = json.loads(json.dumps(SMALL))
    facts["sections"][0]["parts"][0] |= part
    return facts


@pytest.mark.parametrize("key", KEYS)
def test_what_is_exported_comes_in_unchanged(db, run, tmp_path, key):
    load_template(shipped()[key])
    out = tmp_path / "out.yaml"
    assert run("export_template", key, "--output", str(out))[0] == 0
    code, said = answer(run, "import_template", str(out))
    assert (code, said["outcome"], said["template"]) == (0, "imported", f"{key} 1")
    assert said["rows"]["unchanged"] == said["rows"]["read"] > 0
    assert PlanTemplate.objects.count() == 1


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_template_can_be_exported_before_it_is_loaded(db, run, tmp_path, key):
    out = tmp_path / "out.yaml"
    assert run("export_template", key, "--output", str(out))[0] == 0
    code, said = answer(run, "import_template", str(out))
    assert (code, said["rows"]["new"]) == (0, said["rows"]["read"])
    assert PlanTemplate.objects.get().key == key


def test_the_list_says_which_there_are_and_how_many_plans_each_has(version, run):
    code, said = answer(run, "list_templates")
    found = {row["key"]: row for row in said["templates"]}
    assert code == 0
    assert set(found) == set(KEYS)
    york = found[YORK]
    assert (york["version"], york["state"], york["default"], york["plans"]) == (1, "published", True, 1)
    assert (york["sections"], york["parts"]) == (6, 14)
    assert found["salford-2002"]["state"] == "not loaded"
    assert "york-2019" in run("list_templates")[1]


def test_a_changed_file_is_the_next_version_and_plans_keep_theirs(version, run, tmp_path):
    out = tmp_path / "out.yaml"
    run("export_template", YORK, "--output", str(out))
    out.write_text(out.read_text("utf-8").replace("heading: Headline overview", "heading: In short"), "utf-8")
    code, said = answer(run, "import_template", str(out), "--dry-run")
    assert (code, said["outcome"], PlanTemplate.objects.count()) == (0, "would_import", 1)
    code, said = answer(run, "import_template", str(out))
    assert (code, said["outcome"], said["template"], said["rows"]["changed"]) == (0, "imported", "york-2019 2", 14)
    version.plan.refresh_from_db()
    assert version.plan.template.number == 1
    assert PlanTemplate.objects.current().get(key=YORK).number == 2
    assert answer(run, "import_template", str(out))[1]["rows"]["unchanged"] == 14
    entry = LedgerEntry.objects.filter(verb="template.import").latest("id")
    assert (entry.subject, entry.post) == ("template york-2019 v2", "Command line")
    assert "In short" in entry.after


def test_a_file_waits_while_the_template_is_being_written(db, run, file):
    assert answer(run, "import_template", file(SMALL), "--draft")[1]["outcome"] == "imported"
    assert PlanTemplate.objects.get().is_draft
    code, said = answer(run, "import_template", file(SMALL | {"name": "Another"}))
    assert (code, said["outcome"]) == (1, "refused")
    assert said["reason"] == "Version 1 of “A small plan” is being written. Publish or discard it first."


FIELD = {"key": "w", "label": "W", "type": "text"}


def test_a_route_stays_with_its_template_and_goes_along_in_its_file(version, run, tmp_path):
    route = stored(THREE_REVIEWS)
    PlanTemplate.objects.update(route=route)
    out = tmp_path / "out.yaml"
    run("export_template", YORK, "--output", str(out))
    assert answer(run, "import_template", str(out))[1]["rows"]["unchanged"] == 14
    assert answer(run, "import_template", str(shipped()[YORK]))[1]["rows"]["unchanged"] == 14
    out.write_text(out.read_text("utf-8").replace("Headline overview", "In short"), "utf-8")
    assert answer(run, "import_template", str(out))[1]["template"] == "york-2019 2"
    assert PlanTemplate.objects.get(number=2).route == route


BAD = [
    (SMALL | {"key": "A B"}, "key", "bad-key"),
    (SMALL | {"name": ""}, "name", "missing"),
    (SMALL | {"name": "x" * 201}, "name", "too-long"),
    (SMALL | {"chekcs": {}}, "chekcs", "unknown-setting"),
    (SMALL | {"checks": {"part-mising": "blocking"}}, "checks.part-mising", "unknown-check"),
    (SMALL | {"checks": {"part-missing": "maybe"}}, "checks.part-missing", "unknown-choice"),
    (SMALL | {"checks": ["part-missing"]}, "checks", "not-a-list"),
    (SMALL | {"route": ["dmt"]}, "route", "bad-route"),
    (SMALL | {"route": [{"key": "x", "reviewer": "nobody", "name": "X"}]}, "route", "bad-route"),
    (SMALL | {"numbering": "hebrew"}, "numbering", "unknown-choice"),
    (SMALL | {"sections": []}, "sections", "missing"),
    (SMALL | {"sections": "none"}, "sections", "missing"),
    (SMALL | {"sections": ["one"]}, "sections.1", "not-a-section"),
    (SMALL | {"sections": [{"key": "one", "heading": "One", "parts": 3}]}, "sections.1.parts", "not-a-list"),
    (SMALL | {"sections": [{"key": "one", "heading": "One", "parts": []}]}, "sections", "missing"),
    (SMALL | {"sections": SMALL["sections"] * 2}, "sections.2.key", "duplicate-key"),
    (small(kind="narratve"), "sections.1.parts.1.kind", "unknown-kind"),
    (small(kind=["narrative"]), "sections.1.parts.1.kind", "unknown-kind"),
    (small(heading=3), "sections.1.parts.1.heading", "not-words"),
    (small(required="yes"), "sections.1.parts.1.required", "not-yes-or-no"),
    (small(number="1" * 21), "sections.1.parts.1.number", "too-long"),
    (small(guidence="x"), "sections.1.parts.1.guidence", "unknown-setting"),
    (small(fields=[]), "sections.1.parts.1.fields", "missing"),
    (small(fields=3), "sections.1.parts.1.fields", "not-a-list"),
    (small(fields=[FIELD, FIELD]), "sections.1.parts.1.fields.2", "duplicate-key"),
    (small(fields=[FIELD | {"type": "number"}]), "sections.1.parts.1.fields.1", "unknown-type"),
    (small(fields=[FIELD | {"words": "many"}]), "sections.1.parts.1.fields.1.words", "not-a-number"),
    (small(fields=[FIELD | {"words": 0}]), "sections.1.parts.1.fields.1.words", "not-a-number"),
    (small(fields=[FIELD | {"required": 1}]), "sections.1.parts.1.fields.1.required", "not-yes-or-no"),
    (small(fields=[{"key": "W w", "label": "W", "type": "text"}]), "sections.1.parts.1.fields.1", "bad-key"),
    (small(fields=[{"key": ["w"]}]), "sections.1.parts.1.fields.1", "bad-key"),
    (small(kind="table", fields=[]), "sections.1.parts.1.fields", "unknown-setting"),
    (small(kind="table", columns=[FIELD | {"type": "choice"}]), "sections.1.parts.1.columns.1.options", "missing"),
    (small(kind="table", columns=[FIELD], group=["x"]), "sections.1.parts.1.group", "unknown-column"),
    (small(kind="table", columns=[FIELD], group=["w"]), "sections.1.parts.1.group", "missing"),
    (small(kind="table", columns=[{"key": [1]}], start=3), "sections.1.parts.1.columns.1", "bad-key"),
    (small(kind="paragraphs", numbering={"a": 1}), "sections.1.parts.1.numbering", "unknown-choice"),
    (small(kind="actions", columns=[{"key": "officers"}]), "sections.1.parts.1.columns", "missing"),
    (small(kind="actions", columns=[{"key": "text"}], details=[{"key": "text"}]), "sections.1.parts.1.details", "duplicate-key"),
    (small(kind="risks", columns=[{"key": "colour"}]), "sections.1.parts.1.columns", "unknown-column"),
    (small(kind="indicators", groups="Finance"), "sections.1.parts.1.groups", "not-a-list"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "where", "code"), BAD, ids=[f"{code}-{n}" for n, (_, _, code) in enumerate(BAD)])
def test_a_template_that_plans_cannot_be_written_in_is_refused_with_the_place_and_the_reason(
    db, run, file, facts, where, code
):
    ended, said = answer(run, "import_template", file(facts))
    assert (ended, said["outcome"]) == (1, "refused")
    assert (where, code) in [(refusal["column"], refusal["code"]) for refusal in said["refusals"]]
    assert said["rows"]["read"] == said["rows"]["refused"] == len(said["refusals"])
    assert all(refusal["message"].endswith((".", "?")) or refusal["message"] for refusal in said["refusals"])
    assert not PlanTemplate.objects.exists()


UNUSABLE = [
    ("", "needs a key, a name and sections"),
    ("just words", "needs a key, a name and sections"),
    ("a: [1, 2", "at line 1"),
    ("a: 1\nb: {c: 2\n", "at line"),
    (b"\xff\xfe\x00n\x00a", "UTF-8"),
    ("a: &x [1]\nb: *x\n", "by reference"),
    ("a: !!python/object/apply:os.system [ls]\n", "at line 1"),
    ("[" * 5000, "nested too deeply"),
    ("a: 2019-02-30\n", "impossible value"),
    ("# " + "x" * (1024 * 1024), "1 MB"),
]


@pytest.mark.parametrize(("text", "said"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_a_file_that_is_no_template_is_sent_back_in_one_line(db, run, file, text, said):
    code, out, complaint = run("import_template", file(text))
    assert code in (1, 2)
    assert said in (complaint or out)
    assert "Traceback" not in complaint
    assert not PlanTemplate.objects.exists()


def test_what_is_not_there_is_said_in_one_line(db, run, tmp_path):
    code, _, complaint = run("import_template", str(tmp_path / "none.yaml"))
    assert (code, complaint.count("\n")) == (2, 1)
    out = tmp_path / "out.yaml"
    code, _, complaint = run("export_template", "nobodys", "--output", str(out))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "There is: salford-2002" in complaint
    code, _, complaint = run("export_template", YORK, "--version", "7", "--output", str(out))
    assert code == 2
    assert not out.exists()
