"""A Director or a performance officer puts DMT meetings into the calendar, moves them, and notes who came."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.models import LedgerEntry
from common.verdict import Conflict, Refused, Stale
from council.models import DmtMeeting
from council.rules.meetings import monthly
from council.transitions import MeetingFacts, add_meetings, change_meeting
from reporting import transitions
from tests.reporting.meetings import URL, item
from tests.serviceplans.signing import assert_written_last

pytestmark = pytest.mark.django_db


def typed(people, **fields):
    day = {"directorate": people.directorate.pk, "first": "3 September 2019", "until": "", "time": "", "place": ""}
    return {**day, **fields}


def test_a_series_falls_on_the_same_weekday_of_each_month(people, as_):
    answer = as_(people.director).post(
        "/meetings/new/", typed(people, until="31/12/2019", time="14.30", place="Room 3"), follow=True
    )
    assert "4 meetings are in the calendar" in answer.content.decode()
    made = DmtMeeting.objects.filter(time=time(14, 30), place="Room 3")
    assert [m.date for m in made] == [date(2019, 9, 3), date(2019, 10, 1), date(2019, 11, 5), date(2019, 12, 3)]
    assert made[0].name == "Children DMT"
    assert_written_last("meeting.added", people.director)


@given(first=st.dates(date(2000, 1, 1), date(2090, 1, 1)), months=st.integers(0, 30))
def test_a_series_has_one_meeting_a_month_on_its_weekday(first, months):
    until = date(first.year + (first.month + months) // 12, (first.month + months) % 12 + 1, 1)
    days = monthly(first, max(first, until))
    assert {day.weekday() for day in days} == {first.weekday()}
    assert len({(day.year, day.month) for day in days}) == len(days)
    assert days == sorted(days)
    assert all(first <= day <= max(first, until) for day in days)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": ""}, "Enter the day of the meeting"),
        ({"first": "31/02/2019"}, "31/02/2019"),
        ({"directorate": ""}, "Choose the directorate"),
        ({"until": "1/9/2019"}, "before the first meeting"),
        ({"until": "1/9/2029"}, "within two years"),
        ({"time": "25:00"}, "Enter a time like 14:00"),
    ],
)
def test_what_cannot_be_read_is_said(people, as_, fields, sentence):
    answer = as_(people.director).post("/meetings/new/", typed(people, **fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert DmtMeeting.objects.count() == 1


def test_a_day_that_has_a_meeting_is_told(people, as_):
    answer = as_(people.director).post("/meetings/new/", typed(people, first="12/8/2019"))
    assert answer.status_code == 409
    assert "already meets" in answer.content.decode()


def test_another_directorates_calendar_is_not_theirs(people, as_):
    answer = as_(people.director).post("/meetings/new/", typed(people, directorate=people.elsewhere.pk))
    assert answer.status_code == 422
    with pytest.raises(Refused, match="kept by its Director"):
        add_meetings(people.elsewhere, [date(2019, 9, 3)], by=people.director)
    assert add_meetings(people.elsewhere, [date(2019, 9, 3)], by=people.officer)


def test_who_came_and_where_it_was_is_noted(people, as_):
    client = as_(people.director)
    page = client.get(f"{URL}edit/").content.decode()
    holder, director = people.post("holder"), people.post("director")
    assert holder.title in page
    said = {
        "date": "13 August 2019", "time": "9:30", "place": "Room 3", "chair": holder.pk, "others_present": "Finance",
        "counter": 1, f"attendance_{holder.pk}": "present", f"attendance_{director.pk}": "apologies",
    }  # fmt: skip
    answer = client.post(f"{URL}edit/", said, follow=True)
    page = answer.content.decode()
    for words in ["13 August 2019, 09:30", "Room 3", "chaired by Assistant Director, Children", "Apologies", "Finance"]:
        assert words in page
    entry = assert_written_last("meeting.changed", people.director)
    assert "apologies" in entry.after
    assert client.post("/meetings/children/2019-08-13/edit/", {**said, "place": "Mine"}).status_code == 409
    people.meeting.refresh_from_db()
    assert (people.meeting.place, people.meeting.counter) == ("Room 3", 2)


def test_a_stale_save_changes_nothing_and_says_what_is_there(people):
    change_meeting(people.meeting.pk, MeetingFacts(people.meeting.date, place="A"), by=people.director, counter=1)
    with pytest.raises(Stale) as told:
        change_meeting(people.meeting.pk, MeetingFacts(people.meeting.date, place="B"), by=people.officer, counter=1)
    assert told.value.stored["place"] == "A"


def test_whoever_chairs_a_meeting_keeps_it(people):
    people.meeting.chair = people.post("head")
    people.meeting.save()
    changed = change_meeting(people.meeting.pk, MeetingFacts(people.meeting.date, place="A"), by=people.head, counter=1)
    assert changed.place == "A"


def test_a_meeting_is_called_off_unless_something_was_decided(people, as_):
    client = as_(people.director)
    row = transitions.add_business(people.meeting.pk, by=people.director, title="Clubs")
    about = item(people.meeting, people.director, f"other:{row.pk}")
    transitions.record_outcome(
        people.meeting.pk, about, transitions.Decided("noted"), by=people.director, counter=row.counter
    )
    assert client.post(f"{URL}call-off/").status_code == 409
    with pytest.raises(Conflict, match="stays in the calendar"):
        transitions.call_off_meeting(people.meeting.pk, by=people.director)
    later = add_meetings(people.directorate, [date(2019, 9, 3)], by=people.director)[0]
    client.post(f"{later.get_absolute_url()}call-off/")
    assert not DmtMeeting.objects.filter(pk=later.pk).exists()
    assert_written_last("meeting.called-off", people.director)


def test_everybody_sees_only_the_calendars_that_are_theirs(people, as_):
    add_meetings(people.elsewhere, [date(2019, 9, 4)], by=people.officer)
    assert "Place DMT" not in as_(people.holder).get("/meetings/").content.decode()
    page = as_(people.officer).get("/meetings/").content.decode()
    assert "Place DMT" in page
    assert "Children DMT" in page
    one = as_(people.officer).get(f"/meetings/?directorate={people.elsewhere.key}").content.decode()
    assert "Children DMT" not in one


def test_a_failed_change_leaves_nothing(people, monkeypatch):
    from council.transitions import meetings

    def broken(*_, **__):
        raise RuntimeError("the ledger is down")

    entries = LedgerEntry.objects.count()
    monkeypatch.setattr(meetings, "record", broken)
    with pytest.raises(RuntimeError):
        add_meetings(people.directorate, [date(2019, 9, 3)], by=people.director)
    with pytest.raises(RuntimeError):
        change_meeting(people.meeting.pk, MeetingFacts(date(2019, 8, 13)), by=people.director, counter=1)
    people.meeting.refresh_from_db()
    assert (DmtMeeting.objects.count(), people.meeting.date) == (1, date(2019, 8, 12))
    assert LedgerEntry.objects.count() == entries
