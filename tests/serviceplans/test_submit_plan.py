"""The plan holder submits a draft: it is frozen, locked, and the Director is told."""

import json

import pytest

from common.mail import send_waiting
from common.models import LedgerEntry, OutgoingMail
from common.verdict import Conflict, Refused
from serviceplans import transitions
from serviceplans.choices import Status
from serviceplans.content import content_of
from serviceplans.models import PlanVersion
from tests.serviceplans.factories import PEOPLE, a_complete_plan, a_new_plan, footprint, reload, write
from tests.serviceplans.signing import assert_signed, assert_written_last, elsewhere

URL = "/plans/css/2019-20/submit/"
CHECK = "/plans/css/2019-20/check/"


def test_the_holder_submits_from_check_your_answers(
    people, version, as_, django_capture_on_commit_callbacks, mailoutbox
):
    client = as_(people.holder)
    page = client.get(CHECK).content.decode()
    assert f'action="{URL}"' in page
    assert "Director of Children is told by e-mail" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, {"comment": "Ready."}, follow=True)
    assert "has been submitted to DMT" in response.content.decode()
    version = reload(version)
    assert (version.status, version.submitted_at is not None) == (Status.DMT_REVIEW, True)
    decision = version.decisions.last()
    assert (decision.step, decision.from_status, decision.to_status) == ("submit", "draft", "dmt-review")
    assert_signed(decision, by=people.holder, post=people.post("holder"), comment="Ready.")
    assert_written_last("plan.submit", people.holder)
    assert [message.to for message in mailoutbox] == [["director@council.example"]]
    assert "Ready." in mailoutbox[0].body
    assert "/plans/css/2019-20/" in mailoutbox[0].body


def test_what_is_frozen_is_the_whole_plan(people, version):
    transitions.submit(version.pk, by=people.holder)
    content = json.loads(reload(version).frozen.content)
    said = json.dumps(content, ensure_ascii=False)
    for words in [
        "We help children who need a social worker.", "Find twelve more foster families", "CSS001", "KCR 3", "BPI108",
        "943", "Something fairer", "First six families approved", "£20.59m", "Executive Member for Children",
    ]:  # fmt: skip
        assert words in said
    assert [section["key"] for section in content["sections"]] == [
        "details", "about", "achievements", "priorities", "delivery", "equalities",
    ]  # fmt: skip


def test_what_was_frozen_stays_when_the_registers_move_on(people, version):
    transitions.submit(version.pk, by=people.holder)
    before = reload(version).frozen
    link = version.risk_links.get()
    link.risk.event, link.risk.rating = "Something else", "red"
    link.risk.save()
    version.plan.template.parts.filter(key="description").update(heading="Another heading")
    now = reload(version)
    assert (now.frozen.content, now.frozen.digest) == (before.content, before.digest)
    said = json.dumps(content_of(now))
    assert "Too few foster homes" in said
    assert "Another heading" not in said


def test_a_plan_with_something_to_fix_is_not_submitted(people, as_):
    version = a_new_plan(people)
    before = footprint(version)
    client = as_(people.holder)
    assert f'action="{URL}"' not in client.get(CHECK).content.decode()
    response = client.post(URL)
    assert response.status_code == 422
    assert "Headline overview" in response.content.decode()
    assert footprint(version) == before


@pytest.mark.parametrize("status", elsewhere(Status.DRAFT))
def test_only_a_draft_can_be_submitted(people, as_, status):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = as_(people.holder).post(URL)
    assert response.status_code == 409
    words = {
        Status.DMT_REVIEW: "already been submitted", Status.SUPERSEDED: "superseded",
        Status.AMENDING: "Make them, and send them back instead",
    }  # fmt: skip
    assert words.get(status, "locked") in response.content.decode()
    assert footprint(version) == before


def test_nobody_but_the_holder_and_their_deputy_submits(people, version, as_):
    before = footprint(version)
    for name in PEOPLE:
        if name not in ("holder", "deputy"):
            assert as_(getattr(people, name)).post(URL).status_code in (403, 404), name
            assert footprint(version) == before, name
    assert as_(people.deputy).post(URL).status_code == 302


def test_a_contributor_cannot_submit(people, version, as_):
    transitions.invite(version.pk, people.post("contributor"), by=people.holder)
    with pytest.raises(Refused, match="Only the plan holder can submit"):
        transitions.submit(version.pk, by=people.contributor)


def test_a_visitor_cannot_submit(version, client):
    assert client.post(URL).status_code == 403
    assert reload(version).is_draft


def test_a_deputy_submits_for_the_holders_post(people, version):
    transitions.submit(version.pk, by=people.deputy)
    assert_signed(version.decisions.last(), by=people.deputy, post=people.post("holder"))


def test_a_second_click_is_told_that_it_is_done(people, version, as_, mailoutbox, django_capture_on_commit_callbacks):
    client = as_(people.holder)
    with django_capture_on_commit_callbacks(execute=True):
        assert [client.post(URL).status_code for _ in range(2)] == [302, 409]
    assert (len(mailoutbox), version.decisions.filter(step="submit").count()) == (1, 1)


def test_submitting_by_link_changes_nothing(people, version, as_):
    assert as_(people.holder).get(URL).status_code == 405
    assert reload(version).is_draft


def test_a_comment_that_cannot_be_stored_is_refused_with_a_sentence(people, version, as_):
    before = footprint(version)
    response = as_(people.holder).post(URL, {"comment": "zero\0byte"})
    assert response.status_code == 422
    assert "has a character that cannot be kept" in response.content.decode()
    assert footprint(version) == before


def test_fields_that_the_form_does_not_have_are_ignored(people, version, as_):
    as_(people.holder).post(URL, {"status": "published", "number": "9", "frozen": "", "by": people.officer.pk})
    version = reload(version)
    assert (version.status, version.number, version.decisions.last().by) == (Status.DMT_REVIEW, 1, people.holder)


def test_the_second_submission_keeps_both_signed_texts(people, version):
    transitions.submit(version.pk, by=people.holder)
    first = reload(version).frozen.digest
    transitions.withdraw(version.pk, by=people.holder)
    data = {"overview": "Changed.", "future": "One front door."}
    write(version, "overview", data, people.holder, counter=1)
    transitions.submit(version.pk, by=people.holder)
    second = reload(version).frozen.digest
    assert first != second
    assert set(version.frozen_contents.values_list("digest", flat=True)) == {first, second}


@pytest.mark.parametrize("broken", ["serviceplans.transitions.locking.record", "serviceplans.notifications.notify"])
def test_a_submission_broken_off_at_its_last_write_leaves_nothing(people, version, monkeypatch, broken):
    before = footprint(version)

    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr(broken, breaks)
    with pytest.raises(RuntimeError):
        transitions.submit(version.pk, by=people.holder)
    assert footprint(version) == before
    assert PlanVersion.objects.get(pk=version.pk).frozen is None


def test_a_dead_mail_server_delays_only_the_mail(
    people, version, as_, settings, django_capture_on_commit_callbacks, free_port
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    with django_capture_on_commit_callbacks(execute=True):
        response = as_(people.holder).post(URL)
    assert (response.status_code, reload(version).status) == (302, Status.DMT_REVIEW)
    waiting = OutgoingMail.objects.get()
    assert (waiting.to, waiting.sent_at, waiting.attempts) == ("director@council.example", None, 1)


def test_the_delayed_mail_goes_out_once(
    people, version, settings, django_capture_on_commit_callbacks, free_port, mailoutbox
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    with django_capture_on_commit_callbacks(execute=True):
        transitions.submit(version.pk, by=people.holder)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [send_waiting(), send_waiting(early=True), send_waiting(early=True)] == [0, 1, 0]
    assert [message.to for message in mailoutbox] == [["director@council.example"]]


def test_submitting_twice_through_the_function_is_a_conflict(people, version):
    transitions.submit(version.pk, by=people.holder)
    entries = LedgerEntry.objects.count()
    with pytest.raises(Conflict, match="already been submitted"):
        transitions.submit(version.pk, by=people.holder)
    assert LedgerEntry.objects.count() == entries
