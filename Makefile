# The contributor's menu: `make help`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV ?= .venv
EXTRAS ?= lab,report,data,cjk,dev
BIN := $(VENV)/bin
JOBS ?= 2

# The first Python that is 3.11 or newer; `make setup PY=/path/to/python` chooses another.
PY ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$p"; break; fi; done)

# `make demo LANG=zh` speaks Chinese, `LANG=en` English, whatever the shell says; no program needs such a locale.
ifneq ($(findstring command,$(origin LANG)),)
export LADDER_SIM_LANG := $(LANG)
unexport LANG
endif

.PHONY: help setup lock licenses demo pictures lab app docs test test-pythons test-lowest test-pandas2 browser office test-slow test-all check format bench latency dist clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
		|| grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

setup: $(VENV)/.ok ## a virtual environment with everything (about 20 s), once; LOCKED=yes: the versions of locks/dev.txt

# Imported or compiled once, so that the first command is as quick as every later one.
WARM := import compileall, jinja2, ladder_sim.charts, ladder_sim.experiment.simulation, matplotlib.backends.backend_agg, \
	matplotlib.backends.backend_svg, pandas, pptx, xlsxwriter, yaml; \
	[compileall.compile_dir(library.__path__[0], quiet=2) for library in (ladder_sim, pptx, xlsxwriter)]

# uv inside the venv installs fast; pip, which reads pip.conf and its mirrors, is the way round.
$(VENV)/.ok: pyproject.toml
	@test -n "$(PY)" || { echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make setup PY=/path/to/python" >&2; exit 1; }
	@"$(PY)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PY) cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv), then run make setup again" >&2; exit 1; }
	"$(PY)" -m venv "$(VENV)"
ifdef LOCKED
	"$(BIN)/python" -m pip install -q --disable-pip-version-check --require-hashes -r locks/dev.txt
	"$(BIN)/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
else
	{ "$(BIN)/python" -m pip install -q --disable-pip-version-check uv && "$(BIN)/uv" pip install -q --python "$(BIN)/python" -e '.[$(EXTRAS)]'; } \
		|| "$(BIN)/python" -m pip install -q --disable-pip-version-check -e '.[$(EXTRAS)]'
endif
	@env -u PYTHONDONTWRITEBYTECODE "$(BIN)/python" -c '$(WARM)' 2>/dev/null || true
	@touch $@

demo: $(VENV)/.ok ## six schemes on one service center, as they are and at equal pay: tables, charts and a page in out/demo
	"$(BIN)/ladder-sim" compare scenarios/studies/demo.yaml --workers $(JOBS) --equal pay --out out/demo

pictures: $(VENV)/.ok ## the READMEs' pictures of the demo, in both languages
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	for lang in en zh; do \
		"$(BIN)/ladder-sim" --lang $$lang compare scenarios/studies/demo.yaml --workers $(JOBS) --equal pay --report "" --out "$$folder/$$lang" >/dev/null; \
	done; \
	cp "$$folder/en/comparison.png" docs/demo.png; cp "$$folder/zh/comparison.png" docs/demo.zh.png

lab: $(VENV)/.ok ## JupyterLab on the notebooks
	"$(BIN)/jupyter" lab --KernelManager.transport_encryption=auto notebooks/

$(VENV)/.app: $(VENV)/.ok
	"$(BIN)/uv" pip install -q --python "$(BIN)/python" -e '.[$(EXTRAS),app]' || "$(BIN)/python" -m pip install -q -e '.[$(EXTRAS),app]'
	@touch $@

# The page's own template fetches nothing from elsewhere; `make app APP="--no-browser --port=8866"` passes options on.
app: $(VENV)/.app ## the explorer as a page of its own, for people who want no code
	PATH="$(abspath $(BIN)):$$PATH" "$(BIN)/python" -m ladder_sim.notebook $(APP)

$(VENV)/.docs: $(VENV)/.ok
	"$(BIN)/uv" pip install -q --python "$(BIN)/python" -e '.[$(EXTRAS),docs]' || "$(BIN)/python" -m pip install -q -e '.[$(EXTRAS),docs]'
	@touch $@

docs: $(VENV)/.docs ## the guides as a site in both languages, in build/site; a link that leads nowhere ends it
	"$(BIN)/python" docs/website.py
	@echo "to read it with its search: $(BIN)/python -m http.server --bind 127.0.0.1 -d build/site"

test: $(VENV)/.ok ## the tests, without the slow ones
	"$(BIN)/python" -m pytest -q -n $(JOBS) -m "not slow"

# The lower bounds of pyproject.toml, each the version that is installed: a bound that is too low fails here.
$(VENV)-lowest/.ok: pyproject.toml
	"$(PY)" -m venv "$(VENV)-lowest"
	"$(VENV)-lowest/bin/python" -m pip install -q --disable-pip-version-check uv
	"$(VENV)-lowest/bin/uv" pip install -q --python "$(VENV)-lowest/bin/python" --resolution lowest-direct -e '.[lab,report,data,cjk,doubt,fast,dask]'
	"$(VENV)-lowest/bin/uv" pip install -q --python "$(VENV)-lowest/bin/python" hypothesis nbclient packaging pytest pytest-xdist
	@touch $@

test-lowest: $(VENV)-lowest/.ok ## the tests with the lowest versions that pyproject.toml allows
	"$(VENV)-lowest/bin/python" -m pytest -q -n $(JOBS) -m "not slow"

test-pythons: $(VENV)/.ok ## wheel and sources installed afresh on every Python at hand, and used
	"$(BIN)/python" tests/whole/install_everywhere.py

# lifelines, against which tables are held, needs pandas 2; so does the promise that pandas 2.2 will do.
$(VENV)-pandas2/.ok: pyproject.toml
	"$(PY)" -m venv "$(VENV)-pandas2"
	"$(VENV)-pandas2/bin/python" -m pip install -q --disable-pip-version-check -e '.[report,pandas2,dev]'
	@touch $@

test-pandas2: $(VENV)-pandas2/.ok ## tables and results with pandas 2, and against lifelines
	"$(VENV)-pandas2/bin/python" -m pytest -q -n $(JOBS) tests/results/test_tables.py tests/results/test_run.py tests/results/test_measures.py tests/experiment/test_compare.py tests/history/test_fitted_rates.py

# $(1): commands, any of which is enough; $(2): the packages of Debian and Ubuntu that bring one; $(3): what is skipped without.
define system
	@if ! command -v $(1) >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; } \
				|| echo "could not be installed: $(2); $(3) are skipped" >&2; \
		else echo "not found: $(firstword $(1)); $(3) are skipped (Debian, Ubuntu: apt install $(2))" >&2; fi; fi
endef

# Tests that need a program of the system are skipped, and say why, where it is missing and cannot be had.
$(VENV)/.browser: $(VENV)/.ok
	"$(BIN)/uv" pip install -q --python "$(BIN)/python" -e '.[$(EXTRAS),app,browser]' || "$(BIN)/python" -m pip install -q -e '.[$(EXTRAS),app,browser]'
	$(call system,chromium chromium-browser google-chrome,chromium fonts-wqy-microhei,the tests in a browser)
	@touch $@

$(VENV)/.office: $(VENV)/.ok
	$(call system,soffice,libreoffice-impress libreoffice-calc fonts-wqy-microhei,the tests in LibreOffice)
	$(call system,pdftotext,poppler-utils,the tests of what LibreOffice prints)
	@touch $@

browser: $(VENV)/.browser ## Chromium and what drives it, for the tests in a browser

office: $(VENV)/.office ## LibreOffice, for the tests that open slides and workbooks

# PYTEST="--minutes 30": begin none after half an hour.
test-slow: $(VENV)/.ok ## the slow tests alone; all that need a program too, once `make browser office docs` has set them up
	"$(BIN)/python" -m pytest -q -n $(JOBS) -m slow -rs $(PYTEST)

test-all: $(VENV)/.browser $(VENV)/.office $(VENV)/.docs test-pandas2 ## every test, those in a browser too
	"$(BIN)/python" -m pytest -q -n $(JOBS)

LOCK := "$(BIN)/uv" pip compile -q pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --upgrade

lock: $(VENV)/.ok ## the lock files anew, with the newest versions, and the list of what comes along
	$(LOCK) --extra lab --extra report --extra data --extra cjk --extra dev --extra docs -o locks/dev.txt
	$(LOCK) --extra app --extra report --extra data --extra cjk -o locks/app.txt
	"$(BIN)/python" docs/dependencies.py

licenses: $(VENV)/.ok ## what is installed under which license; fails at strong copyleft, or where one is not known
	"$(BIN)/python" docs/dependencies.py --check

check: $(VENV)/.ok ## lint, format and types
	"$(BIN)/ruff" check .
	"$(BIN)/ruff" format --check .
	"$(BIN)/mypy"

format: $(VENV)/.ok ## put the code in the house format
	"$(BIN)/ruff" check --fix .
	"$(BIN)/ruff" format .

dist: $(VENV)/.ok ## what `pip install` takes: a wheel and the sources, in dist
	rm -rf dist
	"$(BIN)/python" -m build --outdir dist .
	"$(BIN)/python" -m twine check --strict dist/*

$(VENV)/.bench: $(VENV)/.ok
	"$(BIN)/uv" pip install -q --python "$(BIN)/python" -e '.[$(EXTRAS),bench]' || "$(BIN)/python" -m pip install -q -e '.[$(EXTRAS),bench]'
	@touch $@

bench: $(VENV)/.bench ## speed and memory beside other ways to write the same department
	"$(BIN)/python" -m benchmarks.run_bench

latency: $(VENV)/.browser ## from a key press in the explorer to changed pixels, in JupyterLab and in the app
	"$(BIN)/python" -m benchmarks.latency

clean: ## remove the virtual environment, caches and results
	rm -rf "$(VENV)" out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
