# make run | test | check | bench — each does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# where pip should also look for PyTorch's small CPU build (its index address, see pytorch.org)
TORCH_INDEX ?=
PIP := $(BIN)/python -m pip install -c requirements.lock $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.PHONY: help run test faults check fix bench peers bench-live sbom lock types screenshots clean

help: ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## install what is needed, index data/statements/ and serve on http://127.0.0.1:8000
	@$(BIN)/clause serve

test: $(VENV)/.dev node_modules/.done ## run every test, the browser's and the database's too
	@$(BIN)/python tests/find_browser.py --install
	$(BIN)/python -m pytest $(ARGS)

faults: $(VENV)/.dev ## every fault of docs/reliability.md at full number: long, and as root for a full disk
	CLAUSE_FAULTS=full $(BIN)/python -m pytest tests/faults $(ARGS)

check: $(VENV)/.dev types ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

types: node_modules/.done ## types of the widget's JavaScript, where node is there
	@if command -v npm >/dev/null; then npm run --silent types && echo "widget: types are right"; \
	else echo "widget: types not checked, node is not installed"; fi

fix: $(VENV)/.dev ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## speed, side by side with what one would use instead
	$(BIN)/python -m benchmarks.answers
	$(BIN)/python -m benchmarks.intent

peers: ## install what the benchmark of answers compares with, in an environment of its own (1 GB)
	$(PYTHON) -m venv var/peers
	var/peers/bin/python -m pip install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -r benchmarks/peers.txt

bench-live: $(VENV)/.dev ## live support under load and under kill -9; some minutes
	$(BIN)/python -m benchmarks.live $(ARGS)

screenshots: $(VENV)/.dev ## make the pictures of README and docs again
	$(BIN)/python -m docs.screenshots
	$(BIN)/python -m docs.widget_screenshots

sbom: $(VENV)/.dev ## list what Clause is made of, as CycloneDX, in dist/clause.cdx.json
	@mkdir -p dist
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml \
	  --output-reproducible --output-file dist/clause.cdx.json && echo "dist/clause.cdx.json"

lock: $(VENV)/.dev ## pin every package anew
	$(BIN)/python -m piptools compile --quiet --upgrade --all-extras --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate \
	  --output-file requirements.lock pyproject.toml
	@sed -i.old 's/+cpu$$//' requirements.lock && rm requirements.lock.old

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Clause needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which one: make PYTHON=python3.12 …")'
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "The module venv is missing: install it (Debian: apt-get install python3-venv)."; rm -rf $(VENV); exit 1; }

$(VENV)/.run: $(VENV)/bin/python pyproject.toml requirements.lock
	@echo "Installing what Clause needs (some hundred MB, once)"
	@$(PIP) --quiet pip setuptools wheel
	@$(PIP) --no-build-isolation --progress-bar on --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Installing what the tests need"
	@$(PIP) --no-build-isolation --progress-bar on --editable '.[dev]'
	@touch $@

node_modules/.done: package.json package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund && touch $@; \
	else echo "node is not installed: the widget's types are not checked"; fi

clean: ## take away what was made, but for the database in var/
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache
