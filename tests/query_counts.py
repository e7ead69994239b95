"""Pages run as many queries as is written in tests/query_counts.json, neither more nor fewer.

After a change that was meant to move a number, run the tests with UPDATE_QUERY_COUNTS=1 and commit the file.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINES = Path(__file__).parent / "query_counts.json"


class QueryCounts:
    """The committed number of queries of each page."""

    def __init__(self, path=BASELINES):
        self.path = path

    @contextmanager
    def hold(self, name):
        """Fail unless the block runs exactly the queries on record under ``name``; record them when asked to."""
        with CaptureQueriesContext(connection) as captured:
            yield captured
        if os.environ.get("UPDATE_QUERY_COUNTS") == "1":
            self.record(name, len(captured))
            return
        expected = json.loads(self.path.read_text()).get(name)
        assert len(captured) == expected, self.explain(name, expected, captured)

    def record(self, name, count):
        """Write one number; the lock keeps parallel test processes from losing each other's."""
        with self.path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            counts = json.load(file)
            counts[name] = count
            file.seek(0)
            file.truncate()
            file.write(json.dumps(counts, indent=2, sort_keys=True) + "\n")

    @staticmethod
    def explain(name, expected, captured):
        listed = "\n".join(f"{number:3}. {query['sql']}" for number, query in enumerate(captured, start=1))
        recorded = "none are on record" if expected is None else f"{expected} are on record"
        return f"{name}: {len(captured)} queries, {recorded} (UPDATE_QUERY_COUNTS=1 records them):\n{listed}"


def assert_query_count(client, url, name, **get):
    """GET the page twice, the first time to warm the caches of a process, and hold the second to the record."""
    client.get(url, **get)
    with QueryCounts().hold(name):
        response = client.get(url, **get)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return response
