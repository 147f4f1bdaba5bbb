# Every target sets up what it needs; nothing has to be installed by hand but Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
BENCH ?= ../shared/bench

.PHONY: demo test test-batch check eval bench soak lock clean

demo: .venv/ready          ## the main job on the example that ships with the package
	$(BIN)/firsthand demo
	$(BIN)/firsthand demo --format html -o demo.html
	@echo "The same as a page: demo.html"

test: .venv/ready-dev      ## the tests
	$(BIN)/python -m pytest

test-batch: .venv/ready-batch  ## the tests of the Spark job; needs Java 17
	$(BIN)/python -m pytest tests/batch

check: .venv/ready-dev     ## style, types, import contract (the documents are checked by the tests)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/ready-dev      ## figures on development data, held against the floors
	$(BIN)/python -m eval.evaluate --bench $(BENCH)

bench: .venv/ready-dev     ## speed, as ratios against peers in the same run
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.stories 1000
	$(BIN)/python -m bench.archives

soak: .venv/ready-dev      ## the long proofs
	FIRSTHAND_SOAK=1 $(BIN)/python -m pytest tests/laws tests/capture tests/collection tests/statement
	$(BIN)/python -m bench.fuzz --seconds 600

lock:                      ## pin what pyproject.toml asks for
	$(PYTHON) -m venv .venv && $(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group test --group check -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header pyproject.toml --extra batch --group test --group check -o requirements-batch.lock

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@ .venv/ready

.venv/ready-batch: .venv/ready-dev requirements-batch.lock
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-batch.lock
	touch $@

clean:
	rm -rf .venv node_modules demo.html .mypy_cache .ruff_cache .hypothesis
