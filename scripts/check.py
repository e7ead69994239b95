"""Every check that reads the sources rather than running the tests. All of them run; every failure is shown."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
TESTING = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
# Throwaway values: enough for the deployment check to load the production settings, and good for nothing else.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "plans.example.gov.uk",
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'check.sqlite3'}",
    "SITE_URL": "https://plans.example.gov.uk",
    "EMAIL_URL": "smtp://user:password@127.0.0.1:587/?tls=True",
}


@dataclass
class Check:
    """A command whose exit code 0 means that all is well."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


# The slowest first, so that the others run beside it.
CHECKS = [
    Check("types", [*PYTHON, "-m", "mypy"]),
    Check("migrations", [*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], TESTING),
    Check("deployment", [*PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("templates", [*PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"]),
    Check("layers", [str(Path(sys.executable).parent / "lint-imports")]),
    Check("style", [*PYTHON, "-m", "ruff", "check", "."]),
    Check("format", [*PYTHON, "-m", "ruff", "format", "--check", "."]),
]


def run(check: Check) -> bool:
    """Run one check and print one line, followed by its output when it fails; returns whether it passed."""
    start = time.monotonic()
    environment = {**os.environ, **check.environment}
    ended = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True)
    passed = ended.returncode == 0
    line = f"{'ok    ' if passed else 'FAILED'} {check.name} ({time.monotonic() - start:.1f} s)"
    print(line if passed else f"{line}\n{ended.stdout}{ended.stderr}", flush=True)
    return passed


def main() -> int:
    """Run all checks, two at a time; returns 0 when all pass."""
    (ROOT / "var").mkdir(exist_ok=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        return 0 if all(list(pool.map(run, CHECKS))) else 1


if __name__ == "__main__":
    sys.exit(main())
