# Margin. `make help` lists what there is; `make run` and `make test` need Python 3.11+ and nothing else.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
S3_SERVER := .build/s3-server.stamp
CLI := $(PY) -m lms_app.cli
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-compile --require-hashes
TESTS ?=

.PHONY: help run dev test check fix unit e2e bench seed migration shots docs doctor build clean chromium

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) ## start Margin here and show its address and the demo logins (PORT, HOST, MARGIN_DATA_DIR, DEMO=0)
	@exec $(CLI) run --parent-pid $$PPID

dev: $(DEV) ## the same with hot reload, at http://localhost:3000
	@exec $(CLI) dev --parent-pid $$PPID

test: $(DEV) $(S3_SERVER) chromium check ## every check and test; what CI runs
	@$(PY) -m tests.halves

check: $(DEV) ## format, lint, types, import contracts
	@$(VENV)/bin/ruff format --check --quiet --output-format concise . || { echo "make fix puts the format right"; exit 1; }
	@$(VENV)/bin/ruff check --quiet --output-format concise .
	@$(VENV)/bin/mypy --no-error-summary lms_app workers benchmarks
	@$(VENV)/bin/lint-imports > .build/imports.log 2>&1 || { cat .build/imports.log; exit 1; }

fix: $(DEV) ## put format and simple lint findings right
	@$(VENV)/bin/ruff check --quiet --fix . ; $(VENV)/bin/ruff format --quiet .

unit: $(DEV) ## tests without a browser (TESTS=path picks some)
	@$(PY) -m pytest $(or $(TESTS),tests --ignore=tests/e2e)

e2e: $(DEV) chromium ## tests in a real browser (TESTS=path picks some)
	@$(CLI) build
	@$(PY) -m pytest $(or $(TESTS),tests/e2e)

bench: $(DEV) chromium ## measure, each figure beside its reference
	@$(CLI) build
	@$(PY) -m benchmarks

seed: $(RUN) ## fill in the demo school
	@$(CLI) seed

migration: $(DEV) ## write a migration from the models: make migration m="lesson notes"
	@test -n "$(m)" || { echo 'say what it does: make migration m="lesson notes"'; exit 1; }
	@$(CLI) migration "$(m)"

shots: $(DEV) chromium ## screenshots of every page, both themes, languages and sizes
	@$(CLI) build
	@$(PY) -m tests.e2e.shots

docs: $(DEV) ## write docs/reference from the code
	@$(PY) docs/generate.py

doctor: $(RUN) ## check everything Margin stands on
	@$(CLI) doctor

build: $(RUN) ## build the pages
	@$(CLI) build

clean: ## remove what can be made again; data in .margin stay
	@rm -rf $(VENV) .web .build .states assets/external .pytest_cache .mypy_cache .ruff_cache .import_linter_cache test-results
	@find . -name __pycache__ -type d -not -path './.margin/*' -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment

define FIND_PYTHON
for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& { python="$$candidate"; break; }; \
done; \
test -n "$$python" || { echo "margin: Python 3.11 or newer is needed ($$(python3 --version 2>&1 | tail -n 1) is what there is). Install one, or say where: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
endef

$(PY):
	@$(FIND_PYTHON); \
	rm -rf $(VENV); \
	"$$python" -m venv $(VENV) > /dev/null 2>&1 || { rm -rf $(VENV); \
	echo "margin: Python's venv module does not work here; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements.txt | $(PY)
	@echo "Installing Python packages; this takes about a minute and is done once."
	@$(PIP) -r requirements.txt || { echo "margin: the packages could not be installed; see the lines above" >&2; exit 1; }
	@mkdir -p .build && touch $@

$(DEV): requirements-dev.txt | $(PY)
	@echo "Installing Python packages, those of the tests included; this is done once."
	@$(PIP) -r requirements-dev.txt || { echo "margin: the packages could not be installed; see the lines above" >&2; exit 1; }
	@mkdir -p .build && touch $@ $(RUN)

$(S3_SERVER): tests/adapters/requirements-s3-server.txt $(DEV)
	@echo "Installing the S3 server that the tests run against; this is done once."
	@$(PY) -m tests.adapters.s3_server > /dev/null || { echo "margin: the S3 server of the tests could not be installed; see the lines above" >&2; exit 1; }
	@touch $@

chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$name > /dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		echo "Installing Chromium for the browser tests."; \
		apt-get update -qq > /dev/null && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium > /dev/null 2>&1 && exit 0; fi; \
	echo "margin: the browser tests need Chromium; on Debian: apt-get install chromium" >&2; exit 1
