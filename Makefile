# What a person does with this checkout. Needs a POSIX shell and Python 3.11 or newer; everything else is installed.
# PORT=8001 moves the demonstration; ARGS="tests/common -k period" narrows the tests.
PORT ?= 8000
ARGS ?=
PY := .venv/bin/python
COMPILE := $(PY) -m uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --universal

.DEFAULT_GOAL := help
.PHONY: help demo setup install static test test-sqlite test-postgres check format lock bench clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

demo: setup ## install, build, load the demonstration council and serve it (PORT=8000)
	@$(PY) scripts/serve.py $(PORT)

setup: static ## everything that make demo does, but serving
	@$(PY) scripts/prepare.py

install:
	@sh scripts/install.sh

static: install
	@$(PY) scripts/build_static.py

test: static ## every test on SQLite, then on PostgreSQL where it is installed or TEST_DATABASE_URL names one
	@$(PY) scripts/test.py all $(ARGS)

test-sqlite: static ## every test on SQLite
	@$(PY) scripts/test.py sqlite $(ARGS)

test-postgres: static ## every test on PostgreSQL
	@$(PY) scripts/test.py postgres $(ARGS)

check: install ## style, types, layers, migrations and deployment settings
	@$(PY) scripts/check.py

format: install ## put the Python sources in the house style
	@$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format .

lock: install ## write the locked requirements again from the .in files
	@for name in requirements-setup requirements requirements-dev; do $(COMPILE) -o $$name.txt $$name.in || exit 1; done

bench: static ## time the slow paths against their budgets
	@$(PY) -m pytest tests/bench -o python_files='bench_*.py' -p no:cacheprovider -p no:xdist $(ARGS) || [ $$? -eq 5 ]

clean: ## remove what was installed, built and cached; keeps the database
	rm -rf .venv node_modules build staticfiles var test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
