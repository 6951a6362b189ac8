# make setup      .venv with the command `keyuan` in it
# make demo       a demo town in ./shop, and its night
# make nightly    a night of your own shop: make nightly SHOP=path [AS_OF=2025-06-30]
# make bench      landing beside plain copies: make bench [LINES=1,5,20] in millions; and the next two
# make bench-models  the models beside SQL by hand: make bench-models [CUSTOMERS=20000]
# make bench-identity  who is who beside Splink: make bench-identity [RECORDS=1] in millions
# make bench-value  the value model beside lifetimes: make bench-value [BUYERS=1000000]
# make bench-affinity  pairs of products beside three libraries: make bench-affinity [BASKETS=2000000]
# make test       every check: ruff, mypy, sqlfluff, pytest with branch coverage
PYTHON ?= python3
SHOP ?= shop
LINES ?= 2
RECORDS ?= 1
CUSTOMERS ?= 20000
BASKETS ?= 2000000
BUYERS ?= 1000000
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: setup demo nightly bench bench-models bench-identity bench-value bench-affinity test lint clean

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Keyuan needs Python 3.11 or newer; name one: make PYTHON=python3.11"; exit 1; }
	@echo "Setting up .venv (a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) --editable .
	@touch $@

.venv/ready-dev: .venv/ready
	@$(INSTALL) --editable '.[dev,spark]'
	@touch $@

demo: setup
	@$(BIN)/keyuan demo --home shop
	@$(BIN)/keyuan nightly --home shop --as-of 2025-06-30

nightly: setup
	@$(BIN)/keyuan nightly --home $(SHOP) $(if $(AS_OF),--as-of $(AS_OF))

bench: .venv/ready-dev
	@PYTHONPATH=. $(BIN)/python tests/bench/landing.py $(LINES)
	@PYTHONPATH=. $(BIN)/python tests/bench/models.py
	@PYTHONPATH=. $(BIN)/python tests/bench/identity.py 0.2

bench-models: .venv/ready-dev
	@PYTHONPATH=. $(BIN)/python tests/bench/models.py $(CUSTOMERS)

bench-identity: .venv/ready-dev
	@PYTHONPATH=. $(BIN)/python tests/bench/identity.py $(RECORDS)

bench-value: .venv/ready-dev
	@PYTHONPATH=. $(BIN)/python tests/bench/value.py $(BUYERS)

bench-affinity: .venv/ready-dev
	@PYTHONPATH=. $(BIN)/python tests/bench/affinity.py $(BASKETS)

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --config dbt_project/.sqlfluff dbt_project/models dbt_project/data_tests

test: lint
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term

clean:
	rm -rf .venv .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
