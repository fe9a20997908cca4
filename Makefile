# make demo    the main job: build .venv, install, compare the departments of a support desk with pods
# make check   under two minutes: style, architecture, rules, commands, a few runs of both engines
# make test    everything that continuous integration checks, with the time per folder
# make nightly  some hours: 100,000 spoiled inputs, and a hundred signals to each long command that goes on
# make single-source  some fifteen minutes: edit rule after rule; both engines must move, and alike
# make mutants some minutes: a thousand small mistakes, one at a time; tests in plain Python must notice each
# make coverage half an hour: lines of plain Python that quick tests run, branches of the core that the engines' tests reach
# make proof   an hour: mutants, podsim verify, each sentence of claims.yaml anew; part of the nightly
# make added   ten minutes: the dial of docs/guides/add-a-dial.md in a copy, and make check there; part of the nightly
# make newest  make check and the wheel with the newest releases and Python, in .venv-newest; part of the nightly
# make bench   some twenty minutes: measure speed and memory, write docs/performance.md; installs the peers
# make precompiled  a minute or two: compile what a first answer runs, for any processor; a wheel built then holds it
# make wasm    half a minute: the core as one WebAssembly module, with which reports compute in the browser
# make release  a wheel in dist/ with the compiled core and the module; refused where its reports would not compute
# make handout-check  slides and a workbook of a small comparison, opened and computed again by LibreOffice
# make docs    write the pages of docs/reference and the pictures of floors and states again
# make course  some ten minutes: what the units of the course show at 200 seeds, marks of 500 students, pictures, pages
# make site    some minutes: all pages, the pictures and a report as a site that opens from build/site/html, offline
# make clean   remove what the others made; results/ stays
#
# Another Python: make PYTHON=python3.13 demo. A .venv of another one is then made anew, and says so. To keep both, name
# another folder: make PYTHON=python3.13 VENV=other test.

PYTHON ?=
VENV ?= .venv
WORKERS ?= 2

RUN := $(VENV)/bin/python
STAMP := $(VENV)/.podsim-installed
CORE := $(VENV)/.podsim-compiled
TEST_STAMP := $(VENV)/.podsim-test-installed
BENCH_STAMP := $(VENV)/.podsim-bench-installed
PINS := pyproject.toml constraints.txt
# The build backend is installed first, pinned as well, so that nothing is fetched unpinned behind pip's back.
PINNED ?= -c constraints.txt
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --no-input --retries 2 $(PINNED)
# What is skipped (no browser here, no pm4py) is named at the end.
PYTEST := $(RUN) -m pytest -n $(WORKERS) --dist worksteal -rs --no-fold-skipped

# Where a Python is asked for, and the environment there is of another one, it is made anew.
ifneq ($(PYTHON),)
IDENTITY := import os, sys; print(sys.version.split()[0], os.path.realpath(sys.base_prefix))
PRESENT := $(if $(wildcard $(RUN)),$(shell $(RUN) -c '$(IDENTITY)' 2>/dev/null))
ifneq ($(PRESENT),$(shell "$(PYTHON)" -c '$(IDENTITY)' 2>/dev/null))
.PHONY: $(RUN)
endif
endif

define cannot_install
	{ echo; \
	  echo "pip could not install podsim; its reason stands above."; \
	  echo "If it found no package registry: this step needs the network once, or pip's own settings for a mirror"; \
	  echo "(see: $(RUN) -m pip config list). Nothing else was changed; run make again when it is reachable."; \
	  exit 1; } >&2
endef

.DEFAULT_GOAL := help
.PHONY: help demo precompiled wasm release check test nightly single-source mutants handout-check bench ratios docs site style clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(RUN):
	@python=$$(.ci/find-python "$(PYTHON)") || exit 1; \
	echo "Making $(VENV) with $$python$(if $(PRESENT), in place of Python $(PRESENT))"; \
	"$$python" -m venv --clear $(VENV)

# Where making the environment was interrupted before pip was in it.
$(VENV)/bin/pip: $(RUN)
	@test -x $@ || $(RUN) -m ensurepip --default-pip

$(STAMP): $(PINS) $(VENV)/bin/pip
	@echo "Installing podsim (a minute or two, once)"
	@{ $(INSTALL) hatchling editables && $(INSTALL) --no-build-isolation -e . ; } || $(cannot_install)
	@touch $@

$(CORE): $(STAMP)
	@echo "Compiling the core (a minute or two, once); until a rule changes, nothing waits for the compiler"
	@$(RUN) -m sim.cli.precompile || echo "It could not be compiled beforehand: the first answer compiles it" >&2
	@touch $@

$(TEST_STAMP): $(PINS) $(STAMP)
	@echo "Installing what the tests need"
	@$(INSTALL) --no-build-isolation -e '.[test,oracle]' || $(cannot_install)
	@touch $@

$(BENCH_STAMP): $(PINS) $(TEST_STAMP)
	@echo "Installing what podsim is measured against"
	@$(INSTALL) --no-build-isolation -e '.[test,oracle,bench]' || $(cannot_install)
	@touch $@

# 4: finished, but the run ended before every difference had settled. That is an answer too.
demo: $(CORE)
	@$(VENV)/bin/podsim compare support_desk; code=$$?; [ $$code -eq 0 ] || [ $$code -eq 4 ] || exit $$code; \
	echo "Open report.html of that folder in a browser; or play: $(VENV)/bin/podsim open support_desk"

precompiled: $(STAMP)
	@$(RUN) -m sim.cli.precompile

wasm: $(TEST_STAMP) $(CORE)
	@$(RUN) -m sim.cli.precompile
	@$(RUN) -m sim.cli.webassembly

release: wasm
	@rm -rf dist
	@$(RUN) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@$(RUN) -m sim.cli.webassembly dist/*.whl

style: $(TEST_STAMP)
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

check: style $(CORE)
	@$(PYTEST) -q -m "not slow" tests/architecture tests/unit tests/cli tests/docs tests/equivalence

# The compiler has one processor to itself, while what the tests need is installed and style is looked at.
test:
	@$(MAKE) --no-print-directory -j2 style wasm
	@$(PYTEST) --durations=10
	@$(MAKE) --no-print-directory ratios

# Other inputs and other moments every day; what is found is printed with its seed.
nightly: SEED := $(shell date +%Y%m%d)
nightly: $(TEST_STAMP) $(CORE)
	@echo "seed $(SEED)"
	@$(RUN) -m tests.robustness.fuzz --inputs 100000 --runs 3000 --seed $(SEED)
	@$(RUN) -m tests.robustness.faults --times 100 --seed $(SEED)
	@# Compiled anew so that it looks at every index, which otherwise nothing does.
	@NUMBA_BOUNDSCHECK=1 $(RUN) -m pytest -q -n $(WORKERS) tests/equivalence

single-source: $(TEST_STAMP) $(CORE)
	@$(RUN) -m tests.single_source --workers $(WORKERS)

mutants: $(TEST_STAMP) $(CORE)
	@$(RUN) -m tests.mutants --workers $(WORKERS)

.PHONY: coverage
coverage: $(TEST_STAMP) $(CORE)
	@$(RUN) -m coverage erase
	@# One process: what workers have seen is lost where they are ended before it is written.
	@$(RUN) -m coverage run -m pytest -q -m "not slow" tests/unit tests/cli tests/property tests/metamorphic
	@$(RUN) -m coverage combine --quiet
	@$(RUN) -m tests.coverage
	@$(RUN) -m tests.equivalence.branches

# What is claimed, held against what is known: an hour or so. The nightly does it, and `newest`.
.PHONY: nightly proof newest added
nightly: proof newest added

proof: mutants
	@$(RUN) -m sim verify --quiet
	@$(RUN) experiments/check_claims.py --run --engines

# The newest of all that pyproject.toml allows, on the newest Python found, or PYTHON, in an environment of its own.
newest:
	@$(MAKE) --no-print-directory check VENV=.venv-newest PINNED= \
	  PYTHON=$$(.ci/find-python $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11))
	@.venv-newest/bin/python -m pytest -q -rs -k empty_folder tests/architecture/test_wheel.py

# The changed core is compiled once, before the tests, whose workers would each compile it.
added: $(TEST_STAMP) $(CORE)
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && $(RUN) -m tests.docs.added "$$copy" && \
	PYTHONPATH="$$copy" $(MAKE) --no-print-directory -C "$$copy" precompiled check VENV=$(abspath $(VENV)) \
	  -o $(abspath $(STAMP)) -o $(abspath $(TEST_STAMP)) -o $(abspath $(CORE))

# Alone on the machine, after everything else: what runs beside it would be measured too.
ratios: $(TEST_STAMP) $(CORE)
	@$(RUN) -m pytest -q --durations=0 benchmarks

handout-check: $(TEST_STAMP) $(CORE)
	@$(RUN) -m pytest -q -rs tests/unit/report/test_handout.py tests/cli/test_report_command.py

bench: $(BENCH_STAMP) precompiled
	@$(RUN) -m benchmarks

docs: $(CORE)
	@$(RUN) -m sim.cli.reference docs/reference
	@$(RUN) -m tests.docs.floors
	@$(RUN) -m tests.docs.states

.PHONY: course
course: $(CORE)
	@$(RUN) -m sim experiment course --write --quiet
	@$(RUN) -m sim experiment course --reduced --write --quiet
	@$(RUN) experiments/course.py
	@$(RUN) figures/course.py
	@$(RUN) experiments/write_pages.py

site: wasm
	@rm -rf build/site
	@$(VENV)/bin/podsim compare support_desk --replications 10 --worlds 20 --no-people --quiet --out build/site/results \
	  >/dev/null; code=$$?; [ $$code -eq 0 ] || [ $$code -eq 4 ] || exit $$code
	@$(RUN) -m tests.docs.site build/site build/site/results
	@# Not quietly: MkDocs is strict only about warnings that it shows.
	@NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --config-file build/site/mkdocs.yml
	@echo build/site/html/index.html

clean:
	rm -rf $(VENV) .venv-newest build dist sim/_precompiled.zip sim/_webassembly.zip .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
