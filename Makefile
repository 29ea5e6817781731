# Each command sets up what it needs, in $(VENV), the first time. Needs Python >= 3.11 and make.

PYTHON ?= python3
VENV   ?= .venv
WORKERS ?= auto
ARGS   ?=

BIN := $(VENV)/bin
RUN := $(BIN)/python -m
PIP := $(RUN) pip --disable-pip-version-check -qq
BABEL := $(RUN) babel.messages.frontend
LOCALE := src/mobiflow/locale
POT := build/mobiflow.pot

export PYRIGHT_PYTHON_IGNORE_WARNINGS = 1

.PHONY: help demo test test-all coverage lint format types docs reference bench bench-quick check translations lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo "Variables: PYTHON=python3.12 (which interpreter), ARGS='-k journal' (for pytest), WORKERS=0"

demo: $(VENV)/demo.stamp ## Play the built-in workflow on the example mobility
	$(BIN)/mobiflow demo

test: $(VENV)/test.stamp ## Run the tests with samples of the floods, the docs' examples too
	$(RUN) pytest -n $(WORKERS) $(ARGS)

test-all: export MOBIFLOW_TESTS = all
test-all: test ## The same with every case and example, as CI does

coverage: $(VENV)/test.stamp ## Run the tests and show the lines they miss
	$(RUN) coverage erase
	$(RUN) coverage run -m pytest -n $(WORKERS) $(ARGS)
	$(RUN) coverage combine --quiet
	$(RUN) coverage report

lint: $(VENV)/dev.stamp ## Check style and format
	$(RUN) ruff check
	$(RUN) ruff format --check

format: $(VENV)/dev.stamp ## Put style and format right where that is safe
	$(RUN) ruff check --fix-only --quiet
	$(RUN) ruff format

types: $(VENV)/dev.stamp ## Check types with mypy and pyright, both strict
	$(RUN) mypy
	$(RUN) pyright --pythonpath $(BIN)/python

docs: $(VENV)/dev.stamp ## Build the documentation into build/docs
	$(RUN) sphinx -W --keep-going --quiet -b html docs build/docs

reference: $(VENV)/test.stamp ## Write anew what the pages of the reference take from the code
	$(RUN) docs._ext

# glibc keeps the memory that is given back: otherwise it is luck which turns fetch it anew.
bench bench-quick: export MALLOC_TRIM_THRESHOLD_ = 1073741824
bench bench-quick: export MALLOC_MMAP_THRESHOLD_ = 33554432

bench: $(VENV)/bench.stamp ## Measure everything, other libraries too: some minutes
	$(RUN) benchmarks $(ARGS)

bench-quick: $(VENV)/test.stamp ## Measure in a minute, and fail on a ratio clearly worse than recorded
	$(RUN) benchmarks --quick $(ARGS)

check: lint types test docs ## All of lint, types, test and docs

translations: $(VENV)/test.stamp ## Bring the catalogs up to date with the sources, and compile them
	@mkdir -p $(dir $(POT))
	$(BABEL) --quiet extract --mapping pyproject.toml --add-comments "Translators:" \
		--add-location file --ignore-dirs __pycache__ --project mobiflow --copyright-holder "The mobiflow authors" \
		--no-wrap --output $(POT) src/mobiflow
	$(BABEL) --quiet update --domain mobiflow --input-file $(POT) \
		--output-dir $(LOCALE) --no-fuzzy-matching --ignore-pot-creation-date --no-wrap
	$(BABEL) compile --domain mobiflow --directory $(LOCALE) --statistics

# uv may pick anything published before the date in pyproject.toml; dev.txt decides, the others follow.
LOCK = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
	--upgrade --custom-compile-command "make lock" pyproject.toml

lock: $(BIN)/python ## Choose the versions in requirements/ anew
	$(PIP) install uv
	$(LOCK) --all-extras --group dev -o requirements/dev.txt
	$(LOCK) --all-extras --group build --group tests -c requirements/dev.txt -o requirements/test.txt
	$(LOCK) --extra cli --group build -c requirements/dev.txt -o requirements/demo.txt
	$(LOCK) --extra cli --group build --group bench -c requirements/dev.txt -o requirements/bench.txt

clean: ## Remove all that these commands made
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "mobiflow needs Python 3.11 or newer, and $(PYTHON) is not that."; \
		echo "Name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/%.stamp: requirements/%.txt pyproject.toml $(BIN)/python
	@echo "Setting up $(VENV) for $*"
	@$(PIP) install --no-deps --require-hashes -r requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@
