"""Run the tests on SQLite, on PostgreSQL, or on both. Arguments after the first go to pytest.

PostgreSQL is the server that TEST_DATABASE_URL names, else a throwaway one where its programs are installed.
REQUIRE_POSTGRES=1 makes its absence a failure.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from chromium import find_or_install
from postgres import NoPostgres, PostgresFailed, throwaway

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = ["-n", "auto", "--dist", "worksteal"]


def run_tests(arguments: list[str], database_url: str) -> int:
    """Run pytest against the database (an empty URL is SQLite); returns its exit code."""
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    if database_url:
        environment["TEST_DATABASE_URL"] = database_url
    print(f"\n== Tests on {'PostgreSQL' if database_url else 'SQLite'} ==", flush=True)
    # Somebody who asks for a number of processes gets it; a debugger needs a single one.
    parallel = [] if {"-n", "--pdb", "-s"} & set(arguments) else PARALLEL
    return subprocess.run([sys.executable, "-m", "pytest", *parallel, *arguments], cwd=ROOT, env=environment).returncode


def on_postgres(arguments: list[str], *, required: bool) -> int:
    """Run the tests on the server that the environment names, or on a throwaway one; returns an exit code."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named.startswith("postgres"):
        return run_tests(arguments, named)
    try:
        with throwaway() as url:
            return run_tests(arguments, url)
    except NoPostgres as missing:
        print(f"\nNot tested on PostgreSQL: {missing}", flush=True)
        return 1 if required else 0
    except PostgresFailed as trouble:
        print(trouble, file=sys.stderr)
        return 1


def main() -> int:
    """Run what the first argument names; the exit code is 0 only when every run passed."""
    which, arguments = (sys.argv[1:2] or ["all"])[0], sys.argv[2:]
    if which not in ("all", "sqlite", "postgres"):
        sys.exit(f"'{which}' is not a database to test on: say all, sqlite or postgres.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["CHROMIUM"] = find_or_install()
    codes = []
    if which != "postgres":
        codes.append(run_tests(arguments, ""))
    if which != "sqlite":
        required = which == "postgres" or os.environ.get("REQUIRE_POSTGRES") == "1"
        codes.append(on_postgres(arguments, required=required))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
