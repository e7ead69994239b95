"""From submission on, every way of changing a plan's words is refused with a sentence, and nothing changes."""

import pytest
from django.urls import URLPattern

from serviceplans import transitions
from serviceplans.choices import OPEN, Status
from serviceplans.urls import urlpatterns
from tests.risks.factories import RiskMatrixFactory
from tests.serviceplans.factories import a_complete_plan, bring, footprint, reload
from tests.serviceplans.signing import digest_of

PLAN = "/plans/css/2019-20/"
LOCKED = [status for status in Status if status not in OPEN]
# Addresses that change no words of a plan: reading it, deciding and speaking about it, and updating its actions.
OTHERS = {
    "plans", "plan", "plan_read", "plan_export", "plan_submit", "plan_withdraw", "plan_review", "plan_comment",
    "plan_comment_reply", "plan_comment_resolve", "plan_comment_reopen", "plan_signoff", "plan_complete", "plan_record",
    "plan_record_answer", "plan_record_file", "plan_amend", "plan_amendments", "sign_off_route", "plan_publish",
    "plan_begin", "roll_forward", "plan_calendar", "plan_calendar_csv", "plan_calendar_xlsx",
    "remind_planners", "action", "action_update", "action_services", "action_acknowledge",
    "plan_versions", "plan_version", "plan_version_export", "plan_compare",
    "plan_compare_export", "plan_changes", "plan_revise", "plan_abandon",
    "plan_signatures", "plan_left",
    # Rows of a spreadsheet go into drafts only, and so does what every service is committed to: test_import_rows_of_plans.py,
    # test_commit_every_service.py.
    "plan_rows", "plan_rows_table", "plan_rows_preview", "plan_rows_refused", "plan_rows_confirm", "plan_rows_discard",
    "commitments", "commitment", "commitment_csv", "commitment_xlsx", "commitment_new_action", "commitment_new_indicator",
    "commitment_change", "commitment_withdraw", "commitment_exempt", "commitment_bind", "commitment_service",
    # What stays inside the council is no word of the plan, and may be said after approval.
    "plan_inside", "plan_comment_inside", "action_comment_inside",
    # What may be changed after approval is a table of its own: test_change_a_plan_in_force.py.
    "plan_change", "plan_change_answer", "plan_change_withdraw",
}  # fmt: skip


def addresses(version):
    """Every address that writes, filled in with what this plan holds."""
    objective, equality = version.objectives.get().pk, version.equality_links.get().objective_id
    filled = {
        "plan_check": "check/", "plan_contributors": "contributors/",
        "plan_dismiss": "dismiss/?code=action-no-measure&subject=actions:CSS001:indicators",
        "plan_part": "edit/overview/", "plan_part_reviewed": "edit/overview/reviewed/",
        "plan_part_autosave": "edit/overview/autosave/",
        "plan_objective_new": "edit/actions/objective/new/", "plan_objective": f"edit/actions/objective/{objective}/",
        "plan_objective_remove": f"edit/actions/objective/{objective}/remove/",
        "plan_action_new": "edit/actions/action/new/", "plan_action": "edit/actions/action/CSS001/",
        "plan_action_remove": "edit/actions/action/CSS001/remove/",
        "plan_settle": "settle/CSS001/", "plan_template": "template/", "plan_left_out": "left/1/",
        "plan_word": "word/", "plan_word_read": "word/1/", "plan_word_place": "word/1/place/",
        "plan_word_discard": "word/1/discard/",
        "plan_link": "edit/risks/link/", "plan_unlink": "edit/risks/unlink/",
        "plan_risk_new": "edit/risks/risk/new/", "plan_risk": "edit/risks/risk/kcr-3/",
        "plan_commitment": "edit/indicators/commitment/1/", "plan_indicator_new": "edit/indicators/indicator/new/",
        "plan_equality_new": "edit/equalities/equality/new/", "plan_equality": f"edit/equalities/equality/{equality}/",
    }  # fmt: skip
    return {name: PLAN + ending for name, ending in filled.items()}


@pytest.mark.parametrize("status", LOCKED)
def test_no_address_changes_a_locked_plan(people, as_, status):
    RiskMatrixFactory()
    version = a_complete_plan(people)
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    version = bring(reload(version), people, status)
    found = addresses(version)
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert names == set(found) | OTHERS, "Say of each address whether it changes a plan's words."
    before = footprint(version)
    data = {"counter": "1", "overview": "x", "future": "x", "text": "x", "row": "1", "event": "x", "reason": "x"}
    for user in (people.holder, people.contributor):
        client = as_(user)
        for name, url in found.items():
            if name == "plan_check":
                assert client.get(url).status_code == 409
                continue
            response = client.post(url, data)
            wrong_door = name in ("plan_contributors", "plan_template") and user == people.contributor
            assert response.status_code == (403 if wrong_door else 409), (name, response.status_code)
            if not wrong_door and name not in ("plan_part_autosave", "plan_template"):
                assert "locked" in response.content.decode(), name
            assert footprint(version) == before, name


def test_a_form_left_open_over_the_submission_changes_nothing(people, version, as_):
    client = as_(people.holder)
    form = client.get(f"{PLAN}edit/overview/").context["form"]
    posted = {name: form[name].value() for name in form.fields}
    client.post(f"{PLAN}submit/")
    before = footprint(version)
    response = client.post(f"{PLAN}edit/overview/", {**posted, "overview": "Late words"})
    assert response.status_code == 409
    assert "is with the DMT, so it is locked" in response.content.decode()
    assert footprint(version) == before


def test_once_it_is_returned_it_can_be_written_again(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    transitions.return_plan(version.pk, by=people.director, digest=digest_of(version), comment="Shorter.")
    response = as_(people.holder).post(f"{PLAN}edit/overview/", {"counter": "1", "overview": "Short", "future": "x"})
    assert response.status_code == 302
