"""An auditor checks that what was signed is what is kept; what somebody altered behind the product's back is named."""

import json

import pytest
from django.db import connection

from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import Decision, FrozenContent, PlanVersion
from tests.serviceplans.factories import a_complete_plan, bring, reload
from tests.serviceplans.test_change_a_plan_in_force import change

PLAN = ("CSS", "2019/20")


@pytest.fixture
def version(people):
    """Published, revised, and the revision approved."""
    version = a_complete_plan(people, Status.PUBLISHED)
    draft = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="The grant was cut.")
    bring(reload(draft), people, Status.APPROVED)
    return reload(version)


def verify(run, *more):
    return run("verify_signoff", *PLAN, *more)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_all_hold(version, run):
    code, said, _ = verify(run)
    assert code == 0
    assert said.count("holds") == 7
    assert "Approved: Executive Member for Children (Member), 20 August 2019" in said
    assert "at Children DMT, 12 August 2019" in said
    assert version.frozen.digest in said
    assert said.strip().endswith("7 signed steps, and all of them hold.")


def test_they_are_given_to_programs_as_one_object(version, run):
    code, said, _ = verify(run, "--format", "json")
    answer = json.loads(said)
    assert (code, answer["plan"], answer["holds"], answer["problems"]) == (0, "CSS 2019/20", True, [])
    steps = [(s["version"], s["step"], s["post"], s["holds"]) for s in answer["signatures"]]
    assert (1, "approve", "Executive Member for Children", True) in steps
    assert {len(s["digest"]) for s in answer["signatures"]} == {64}


def test_a_change_since_approval_is_no_break(people, version, run):
    second = PlanVersion.objects.get(number=2)
    change(second, people.director, completed_by="31 January 2020", reason="The panel.")
    assert verify(run)[0] == 0


def broken(run, *words):
    code, said, _ = verify(run)
    assert code == 1
    for word in words:
        assert word in said
    return said


def test_a_frozen_text_altered_by_sql_is_named(version, run):
    text = version.frozen.content.replace("twelve more foster families", "two more foster families")
    sql("UPDATE serviceplans_frozencontent SET content = %s WHERE id = %s", text, version.frozen_id)
    said = broken(run, "BROKEN: the kept text has been altered", "4 of 7 do not hold.")
    assert said.count("holds") == 3


def test_a_frozen_text_and_its_digest_altered_together_are_named(version, run):
    sql("UPDATE serviceplans_frozencontent SET digest = %s WHERE id = %s", "a" * 64, version.frozen_id)
    broken(run, "not kept under this digest", "Version 1 shows another text than the one approved.")


def test_a_frozen_text_deleted_is_named(version, run):
    sql("UPDATE serviceplans_planversion SET frozen_id = NULL WHERE id = %s", version.pk)
    sql("DELETE FROM serviceplans_frozencontent WHERE id = %s", version.frozen_id)
    broken(run, "the text that was signed is not kept under this digest")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("digest", "b" * 64, "not kept under this digest"),
        ("post_title", "Director of Finance", "names another post"),
        ("comment", "Not at all", "names another comment"),
        ("to_status", "published", "names another status"),
        ("at", "2019-06-01 10:00:00+00:00", "names another time"),
    ],
)
def test_a_decision_altered_by_sql_is_named(version, run, column, value, said):
    approval = Decision.objects.get(version=version, step="approve")
    sql(f"UPDATE serviceplans_decision SET {column} = %s WHERE id = %s", value, approval.pk)  # noqa: S608
    broken(run, said)


def test_a_decision_under_another_name_is_named(people, version, run):
    approval = Decision.objects.get(version=version, step="approve")
    sql("UPDATE serviceplans_decision SET by_id = %s WHERE id = %s", people.staff.pk, approval.pk)
    broken(run, "names another person")


def test_a_decision_moved_to_another_meeting_is_named(people, version, run):
    agreement = Decision.objects.get(version=version, step="agree")
    sql("UPDATE serviceplans_decision SET meeting_id = NULL WHERE id = %s", agreement.pk)
    broken(run, "names another meeting")


def test_a_decision_deleted_is_missed(version, run):
    approval = Decision.objects.get(version=version, step="approve")
    sql("DELETE FROM serviceplans_signature WHERE decision_id = %s", approval.pk)
    sql("DELETE FROM serviceplans_decision WHERE id = %s", approval.pk)
    broken(run, "(plan.approve) has no step on the plan", "nobody's approval of it is kept")


def test_another_text_put_under_an_approved_version_is_named(version, run):
    other = FrozenContent.objects.create(version=version, digest="c" * 64, content="{}", at=version.begun_at)
    sql("UPDATE serviceplans_planversion SET frozen_id = %s WHERE id = %s", other.pk, version.pk)
    broken(run, "Version 1 shows another text than the one approved.")


def test_a_decision_that_the_ledger_does_not_know_is_named(people, version, run):
    Decision.objects.create(
        version=version, step="agree", to_status="member-review", by=people.director, post_title="Director of Children",
        at=version.begun_at, digest=version.frozen.digest,
    )  # fmt: skip
    broken(run, "the ledger has no entry of it")


def test_nothing_signed_yet_is_no_fault(people, run):
    a_complete_plan(people)
    code, said, _ = verify(run)
    assert (code, said.strip()) == (0, "Nothing has been signed yet.")


@pytest.mark.parametrize("arguments", [("XYZ", "2019/20"), ("CSS",), ("CSS", "2019/20", "--format", "xml")])
def test_what_cannot_be_read_is_one_line_and_2(version, run, arguments):
    code, said, trouble = run("verify_signoff", *arguments)
    assert (code, said) == (2, "")
    assert len(trouble.strip().splitlines()) == 1


def test_the_page_shows_each_signature_and_what_does_not_hold(people, version, as_, django_assert_max_num_queries):
    client = as_(people.auditor)
    page = client.get("/plans/css/2019-20/signatures/").content.decode()
    assert page.count("✓ Holds") == 7 and "All hold" in page
    sql("UPDATE serviceplans_frozencontent SET content = '{}' WHERE id = %s", version.frozen_id)
    page = client.get("/plans/css/2019-20/signatures/").content.decode()
    assert "Not everything holds" in page and page.count("Broken") == 4
    # Nobody sees more of it than of the plan: a visitor signs in, and staff see the versions that were approved.
    assert as_(people.staff).get("/plans/css/2019-20/signatures/").status_code == 200
