"""What the tests of meetings share: what a form of a meeting posts, and where an item's outcome is recorded."""

from urllib.parse import urlencode

from reporting.agenda import agenda_of

URL = "/meetings/children/2019-08-12/"


def record_url(key, url=URL):
    return f"{url}record/?{urlencode({'item': key})}"


def outcome(**fields):
    return {"outcome": "noted", "text": "", "owner": "", "due": "", "digest": "", "counter": 0, **fields}


def item(meeting, user, key):
    found = agenda_of(meeting, user).find(key)
    assert found, f"{key} is not on the agenda"
    return found
