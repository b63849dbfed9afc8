# Needs Python 3.11 or newer and make; the rest arrives in .venv and .local.
SHELL := /bin/bash
.DEFAULT_GOAL := run
PY := .venv/bin/python

.PHONY: setup run test check bench shots lock permissions data

setup:
	@bin/setup

run:
	@bin/setup run
	@DEMO=$${DEMO-1} exec $(PY) manage.py up

# Both halves run even when the first fails, so that one run shows everything.
test:
	@bin/setup
	@bin/test

check:
	@bin/setup
	@bin/check

permissions:
	@bin/setup
	@WRITE_PERMISSIONS=1 $(PY) -m pytest -q tests/architecture/test_permissions.py

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
