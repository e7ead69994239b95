"""The plan holder sets a warning of the health check aside, with a reason that shows."""

import pytest

from common.verdict import Conflict, Refused
from serviceplans import transitions
from tests.serviceplans.factories import (
    footprint,
    reload,
)
from tests.serviceplans.signing import assert_written_last

PLAN = "/plans/css/2019-20/"
DISMISS = PLAN + "dismiss/"


@pytest.fixture
def warned(people, version):
    """A plan with one warning: its action has no measure."""
    version.actions.get().indicators.clear()
    return reload(version)


ASKED = "?code=action-no-measure&subject=actions:CSS001:indicators"


def test_a_warning_is_dismissed_with_a_reason_that_shows(people, warned, as_):
    client = as_(people.holder)
    assert (
        "dismiss/?code=action-no-measure&amp;subject=actions%3ACSS001%3Aindicators" in client.get(PLAN).content.decode()
    )
    assert "Action CSS001 has no agreed performance measure" in client.get(DISMISS + ASKED).content.decode()
    response = client.post(DISMISS + ASKED, {"reason": " A measure comes in May. "}, follow=True)
    page = response.content.decode()
    assert "Your reason shows beside it" in page
    assert "Dismissed by Assistant Director, Children: “A measure comes in May.”" in page
    entry = assert_written_last("finding.dismiss", people.holder)
    assert "A measure comes in May." in entry.after
    transitions.submit(warned.pk, by=people.holder)
    review = as_(people.director).get(f"{PLAN}review/").content.decode()
    assert "A measure comes in May." in review


def test_dismissing_again_replaces_the_reason(people, warned, as_):
    client = as_(people.holder)
    for reason in ("First", "Second"):
        client.post(DISMISS + ASKED, {"reason": reason})
    assert [d.reason for d in warned.dismissals.all()] == ["Second"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Give the reason"),
        (" ", "Give the reason"),
        ("x" * 501, "at most 500"),
        ("a\0b", "has a character that cannot be kept"),
    ],
)
def test_a_dismissal_needs_a_reason(people, warned, as_, reason, words):
    before = footprint(warned)
    response = as_(people.holder).post(DISMISS + ASKED, {"reason": reason})
    assert response.status_code == 422
    assert words in response.content.decode()
    with pytest.raises(Refused, match="Give the reason"):
        transitions.dismiss_finding(
            warned.pk, by=people.holder, code="action-no-measure", subject="actions:CSS001:indicators", reason=" "
        )
    assert footprint(warned) == before


def test_a_blocking_finding_cannot_be_dismissed(people, version, as_):
    version.actions.get().themes.clear()
    asked = "?code=action-no-theme&subject=actions:CSS001:themes"
    before, client = footprint(version), as_(people.holder)
    assert "cannot be dismissed" in client.get(DISMISS + asked).content.decode()
    response = client.post(DISMISS + asked, {"reason": "We do not want to."})
    assert response.status_code == 403
    assert "Only a warning can be dismissed" in response.content.decode()
    assert footprint(version) == before


@pytest.mark.parametrize("asked", ["", "?code=nothing&subject=x", "?code=action-no-measure&subject=", "?code=%00"])
def test_a_finding_that_has_gone_needs_no_dismissal(people, warned, as_, asked):
    before = footprint(warned)
    client = as_(people.holder)
    for response in (
        client.get(DISMISS + asked, follow=True),
        client.post(DISMISS + asked, {"reason": "x"}, follow=True),
    ):
        assert "That warning has gone" in response.content.decode()
    assert footprint(warned) == before


def test_a_locked_plans_warnings_stay(people, warned, as_):
    transitions.submit(warned.pk, by=people.holder)
    before = footprint(warned)
    assert as_(people.holder).post(DISMISS + ASKED, {"reason": "Late"}).status_code == 409
    with pytest.raises(Conflict):
        transitions.dismiss_finding(warned.pk, by=people.holder, code="action-no-measure", subject="x", reason="Late")
    assert footprint(warned) == before
