# Needs Python 3.11 or newer and make; the rest arrives in .venv and .local.
SHELL := /bin/bash
.DEFAULT_GOAL := run
PY := .venv/bin/python

.PHONY: setup run test check bench shots lock permissions data quick

setup:
	@bin/setup

run:
	@bin/setup run
	@DEMO=$${DEMO-1} exec $(PY) manage.py up

# Both halves run even when the first fails, so that one run shows everything.
test:
	@bin/setup
	@bin/test

# The rules alone, without a server. Or the tests of one app, without a browser, on a database that is kept:
# make quick APP=stipends
quick:
	@bin/setup
	@test -z "$(APP)" -o -d "tests/$(APP)" || { echo "Say which app, as tests/ names them: make quick APP=stipends"; exit 1; }
	@exec $(PY) -m pytest -q $(if $(APP),--reuse-db -n $${TEST_WORKERS:-2} --dist loadfile --ignore=tests/browser tests/$(APP),tests/*/test_rules*.py)

check:
	@bin/setup
	@bin/check

permissions:
	@bin/setup
	@WRITE_PERMISSIONS=1 $(PY) -m pytest -q tests/architecture/test_every_answer.py tests/architecture/test_administration.py -k reviewed

data:
	@bin/setup run
	@exec $(PY) manage.py data_model --write

bench:
	@bin/setup run
	@exec $(PY) -m tests.bench

shots:
	@bin/setup
	@exec $(PY) manage.py shots

lock:
	@bin/setup run
	@if command -v uv >/dev/null; then uv lock --upgrade; else .local/tools/bin/uv lock --upgrade; fi
