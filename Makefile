# Thin on purpose: each target is one command of the README.
PYTHON ?= .venv/bin/python

.PHONY: test check speed quality
test:
	$(PYTHON) -m pytest -n 2 -m "not slow"

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

speed:
	$(PYTHON) -m evals.speed

quality:
	$(PYTHON) -m evals.quality
