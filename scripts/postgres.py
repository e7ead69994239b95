"""A throwaway PostgreSQL for the tests: made in a temporary folder, reached by a socket there, removed afterwards.

``python scripts/postgres.py COMMAND …`` runs a command with ``TEST_DATABASE_URL`` naming such a server.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Nothing here outlives the run, so nothing needs to reach the disk.
OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
}


class NoPostgres(Exception):
    """PostgreSQL's server programs are not on this machine. Carries the sentence to print."""


class PostgresFailed(Exception):
    """The programs are there but would not do their work: never a reason to go on without them."""


def binaries() -> tuple[str, str]:
    """The paths of initdb and pg_ctl: on the PATH, or the newest that Debian's packages installed."""
    roots = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    newest_first = sorted(
        roots, key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder))], reverse=True
    )
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, newest_first)])
    found = [shutil.which(name, path=path) for name in ("initdb", "pg_ctl")]
    if not all(found):
        raise NoPostgres("PostgreSQL's server programs (initdb, pg_ctl) are not installed.")
    return str(found[0]), str(found[1])


def server_account() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, whom PostgreSQL refuses; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresFailed(
        "PostgreSQL will not run as root, and this machine has neither a postgres nor a nobody account."
    )


def run(command: list[str], account: pwd.struct_passwd | None, folder: Path) -> None:
    """Run one of PostgreSQL's programs as the account; its output is shown only when it fails."""
    whose: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # The server keeps its inherited output open, so that goes to a file: a pipe would never reach its end.
    with (folder / "output").open("w+") as output:
        ended = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **whose)
        if ended.returncode:
            output.seek(0)
            log = folder / "log"
            raise PostgresFailed(f"{command[0]} failed:\n{output.read()}{log.read_text() if log.exists() else ''}")


def began(folder: Path) -> bool:
    """Whether a server runs there, giving one whose start was broken off the time to say so."""
    for _ in range(20):
        if (folder / "data" / "postmaster.pid").exists():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def throwaway() -> Iterator[str]:
    """The URL of a new empty server, which stops and is removed at the end of the block."""
    initdb, pg_ctl = binaries()
    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="los-pg-"))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = str(folder / "data")
        cluster = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        run([initdb, "-D", data, *cluster], account, folder)
        settings = {**OPTIONS, "unix_socket_directories": folder}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            run([pg_ctl, "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start"], account, folder)
            yield f"postgres://postgres@{quote(str(folder), safe='')}/line_of_sight"
        finally:
            if began(folder):
                run([pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"], account, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command given as arguments against a throwaway server; returns its exit code."""
    if len(sys.argv) < 2:
        sys.exit("Name the command to run: python scripts/postgres.py COMMAND ...")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with throwaway() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": url}).returncode
    except (NoPostgres, PostgresFailed) as trouble:
        print(trouble, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
