"""Find a Chromium for the browser tests, or install one: Debian's where that can be, else the test tool's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_TO_BE_HAD = (
    "The browser tests need Chromium, and none could be found or installed.\n"
    "Install it (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM=/path/to/chromium."
)


def playwrights_own() -> str:
    """The path of the browser that playwright installed for itself, or an empty text."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else ""


def find() -> str:
    """The path of a Chromium: CHROMIUM, one on the PATH, or playwright's own; an empty text when there is none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        if not shutil.which(named):
            sys.exit(f"CHROMIUM={named} is not a program that can be run.")
        return named
    return next(filter(None, map(shutil.which, NAMES)), "") or playwrights_own()


def install() -> None:
    """Try each way of installing a Chromium until one works; what they print goes to standard error."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if find():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr)


def find_or_install() -> str:
    """The path of a Chromium, installed first where there was none; exits with a sentence when none can be had."""
    path = find()
    if not path:
        print("Installing Chromium for the browser tests ...", file=sys.stderr, flush=True)
        install()
        path = find()
    return path or sys.exit(NONE_TO_BE_HAD)


if __name__ == "__main__":
    print(find_or_install())
