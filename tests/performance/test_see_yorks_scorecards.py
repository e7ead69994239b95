"""The demonstration has the scorecards that York's KPI Machine page lists, each with indicators to read."""

from collections import Counter

import pytest
from django.conf import settings

from common.models import LedgerEntry
from common.values.period import Period
from council.choices import Role
from council.models import Post
from performance.loading import load_scorecards
from performance.models import Scorecard, ScorecardRow
from performance.scorecards import scorecard_page
from performance.transitions import arrange_scorecard

PATH = settings.BASE_DIR / "fixtures" / "councils" / "york-2019" / "scorecards.yaml"
KINDS = {"cmt": 1, "organisational": 1, "dmt": 5, "portfolio": 8, "scrutiny": 6, "board": 6}


def test_every_audience_of_york_has_its_scorecard(demo):
    cards = list(Scorecard.objects.all())
    assert Counter(card.kind for card in cards) == KINDS
    assert {card.kind for card in cards if card.draft} == {"portfolio", "scrutiny"}
    assert all(card.draft for card in cards if card.kind in ("portfolio", "scrutiny"))
    assert all(6 <= card.rows.count() <= 25 for card in cards)


def test_every_member_and_director_has_one_of_their_own(demo):
    posts = Post.objects.filter(
        role__in=[Role.DIRECTOR, Role.EXECUTIVE_MEMBER, Role.BOARD_CHAIR, Role.BOARD_MEMBER, Role.CMT]
    )
    assert posts.count() > 25
    without = [post.title for post in posts if not Scorecard.objects.for_posts([post]).exists()]
    assert without == []


def test_a_quarter_of_the_strategic_scorecard_holds_yorks_own_figures(demo):
    page = scorecard_page(Scorecard.objects.get(key="cmt-strategic"), Period.quarter("2019/20", 1))
    line = next(line for line in page.lines if line.indicator.reference == "BPI108")
    assert [year.text for year in line.standing.years] == ["−32", "147", "943"]
    assert line.standing.direction_text == "Neutral" and line.standing.direction.overridden
    assert sum(count["number"] for count in page.counts) == len(page.lines) == 19


def test_loading_again_changes_nothing_and_keeps_what_officers_changed(demo):
    card = Scorecard.objects.get(key="board-yorok")
    arrange_scorecard(card.pk, (), counter=None, by=None)
    before = (LedgerEntry.objects.count(), ScorecardRow.objects.count())
    load_scorecards(PATH)
    assert (LedgerEntry.objects.count(), ScorecardRow.objects.count()) == before


@pytest.mark.parametrize("quarter", ["2017/18", "2019/20"])
def test_every_scorecard_can_be_read_in_any_quarter(demo, quarter):
    for card in Scorecard.objects.all():
        assert scorecard_page(card, Period.quarter(quarter, 1)).lines
