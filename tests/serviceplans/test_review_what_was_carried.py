"""The holder goes through what was carried from last year: saves a part, or says that it still stands."""

import pytest

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import written
from serviceplans.models import PartContent
from serviceplans.pages import PlanPage
from serviceplans.rules import health_check
from tests.serviceplans.factories import a_complete_plan, footprint, part, reload
from tests.serviceplans.following import follow
from tests.serviceplans.rolling import a_full_plan, next_version, rolled

PLAN = "/plans/css/2020-21/"


@pytest.fixture
def carried(people):
    a_full_plan(people)
    rolled(people)
    return next_version(people)


def marked(version):
    return set(version.contents.exclude(review_from="").values_list("part__key", flat=True))


def sent(version, key, **words):
    content = version.contents.get(part__key=key)
    return {**content.data, "counter": content.counter, **words}


def test_the_task_list_says_what_is_to_be_reviewed_and_leads_to_the_first(people, as_, carried):
    page = as_(people.holder).get(PLAN).content.decode()
    assert page.count("To review") == 13
    assert "Next: review what was carried from last year" in page and "13 parts still to review" in page
    assert f'href="{PLAN}edit/description/">Review: Description, vision and objectives' in page
    assert "Carried from last year" in page and "1 stopped action left: CSS003" in page
    assert "/plans/css/2019-20/read/?version=1" in page


def test_the_health_check_warns_of_each_and_none_blocks(carried):
    found = health_check(written(carried), carried.plan.template.checks)
    warnings = [f for f in found if f.finding.code == "not-reviewed"]
    assert len(warnings) == 13 and not any(f.blocks for f in warnings)
    assert (
        warnings[0].finding.message == "Description, vision and objectives: carried from 2019/20, and not reviewed yet"
    )
    passed = [f.finding.message for f in found if f.finding.code == "action-date-passed"]
    assert passed == ["Action CSS001 was due on 31 October 2019, before 2020/21 begins"]


def test_each_warning_leads_to_what_it_is_about(people, as_, carried):
    lines = PlanPage(reload(carried), people.holder).findings
    found = follow(as_(people.holder), lines)
    review = [one for one in found if one.line.code == "not-reviewed"]
    # Each to another part, where it says that this was carried and can be said to stand.
    assert len({one.address for one in review}) == len(review) == 13
    assert {one.anchor for one in review} == {"carried-part"}
    (passed,) = [one for one in found if one.line.code == "action-date-passed"]
    assert (passed.anchor, passed.tag) == ("id_completed_by", "input")


def test_saving_a_part_reviews_it_even_where_nothing_was_changed(people, as_, carried):
    client = as_(people.holder)
    client.post(f"{PLAN}edit/overview/", sent(carried, "overview"))
    client.post(f"{PLAN}edit/activity/", sent(carried, "activity", activity="Something new."))
    assert not marked(carried) & {"overview", "activity"} and len(marked(carried)) == 11
    assert carried.contents.get(part__key="activity").data["activity"] == "Something new."
    assert "12 parts" not in client.get(PLAN).content.decode()


def test_an_autosave_saves_and_does_not_review(people, as_, carried):
    answer = as_(people.holder).post(f"{PLAN}edit/overview/autosave/", sent(carried, "overview", overview="Half a sen"))
    assert answer.status_code == 200 and "overview" in marked(carried)
    assert carried.contents.get(part__key="overview").data["overview"] == "Half a sen"


@pytest.mark.parametrize("key", ["overview", "key-achievements", "actions", "risks", "indicators", "equalities"])
def test_it_still_stands(people, as_, carried, key):
    client = as_(people.holder)
    page = client.get(f"{PLAN}edit/{key}/").content.decode()
    assert "Review this: it was carried from 2019/20" in page and "It still stands" in page
    counter = carried.contents.get(part__key=key).counter
    answer = client.post(f"{PLAN}edit/{key}/reviewed/", {"counter": counter}, follow=True)
    assert "Reviewed: " in answer.content.decode()
    assert key not in marked(carried) and len(marked(carried)) == 12
    assert "Review this" not in client.get(f"{PLAN}edit/{key}/").content.decode()


def test_it_leads_to_the_next_part_and_at_last_to_the_plan(people, as_, carried):
    client, visited, url = as_(people.holder), [], f"{PLAN}edit/description/"
    while "edit" in url:
        key = url.split("/")[-2]
        visited.append(key)
        counter = carried.contents.get(part__key=key).counter
        url = client.post(f"{url}reviewed/", {"counter": counter}).url
    assert len(visited) == len(set(visited)) == 13
    assert url == f"{PLAN}#task-equalities"
    page = client.get(PLAN).content.decode()
    assert "to review" not in page.lower() and "not reviewed yet" not in page


def test_the_ledger_says_who_reviewed_what(people, carried):
    transitions.review_part(carried.pk, part(carried, "actions"), by=people.contributor, counter=0)
    entry = LedgerEntry.objects.first()
    assert (entry.verb, entry.subject, entry.post) == ("part.review", "plan CSS 2020/21 v1", "Head of Fostering")
    assert entry.before == '{"carried_from":"2019/20","part":"actions"}'
    entries = LedgerEntry.objects.count()
    transitions.review_part(carried.pk, part(carried, "actions"), by=people.contributor, counter=0)
    assert LedgerEntry.objects.count() == entries


def test_words_that_changed_since_they_were_read_are_not_confirmed(people, as_, carried):
    transitions.save_part(
        carried.pk, part(carried, "overview"), by=people.contributor,
        counter=carried.contents.get(part__key="overview").counter, data={"overview": "Other"}, reviewed=False,
    )  # fmt: skip
    with pytest.raises(Stale):
        transitions.review_part(carried.pk, part(carried, "overview"), by=people.holder, counter=1)
    answer = as_(people.holder).post(f"{PLAN}edit/overview/reviewed/", {"counter": "1"})
    assert answer.status_code == 409 and "overview" in marked(carried)


@pytest.mark.parametrize("name", ["director", "officer", "staff", "member"])
def test_only_those_who_write_the_plan_review_it(people, carried, name):
    before = footprint(carried)
    with pytest.raises(Refused):
        transitions.review_part(carried.pk, part(carried, "overview"), by=getattr(people, name), counter=1)
    assert footprint(carried) == before and "overview" in marked(carried)


def test_it_is_not_reviewed_once_it_is_locked_and_what_was_not_is_in_what_is_signed(people, carried):
    version = transitions.submit(carried.pk, by=people.holder)
    assert '"review":"2019/20"' in version.frozen.content
    with pytest.raises(Conflict):
        transitions.review_part(carried.pk, part(carried, "overview"), by=people.holder, counter=1)


def test_a_part_that_was_never_carried_has_nothing_to_review(people, as_):
    version = a_complete_plan(people, Status.DRAFT)
    transitions.review_part(version.pk, part(version, "actions"), by=people.holder, counter=0)
    assert not PartContent.objects.filter(version=version, part__key="actions").exists()
    page = as_(people.holder).get("/plans/css/2019-20/edit/overview/").content.decode()
    assert "It still stands" not in page


def test_it_breaks_off_whole(people, carried, monkeypatch):
    monkeypatch.setattr("serviceplans.transitions.parts.done", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transitions.review_part(carried.pk, part(carried, "actions"), by=people.holder, counter=0)
    assert "actions" in marked(carried)


def test_home_says_how_many_parts_are_to_be_reviewed(people, as_, carried):
    page = as_(people.holder).get("/").content.decode()
    assert "Review: Children&#x27;s Specialist Services 2020/21" in page
    assert "Carried from last year: 13 parts to review" in page


def test_the_page_of_actions_says_what_was_left(people, as_, carried):
    page = as_(people.holder).get(f"{PLAN}edit/actions/").content.decode()
    assert "1 action completed: in Key achievements: CSS002." in page
    assert "1 action stopped: left in last year’s plan: CSS003." in page


def test_the_pages_of_one_part_know_of_that_part_only(people, carried):
    page = PlanPage(reload(carried), people.holder, only="risks")
    assert [task.key for task in page.to_review] == ["risks"]
