# Everything a developer does has a word here; `make` alone lists them. Needs Python 3.11 or newer and nothing else:
# PostgreSQL, Node and the libraries come with the virtual environment .venv, made at the first call.
# Written for GNU make 3.81 (macOS) and newer.

BIN := .venv/bin
PY := $(BIN)/python
# Its scripts call node by name: the one of the environment, not an older one of the machine.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix frontend --no-update-notifier
TESTS ?=
NAME ?=
STEPS ?= 10000
SEED ?=

# Where it is set, every start compiles hundreds of modules again: ten seconds each time.
unexport PYTHONDONTWRITEBYTECODE

# What reads the settings without a database: no server listens on port 1.
CHECK_ENV := NOREN_SECRET_KEY=for-checks-only NOREN_HOME=.make/home DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing
# Two checks at once, each one's output in one piece where make can do that (4.0 and newer).
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

FIND_PYTHON = for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; \
	done
FRONTEND_SOURCES = $(shell find frontend \( -name node_modules -o -name dist \) -prune -o -type f -print)
TRANSLATIONS := src/noren/locale/ja/LC_MESSAGES/django.mo

.PHONY: help setup frontend translations demo test check format race soak chaos mutants pictures bench clean \
	check-format check-lint check-types check-imports check-migrations check-translations check-frontend \
	api-types

help:
	@echo 'make demo          a shop with a year of sales in it, on http://localhost:8000'
	@echo 'make test          all tests; TESTS="src/noren/stock -x" for some of them; NOREN_THOROUGH=1 for all of each'
	@echo 'make check         format, lint, types, imports, migrations, translations, the browser side'
	@echo 'make format        lets ruff and Biome write what they can mend'
	@echo 'make race          the races, 50 times, while processes are killed'
	@echo 'make soak          plays 10,000 random deeds against a small model, 10,000 of all kinds; STEPS=100000 for more'
	@echo 'make chaos         three minutes of tills, shoppers and counts while everything breaks; SEED=7 plays that plan again'
	@echo "make mutants       shows that each lock and condition is needed, and each rule of the till's pricing"
	@echo 'make bench         names the benchmarks; NAME=availability runs one'
	@echo 'make pictures      makes the pictures of docs/ anew'
	@echo "make api-types     tells the till's TypeScript what the API says"
	@echo 'make translations  puts the parts of the Japanese catalogue together'
	@echo 'make setup         only prepares: .venv, the browser side, translations'
	@echo 'make clean         removes what was made here, except the data in NOREN_HOME'

# Set-up. Each step leaves a stamp beside what it made, so that removing the one removes the other.

setup: .venv/.project frontend/dist/.built $(TRANSLATIONS)

.venv/.created:
	@python=$$($(FIND_PYTHON)); \
	test -n "$$python" || { echo 'Noren needs Python 3.11 or newer with venv: install python3 (and python3-venv).' >&2; exit 1; }; \
	echo "making .venv with $$($$python -V)"; $$python -m venv .venv
	@touch $@

.venv/.libraries: requirements.lock | .venv/.created
	@echo 'installing the libraries of requirements.lock (some minutes the first time)'
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.project: pyproject.toml .venv/.libraries
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json frontend/package.json frontend/.npmrc .venv/.libraries
	@echo 'installing the libraries of the browser side'
	@$(NPM) ci --silent
	@touch $@

frontend/dist/.built: frontend/node_modules/.installed $(FRONTEND_SOURCES)
	@echo 'building the browser side'
	@$(NPM) run --silent build
	@touch $@

# The folder itself is newer when a part was added or removed.
$(TRANSLATIONS): .venv/.project src/noren/locale/parts $(wildcard src/noren/locale/parts/*.po tools/translations/*.py)
	@$(CHECK_ENV) $(PY) -m tools.translations compile
	@touch $@

frontend: frontend/dist/.built

translations: .venv/.project
	@$(CHECK_ENV) $(PY) -m tools.translations compile

api-types: .venv/.project frontend/node_modules/.installed
	@$(NPM) run --silent types

# To look at it

demo: setup
	@$(BIN)/noren demo

pictures: setup
	@$(PY) docs/pictures.py

# To trust it

# The browser side's own tests run beside the start of the others, which leaves a processor half idle; they are told last.
test: setup
	@mkdir -p .make; $(if $(TESTS),,$(NPM) test --silent >.make/browser-side.txt 2>&1 & browser_side=$$!;) \
	$(PY) -m pytest -n auto --dist loadgroup $(TESTS); status=$$?; \
	$(if $(TESTS),,wait $$browser_side || status=1; cat .make/browser-side.txt;) exit $$status

race: setup
	@NOREN_RACE_ROUNDS=50 $(PY) -m pytest -m race $(TESTS)

soak: setup
	@NOREN_SOAK_STEPS=$(STEPS) $(PY) -m pytest -q tests/soak

chaos: setup
	@$(PY) -m tests.chaos $(if $(SEED),--seed $(SEED))

mutants: setup
	@$(PY) -m tests.mutants $(NAME)

bench: setup
	@$(PY) -m bench $(if $(NAME),run $(NAME) --json,list)

check: .venv/.project frontend/node_modules/.installed
	@$(MAKE) --no-print-directory --keep-going -j2 $(SYNC) check-types check-migrations check-imports \
		check-translations check-frontend check-format check-lint

check-types:
	@$(CHECK_ENV) $(BIN)/mypy --no-error-summary

check-migrations:
	@$(CHECK_ENV) $(PY) -W ignore -m django makemigrations --check --dry-run --verbosity 0 --settings noren.settings

check-imports:
	@said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said"; exit 1; }

check-translations:
	@$(CHECK_ENV) $(PY) -m tools.translations check

check-frontend:
	@$(NPM) run --silent check

check-format:
	@$(BIN)/ruff format --quiet --check

check-lint:
	@$(BIN)/ruff check --quiet

format: .venv/.project frontend/node_modules/.installed
	@$(BIN)/ruff check --quiet --fix-only; $(BIN)/ruff format
	@$(NPM) run --silent format

clean:
	rm -rf .venv .make .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
		frontend/node_modules frontend/dist src/noren.egg-info $(TRANSLATIONS) $(TRANSLATIONS:.mo=.po)
