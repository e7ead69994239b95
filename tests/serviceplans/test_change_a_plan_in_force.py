"""After approval: the officer puts a typing error or an owner right, the director moves a date, and the rest is a revision."""

import json

import pytest
from django.utils.timezone import localdate

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import Notification
from serviceplans import transitions
from serviceplans.choices import ChangeState, Status
from serviceplans.content import content_of, signed_content
from serviceplans.due import waiting_for
from serviceplans.models import PlanChange
from tests.serviceplans.factories import PEOPLE, a_complete_plan, bring, footprint, reload
from tests.serviceplans.signing import assert_written_last
from tests.serviceplans.test_compare_contents import action, part

PLAN = "/plans/css/2019-20/"
FORM = f"{PLAN}changes/actions/CSS001/"
DATE, NEW = "CSS001-completed_by", "31 January 2020"


@pytest.fixture
def version(people):
    """The plan, published."""
    return a_complete_plan(people, Status.PUBLISHED)


def change(version, by, row="CSS001", key="actions", reason="", counter=None, **values):
    """The change of one row; names of fields that belong to the row itself need not repeat it."""
    named = {name if "-" in name or not row else f"{row}-{name}": text for name, text in values.items()}
    counter = version.changes.count() if counter is None else counter
    return transitions.change_plan(
        version.pk, by=by, part_key=key, row=row, counter=counter, values=named, reason=reason
    )


def typed(client, **values):
    """The form of the action as it comes, with these fields typed over."""
    form = client.get(FORM).context["form"]
    values_now = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values_now.items()} | values


def milestone(version):
    return f"milestone-{version.actions.get().milestones.get().milestone_id}"


def stands(version):
    """The plan as it stands."""
    return content_of(reload(version))


# The officer


def test_the_holder_puts_a_typing_error_right(people, version, as_):
    row = version.actions.get()
    signed, digest = signed_content(version), version.frozen.digest
    client = as_(people.holder)
    posted = typed(client, **{"CSS001-outcomes": "More children stay near thier school"})
    assert client.post(FORM, posted).status_code == 302
    (made,) = version.changes.all()
    assert (made.kind, made.state, made.what) == ("correction", "made", "CSS001: outcomes")
    assert (made.before, made.after) == ("More children stay near their school", "More children stay near thier school")
    assert (made.by, made.post, localdate(made.at).isoformat()) == (
        people.holder,
        "Assistant Director, Children",
        "2019-08-20",
    )
    # What was signed is as it was; the plan as it stands says the new words; so does the wording's row.
    assert (signed_content(reload(version)), reload(version).frozen.digest) == (signed, digest)
    assert action(stands(version), "CSS001")["outcomes"] == "More children stay near thier school"
    row.refresh_from_db()
    assert (row.outcomes, row.counter) == ("More children stay near thier school", 2)


def test_a_new_owner_takes_over_the_quarters_updates(people, version, as_):
    assert as_(people.head).get("/plans/actions/css001/update/").status_code == 403
    change(version, people.holder, officers="Head of Permanency\nHead of Fostering", reason="Fostering is full.")
    (made,) = version.changes.all()
    assert (made.kind, made.reason) == ("owner", "Fostering is full.")
    assert action(stands(version), "CSS001")["officers"] == [
        {"words": "Head of Permanency", "is_post": True}, {"words": "Head of Fostering", "is_post": True},
    ]  # fmt: skip
    assert as_(people.head).get("/plans/actions/css001/update/").status_code == 200


def test_the_accountable_officer_marks_a_milestone_as_done(people, version, as_):
    client = as_(people.contributor)
    posted = typed(client, **{f"{milestone(version)}-done_on": "2 August 2019"})
    assert client.post(FORM, posted).status_code == 302
    made = version.changes.get()
    assert (made.kind, made.after, made.post) == ("done", "2 August 2019", "Head of Fostering")
    assert action(stands(version), "CSS001")["milestones"][0]["done_on"] == "2019-08-02"
    assert version.actions.get().milestones.get().done_on.isoformat() == "2019-08-02"


def test_words_and_cells_anywhere_in_the_plan_are_put_right(people, version):
    change(version, people.holder, row="", key="overview", future="One frontdoor.")
    change(version, people.holder, row="1", key="savings", **{"1-saving": "Fewer agencys"})
    objective = f"objective-{version.objectives.get().objective_id}"
    change(version, people.holder, row=objective, **{f"{objective}-text": "Keep childern safe"})
    content = stands(version)
    assert part(content, "overview")["future"] == "One frontdoor."
    assert part(content, "savings")["rows"][0]["saving"] == "Fewer agencys"
    assert part(content, "actions")["objectives"][0]["text"] == "Keep childern safe"
    stored = {row.part.key: row for row in version.contents.select_related("part")}
    assert stored["overview"].data["future"] == "One frontdoor."
    assert (stored["savings"].data["rows"][0]["saving"], stored["savings"].counter) == ("Fewer agencys", 2)
    assert version.objectives.get().text == "Keep childern safe"


# The director


def test_the_director_moves_a_date_with_a_reason(people, version, as_):
    client = as_(people.director)
    posted = typed(client, **{DATE: NEW})
    refused = client.post(FORM, posted)
    assert refused.status_code == 422
    assert "Say why the date is moved" in refused.content.decode()
    assert not version.changes.exists()
    assert client.post(FORM, {**posted, "reason": "The panel meets in January."}).status_code == 302
    made = version.changes.get()
    assert (made.kind, made.state, made.post) == ("date", "made", "Director of Children")
    assert (made.before, made.after, made.reason) == ("31 October 2019", NEW, "The panel meets in January.")
    assert action(stands(version), "CSS001")["due"] == "2020-01-31"
    assert version.actions.get().due.isoformat() == "2020-01-31"


def test_a_date_that_anybody_else_moves_waits_for_the_director(people, version, as_):
    entries = LedgerEntry.objects.count()
    change(version, people.contributor, completed_by=NEW, reason="The panel meets in January.")
    proposed = version.changes.get()
    assert (proposed.state, proposed.asked_by, proposed.at) == ("proposed", people.contributor, None)
    assert action(stands(version), "CSS001")["completed_by"] == "31 October 2019"
    assert LedgerEntry.objects.count() == entries + 1
    told = Notification.objects.get(subject__startswith="A date to move")
    assert (told.person, told.kind) == (people.director, "decide")
    assert [item.verb for item in waiting_for(people.director)] == ["Move or leave a date"]
    page = as_(people.director).get(f"{PLAN}changes/").content.decode()
    assert "Move the date" in page and "The panel meets in January." in page


def test_the_director_moves_the_date_that_was_asked_for(people, version, as_):
    change(version, people.contributor, completed_by=NEW, reason="The panel meets in January.")
    proposed = version.changes.get()
    assert as_(people.director).post(f"{PLAN}changes/{proposed.pk}/answer/", {"agree": "yes"}).status_code == 302
    proposed.refresh_from_db()
    assert (proposed.state, proposed.by, proposed.asked_post) == ("made", people.director, "Head of Fostering")
    assert action(stands(version), "CSS001")["completed_by"] == NEW
    assert {row.person for row in Notification.objects.filter(subject__startswith="Date moved")} >= {
        people.contributor,
        people.holder,
    }
    assert not waiting_for(people.director)
    with pytest.raises(Conflict, match="already been answered"):
        transitions.answer_change(proposed.pk, by=people.director, agree=False, answer="No.")


def test_the_director_leaves_the_date_and_says_why(people, version, as_):
    change(version, people.contributor, completed_by=NEW, reason="The panel meets in January.")
    proposed = version.changes.get()
    url = f"{PLAN}changes/{proposed.pk}/answer/"
    assert as_(people.director).post(url, {"agree": "no"}).status_code == 403
    assert version.changes.get().state == ChangeState.PROPOSED
    assert as_(people.director).post(url, {"agree": "no", "answer": "Ask the panel to meet sooner."}).status_code == 302
    assert version.changes.get().state == ChangeState.REFUSED
    assert action(stands(version), "CSS001")["completed_by"] == "31 October 2019"
    assert "Ask the panel to meet sooner." in as_(people.holder).get(f"{PLAN}changes/").content.decode()


def test_whoever_asked_takes_it_back_and_may_ask_again(people, version, as_):
    change(version, people.contributor, completed_by=NEW, reason="The panel.")
    with pytest.raises(Conflict, match="already waits"):
        change(version, people.holder, completed_by="1 March 2020", reason="Later.")
    proposed = version.changes.get()
    assert as_(people.staff).post(f"{PLAN}changes/{proposed.pk}/withdraw/").status_code == 403
    assert as_(people.contributor).post(f"{PLAN}changes/{proposed.pk}/withdraw/").status_code == 302
    assert version.changes.get().state == ChangeState.WITHDRAWN
    change(version, people.holder, completed_by="1 March 2020", reason="Later.")
    assert version.changes.filter(state=ChangeState.PROPOSED).count() == 1


def test_a_date_set_by_the_director_ends_what_waited(people, version):
    change(version, people.contributor, completed_by=NEW, reason="The panel.")
    change(version, people.director, completed_by="30 November 2019", reason="A compromise.")
    assert list(version.changes.values_list("state", flat=True)) == ["withdrawn", "made"]
    assert action(stands(version), "CSS001")["completed_by"] == "30 November 2019"


def test_a_proposal_about_a_date_that_has_moved_since_cannot_be_made(people, version):
    change(version, people.contributor, completed_by=NEW, reason="The panel.")
    proposed = version.changes.get()
    PlanChange.objects.filter(pk=proposed.pk).update(before="1 September 2019")
    with pytest.raises(Conflict, match="changed since this was proposed"):
        transitions.answer_change(proposed.pk, by=people.director, agree=True)
    assert version.changes.get().state == ChangeState.PROPOSED


def test_the_chief_executive_moves_dates_in_a_plan_that_its_director_holds(people, version):
    service = people.service
    service.director_post = service.holder_post
    service.save()
    change(version, people.holder, completed_by=NEW, reason="The panel.")
    proposed = version.changes.get()
    assert proposed.state == ChangeState.PROPOSED
    with pytest.raises(Refused):
        transitions.answer_change(proposed.pk, by=people.holder, agree=True)
    transitions.answer_change(proposed.pk, by=people.chief, agree=True)
    assert version.changes.get().post == "Chief Executive"


# What is neither


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("text", "Find ten more foster families"),
        ("outcomes", "Fewer children move school"),
        ("resources", "£40k"),
        ("officers", ""),
        ("completed_by", ""),
    ],
)
def test_what_says_something_else_is_sent_to_a_revision(people, version, as_, field, text):
    client = as_(people.holder)
    before = footprint(version)
    response = client.post(FORM, typed(client, reason="Because.", **{f"CSS001-{field}": text}))
    assert response.status_code == 422
    assert f'href="{PLAN}revise/"' in response.content.decode()
    with pytest.raises(Refused, match="needs a revision"):
        change(version, people.holder, reason="Because.", **{field: text})
    assert footprint(version) == before
    assert not version.changes.exists()


def test_one_field_too_many_stops_the_whole_change(people, version):
    with pytest.raises(Refused):
        change(version, people.director, completed_by=NEW, text="Find ten more foster families", reason="Because.")
    assert not version.changes.exists()
    assert version.actions.get().completed_by == "31 October 2019"


@pytest.mark.parametrize("text", ["31 June 2020", "31/02/2020"])
def test_a_day_that_does_not_exist_is_said_beside_its_field(people, version, as_, text):
    client = as_(people.director)
    response = client.post(FORM, typed(client, reason="Because.", **{DATE: text}))
    assert response.status_code == 422
    assert response.context["form"].errors[DATE]
    assert not version.changes.exists()


def test_nothing_changed_changes_nothing(people, version, as_):
    client = as_(people.holder)
    before = footprint(version)
    assert client.post(FORM, typed(client)).status_code == 302
    assert footprint(version) == before


def test_a_second_press_and_a_form_left_open_are_told(people, version, as_):
    client = as_(people.director)
    posted = typed(client, reason="The panel.", **{DATE: NEW})
    assert client.post(FORM, posted).status_code == 302
    again = client.post(FORM, posted)
    assert again.status_code == 409
    assert "Somebody else saved this first" in again.content.decode()
    assert version.changes.count() == 1
    with pytest.raises(Stale) as stale:
        change(version, people.director, counter=0, completed_by="1 March 2020", reason="Later.")
    assert stale.value.stored[DATE] == NEW


# Who, and when

MAY = {"holder", "deputy", "contributor", "director"}


@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_change_an_action(people, version, as_, name):
    before = footprint(version)
    response = as_(getattr(people, name)).get(FORM)
    assert response.status_code == (200 if name in MAY else 403)
    if name not in MAY:
        with pytest.raises(Refused):
            change(version, getattr(people, name), officers="Head of Permanency")
        assert footprint(version) == before


def test_an_accountable_officer_changes_their_own_action_and_nothing_else(people, version, as_):
    client = as_(people.contributor)
    assert client.get(f"{PLAN}changes/overview/words/").status_code == 403
    (place,) = client.get(f"{PLAN}changes/").context["places"]
    assert [row["url"] for row in place["rows"]] == [FORM]
    assert client.get(f"{PLAN}changes/actions/CSS777/").status_code == 403


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.APPROVED, Status.PUBLISHED)])
def test_only_a_plan_in_force_is_changed(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    assert as_(people.holder).get(FORM).status_code == 404
    with pytest.raises(Conflict, match="Only a plan in force"):
        change(version, people.holder, officers="Head of Permanency")
    assert footprint(version) == before


def test_a_plan_of_a_closed_year_stays_as_it_is(people, version, as_):
    cycle = version.plan.cycle
    cycle.is_open = False
    cycle.save()
    with pytest.raises(Conflict, match="is closed"):
        change(version, people.holder, officers="Head of Permanency")
    assert as_(people.holder).get(FORM).status_code == 409


def test_a_row_that_is_not_there_is_not_found(people, version, as_):
    client = as_(people.holder)
    for address in ("actions/CSS777/", "nowhere/words/", "risks/words/", "staff-and-budget/words/", "savings/9/"):
        assert client.get(f"{PLAN}changes/{address}").status_code == 404, address


# What is left behind


def test_a_change_is_told_and_written_down(people, version):
    change(version, people.director, completed_by=NEW, officers="Head of Permanency", reason="The panel.")
    entry = assert_written_last("plan.change", people.director)
    assert json.loads(entry.before) == {
        "CSS001: completed by date": "31 October 2019", "CSS001: accountable officers": "Head of Fostering",
    }  # fmt: skip
    said = {row["what"]: (row["kind"], row["after"], row["reason"]) for row in json.loads(entry.after)["changes"]}
    assert said["CSS001: completed by date"] == ("date", NEW, "The panel.")
    assert entry.post == "Director of Children"
    told = Notification.objects.filter(subject__startswith="Changed:")
    assert {row.person for row in told} == {people.holder, people.deputy}


def test_the_plan_its_document_and_the_public_page_show_the_changes(people, version, as_, client):
    change(version, people.director, completed_by=NEW, reason="The panel meets in January.")
    for url in (f"{PLAN}read/", "/public/plans/css/2019-20/"):
        page = client.get(url).content.decode()
        assert "31 January 2020 (change 1)" in page, url
        assert "Changes since approval" in page and "The panel meets in January." in page, url
        assert f"SHA-256 of the signed content: {version.frozen.digest}" in page, url
    page = as_(people.staff).get(PLAN).content.decode()
    assert "CSS001: completed by date: date moved" in page


def test_a_change_goes_over_into_the_revision_under_way(people, version):
    draft = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="The grant was cut.")
    change(version, people.director, completed_by=NEW, reason="The panel.")
    assert draft.actions.get().completed_by == NEW
    assert version.changes.get().carried


def test_a_change_leaves_alone_what_the_revision_says_otherwise(people, version):
    draft = transitions.begin_revision(version.plan_id, by=people.holder, cause="budget", why="The grant was cut.")
    draft.actions.update(completed_by="1 May 2020")
    change(version, people.director, completed_by=NEW, reason="The panel.")
    assert draft.actions.get().completed_by == "1 May 2020"
    assert not version.changes.get().carried


class Broken(Exception):
    pass


@pytest.mark.parametrize(
    "place",
    [
        "serviceplans.transitions.changes.lay_on_rows",
        "serviceplans.transitions.changes.touch",
        "serviceplans.transitions.changes.write_ledger",
        "serviceplans.transitions.changes.notifications.plan_changed",
        "serviceplans.models.PlanChange.save",
    ],
)
def test_an_exception_anywhere_leaves_nothing_half_done(people, version, monkeypatch, place):
    before = footprint(version)

    def broken(*args, **kwargs):
        raise Broken

    monkeypatch.setattr(place, broken)
    with pytest.raises(Broken):
        change(version, people.director, completed_by=NEW, officers="Head of Permanency", reason="The panel.")
    assert footprint(version) == before
    assert not PlanChange.objects.exists()
    assert version.actions.get().completed_by == "31 October 2019"


def test_a_change_of_an_approved_plan_survives_its_publication(people):
    version = a_complete_plan(people, Status.APPROVED)
    change(version, people.director, completed_by=NEW, reason="The panel.")
    version = bring(reload(version), people, Status.PUBLISHED)
    assert action(stands(version), "CSS001")["completed_by"] == NEW
