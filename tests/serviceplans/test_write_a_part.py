"""The plan holder writes one part at a time, leaves, comes back, and loses nothing."""

import json

import pytest

from common.verdict import Stale
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.models import PartContent
from tests.serviceplans.factories import PEOPLE, a_complete_plan, a_new_plan, footprint, part, write
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
EDIT = PLAN + "edit/overview/"
SAVE = PLAN + "edit/overview/autosave/"


@pytest.fixture
def draft(people):
    return a_new_plan(people)


def typed(**fields):
    return {"counter": "0", "overview": "Fewer children in care.", "future": "One front door.", **fields}


def rows(*said, counter=0, **extra):
    """Key achievements as their formset posts them."""
    total = {"rows-TOTAL_FORMS": len(said), "rows-INITIAL_FORMS": 0, "counter": counter}
    fields = {f"rows-{n}-{key}": value for n, row in enumerate(said) for key, value in row.items()}
    return {**total, **fields, **extra}


def stored(version, key="overview"):
    return PartContent.objects.get(version=version, part__key=key)


def test_what_is_saved_is_there_on_coming_back(people, draft, as_):
    client = as_(people.holder)
    words = "First paragraph – with “quotes” & <b>marks</b>.\r\n\r\nSecond; naïve, £5, 😀."
    response = client.post(EDIT, typed(overview=words))
    assert response.url == "/plans/css/2019-20/#task-overview"
    assert stored(draft).data == {"overview": words.replace("\r\n", "\n"), "future": "One front door."}
    client.logout()
    form = as_(people.holder).get(EDIT).context["form"]
    assert form["overview"].value() == words.replace("\r\n", "\n")
    assert "<b>marks" not in client.get(EDIT).content.decode()


def test_saving_says_so_and_counts_up(people, draft, as_):
    client = as_(people.holder)
    assert "Saved: Headline overview." in client.post(EDIT, typed(), follow=True).content.decode()
    assert 'name="counter" value="1"' in client.get(EDIT).content.decode()
    client.post(EDIT, typed(counter="1", overview="More."))
    content = stored(draft)
    assert (content.counter, content.saved_by, content.saved_at is not None) == (2, people.holder, True)
    entry = assert_written_last("part.overview", people.holder)
    assert json.loads(entry.before)["overview"] == "Fewer children in care."
    assert json.loads(entry.after)["overview"] == "More."


def test_a_draft_always_saves_however_little_it_says(people, draft, as_):
    assert as_(people.holder).post(EDIT, typed(overview="", future="")).status_code == 302
    assert stored(draft).data == {"overview": "", "future": ""}


def test_a_text_over_its_words_saves_and_is_a_finding(people, draft, as_):
    client = as_(people.holder)
    assert client.post(EDIT, typed(overview="word " * 401)).status_code == 302
    assert "1 word over the limit" in client.get(EDIT).content.decode()
    assert "has 401 words; the template allows 400" in client.get(PLAN).content.decode()


@pytest.mark.parametrize("words", ["not yet known", "about £20m", "203.6 and rising", "−5", "1e309"])
def test_figures_may_be_words_and_are_kept_as_written(people, draft, as_, words):
    client, url = as_(people.holder), f"{PLAN}edit/staff-and-budget/"
    assert client.post(url, {"counter": "0", "fte": words, "budget": words}).status_code == 302
    assert stored(draft, "staff-and-budget").data == {"fte": words, "budget": words}
    assert f'value="{words}"' in client.get(url).content.decode()


def test_a_list_is_one_item_a_line(people, draft, as_):
    client, url = as_(people.holder), f"{PLAN}edit/customers-and-partners/"
    client.post(
        url, {"counter": "0", "customers": "• Children\r\n\r\n  Parents \n-", "partners": "", "stakeholders": ""}
    )
    assert stored(draft, "customers-and-partners").data["customers"] == ["Children", "Parents"]
    assert "Children\nParents</textarea>" in client.get(url).content.decode()


def test_rows_are_written_and_removed(people, draft, as_):
    client, url = as_(people.holder), f"{PLAN}edit/key-achievements/"
    first = {"objective": "Safe", "action": "Hired ten", "completed": "2018/19"}
    blank = {"objective": "", "action": "", "completed": ""}
    assert client.post(url, rows(first, blank, {**blank, "action": "Second"})).status_code == 302
    assert stored(draft, "key-achievements").data["rows"] == [first, {**blank, "action": "Second"}]
    page = client.get(url).content.decode()
    assert "Hired ten" in page
    client.post(url, rows({**first, "DELETE": "on"}, {**blank, "action": "Second"}, counter=1))
    assert stored(draft, "key-achievements").data["rows"] == [{**blank, "action": "Second"}]


def test_asking_for_more_rows_stays_on_the_page(people, draft, as_):
    url = f"{PLAN}edit/key-achievements/"
    assert as_(people.holder).post(url, rows({"action": "One"}, more="1")).url == url


def test_saving_the_same_again_changes_nothing(people, draft, as_):
    client = as_(people.holder)
    client.post(EDIT, typed())
    before = footprint(draft)
    assert client.post(EDIT, typed(counter="1")).status_code == 302
    assert footprint(draft) == before


def test_the_second_of_two_editors_reads_both_texts_and_the_first_is_kept(people, draft, as_):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    assert as_(people.contributor).post(EDIT, typed(overview="Theirs.")).status_code == 302
    before = footprint(draft)
    response = as_(people.holder).post(EDIT, typed(overview="Mine."))
    page = response.content.decode()
    assert response.status_code == 409
    for words in ["Somebody saved this after you opened it", "What you wrote", "What is saved now", "Mine.", "Theirs."]:
        assert words in page
    assert "Mine.</textarea>" in page
    assert 'name="counter" value="1"' in page
    assert footprint(draft) == before
    assert as_(people.holder).post(EDIT, typed(overview="Both.", counter="1")).status_code == 302
    assert stored(draft).data["overview"] == "Both."


def test_the_second_editor_of_a_table_reads_both_too(people, draft, as_):
    client, url = as_(people.holder), f"{PLAN}edit/key-achievements/"
    client.post(url, rows({"action": "Theirs"}))
    response = client.post(url, rows({"action": "Mine"}))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    assert stored(draft, "key-achievements").data["rows"][0]["action"] == "Theirs"
    assert 'name="counter" value="1"' in page


def test_another_part_never_conflicts(people, draft):
    for _ in range(3):
        counter = PartContent.objects.filter(version=draft, part__key="activity").first()
        data = {"activity": f"Text {_}", "risks_foreseen": ""}
        write(draft, "activity", data, people.holder, counter=counter.counter if counter else 0)
    write(draft, "overview", {"overview": "First", "future": ""}, people.holder, counter=0)
    assert stored(draft).counter == 1


def test_a_stale_save_through_the_function_says_what_is_stored(people, draft):
    write(draft, "overview", {"overview": "First"}, people.holder)
    with pytest.raises(Stale) as stale:
        write(draft, "overview", {"overview": "Second"}, people.holder)
    assert (stale.value.counter, stale.value.stored["overview"]) == (1, "First")


@pytest.mark.parametrize("counter", ["", "x", "-1", "9" * 40, "1.5"])
def test_a_form_that_lost_its_place_loses_no_words(people, draft, as_, counter):
    response = as_(people.holder).post(EDIT, typed(counter=counter, overview="My words."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "My words.</textarea>" in page
    assert 'name="counter" value="0"' in page
    assert not PartContent.objects.filter(version=draft, counter__gt=0).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"overview": "zero\0byte"}, "has a character that cannot be kept"),
        ({"overview": "x" * 20_001}, "at most 20,000 characters"),
    ],
)
def test_text_that_cannot_be_kept_is_given_back_with_the_reason(people, draft, as_, fields, words):
    before = footprint(draft)
    response = as_(people.holder).post(EDIT, typed(future="My other words.", **fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "My other words.</textarea>" in page
    assert 'href="#id_overview"' in page
    assert footprint(draft) == before


def test_a_strategy_that_the_council_has_not_is_refused(people, draft, as_):
    url = f"{PLAN}edit/demographics-and-strategies/"
    data = {"counter": "0", "demographics": "", "strategies": ["no-such"], "other_strategies": ""}
    response = as_(people.holder).post(url, data)
    assert response.status_code == 422
    assert not PartContent.objects.filter(version=draft).exists()


@pytest.mark.parametrize("total", ["", "x", "100000"])
def test_a_table_that_lost_its_count_is_given_back(people, draft, as_, total):
    url = f"{PLAN}edit/key-achievements/"
    response = as_(people.holder).post(url, {**rows({"action": "One"}), "rows-TOTAL_FORMS": total})
    assert response.status_code == 422
    assert not PartContent.objects.filter(version=draft, counter__gt=0).exists()


def test_autosave_answers_with_the_time_and_the_new_counter(people, draft, as_):
    response = as_(people.holder).post(SAVE, typed())
    assert (response.status_code, response.json()["counter"]) == (200, 1)
    assert len(response.json()["saved"]) == 5
    assert stored(draft).data["overview"] == "Fewer children in care."


def test_autosave_never_overwrites_what_somebody_else_saved(people, draft, as_):
    client = as_(people.holder)
    client.post(EDIT, typed())
    before = footprint(draft)
    response = client.post(SAVE, typed(overview="Mine."))
    assert (response.status_code, response.json()["counter"]) == (409, 1)
    assert footprint(draft) == before


def test_autosave_of_what_cannot_be_read_says_so(people, draft, as_):
    response = as_(people.holder).post(SAVE, typed(overview="zero\0byte"))
    assert response.status_code == 422
    assert "Not saved yet" in response.json()["sentence"]


def test_autosave_of_a_locked_plan_answers_its_script(people, as_):
    version = a_complete_plan(people, Status.DMT_REVIEW)
    before = footprint(version)
    response = as_(people.holder).post(SAVE, typed(counter="1"))
    assert response.status_code == 409
    assert "is with the DMT, so it is locked" in response.json()["sentence"]
    assert footprint(version) == before


@pytest.mark.parametrize("key", ["actions", "risks", "indicators", "equalities"])
def test_parts_with_pages_for_their_rows_have_no_autosave(people, draft, as_, key):
    assert as_(people.holder).post(f"{PLAN}edit/{key}/autosave/", {"counter": "0"}).status_code == 404
    assert not PartContent.objects.filter(version=draft).exists()


def test_the_header_shows_what_the_structure_says_until_something_else_is_written(people, draft, as_):
    client, url = as_(people.holder), f"{PLAN}edit/header/"
    assert "Director of Children" in client.get(url).content.decode()
    fields = dict.fromkeys(("service_area", "directorate", "holder", "director", "member"), "")
    client.post(url, {"counter": "0", **fields, "holder": "The Assistant Director"})
    read = client.get(f"{PLAN}read/").content.decode()
    assert "The Assistant Director" in read
    assert "Executive Member for Children" in read


def test_a_part_that_the_template_has_not_is_not_found(people, draft, as_):
    assert as_(people.holder).get(f"{PLAN}edit/swot/").status_code == 404


def test_who_writes(people, draft, as_):
    transitions.invite(draft.pk, people.post("contributor"), by=people.holder)
    writers = ("holder", "deputy", "contributor")
    before = footprint(draft)
    for name in PEOPLE:
        if name not in writers:
            assert as_(getattr(people, name)).post(EDIT, typed()).status_code in (403, 404), name
            assert footprint(draft) == before, name
    for counter, name in enumerate(writers):
        response = as_(getattr(people, name)).post(EDIT, typed(counter=str(counter), overview=name))
        assert (response.status_code, stored(draft).saved_by) == (302, getattr(people, name))


def test_who_may_read_but_not_write_is_shown_the_document(people, draft, as_):
    assert as_(people.director).get(EDIT).url == "/plans/css/2019-20/read/#overview"


def test_posted_fields_that_the_form_has_not_are_ignored(people, draft, as_):
    as_(people.holder).post(EDIT, typed(status="published", version="99", part="1", data="{}", saved_by="1"))
    assert set(stored(draft).data) == {"overview", "future"}
    assert stored(draft).saved_by == people.holder


def test_a_save_broken_off_leaves_nothing(people, draft, monkeypatch):
    before = footprint(draft)

    def breaks(*_, **__):
        raise RuntimeError("no ledger")

    monkeypatch.setattr("serviceplans.transitions.locking.record", breaks)
    with pytest.raises(RuntimeError):
        transitions.save_part(draft.pk, part(draft, "overview"), by=people.holder, counter=0, data={"overview": "x"})
    assert footprint(draft) == before
