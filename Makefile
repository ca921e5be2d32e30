# Two commands on a new machine: `make run` shows Waymark, `make test` proves it.
.PHONY: run test check install install-test bench soak messages lock
.DEFAULT_GOAL := run

install:
	@sh ops/install.sh run

install-test:
	@sh ops/install.sh test

run: install
	@.venv/bin/waymark up --demo $(if $(WAYMARK_HOME),,--home .waymark)

# Two at a time, as the smallest machine we mean has two processors.
test: install-test
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

check: install-test
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: install-test
	@.venv/bin/python -m ops.bench

# The fault tests, the rules and many more made-up requests, again and again with other dice, until one fails or somebody
# presses Ctrl-C.
soak: install-test
	@while WAYMARK_SOAK=1 .venv/bin/python -m pytest --quiet tests/faults tests/domain tests/attacks/test_row_6_schemathesis.py; do :; done; exit 1

# The texts that translators begin with.
messages: install
	@.venv/bin/python -m service.language.extract

lock:
	@sh ops/lock.sh
