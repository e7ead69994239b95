"""A performance officer sets an indicator's targets: a row a period, in numbers, ranges and words, with a reason for changes."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from common.values.period import Period
from common.values.target import TargetValue
from common.verdict import Refused, Stale
from council.choices import Role
from performance.models import Target
from performance.standing import explain
from performance.targets import prefix_of, targets_page
from performance.transitions import AgreedTarget, set_targets
from performance.transitions.targets import digest
from tests.breaking import broken_at, each_write
from tests.council.factories import person
from tests.performance.factories import IndicatorFactory, result, target
from tests.query_counts import assert_query_count
from tests.races import lost, race, without_locks, won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("august_2019")]
Q1, Q2 = Period.quarter("2019/20", 1), Period.quarter("2019/20", 2)


@pytest.fixture
def officer(client):
    user = person(Role.PERFORMANCE_OFFICER, title="Performance officer")
    client.force_login(user)
    return user


@pytest.fixture
def indicator():
    one = IndicatorFactory(reference="CSC07", tolerance="5")
    result(one, "Q1 2019/20", "84")
    target(one, "Q1 2019/20", "85")
    return one


def url(indicator):
    return reverse("indicator_targets", args=[indicator.slug])


def typed(indicator, reason="", **said):
    """What the page posts when nothing was changed but what is ``said``: ``Q2_2019_20="90"``."""
    words = {"reason": reason}
    for row in targets_page(indicator).rows:
        form, label = row.form, row.period.label.replace(" ", "_").replace("/", "_")
        for name in ("target", "tolerance", "read"):
            words[form.add_prefix(name)] = form.initial.get(name, "")
        words[form.add_prefix("target")] = said.get(label, words[form.add_prefix("target")])
        words[form.add_prefix("tolerance")] = said.get(f"{label}_tolerance", words[form.add_prefix("tolerance")])
    return words


def agreed(period, text, stored=None, tolerance=""):
    value = TargetValue.parse(text, unit="percent") if text else None
    return AgreedTarget(period, value, tolerance, digest(stored))


def test_the_page_has_a_row_for_each_period_around_today(client, officer, indicator):
    page = client.get(url(indicator)).content.decode()
    for label in ("Q1 2018/19", "Q1 2019/20", "Q4 2020/21"):
        assert f">{label}<" in page
    assert "Q4 2017/18" not in page and "Result 84.0%" in page and 'value="85"' in page
    assert f'href="{url(indicator)}"' in client.get(reverse("indicator", args=["csc07"])).content.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("90", "90%"), ("≥ 90", "≥90%"), ("10 to 12", "10% to 12%"), ("Set baseline", "Set baseline"), ("<100%", "<100%"),
     ("Baseline +2.5%", "Baseline +2.5%"), ("To be defined", "To be defined")],
)  # fmt: skip
def test_a_target_is_a_number_a_range_or_words(client, officer, indicator, text, shown):
    answer = client.post(url(indicator), typed(indicator, Q2_2019_20=text), follow=True)
    assert "1 target of CSC07 is saved." in answer.content.decode()
    assert Target.objects.get(period="Q2 2019/20").value.display("percent") == shown


def test_a_new_target_rates_the_result_at_once_and_stands_in_the_history(client, officer, indicator):
    assert explain(indicator, Q1).rating.colour == "amber"
    words = typed(
        indicator, "Agreed at the management team", Q1_2019_20="80", Q2_2019_20="82", Q2_2019_20_tolerance="2%"
    )
    page = client.post(url(indicator), words, follow=True).content.decode()
    assert explain(indicator, Q1).rating.colour == "green"
    assert Target.objects.get(period="Q2 2019/20").tolerance == "2%"
    assert "Targets set, Performance officer" in page and "Agreed at the management team" in page
    entry = LedgerEntry.objects.get(verb="targets.set")
    assert entry.subject == "indicator CSC07" and '"target":"85"' in entry.before and '"target":"80"' in entry.after


def test_a_target_that_was_agreed_is_not_changed_without_a_reason(client, officer, indicator):
    answer = client.post(url(indicator), typed(indicator, Q1_2019_20="80"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say why a target that was agreed is changed" in page and 'value="80"' in page
    assert Target.objects.get().number == 85


def test_an_emptied_row_takes_the_target_away(client, officer, indicator):
    client.post(url(indicator), typed(indicator, "Not agreed after all", Q1_2019_20=""))
    assert not Target.objects.exists()
    assert "There is no target for Q1 2019/20" in explain(indicator, Q1).rating.sentence


def test_saving_what_is_there_changes_nothing(client, officer, indicator):
    for _ in range(2):
        answer = client.post(url(indicator), typed(indicator), follow=True)
        assert "No target was changed." in answer.content.decode()
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"Q2_2019_20": "1O0"}, "Q2 2019/20: “1O0” has words after the number"),
        ({"Q2_2019_20": "90", "Q2_2019_20_tolerance": "a bit"}, "Q2 2019/20: “a bit”"),
        ({"Q2_2019_20_tolerance": "5"}, "Q2 2019/20: enter the target that the tolerance is for"),
        ({"Q2_2019_20": "x" * 501}, "at most 500 characters"),
        ({"Q2_2019_20": "9\x00"}, "a character that cannot be kept"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(client, officer, indicator, said, sentence):
    answer = client.post(url(indicator), typed(indicator, "Why", **said))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Target.objects.count() == 1


def test_nothing_posted_at_all_saves_nothing(client, officer, indicator):
    assert client.post(url(indicator), {}).status_code in (409, 422)
    assert Target.objects.get().number == 85


def test_somebody_elses_target_is_shown_beside_what_was_written(client, officer, indicator):
    words = typed(indicator, "Agreed in June", Q1_2019_20="80")
    Target.objects.update(number=90, text="90")
    answer = client.post(url(indicator), words)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Somebody else changed these targets" in page
    assert "Saved now: 90%" in page and 'value="80"' in page and "Agreed in June" in page
    words[f"{prefix_of(Q1)}-read"] = digest(Target.objects.get())
    assert client.post(url(indicator), words).status_code == 302
    assert Target.objects.get().number == 80


@pytest.mark.parametrize("role", [Role.STAFF, Role.DIRECTOR, Role.CMT, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_else_sets_targets(client, indicator, role):
    somebody = person(role)
    client.force_login(somebody)
    assert client.get(url(indicator)).status_code == 403 and client.post(url(indicator), {}).status_code == 403
    with pytest.raises(Refused):
        set_targets(indicator.pk, [], "", by=somebody)
    assert url(indicator) not in client.get(reverse("indicator", args=["csc07"])).content.decode()


@pytest.mark.parametrize(
    ("frequency", "year_type", "first"),
    [("annual", "financial", "2016/17"), ("monthly", "financial", "February 2019"), ("termly", "academic", "Spring term 2018"),
     ("half-yearly", "financial", "H2 2017/18"), ("two-yearly", "financial", "2014/15 to 2015/16"),
     ("annual", "rolling", "Apr 2016 to Mar 2017")],
)  # fmt: skip
def test_each_frequency_has_rows_of_its_own(client, officer, frequency, year_type, first):
    one = IndicatorFactory(reference="ANY1", frequency=frequency, year_type=year_type)
    rows = targets_page(one).rows
    assert len({row.period.key for row in rows}) == len(rows) >= 4
    assert client.get(url(one)).status_code == 200
    again = client.post(url(one), typed(one, **{rows[-1].period.label.replace(" ", "_").replace("/", "_"): "50"}))
    assert again.status_code == 302 and Target.objects.get().period == rows[-1].period.label


def test_targets_further_ahead_are_shown_too(client, officer, indicator):
    target(indicator, "Q4 2024/25", "99")
    assert ">Q4 2024/25<" in client.get(url(indicator)).content.decode()


def test_the_page_runs_the_queries_on_record(client, officer, indicator):
    assert_query_count(client, url(indicator), "performance: targets")
    for year in ("2016/17", "2017/18", "2020/21"):
        for number in range(1, 5):
            target(indicator, f"Q{number} {year}", "9")
    assert_query_count(client, url(indicator), "performance: targets")


@pytest.mark.django_db(transaction=True)
def test_an_exception_at_any_write_changes_nothing(officer, indicator):
    stored = Target.objects.get()
    for number in each_write():
        with broken_at(number) as line:
            set_targets(indicator.pk, [agreed(Q1, "80", stored), agreed(Q2, "82")], "Why", by=officer)
        if not line.broken:
            break
        assert list(Target.objects.values_list("number", flat=True)) == [85] and not LedgerEntry.objects.exists()
    assert number > 2 and Target.objects.count() == 2


def set_to(number, indicator, officer):
    return set_targets(indicator.pk, [agreed(Q2, str(number + 50))], "", by=officer)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_several_who_set_one_target_at_once_one_does(officer, indicator):
    outcomes = race(lambda number: set_to(number, indicator, officer), 4)
    assert won(outcomes) == [1] and {one.raised for one in lost(outcomes)} == {"Stale"}
    assert LedgerEntry.objects.filter(verb="targets.set").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_others_would_fail(officer, indicator):
    with without_locks():
        for _ in range(12):
            Target.objects.filter(period="Q2 2019/20").delete()
            outcomes = race(lambda number: set_to(number, indicator, officer), 4)
            if any(one.raised != "Stale" for one in lost(outcomes)):
                return
    pytest.fail("The race was won by one each time, even without the lock.")


def test_what_was_read_before_is_stale(officer, indicator):
    with pytest.raises(Stale):
        set_targets(indicator.pk, [agreed(Q1, "80")], "Why", by=officer)
