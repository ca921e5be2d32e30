#!/bin/sh
# Writes both locks anew from pyproject.toml. Needs `uv` on the PATH; nobody else does.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate "$@" >/dev/null
}

# Each line carries the same long marker (the environments of [tool.uv]): it says nothing, so it goes.
plain() {
    sed -E "s/ ; python_full_version < '3.14' and implementation_name == 'cpython' and platform_python_implementation == 'CPython' and \(sys_platform == 'darwin' or sys_platform == 'linux'\)//" "$1" >"$1.new"
    mv "$1.new" "$1"
}

compile --group build --output-file requirements.lock
plain requirements.lock
compile --group build --group test --constraint requirements.lock --output-file requirements-test.lock
plain requirements-test.lock
