# make demo: the main job, twice (README).  make test: all tests.  Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin
DEMO := demo

.PHONY: demo test test-fast check setup clean

demo: .venv/ready
	rm -rf $(DEMO)
	$(BIN)/recurra compare probe:adding --length 30 --examples 6000 --cells lstm,elman --out $(DEMO)/memory
	$(BIN)/recurra compare digits --out $(DEMO)/digits

test: .venv/ready
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: .venv/ready
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'recurra needs Python 3.11 or newer: make PYTHON=python3.11')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch .venv/ready

clean:
	rm -rf .venv $(DEMO)
