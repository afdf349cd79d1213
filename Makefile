# Everything a person or a machine does with this repository, by one name each.

PYTHON ?= python3
BIN := .venv/bin
DEPLOYABLES := learning content hubs notifications gateway
SLOW := needs_mongo or needs_rabbit or needs_stack or browser or faults

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean python install install-test install-bench

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## install what is missing and run the platform until Ctrl-C
	@exec $(BIN)/python -m deploy.local.run

test: install-test check ## run every test, a browser and real servers included
	$(BIN)/pytest -m "$(SLOW)"

check: install ## format, lint, types, import rules, fast tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -m "not ($(SLOW))"

bench: install-bench ## measure, and compare with the budgets
	$(BIN)/python -m benchmarks

lock: install ## write requirements/*.txt anew from pyproject.toml (UPGRADE=1: newest)
	$(BIN)/python -m deploy.local.lock $(if $(UPGRADE),--upgrade) dev $(DEPLOYABLES)

clean: ## remove what was installed, built or kept here, the local data included
	rm -rf .local .venv node_modules build gateway/static/build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: python
	@$(PYTHON) -m deploy.local.install run

install-test: python
	@$(PYTHON) -m deploy.local.install test

install-bench: python
	@$(PYTHON) -m deploy.local.install bench

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=."; exit 1; }
