"""A performance officer publishes an approved plan: anybody can read it, exactly as it was signed."""

import pytest

from common.verdict import Refused
from serviceplans import transitions
from serviceplans.choices import Status
from tests.council.factories import AppointmentFactory, PostFactory
from tests.serviceplans.factories import PEOPLE, a_complete_plan, footprint, reload
from tests.serviceplans.signing import assert_signed, assert_written_last, digest_of, elsewhere

URL = "/plans/css/2019-20/publish/"
READ = "/plans/css/2019-20/read/"


@pytest.fixture
def approved(people):
    return a_complete_plan(people, Status.APPROVED)


def test_the_officer_publishes_it(people, approved, as_, client, mailoutbox, django_capture_on_commit_callbacks):
    assert client.get(READ).status_code == 404
    officer = as_(people.officer)
    assert "exactly as it was signed" in officer.get(URL).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = officer.post(URL, follow=True)
    assert "is published: anyone can read it" in response.content.decode()
    version = reload(approved)
    assert (version.status, version.published_at is not None) == (Status.PUBLISHED, True)
    assert_signed(version.decisions.last(), by=people.officer, post=people.post("officer"))
    assert version.decisions.last().digest == digest_of(approved)
    assert_written_last("plan.publish", people.officer)
    told = sorted(message.to[0].split("@")[0] for message in mailoutbox)
    assert told == ["deputy", "director", "holder", "member"]
    officer.logout()
    assert client.get(READ).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("status", elsewhere(Status.APPROVED))
def test_only_an_approved_plan_is_published(people, as_, status, method):
    version = a_complete_plan(people, status)
    before = footprint(version)
    response = getattr(as_(people.officer), method)(URL)
    assert response.status_code == 409
    words = "already been published" if status == Status.PUBLISHED else "Only an approved plan can be published"
    assert words in response.content.decode()
    assert footprint(version) == before


def test_nobody_else_publishes(people, approved, as_):
    before = footprint(approved)
    for name in PEOPLE:
        if name != "officer":
            assert as_(getattr(people, name)).post(URL).status_code == 403, name
            with pytest.raises(Refused, match="Only a performance officer"):
                transitions.publish(approved.pk, by=getattr(people, name))
            assert footprint(approved) == before, name


def test_a_second_click_reads_that_it_is_published(people, approved, as_):
    client = as_(people.officer)
    assert [client.post(URL).status_code for _ in range(2)] == [302, 409]
    assert approved.decisions.filter(step="publish").count() == 1


def test_the_officer_signs_for_the_officers_post_whatever_else_they_hold(people, approved):
    AppointmentFactory(person=people.officer, post=PostFactory(title="Archivist"))
    transitions.publish(approved.pk, by=type(people.officer).objects.get(pk=people.officer.pk))
    assert approved.decisions.last().post_title == "Performance officer"


def test_a_publication_broken_off_leaves_nothing(people, approved, monkeypatch):
    before = footprint(approved)

    def breaks(*_, **__):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr("serviceplans.transitions.locking.record", breaks)
    with pytest.raises(RuntimeError):
        transitions.publish(approved.pk, by=people.officer)
    assert footprint(approved) == before
