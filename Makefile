# make up         run the product on this machine            make up ARGS="--port 8001 --no-demo"
# make test       check everything: style, types, layers, security, translations, tests
# make bench NAME run one benchmark of tests/benchmarks      make bench tenancy
# make screenshots  take the pictures of the README anew
# make messages   take new texts into the translation files
# make lock       choose new versions of the dependencies

VENV   := .venv
PYTHON := $(VENV)/bin/python
# The interpreter that makes the environment, and what installs into it.
BASE   := $(shell command -v python3.11 || command -v python3)
UV     := $(or $(shell command -v uv),$(wildcard $(VENV)/bin/uv))
NPM    := $(shell command -v npm)
ARGS   ?=

CATALOGS := $(wildcard happiness/locale/*/LC_MESSAGES/*.po)
COMPILED := $(VENV)/compiled-messages
ASSETS   := static_vendor/fonts/onest-latin.woff2

.PHONY: up setup test bench screenshots lock messages
.DEFAULT_GOAL := up

up: setup
	@$(PYTHON) manage.py up $(ARGS)

# --- Setting up: everything here happens only when something changed ---

setup: $(VENV)/installed.lock $(COMPILED) $(ASSETS)

# The copy of the lock file says what is installed. `touch` because a checkout may be older than the copy.
$(VENV)/installed.lock: requirements.lock
	@cmp -s requirements.lock $@ || { \
	  $(BASE) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")' && \
	  echo "Installing the packages of requirements.lock into $(VENV)" && \
	  if [ -n "$(UV)" ]; then \
	    { [ -x $(PYTHON) ] || $(UV) venv --quiet --python $(BASE) $(VENV); } && \
	    $(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements.lock; \
	  else \
	    { $(PYTHON) -m pip --version >/dev/null 2>&1 || $(BASE) -m venv $(VENV); } && \
	    $(PYTHON) -m pip install --quiet --no-compile --require-hashes -r requirements.lock; \
	  fi && cp requirements.lock $@; }
	@touch $@

$(COMPILED): $(CATALOGS) | $(VENV)/installed.lock
	@$(PYTHON) manage.py messages --compile
	@touch $@

# Without npm, or without a network, pages use the system's font and the Plotly that comes with the Python package.
$(ASSETS): package-lock.json happiness/management/commands/assets.py | $(VENV)/installed.lock
ifneq ($(NPM),)
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error && $(PYTHON) manage.py assets \
	  || echo "npm ci failed: pages use the system's font and the full Plotly."
endif

# --- Checking ---

# Three on two processors: tests with servers and browsers wait for them half of their time.
WORKERS ?= 3

# $(call step,name,command): say what runs, and what failed.
define step
	@printf '\n== %s\n' '$(1)'; $(2) || { printf '\n== FAILED: %s\n' '$(1)'; exit 1; }
endef

test: setup
	$(call step,ruff check,$(VENV)/bin/ruff check .)
	$(call step,ruff format,$(VENV)/bin/ruff format --check .)
	$(call step,mypy,$(VENV)/bin/mypy)
	$(call step,import-linter,$(VENV)/bin/lint-imports)
	$(call step,bandit,$(VENV)/bin/bandit --quiet --configfile pyproject.toml --recursive accounts feedback journeys happiness manage.py)
	$(call step,migrations,$(PYTHON) manage.py makemigrations --check --dry-run)
	$(call step,translations,$(PYTHON) manage.py messages --check)
	$(call step,pytest,$(VENV)/bin/pytest -n $(WORKERS) $(ARGS))

# `make bench tenancy` as well as `make bench NAME=tenancy`: the second word is no target of its own.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
NAME ?= $(word 2,$(MAKECMDGOALS))
.PHONY: $(NAME)
$(NAME): bench
	@:
endif

bench: setup
	@$(PYTHON) -m tests.benchmarks.$(or $(NAME),$(error Which one? make bench NAME)) $(ARGS)

screenshots: setup
	@$(PYTHON) -m tests.screenshots

# --- Changing what is locked ---

messages: setup
	@$(PYTHON) manage.py messages

# One lock for developers with everything, one for the image with what a server needs, at the same versions.
COMPILE := $(VENV)/bin/uv pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 --no-header
lock: setup
	@$(COMPILE) --all-extras --upgrade --output-file requirements.lock
	@$(COMPILE) --constraint requirements.lock --output-file requirements-server.lock
