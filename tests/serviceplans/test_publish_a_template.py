"""A draft of a template is published, discarded or copied; plans that begin afterwards begin with the newest version."""

import pytest

from common.models import LedgerEntry
from council.models import PlanningCycle
from serviceplans import transitions
from serviceplans.loading import load_template
from serviceplans.models import Plan, PlanTemplate
from serviceplans.template_files import facts_of, shipped, write
from serviceplans.transitions import templating
from tests.council.factories import ServiceAreaFactory
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_new_plan, york
from tests.serviceplans.templates import HOME, V2, a_draft


@pytest.fixture
def draft(people):
    return a_draft(people)


@pytest.fixture
def officer(people, draft, as_):
    return as_(people.officer)


def published(officer, **changes):
    form = officer.get(f"{V2}publish/").context["form"]
    return officer.post(f"{V2}publish/", {"counter": form["counter"].value(), "note": "Savings are retired", **changes})


def test_what_is_new_is_said_before_it_is_published(people, draft, officer):
    templating.retire_part(draft.pk, "savings", by=people.officer)
    page = officer.get(f"{V2}publish/").content.decode()
    assert "Retired: Savings required, from Service priorities." in page
    assert published(officer).url == V2
    draft.refresh_from_db()
    assert (draft.state, draft.note, draft.published_at is not None) == ("published", "Savings are retired", True)
    entry = LedgerEntry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("template.publish", "template york-2019 v2")


def test_a_note_is_needed_and_a_changed_draft_is_read_again(people, draft, officer):
    assert published(officer, note="").status_code == 422
    templating.retire_part(draft.pk, "savings", by=people.officer)
    assert published(officer, counter=1).url == f"{V2}publish/"
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_template_that_nothing_can_be_written_in_is_not_published(people, draft, officer):
    for section in draft.sections.all():
        templating.retire_section(draft.pk, section.key, by=people.officer)
    answer = published(officer)
    assert answer.status_code == 422
    assert "The template has no sections" in answer.content.decode()


def test_plans_keep_their_version_and_new_ones_begin_with_the_newest(people, draft, officer):
    first = a_new_plan(people, PlanTemplate.objects.get(number=1))
    templating.retire_part(draft.pk, "savings", by=people.officer)
    published(officer)
    assert first.plan.template.number == 1
    assert "Savings required" in officer.get("/plans/css/2019-20/").content.decode()
    service = ServiceAreaFactory(prefix="HWY", directorate=people.directorate)
    cycle = PlanningCycle.objects.get(name="2019/20")
    begun = transitions.begin_from_last_year(service, cycle, by=people.officer)
    assert (begun.plan.template.key, begun.plan.template.number) == ("york-2019", 2)


def test_next_years_plan_begins_with_the_newest_version_of_its_own_template(people, draft, officer):
    a_new_plan(people, PlanTemplate.objects.get(number=1))
    published(officer)
    transitions.roll_forward("2020/21", by=people.officer)
    assert Plan.objects.get(cycle__name="2020/21", service=people.service).template.number == 2


def test_a_draft_is_discarded_and_the_ledger_keeps_it(people, draft, officer):
    templating.retire_part(draft.pk, "savings", by=people.officer)
    assert "Retired: Savings required" in officer.get(f"{V2}discard/").content.decode()
    assert officer.post(f"{V2}discard/").url == HOME
    assert not PlanTemplate.objects.filter(number=2).exists()
    entry = LedgerEntry.objects.latest("id")
    assert entry.verb == "template.discard"
    assert "key-achievements" in entry.before


def test_a_template_is_copied_under_another_name(people, draft, officer):
    answer = officer.post(f"{V2}copy/", {"name": "Our own plan"})
    assert answer.url == f"{HOME}our-own-plan/1/"
    copy = PlanTemplate.objects.get(key="our-own-plan")
    assert copy.is_draft
    assert facts_of(copy)["sections"] == facts_of(draft)["sections"]
    assert officer.post(f"{V2}copy/", {"name": ""}).status_code == 422


def test_another_template_is_chosen_for_new_plans(people, draft, officer):
    load_template(shipped()["stockton-2008"])
    officer.post(f"{HOME}stockton-2008/use/")
    assert PlanTemplate.objects.current().usual().key == "stockton-2008"
    officer.post(f"{HOME}york-2019/use/")
    assert PlanTemplate.objects.current().usual().key == "york-2019"
    published(officer)
    assert PlanTemplate.objects.get(is_default=True).number == 2
    officer.post(f"{V2}copy/", {"name": "Unpublished"})
    assert officer.post(f"{HOME}unpublished/use/").status_code == 409


def test_a_file_goes_out_and_comes_in_as_a_draft(people, draft, officer, tmp_path):
    answer = officer.get(f"{V2}file/")
    assert answer["Content-Disposition"] == 'attachment; filename="york-2019-v2.yaml"'
    path = tmp_path / "template.yaml"
    path.write_bytes(answer.content.replace(b"key: york-2019", b"key: ours", 1))
    with path.open("rb") as file:
        answer = officer.post(f"{HOME}import/", {"file": file})
    assert answer.url == f"{HOME}ours/1/"
    assert PlanTemplate.objects.get(key="ours").is_draft


def test_what_officers_have_written_is_left_alone_when_the_council_is_loaded_again(people, draft, officer, tmp_path):
    path = tmp_path / "york-2019.yaml"
    path.write_text(shipped()["york-2019"].read_text("utf-8").replace("Headline overview", "In short"), "utf-8")
    assert load_template(path) == draft
    published(officer)
    assert load_template(path).number == 2
    assert PlanTemplate.objects.filter(key="york-2019").count() == 2


def test_a_bad_file_is_sent_back_with_all_that_is_wrong(people, draft, officer, tmp_path):
    facts = facts_of(draft) | {"key": "No Key", "chekcs": {}}
    path = tmp_path / "bad.yaml"
    path.write_bytes(write(facts))
    with path.open("rb") as file:
        answer = officer.post(f"{HOME}import/", {"file": file})
    said = answer.content.decode()
    assert answer.status_code == 422
    for words in ("needs a key of small letters", "Do you mean “checks”?", "nothing has been brought in"):
        assert words in said
    path.write_text("[", encoding="utf-8")
    with path.open("rb") as file:
        assert "The file is not a template in YAML" in officer.post(f"{HOME}import/", {"file": file}).content.decode()
    assert officer.post(f"{HOME}import/").status_code == 422
    path.write_bytes(write(facts_of(draft) | {"name": "Another"}))
    with path.open("rb") as file:
        assert (
            "is being written. Publish or discard it first"
            in officer.post(f"{HOME}import/", {"file": file}).content.decode()
        )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_begin_the_next_version_at_once_and_one_draft_is_there(people):
    york()
    outcomes = race(lambda number: templating.begin_next("york-2019", by=people.officer).pk, 8)
    assert len(won(outcomes)) == 1
    assert {outcome.words for outcome in lost(outcomes)} == {"Version 2 is being written already."}
    assert PlanTemplate.objects.filter(key="york-2019", number=2).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_locks_some_run_into_the_database_instead(people):
    york()

    def attempt(number):
        PlanTemplate.objects.filter(number=2).delete()
        outcomes = race(lambda number: templating.begin_next("york-2019", by=people.officer).pk, 4)
        return any(outcome.raised != "Conflict" for outcome in lost(outcomes))

    with without_locks():
        assert loses_in_time(attempt)
