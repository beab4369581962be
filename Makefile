# Two commands matter: `make run` and `make test`. Both set everything up first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# As pip does with what it installs: a start is a fifth quicker where Python may not do so itself.
COMPILE = $(BIN)/python -m compileall -q bot handlers summarizer gazette.py
# Without what setuptools says of every editable installation.
INSTALL = PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench bench-bot bench-digest bench-digests bench-feeds bench-feeds-round bench-hostile bench-stories bench-summaries train fuzz soak audit dependencies countries lock clean

help:  ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/run.stamp  ## Make .venv with `gazette` in .venv/bin

run: setup  ## Start the bot (without a token: in the sandbox)
	@exec $(BIN)/gazette run

test: check  ## Set up, then run every test and check
	$(BIN)/coverage erase
	$(BIN)/pytest --cov --cov-report= $(PYTEST_ARGS)
	$(BIN)/coverage report --fail-under=95

check: .venv/dev.stamp  ## Lint, format, types and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev.stamp  ## Mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/dev.stamp  ## Measure speed beside plain peers, in one run
	$(BIN)/python tests/benchmarks/bench_store.py
	$(BIN)/python tests/benchmarks/bench_loop.py
	$(BIN)/python tests/benchmarks/bench_start.py

bench-bot: .venv/dev.stamp  ## Measure Gazette beside other libraries' empty bots; write docs/speed.*
	$(COMPILE)
	$(BIN)/python -m tests.benchmarks.bench_bot.bench --docs docs --memory

bench-digest: .venv/dev.stamp  ## Measure how fast digests go out, on a strict server
	$(BIN)/python -m tests.benchmarks.bench_digest_sending

bench-digests: .venv/dev.stamp  ## Measure how digests are chosen and built
	$(BIN)/python -m tests.benchmarks.bench_digests

bench-feeds: .venv/dev.stamp  ## Measure how feeds and pages are read, on the real sets
	$(BIN)/python -m tests.benchmarks.feeds

bench-feeds-round: .venv/dev.stamp  ## Measure one round of polling over 1,000 feeds
	$(BIN)/python -m tests.benchmarks.bench_feeds_round

bench-hostile: .venv/dev.stamp  ## Measure how long people wait beside hostile pages
	$(BIN)/python -m tests.benchmarks.bench_hostile

bench-stories: .venv/dev.stamp  ## Measure how articles are grouped into stories
	$(BIN)/python -m tests.benchmarks.stories

bench-summaries: .venv/dev.stamp  ## Measure summaries beside their peers; write docs/summaries.*
	$(BIN)/python -m tests.benchmarks.summaries.bench --docs docs
	$(BIN)/python -m tests.benchmarks.summaries.speed
	$(BIN)/python -m tests.benchmarks.summaries.many
	$(BIN)/python -m tests.benchmarks.sentences

train: .venv/dev.stamp  ## Learn the rankers' weights again, to the same digits
	$(BIN)/python -m tests.benchmarks.summaries.train
	$(BIN)/python -m tests.benchmarks.summaries.many --train
	$(BIN)/python -m tests.benchmarks.stories --train

fuzz: .venv/dev.stamp  ## 10,000 wild texts, 20,000 wild updates, every pattern against bad words
	$(BIN)/python -m tests.benchmarks.fuzz_summaries
	$(BIN)/python -m tests.benchmarks.fuzz_updates
	$(BIN)/python -m tests.benchmarks.bench_patterns

SOAK_MINUTES ?= 30
soak: .venv/dev.stamp  ## Load the whole bot with faults for half an hour and look for growth
	$(BIN)/python -m tests.benchmarks.soak.run --minutes $(SOAK_MINUTES)

audit: .venv/audit.stamp  ## Look for known weaknesses in the pinned versions (asks pypi.org)
	.venv/audit/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

dependencies: .venv/dev.stamp  ## Write docs/dependencies.md
	$(BIN)/python -m tests.dependencies

countries: .venv/dev.stamp  ## Write bot/news/countries.json from Babel's CLDR
	$(BIN)/python -m tests.countries

lock: .venv/dev.stamp .venv/lock.stamp  ## Write requirements.lock: the versions of the image, with hashes
	$(BIN)/python -m tests.locking .venv/lock/bin/pip-compile

clean:  ## Remove what the other targets made (never data/)
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(INSTALL) -c constraints.txt -e .
	$(COMPILE)
	@touch $@

.venv/dev.stamp: .venv/run.stamp
	$(INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

# Apart: what these need is no dependency of ours.
.venv/audit.stamp: .venv/bin/python
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	@touch $@

.venv/lock.stamp: .venv/bin/python
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	@touch $@
