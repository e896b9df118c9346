# `make` lists the targets. GNU make and Python 3.11 or later are needed; the network only by pip.

PYTHON ?= python3
VENV ?= .venv

PY := $(VENV)/bin/python
PIP = $(PY) -m pip install -qq --disable-pip-version-check --no-build-isolation
# Exact versions, each file checked by its hash; what builds a package is among them.
LOCKED = $(PIP) --require-hashes -r requirements
# Dash, a peer in the benchmarks, brings a plugin for pytest that today's pytest warns of.
PYTEST = $(PY) -m pytest -p no:dash
QUICK = -n auto --dist loadgroup -m "not browser and not slow"
READY := $(VENV)/.stamp
READY_TEST := $(VENV)/.stamp-test
READY_BENCH := $(VENV)/.stamp-bench

.DEFAULT_GOAL := help
.PHONY: frontend words help setup dashboard session lab test test-quick coverage snapshots lint bench truth looks next constraints licences audit clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## set up the environment and do nothing else

$(READY): pyproject.toml requirements/build.txt requirements/dashboard.txt requirements/test.txt requirements/lint.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed, for example: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV): the package, the dashboard and the tests. The first time this takes a minute or two."
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	@$(LOCKED)/lint.txt --only-binary :all:
	@$(PIP) --no-deps -e .
	@touch $@

$(READY_TEST): $(READY) requirements/spark.txt
	@echo "Adding Spark, on which the ledger's counts are compared with DuckDB's. Where there is no Java those tests are skipped."
	@$(LOCKED)/spark.txt
	@touch $@

$(READY_BENCH): $(READY) requirements/bench.txt
	@echo "Adding what the benchmarks compare with."
	@$(LOCKED)/bench.txt
	@touch $@

dashboard: $(READY) ## open the dashboard in a browser
	$(PY) -m diagnostics dashboard

session: $(READY) ## open a consulting session in a browser
	$(PY) -m diagnostics session

lab: $(READY) ## open the notebooks in JupyterLab
	$(PY) -m jupyterlab notebooks

test: $(READY_TEST) ## run every test and every notebook
	$(PYTEST) -n auto --dist loadgroup
	$(PYTEST) -p no:xdist -p no:cacheprovider --nbval --nbval-cell-timeout=120 --nbval-kernel-name=python3 notebooks

test-quick: $(READY) ## run the tests that need no browser and no patience, in three minutes on two cores
	$(PYTEST) $(QUICK)

# Of the quick tests alone: to trace every line on Python 3.11 would make the whole suite half as slow again.
coverage: $(READY) ## run the quick tests and print the share of lines that they run
	$(PYTEST) $(QUICK) --cov --cov-report=term:skip-covered

snapshots: $(READY) ## write tests/project/snapshots anew, to be looked at before they are committed
	$(PYTEST) tests/project/test_snapshots.py --update-snapshots

frontend: $(READY) ## test the page and build its bundles; needs Node 20 or later
	$(PY) frontend/schema.py
	cd frontend && npm ci --ignore-scripts && npm run build && npm run lint && npm test

BABEL = $(PY) -m babel.messages.frontend -q
TEXTS = -k t -k n:1,2 -k mark -k plural:2,3 --no-location --sort-output --project=weak-link
words: $(READY) ## extract what people read, bring the translations up to date and compile them
	mkdir -p build
	for domain in weak-link page; do \
		$(BABEL) extract -F diagnostics/locale/$$domain.toml $(TEXTS) -o build/$$domain.pot . && \
		$(BABEL) update -i build/$$domain.pot -d diagnostics/locale -D $$domain --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; \
	done
	$(PY) data/texts.py diagnostics/locale

lint: $(READY) ## check style, types and who imports whom
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo --no-cache

bench: $(READY_BENCH) ## print the speed tables
	$(PY) benchmarks/run.py

truth: $(READY) ## print how often the answers are right; QUICK=1 for fewer businesses, SEED=2 for others
	$(PY) benchmarks/truth.py $(if $(QUICK),--quick) --seed $(or $(SEED),1)

looks: $(READY) ## print how often a side is falsely named by one who looks every week; QUICK=1, SEED=2 as for truth
	$(PY) benchmarks/looks.py $(if $(QUICK),--quick) --seed $(or $(SEED),1)

next: $(READY) ## print whether the number named as the next one to count settles as much as was said; QUICK=1, SEED=2 as for truth
	$(PY) benchmarks/next_number.py $(if $(QUICK),--quick) --seed $(or $(SEED),1)

constraints: ## write constraints.txt and the lists in requirements/ anew; KEEP=1 keeps the versions that are pinned
	@$(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install -qq --disable-pip-version-check uv
	@build/constraints/bin/python requirements/compile.py --uv build/constraints/bin/uv $(if $(KEEP),--keep)

licences: $(READY_TEST) $(READY_BENCH) ## write docs/licences.md anew
	$(PY) requirements/licences.py

audit: ## ask the network for known vulnerabilities of all that is pinned
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip install -qq --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --strict --disable-pip --require-hashes $(foreach list,lint spark bench,-r requirements/$(list).txt)
	cd frontend && npm audit --package-lock-only

clean: ## remove the environment and everything built or cached
	@if test -f $(VENV)/pyvenv.cfg; then rm -rf $(VENV); fi
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
