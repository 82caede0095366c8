# The only commands a newcomer needs. Each one does its own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PORT ?= 8765
DEMO_DATA ?= var/demo
SERVE ?= yes

.PHONY: help demo run test check bench rebuild docs images lock clean

help: ## これを表示する / show this
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml constraints.txt scripts/make_environment
	@scripts/make_environment "$(PYTHON)" "$(VENV)" plain
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@scripts/make_environment "$(PYTHON)" "$(VENV)" test
	@touch $@

demo: $(VENV)/.installed ## sample people, 今日, the coach, and the web app (SERVE=no stops before serving)
	@YORISOI_DATA="$(DEMO_DATA)" $(BIN)/yorisoi demo $(if $(filter no,$(SERVE)),--no-serve,--serve) --port $(PORT)

run: $(VENV)/.installed ## serve your own data folder (YORISOI_DATA, default ~/.yorisoi)
	@$(BIN)/yorisoi serve --port $(PORT)

test: $(VENV)/.installed-test ## everything: lint, types, contracts and all tests on SQLite and PostgreSQL
	@scripts/run_tests all

check: $(VENV)/.installed-test ## fast: lint, types, contracts, core tests
	@scripts/run_tests fast

bench: $(VENV)/.installed-test ## the figures of the README, each a ratio measured in one run
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[test,bench]" && scripts/run_benches

rebuild: $(VENV)/.installed ## drop and remake the cached distances
	@$(BIN)/yorisoi rebuild

docs: $(VENV)/.installed-test ## write docs/reference anew from the code
	@$(BIN)/python scripts/make_docs.py

images: $(VENV)/.installed-test ## take the phone-sized pictures under docs/images
	@scripts/install_system_parts && $(BIN)/python scripts/take_pictures.py

lock: $(VENV)/.installed-test ## write constraints.txt from what is installed
	@$(BIN)/pip freeze --exclude yorisoi --exclude-editable > constraints.txt

clean: ## remove the environment and caches (never your data)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
