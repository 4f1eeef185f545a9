# Needs Python 3.11 or newer, make and git. Every target prepares .venv by itself, from requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
SOURCES := $(wildcard features models training service benchmarks tests fanpin.py)

# Nothing here phones home.
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Asked for by hand: make demo HOUSEHOLDS=5000 MONTHS=48 SEED=7 OUT=/some/folder SERVE=0
DEMO := $(if $(HOUSEHOLDS),--households $(HOUSEHOLDS)) $(if $(MONTHS),--months $(MONTHS)) \
        $(if $(SEED),--seed $(SEED)) $(if $(OUT),--out "$(OUT)") $(if $(filter 0,$(SERVE)),--no-serve)

.DEFAULT_GOAL := help
.PHONY: help demo serve test long browser quick check fix picture screens stories bench bench-panel chaos lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)  ## a simulated county, from its workbooks to the list of whom to visit first (SERVE=0: stop before the pages)
	@$(BIN)/fanpin demo $(DEMO)

serve: $(READY)  ## the API and the office pages, on the records and the model at hand
	@$(BIN)/fanpin serve

# Two workers share two cores: threads that wait for each other by spinning would take them from whoever works. Each begins
# with its part of the tests, in the order of the folders, so that what a file or a folder makes is made by one of them; the
# second begins with those that ask for the small county (tests/conftest.py). Whoever is done first takes from the other.
test long browser quick: export OMP_THREAD_LIMIT := 1
# Where this is set, each worker and each command that a test starts would compile every module anew; empty, it is unset.
test long browser quick: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)  ## every test of what fanpin does but the big runs and those in a browser; those of the house are a part of make check
	$(BIN)/pytest -n 2 --dist worksteal -m "not long" --ignore tests/house --ignore tests/browser

long: $(READY)  ## the big runs: processes killed again and again, every route asked in every way, LibreOffice, years of a large county
	$(BIN)/pytest -n 2 --dist worksteal -m long --ignore tests/house --ignore tests/browser

browser: $(READY)  ## the pages in a real Chromium: an office's month, each role's day, every page on a desk and in a hand
	$(BIN)/pytest -n 2 --dist worksteal tests/browser

quick: $(READY)  ## a minute's worth: stories and laws over rows drawn in memory
	$(BIN)/pytest -n 2 --dist worksteal -m quick

check: $(READY)  ## lint, format, types, import contracts, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q tests/house

fix: $(READY)  ## put right what can be put right by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

picture: $(READY)  ## draw docs/rooms.svg anew from the imports: the packages, their rooms and what stands on what
	@$(BIN)/python -m tests.house.picture

screens: $(READY)  ## docs/screens anew: every page of a demo's county, on a desk and in a hand: make screens FROM=DIR
	@test -n "$(FROM)" || { echo "Say where a demo is: make demo SERVE=0 OUT=DIR, then make screens FROM=DIR"; exit 2; }
	@folder="$$(mktemp -d)" && $(BIN)/python -m tests.browser.screens "$(FROM)" "$$folder"; status=$$?; rm -rf "$$folder"; exit $$status

stories: $(READY)  ## write docs/specification anew from the stories of the tests
	@$(BIN)/python -m tests.house.stories

bench: $(READY)  ## how long intake, a million households' features, reasons and training take, and how much memory (FOLDER=DIR keeps the drawn files); with FROM=DIR, a demo's, the service as well, and everything that its document allows
	@$(BIN)/python -m benchmarks.intake $(if $(FOLDER),--folder "$(FOLDER)")
	@$(BIN)/python -m benchmarks.features $(if $(FOLDER),--folder "$(FOLDER)")
	@$(BIN)/python -m benchmarks.explanations $(if $(FOLDER),--folder "$(FOLDER)/explanations")
	@$(BIN)/python -m benchmarks.training
	@test -z "$(FROM)" || $(BIN)/python -m benchmarks.rates "$(FROM)"
	@test -z "$(FROM)" || $(BIN)/python -m benchmarks.fuzzing "$(FROM)"

chaos: $(READY)  ## half an hour of work on the service with everything killed in turn: make chaos FROM=DIR (MINUTES=30 SEED=1)
	@test -n "$(FROM)" || { echo "Say where a demo is: make demo SERVE=0 OUT=DIR, then make chaos FROM=DIR"; exit 2; }
	@$(BIN)/python -m benchmarks.chaos "$(FROM)" $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

bench-panel: $(READY)  ## the real household panel: make bench-panel PANEL=DIR REPORT=FILE.json
	@test -n "$(PANEL)" && test -n "$(REPORT)" || { echo "Say where the panel is and where the report goes: make bench-panel PANEL=DIR REPORT=FILE.json"; exit 2; }
	@test -d "$(PANEL)" || { echo "There is no folder $(PANEL). PANEL is the folder that holds the panel's Parquet files."; exit 2; }
	@$(BIN)/python -m benchmarks.panels.eph_argentina --panel "$(PANEL)" --report "$(REPORT)"

lock: $(LOCKED)  ## write requirements.lock anew from pyproject.toml (UPGRADE=1: with newer versions)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) \
		--quiet --output-file requirements.lock

clean:  ## remove .venv and what tools left behind; var/, with its records, stays
	rm -rf $(VENV) build dist fanpin.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find features models training service benchmarks tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys' 2>/dev/null || { echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "fanpin needs Python 3.11 or newer, '$(PYTHON)' is $$($(PYTHON) -V). Name a newer one: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Preparing $(VENV) from requirements.lock (once; some minutes on a slow line)"
	@$(PYTHON) -m venv --clear $(VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import lightgbm' 2>$(VENV)/lightgbm.log || { cat $(VENV)/lightgbm.log; \
		if grep -q 'libgomp\|libomp' $(VENV)/lightgbm.log; then echo "LightGBM needs the system library libgomp1. Install it (apt-get install libgomp1) and call make again."; fi; exit 1; }
	@touch $@
