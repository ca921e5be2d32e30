#!/bin/sh
# Makes .venv from a lock: `ops/install.sh run` or `ops/install.sh test`. The second call costs nothing.
set -eu
cd "$(dirname "$0")/.."

what=${1:-run}
lock=requirements.lock
[ "$what" = test ] && lock=requirements-test.lock
stamp=.venv/installed-$what

# The folder is part of it: a virtual environment knows its own path, so a moved checkout needs a new one.
wanted="$(pwd) $(cksum requirements.lock requirements-test.lock pyproject.toml | tr '\n' ' ')"
if [ -x .venv/bin/waymark ] && [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

python=$(sh ops/machine.sh)
if ! { .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' &&
    .venv/bin/python -m pip --version && [ "$(cat .venv/folder)" = "$(pwd)" ]; } >/dev/null 2>&1; then
    echo "Making a virtual environment in .venv with $("$python" --version)."
    rm -rf .venv
    "$python" -m venv .venv
    pwd >.venv/folder
fi

echo "Installing what $lock names. This takes about a minute the first time."
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --only-binary :all: --no-deps -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-index --no-build-isolation --no-deps --editable .
.venv/bin/python -m pip check --quiet --disable-pip-version-check
echo "$wanted" >"$stamp"
# The test lock holds the run lock too.
[ "$what" = run ] || echo "$wanted" >.venv/installed-run
