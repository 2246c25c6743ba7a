# make demo | test | test-long | lint | fmt | bench | lock
# Everything is set up in .venv/ here; nothing else on the machine is touched, save that root gets Debian's Chromium.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PACKAGES := records pages crawler audits storage exports schedules portal_audit replica

.PHONY: docs demo test test-long lint fmt bench lock setup browser

demo: $(READY) browser
	$(BIN)/portal-audit demo

test: $(READY) browser
	$(BIN)/python -m pytest

test-long: $(READY) browser
	$(BIN)/python -m pytest -m "long or not long"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

fmt: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)
	$(BIN)/python -m portal_audit.cli.reference

bench: $(READY) browser
	$(BIN)/python -m benchmarks

setup: $(READY) browser

# A stamp, not the folder's date: an interrupted installation is begun again.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv with $(PYTHON) and the pinned packages of requirements.lock"
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@deploy/venv.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

browser: $(READY)
	@deploy/browser.sh "$(BIN)"

# Pinned with hashes for every platform and Python that we claim; no index line, so that any index serves.
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --output-file requirements.lock pyproject.toml
