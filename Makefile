# `make` alone prints what there is. Everything else first makes the folder ready (setup.sh: fast when it is).

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help site serve test lint bench fonts lock clean ready-site ready-test ready-bench

BIN := .venv/bin

# The locks are made from the public index, whatever this machine is set to.
UV := env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_NO_INDEX \
      $(BIN)/uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 \
      --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

help: ## print these lines
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target what; do printf 'make %-7s %s\n' "$$target" "$$what"; done

site: ready-site ## build the site and the handouts into site/
	@$(BIN)/iecpress build

serve: ready-site ## show the site in the browser, anew after every change
	@$(BIN)/iecpress serve

test: lint ## everything that must hold before a change goes in: lint, then the tests
	$(BIN)/pytest -n auto

lint: ready-test ## style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: ready-bench ## measure speed and size on a generated library
	@$(BIN)/python -m tests.benchmarks

fonts: ready-test ## cut the fonts for the handouts again from their source
	@$(BIN)/python -m iecpress.fonts.cut

lock: ready-site ## write the locks again after a change of versions in pyproject.toml
	@$(UV) --extra dev pyproject.toml -o requirements.lock
	@$(UV) --group bench -c requirements.lock -o requirements-bench.lock

clean: ## remove what was built and installed here
	rm -rf site .site.building-* .iecpress .venv .venv-bench .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov dist
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

ready-site:
	@./setup.sh site

ready-test:
	@./setup.sh test

ready-bench:
	@./setup.sh bench
