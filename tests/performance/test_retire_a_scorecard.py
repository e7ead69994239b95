"""A scorecard that nobody needs any more is retired by a performance officer, and may be brought back."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.verdict import Refused
from council.choices import Role
from performance.rules.layout import Section
from performance.transitions import Details, arrange_scorecard, create_scorecard, retire_scorecard
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    somebody = person(Role.PERFORMANCE_OFFICER)
    client.force_login(somebody)
    return somebody


@pytest.fixture
def card(officer):
    made = create_scorecard(Details("YorOK", "board", audience="YorOK"), by=officer)
    layout = (Section("Indicators", (IndicatorFactory(reference="AAA1").pk,)),)
    return arrange_scorecard(made.pk, layout, counter=made.counter, by=officer)


def press(client, card, counter=None, back=False):
    card.refresh_from_db()
    data = {"counter": card.counter if counter is None else counter, **({"back": "yes"} if back else {})}
    return client.post(reverse("scorecard_retire", args=[card.key]), data)


def test_its_readers_no_longer_find_it_and_officers_still_read_it_at_its_address(client, officer, card):
    assert press(client, card).status_code == 302
    url = reverse("scorecard", args=[card.key])
    page = client.get(url).content.decode()
    assert "Retired" in page and "AAA1" in page and "Bring it back" in page
    assert client.get(reverse("scorecard_export", args=[card.key, "csv"])).status_code == 200
    client.force_login(person(Role.BOARD_CHAIR, committee="YorOK"))
    for name, *more in (("scorecard",), ("scorecard_export", "csv")):
        assert client.get(reverse(name, args=[card.key, *more])).status_code == 404
    assert client.get(reverse("my_scorecard")).url == reverse("scorecards")
    assert LedgerEntry.objects.latest("id").verb == "scorecard.retired"


def test_lists_and_filters_leave_it_out_but_officers_find_it_among_the_retired(client, card):
    press(client, card)
    client.get("/")  # the message that it is done is read
    page = client.get(reverse("scorecards")).content.decode()
    assert page.index("Retired") < page.index("YorOK")
    assert card.key not in client.get(reverse("indicators")).content.decode()
    assert "YorOK" not in client.get(reverse("indicator", args=["aaa1"])).content.decode()
    client.force_login(person(Role.STAFF))
    assert "YorOK" not in client.get(reverse("scorecards")).content.decode()


def test_it_is_brought_back(client, card):
    press(client, card)
    assert press(client, card, back=True).status_code == 302
    assert LedgerEntry.objects.latest("id").verb == "scorecard.brought-back"
    client.force_login(person(Role.STAFF))
    assert client.get(reverse("scorecard", args=[card.key])).status_code == 200


def test_pressed_twice_it_is_retired_once(client, card):
    counter = card.counter
    assert [press(client, card, counter=counter).status_code for _ in range(2)] == [302, 302]
    assert LedgerEntry.objects.filter(verb="scorecard.retired").count() == 1


def test_one_that_changed_since_it_was_read_is_not_retired_unseen(client, officer, card):
    old = card.counter
    arrange_scorecard(card.pk, (Section("Other"),), counter=None, by=officer)
    answer = press(client, card, counter=old)
    assert answer.status_code == 409 and "Retire YorOK" in answer.content.decode()
    card.refresh_from_db()
    assert not card.retired


def test_nobody_but_an_officer_retires(client, card):
    other = person(Role.BOARD_CHAIR, committee="YorOK")
    client.force_login(other)
    assert press(client, card).status_code == 403
    with pytest.raises(Refused):
        retire_scorecard(card.pk, counter=card.counter, by=other)
