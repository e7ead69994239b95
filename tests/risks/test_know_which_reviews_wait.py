"""A person's home page lists the reviews that wait for their posts."""

from datetime import date

import pytest

from risks.due import due_for
from tests.council.factories import UserFactory, person
from tests.risks.factories import RiskFactory

pytestmark = pytest.mark.django_db


def test_only_my_open_overdue_reviews_wait_for_me(django_assert_num_queries):
    me = person()
    mine = me.appointments.get().post
    RiskFactory(reference="KCR 2", event="homes too few", owner_post=mine, review_date=date(2019, 8, 5))
    RiskFactory(reference="KCR 1", event="posts vacant", owner_post=mine, review_date=date(2019, 8, 19))
    RiskFactory(owner_post=mine, review_date=date(2019, 8, 20))
    RiskFactory(owner_post=mine)
    RiskFactory(owner_post=mine, review_date=date(2019, 8, 5), closed=True)
    RiskFactory(review_date=date(2019, 8, 5))
    due_for(me)
    with django_assert_num_queries(1):
        waiting = due_for(me)
    assert [(text, url) for _, text, url in waiting] == [
        ("Review KCR 2, homes too few (was due on 5 August 2019)", "/risks/kcr-2/review/"),
        ("Review KCR 1, posts vacant (was due on 19 August 2019)", "/risks/kcr-1/review/"),
    ]


def test_nothing_waits_for_somebody_without_a_post():
    RiskFactory(review_date=date(2019, 8, 5))
    assert due_for(UserFactory()) == []
