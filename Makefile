# What can be done here. `make` alone lists it; CI calls nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The Python that makes the environment (3.11 or newer), and what `make run` listens to and keeps.
BASE_PYTHON ?= python3
PORT ?= 8080
DATA_DIR ?= var
# How long the race proof runs on each database, and how long fuzzing.
SECONDS ?= 30
# How long the soak lasts.
MINUTES ?= 30
# More words for pytest, such as ARGS="-k outbox -x"; how many processes run the tests.
ARGS ?=
WORKERS ?= auto

# What starts here starts often: its bytecode is kept.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv
INSTALLED := $(VENV)/.installed
SERVICES := auth inventory scheduler
WEB_SOURCES := web/packages/*/src web/packages/ui/public web/apps/*/src web/apps/*/index.html
PACKAGES := shared-contracts libs/chassis $(SERVICES:%=services/%) gateway standalone cli
PROJECTS := $(PACKAGES:%=%/pyproject.toml)
LOCAL := $(SERVICES:%=labwright-%) \
	$(addprefix labwright-,contracts chassis gateway standalone cli)

.PHONY: help
help: ## List what can be done
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

.PHONY: install
install: $(INSTALLED) ## Make .venv and install what is locked, and these packages

# Two commands, since hashes are checked only where every requirement has one.
$(INSTALLED): requirements.lock pyproject.toml $(PROJECTS) .ci/create-venv
	@.ci/create-venv "$(BASE_PYTHON)" "$(VENV)" $(PACKAGES)
	@touch $@

.PHONY: run
run: export PORT := $(PORT)
run: export DATA_DIR := $(DATA_DIR)
run: $(INSTALLED) web-built ## Run everything in one process on SQLite (PORT, DATA_DIR)
	@exec $(PYTHON) -m labwright_standalone

.PHONY: dev
dev: export PORT := $(PORT)
dev: export DATA_DIR := $(DATA_DIR)
dev: $(INSTALLED) web-built ## Run every process on its own, on MariaDB and RabbitMQ
	@exec $(PYTHON) -m tests.dev

.PHONY: web
web: ## Build the web apps into web/dist; needs Node, as all that begins with web-
	@.ci/with-node build

# For what serves the apps: when something changed, and a failure leaves the API.
.PHONY: web-built
web-built:
	@test -n "$$(find web/dist/.built -newer web/package-lock.json 2>/dev/null)" \
		&& test -z "$$(find $(WEB_SOURCES) -type f -newer web/dist/.built -print -quit)" \
		|| .ci/with-node build || echo "The web apps could not be built; the API is there." >&2

.PHONY: web-fresh
web-fresh: ## Prove that the web's API types are those of shared-contracts
	@.ci/with-node fresh

.PHONY: web-check
web-check: ## Prove style, types, import zones, tests and first load of the web apps
	@.ci/with-node check test build

.PHONY: web-test
web-test: $(INSTALLED) web-built ## Walk through the web apps in Chromium, on the real stack (ARGS)
	@.ci/with-node browser

.PHONY: secrets
secrets: ## Write what docker compose hands to its containers, once, into deploy/secrets
	@$(BASE_PYTHON) deploy/make-secrets.py

.PHONY: test
test: $(INSTALLED) ## Run all tests on real servers of their own (ARGS, WORKERS)
	$(PYTHON) -m pytest -n $(WORKERS) --maxprocesses 8 $(ARGS)

.PHONY: images
images: $(INSTALLED) web-built ## Build the images with Docker, else podman (BASE, NODE)
	@$(PYTHON) -m deploy.containers images

.PHONY: compose-up
compose-up: $(INSTALLED) secrets ## Start the containers of docker-compose.yml (PORT)
	@$(PYTHON) -m deploy.containers up

.PHONY: compose-down
compose-down: $(INSTALLED) ## Stop them; the data stay
	@$(PYTHON) -m deploy.containers down

.PHONY: compose
compose: $(INSTALLED) ## Any other compose command (ARGS="logs gateway")
	@$(PYTHON) -m deploy.containers compose $(ARGS)

.PHONY: compose-test
compose-test: $(INSTALLED) ## Run the compose file: journeys, outages, copies, stops (ARGS)
	@$(PYTHON) -m tests.compose $(ARGS)

.PHONY: test-containers
test-containers: $(INSTALLED) ## Prove the test servers in containers, with Docker or podman
	@$(PYTHON) -m tests.containers

.PHONY: nightly
nightly: SECONDS = 1500
nightly: compose-test test-containers web-test race ## What takes too long for each change

.PHONY: race
race: $(INSTALLED) ## Prove that no race books a device twice (SECONDS, ARGS)
	$(PYTHON) -m tests.race --seconds $(SECONDS) $(ARGS)

.PHONY: fuzz
fuzz: $(INSTALLED) ## Try requests that nobody thought of on every operation (SECONDS, ARGS)
	$(PYTHON) -m tests.fuzz --seconds $(SECONDS) $(ARGS)

.PHONY: bench
bench: $(INSTALLED) ## Measure the published ratios (ARGS)
	$(PYTHON) -m bench $(ARGS)

.PHONY: soak
soak: $(INSTALLED) ## Work in the lab for MINUTES, then see what grew, got lost or failed
	$(PYTHON) -m bench.soak --minutes $(MINUTES) $(ARGS)

# That each import rule is seen to break is for `make test`: it takes longer than all the rest.
.PHONY: check
check: lint types imports web-fresh ## Prove style, types, import rules, house rules, generated files
	$(PYTHON) shared-contracts/generate.py --check
	$(PYTHON) -m pytest -q tests/architecture --ignore tests/architecture/test_imports.py

.PHONY: lint
lint: $(INSTALLED) ## Check style and common mistakes
	$(PYTHON) -m ruff format --check --quiet .
	$(PYTHON) -m ruff check .

.PHONY: types
types: $(INSTALLED) ## Check types
	$(PYTHON) -m mypy

.PHONY: imports
imports: $(INSTALLED) ## Check who may import whom
	$(VENV)/bin/lint-imports --no-cache --no-logo

.PHONY: format
format: $(INSTALLED) ## Bring the code into its form
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format --quiet .

.PHONY: generate
generate: $(INSTALLED) ## Write schemas, permissions, docs/events.md and OpenAPI anew
	$(PYTHON) shared-contracts/generate.py
	@.ci/with-node generate

.PHONY: release
release: generate ## Take the present event schemas as the released ones
	cp shared-contracts/schemas/*.json shared-contracts/released/

.PHONY: lock
lock: $(INSTALLED) ## Resolve dependencies into requirements.lock (ARGS="--upgrade")
	$(UV) pip compile --quiet $(PROJECTS) --group pyproject.toml:dev \
		--universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		$(LOCAL:%=--no-emit-package %) $(ARGS) -o requirements.lock

.PHONY: clean
clean: ## Remove what was installed and cached here; DATA_DIR stays
	rm -rf $(VENV) web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(PACKAGES) tests bench -name __pycache__ -type d -exec rm -rf {} +
