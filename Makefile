PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test older-clients node bench lint docs clean

demo: $(VENV)/.demo  ## load, reindex, kill and resume on 234,908 real documents
	$(BIN)/docstore demo

test: $(VENV)/.test  ## everything that needs no server
	$(BIN)/python -m pytest

older-clients: $(VENV)-older/.test  ## the tests of the official clients, with versions 8 of elasticsearch and 2 of opensearch-py
	$(VENV)-older/bin/python -m pytest tests/transport tests/pytest_plugin

node: .node/.installed  ## the programs from npm that tests/clients runs

.node/.installed: tests/clients/package.json
	mkdir -p .node
	cp $< .node/package.json
	npm install --prefix .node --no-audit --no-fund --loglevel=error
	touch $@

bench: $(VENV)/.bench  ## measure against SQLite, TinyDB and raw LMDB; writes docs/benchmarks.md
	$(BIN)/python -m pytest benchmarks -p no:cacheprovider --benchmark-only -q
	$(BIN)/python -m benchmarks.report

lint: $(VENV)/.lint  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(VENV)/.lint  ## write docs/api.md and docs/coverage.md from the declarations
	$(BIN)/python -m docstore.api.coverage > docs/api.md.new
	mv docs/api.md.new docs/api.md
	$(BIN)/python -m docstore.api.compared > docs/coverage.md.new
	mv docs/coverage.md.new docs/coverage.md

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.%: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$*]'
	touch $@

$(VENV)-older/.test: pyproject.toml
	$(PYTHON) -m venv $(VENV)-older
	$(VENV)-older/bin/python -m pip install --quiet --disable-pip-version-check -e '.[test]' 'elasticsearch<9' 'opensearch-py[async]<3'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-older .node
