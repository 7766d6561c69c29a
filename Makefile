# make run   set up and open the web app          make test  set up and run the tests
# Another Python: make run PYTHON=/path/to/python3.11

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV ?= .venv
PORT ?= 7860

python := $(VENV)/bin/python
installed := $(VENV)/.installed

.PHONY: setup run test lint clean

setup: $(installed)

$(installed): pyproject.toml
	test -x $(python) || $(PYTHON) -m venv $(VENV)
	$(python) -m pip install --disable-pip-version-check --quiet --editable '.[test]'
	touch $@

run: setup
	$(python) -m assistant index
	$(python) app.py --port $(PORT)

test: setup
	$(python) -m pytest

lint: setup
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
