"""Several people at one Word file at once: one settles it, the others are told, and nobody's words go unseen. On either
database."""

import re

import pytest
from django.test import Client

from common.models import LedgerEntry
from common.verdict import Conflict, Stale
from serviceplans import content, transitions
from serviceplans.choices import UploadState
from serviceplans.models import PartContent, PlanUpload
from serviceplans.transitions.bringing import CHANGED
from tests.races import loses_in_time, lost, race, without_locks, won
from tests.serviceplans.factories import a_complete_plan, cast, reload, write
from tests.serviceplans.test_sign_off_sequences import assert_chain_holds
from tests.serviceplans.word import exported, packed, paragraph, read, say

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
VISION = "Each child is safe and goes to a good school."
IN_WORD = "Each child is safe."
BY_HAND = "Each child is heard."
IN_ALREADY = "plan.docx is already brought in. Nothing was changed."
GIVEN_UP = "plan.docx was discarded. Upload it again."


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def version(people):
    return a_complete_plan(people)


def edited(version, vision=IN_WORD):
    word = exported(version)
    say(paragraph(word, VISION), vision)
    return word


def kept(people, version):
    """The edited file, waiting, and what it was read to change."""
    word = edited(version)
    upload = transitions.keep_upload(version.pk, by=people.holder, filename="plan.docx", data=packed(word))
    return upload, read(version, word)


def confirming(people, upload, found):
    """The holder and the deputy, who have both read the comparison, press at once."""
    return lambda number: (
        transitions.confirm_upload(
            upload.pk, by=(people.holder, people.deputy)[number % 2], before=found.before, after=found.after,
            stamp=found.stamp, left=[],
        ).pk
    )  # fmt: skip


def saving(people, version, counter=1):
    """The holder saves the same part by hand, as they read it."""
    said = PartContent.objects.get(version=version, part__key="description").data
    return lambda: write(version, "description", {**said, "vision": BY_HAND}, people.holder, counter=counter).counter


def vision(version):
    return reload(version).contents.get(part__key="description").data["vision"]


def put_back(version, upload):
    """As before the race, for another round of it."""
    row = PartContent.objects.get(version=version, part__key="description")
    PartContent.objects.filter(pk=row.pk).update(counter=1, data={**row.data, "vision": VISION})
    PlanUpload.objects.filter(pk=upload.pk).update(state=UploadState.WAITING)


# Two confirm it


def test_of_two_who_confirm_one_file_one_writes_and_the_other_reads_that_it_is_in(people, version):
    upload, found = kept(people, version)
    entries = LedgerEntry.objects.count()
    outcomes = race(confirming(people, upload, found), 4)
    assert won(outcomes) == [version.pk]
    assert {(one.raised, one.words) for one in lost(outcomes)} == {(Conflict.__name__, IN_ALREADY)}
    assert vision(version) == IN_WORD
    assert reload(version).contents.get(part__key="description").counter == 2
    # The part's entry and the file's.
    assert LedgerEntry.objects.count() == entries + 2
    assert_chain_holds()


def test_without_locks_two_who_confirm_one_file_lose_something(people, version):
    upload, found = kept(people, version)

    def attempt(number):
        put_back(version, upload)
        outcomes = race(confirming(people, upload, found), 8)
        told = {one.words for one in lost(outcomes)}
        return len(won(outcomes)) != 1 or told != {IN_ALREADY}

    with without_locks():
        assert loses_in_time(attempt)


def test_of_two_files_confirmed_at_once_the_second_is_read_again_first(people, version):
    first, found = kept(people, version)
    second = transitions.keep_upload(
        version.pk, by=people.deputy, filename="other.docx", data=packed(edited(version, "Each child has a home."))
    )
    other = read(version, edited(version, "Each child has a home."))

    def either(number):
        return confirming(people, *((first, found), (second, other))[number])(number)

    outcomes = race(either, 2)
    assert len(won(outcomes)) == 1
    assert {(one.raised, one.words) for one in lost(outcomes)} == {(Conflict.__name__, CHANGED)}
    assert sorted(PlanUpload.objects.values_list("state", flat=True)) == [UploadState.BROUGHT_IN, UploadState.WAITING]
    assert_chain_holds()


# One confirms, another gives it up


def confirming_or_giving_up(people, upload, found):
    def either(number):
        if number % 2:
            return transitions.discard_upload(upload.pk, by=people.deputy).state
        confirming(people, upload, found)(0)
        return UploadState.BROUGHT_IN

    return either


def test_a_file_that_is_confirmed_and_discarded_at_once_is_one_or_the_other(people, version):
    upload, found = kept(people, version)
    outcomes = race(confirming_or_giving_up(people, upload, found), 4)
    (settled,) = won(outcomes)
    upload.refresh_from_db()
    assert upload.state == settled
    assert vision(version) == (IN_WORD if settled == UploadState.BROUGHT_IN else VISION)
    told = IN_ALREADY if settled == UploadState.BROUGHT_IN else GIVEN_UP
    assert {one.words for one in lost(outcomes)} == {told}
    assert_chain_holds()


def test_without_locks_a_file_is_brought_in_and_discarded(people, version):
    upload, found = kept(people, version)

    def attempt(number):
        put_back(version, upload)
        outcomes = race(confirming_or_giving_up(people, upload, found), 8)
        return len(won(outcomes)) != 1 or {one.words for one in lost(outcomes)} not in ({IN_ALREADY}, {GIVEN_UP})

    with without_locks():
        assert loses_in_time(attempt)


# One confirms, another saves the part by hand


def confirming_or_saving(people, version, upload, found):
    save = saving(people, version)
    return lambda number: save() if number % 2 else confirming(people, upload, found)(0)


def test_who_saves_a_part_while_a_file_changes_it_is_told_or_the_file_is_read_again(people, version):
    upload, found = kept(people, version)
    file, hand = race(confirming_or_saving(people, version, upload, found), 2)
    assert (file.raised, hand.raised) in [("", Stale.__name__), (Conflict.__name__, "")]
    assert vision(version) == (BY_HAND if file.raised else IN_WORD)
    if file.raised:
        assert file.words == CHANGED
        assert PlanUpload.objects.get().state == UploadState.WAITING
    assert_chain_holds()


def test_without_locks_a_file_and_a_save_lose_something(people, version):
    upload, found = kept(people, version)

    def attempt(number):
        put_back(version, upload)
        outcomes = race(confirming_or_saving(people, version, upload, found), 8)
        raised = {one.raised for one in lost(outcomes)}
        return len(won(outcomes)) != 1 or not raised <= {Conflict.__name__, Stale.__name__}

    with without_locks():
        assert loses_in_time(attempt)


# Over the web: what each is shown


def test_over_the_web_the_second_is_shown_the_sentence_and_what_became_of_the_file(people, version):
    upload, _ = kept(people, version)
    url = f"/plans/css/2019-20/word/{upload.pk}/"
    browsers = [signed_in(people.holder), signed_in(people.deputy)]
    stamps = [stamp(browser.get(url)) for browser in browsers]

    def confirm(number):
        answer = browsers[number].post(url, {"stamp": stamps[number]})
        return answer.status_code, answer.content.decode()

    (_, winner), (code, loser) = sorted(won(race(confirm, 2)))
    assert (winner, code) == ("", 409)
    assert IN_ALREADY in loser
    assert "Its changes are in the plan" in loser
    assert vision(version) == IN_WORD
    assert_chain_holds()


def test_what_is_saved_while_the_comparison_is_being_made_is_not_overwritten_unseen(people, version, monkeypatch):
    upload, _ = kept(people, version)
    browser, url = signed_in(people.holder), f"/plans/css/2019-20/word/{upload.pk}/"
    save, waiting = saving(people, version), [True]

    def read_then_saved(*asked):
        found = content.content_of(*asked)
        if waiting:
            waiting.clear()
            save()
        return found

    monkeypatch.setattr("serviceplans.pages.plan.content_of", read_then_saved)
    page = browser.get(url)
    assert "heard" not in page.content.decode()
    answer = browser.post(url, {"stamp": stamp(page)})
    assert (answer.status_code, vision(version)) == (409, BY_HAND)
    assert "heard" in answer.content.decode()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def stamp(page):
    return re.search(r'name="stamp" value="(\w+)"', page.content.decode())[1]
