#!/bin/sh
# Put everything that is needed into .venv, from requirements locked by hash. Does nothing when they are already there.
set -eu
cd "$(dirname "$0")/.."

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
stamp=.venv/installed-requirements

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14 python; do
        if [ -n "$candidate" ] && "$candidate" -c "$new_enough" 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no Python 3")
    echo "Line of Sight needs Python 3.11 or newer; this machine has $found." >&2
    echo "Install Python 3.11, or name one: make demo PYTHON=/path/to/python3.11" >&2
    exit 1
}

install_locked() {
    .venv/bin/python -m uv pip install -q --python .venv/bin/python "$@" --require-hashes -r requirements-dev.txt
}

if ! .venv/bin/python -c "$new_enough" 2>/dev/null; then
    python=$(find_python) || exit 1
    echo "Making .venv with $("$python" --version) ..."
    if ! "$python" -m venv --clear .venv; then
        echo "Python could not make a virtual environment here. On Debian or Ubuntu, install python3-venv." >&2
        exit 1
    fi
fi

if ! cat requirements-setup.txt requirements-dev.txt | cmp -s - "$stamp"; then
    echo "Installing the locked requirements ..."
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-setup.txt
    # A network that reads its own traffic signs with its own authority, which only the machine's certificates know.
    install_locked || install_locked --system-certs
    cat requirements-setup.txt requirements-dev.txt >"$stamp.new"
    mv "$stamp.new" "$stamp"
fi
mkdir -p var
