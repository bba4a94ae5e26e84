# Every target sets up what it needs: a fresh machine with Python 3.11 or newer and make is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PORT ?= 8090

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-emulator serve test test-optional questions lint bench docs lock screenshots clean

help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## build the environment (.venv/bin/python)

demo: $(RUNTIME) ## try everything in a browser, no account needed (PORT=8090)
	@$(BIN)/python -m bot demo --port $(PORT)

demo-emulator: $(RUNTIME) ## the same bot against a third-party Slack emulator (needs Node)
	@$(BIN)/python -m bot demo-emulator

serve: $(RUNTIME) ## run the bot with the settings of the environment or .env
	@$(BIN)/python -m bot serve

test: $(DEV) ## run the whole test suite
	@$(BIN)/python -m pytest

test-optional: $(DEV) ## run the tests that need a browser, Node or an emulator
	@$(BIN)/python -m pytest -m optional -n 0

questions: $(DEV) ## tell how well questions are read, set by set and kind by kind
	@$(BIN)/python -m tests.questions

lint: $(DEV) ## style, types and import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(DEV) ## measure speed and memory, each beside its floor
	@$(BIN)/python -m bench && $(BIN)/python -m bench.delivery && $(BIN)/python -m bench.reviews

screenshots: $(DEV) ## draw the pictures of the documents anew (needs Chromium)
	@$(BIN)/python -m scripts.screenshots
	@$(BIN)/python -m scripts.review_pictures
	@$(BIN)/python -m scripts.teams_pictures

docs: $(RUNTIME) ## write the pages of docs/ that come from the code anew
	@$(BIN)/python -m scripts.docs
	@$(BIN)/python -m scripts.parity

lock: $(RUNTIME) ## resolve the dependencies anew, with hashes and without index addresses
	@$(BIN)/python -m scripts.lock

clean: ## remove the environment
	rm -rf $(VENV)

$(RUNTIME): requirements.lock scripts/setup_env.sh
	@sh scripts/setup_env.sh "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@sh scripts/setup_env.sh "$(PYTHON)" $(VENV) requirements-dev.lock
	@touch $@
