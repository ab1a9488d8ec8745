# The commands of the house. Set-up is stamped inside .venv, so that a second run has nothing to do.

PORT ?= 6543
VAR ?= var
JOBS ?= 2
TESTS ?= --both-databases

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" setup.cfg
CHECKERS := tests/browser/node_modules/.package-lock.json

.PHONY: help setup serve test lint bench lock

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

setup: .venv/.project ## Install the portal and what it needs into .venv

serve: setup ## Serve on PORT=6543; everything written is under VAR=var
	@PORTAL_VAR_DIR="$(VAR)" exec $(BIN)/portal --ini development.ini serve --port $(PORT)

test: setup .venv/.test $(CHECKERS) ## Run all tests, on SQLite and PostgreSQL, JOBS=2 at a time
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(TESTS)

lint: setup .venv/.test ## Check style, types and templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet portal/templates

bench: setup .venv/.test ## Measure, in some fifteen minutes; all of it with BENCH="--full --markdown"
	@$(BIN)/python -m bench $(BENCH)

lock: .venv/.test ## Choose versions anew for setup.cfg; name those to raise in UPGRADE="--upgrade-package NAME"
	$(LOCK) $(UPGRADE) --output-file requirements.lock
	$(LOCK) $(UPGRADE) --extra test --constraint requirements.lock --output-file requirements-test.lock

.venv/bin/python:
	@for name in python3.13 python3.12 python3.11 python3; do \
	    $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    fits=$$name; \
	    $$name -c 'import ensurepip, venv' 2>/dev/null && python=$$name && break; \
	done; \
	if [ -z "$$fits" ]; then \
	    echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; exit 1; \
	elif [ -z "$$python" ]; then \
	    echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	echo "Setting up .venv with $$python"; $$python -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "Installing what the portal needs"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r $<
	@touch $@

.venv/.test: requirements-test.lock .venv/.runtime
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r $<
	@touch $@

.venv/.project: setup.cfg pyproject.toml .venv/.runtime
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Without npm the tests themselves say what is missing.
$(CHECKERS): tests/browser/package-lock.json
	@if command -v npm >/dev/null; then \
	    echo "Installing axe-core and the HTML validator"; \
	    cd tests/browser && npm ci --ignore-scripts --silent && touch node_modules/.package-lock.json; \
	fi
