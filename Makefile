# Everything a newcomer needs: `make run` and `make test`. Nothing has to be installed by hand but Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin

export DO_NOT_TRACK := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check format lock bench dictionary clean

run: .venv/run.stamp ## install, write demo rosters if there are none, run a night
	@if [ -z "$$(ls -A raw/rosters 2>/dev/null)" ]; then $(BIN)/payung demo; fi
	@$(BIN)/payung run

test: .venv/dev.stamp ## install what the tests need and run them all, two files at a time
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: .venv/dev.stamp ## formatter, lint, strict types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp ## write what the formatter and the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev.stamp ## the launch month and a million rows beside their floors
	$(BIN)/python -m tests.benchmarks

dictionary: .venv/run.stamp ## curated/README.md from the declarations
	$(BIN)/payung dictionary --output curated/README.md

lock: .venv/dev.stamp ## refresh the pins from the ranges in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
		--no-annotate --upgrade --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
		--no-annotate --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## take away what make made; raw/, curated/ and secrets/ stay
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the pinned packages into .venv (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
