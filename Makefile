# Type `make run`, open the address it prints. `make help` lists the rest.

PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet

# A name on the path is not enough (some only say which versions they could be), so each is asked to run.
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))
FIND_PYTHON = for name in python3.12 python3.11 python3; do \
	  "$$name" -c '$(SUITABLE)' >/dev/null 2>&1 && echo "$$name" && break; done

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/run.stamp ## Run the whole site until Ctrl-C (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/python requirements/system.py pango
	@$(BIN)/python requirements/system.py writer look
	@exec $(BIN)/python -m secmods.supervisor --host "$(HOST)" --port "$(PORT)"

.PHONY: writer
writer: $(VENV)/made ## Install what prints papers supplied as Word (LibreOffice, some 300 MB)
	@$(BIN)/python requirements/system.py writer

.PHONY: test
test: $(VENV)/dev.stamp ## Run every test (ARGS="tests/papers -k cover")
	@$(BIN)/python requirements/system.py pango
	@$(BIN)/python requirements/system.py chromium
	@$(BIN)/python requirements/system.py poppler
	@$(BIN)/python requirements/system.py writer
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),--numprocesses auto --dist loadgroup)

.PHONY: lint
lint: $(VENV)/dev.stamp ## Check style, templates, layers, settings and migrations
	@mkdir -p .local
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/djlint --check --lint templates > .local/djlint.txt 2>&1 || { cat .local/djlint.txt; echo "Run: make format"; exit 1; }
	@$(BIN)/lint-imports --no-logo > .local/lint-imports.txt || { cat .local/lint-imports.txt; exit 1; }
	@$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@echo "Nothing to complain of."

.PHONY: format
format: $(VENV)/dev.stamp ## Put code and templates into the house's form
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djlint --quiet --reformat templates || true

.PHONY: manage
manage: $(VENV)/run.stamp ## Run a Django command (ARGS="verify_audit")
	@$(BIN)/python manage.py $(ARGS)

.PHONY: shots
shots: $(VENV)/dev.stamp ## Write pictures of the main pages to .local/shots
	@$(BIN)/python requirements/system.py pango
	@CI=true $(BIN)/python requirements/system.py chromium
	@$(BIN)/python -m tests.shots $(ARGS)

.PHONY: bench
bench: $(VENV)/dev.stamp ## Measure the figures that are to be held (ARGS="start")
	@$(BIN)/python requirements/system.py pango
	@$(BIN)/python -m bench $(ARGS)

.PHONY: lock
lock: $(VENV)/made ## Choose and pin the newest fitting requirements, with their hashes
	@$(BIN)/python -c 'import uv' 2>/dev/null || $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check uv
	@$(BIN)/python -m uv pip compile $(LOCK) --upgrade pyproject.toml --output-file requirements/run.txt > /dev/null
	@$(BIN)/python -m uv pip compile $(LOCK) --constraint requirements/run.txt --extra dev pyproject.toml \
	  --output-file requirements/dev.txt > /dev/null

.PHONY: clean
clean: ## Remove the environment and everything under .local (the demo's data too)
	@rm -rf $(VENV) .local staticfiles

$(VENV)/made:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	  echo "secmods needs Python 3.11 or 3.12 with its venv module (Debian: python3-venv); none was found that works."; \
	  exit 1; \
	fi; \
	echo "Making a virtual environment with $$("$$python" --version)…"; \
	"$$python" -m venv $(VENV)
	@mkdir -p .local
	@touch $@

$(VENV)/run.stamp: requirements/run.txt $(VENV)/made
	@echo "Installing what secmods stands on…"
	@$(PIP) --requirement requirements/run.txt
	@touch $@

# What is needed to run is among what is needed to test, with the same pins.
$(VENV)/dev.stamp: requirements/dev.txt requirements/run.txt $(VENV)/made
	@echo "Installing what secmods stands on, and the tools to test it…"
	@$(PIP) --requirement requirements/dev.txt
	@touch $@ $(VENV)/run.stamp
