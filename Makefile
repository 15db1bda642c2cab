# One command sets up, one tests; CI runs the same (.ci/run). Needs Python 3.11 and make, nothing else.
#
# The environment is stamped with the lock it was installed from, so that a second run starts at
# once and a changed lock installs again. VENV=path uses another environment.

VENV   ?= .venv
PYTHON ?= $(or $(shell command -v python3.11),$(shell command -v python3))
BIN    := $(VENV)/bin
# What a test run may take at once; many tests wait for a database or a browser for a moment.
JOBS   ?= 3
ARGS   ?=

.DEFAULT_GOAL := help
# Compiled once and kept, whatever the shell says: the suite starts the service dozens of times.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test prove bench lint format lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.ready ## start the service (the demo, without a .env); prints one link
	@$(BIN)/python -m bot run $(ARGS)

test: $(VENV)/.ready-dev ## the whole suite: what the database promises on both, talks on SQLite
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

prove: $(VENV)/.ready-dev ## the long proofs: kills, races, ten thousand walks
	@$(BIN)/python -m pytest -m prove --timeout 1800 $(ARGS)
	@for db in sqlite postgresql; do $(BIN)/python -m pytest --db $$db tests/talks/test_every_step.py || exit 1; done

bench: $(VENV)/.ready-dev ## what a message costs, against a measure of the same run
	@$(BIN)/python -m benchmarks $(ARGS)

lint: $(VENV)/.ready-dev ## style, types and the arrows between the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.ready-dev ## lay the code out
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# --- environment ---------------------------------------------------------------------------

# One line a package while it installs; pip's own verdict decides, not the pipe's.
install = { $(BIN)/python -m pip install --no-input --disable-pip-version-check --require-hashes -r $(1); \
	    echo $$? > $(VENV)/.verdict; } \
	  | awk '/^(Collecting|Processing) / { of = split($$2, p, "/"); printf "      %2d  %s\n", ++n, p[of]; fflush() } \
	         /^Installing / { print "      putting them in place ..."; fflush() }'; \
	  exit $$(cat $(VENV)/.verdict)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No python3 found. Install Python 3.11 and run this again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11. Install Python 3.11, or say PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make environments. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "[1/2] New environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock | $(BIN)/python
	@echo "[2/2] Installing what the service needs (first time only) ..."
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock | $(BIN)/python
	@echo "[2/2] Installing what the tests need (first time only) ..."
	@$(call install,requirements-dev.lock)
	@touch $@

lock: ## resolve the dependencies again (both locks, with hashes, without any host)
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv; }
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
LOCK := .cache/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --no-annotate

clean: ## remove what was made, except ./data (the demo's database)
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage dist
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
