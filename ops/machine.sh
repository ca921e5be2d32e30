#!/bin/sh
# What this machine lacks. Prints the Python to use; or, when there is none, the one line to type, and ends with 1.
set -u

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

whole() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

incomplete=""
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    found=$(command -v "$name" 2>/dev/null) || continue
    fits "$found" || continue
    if whole "$found"; then
        "$found" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    incomplete=${incomplete:-$name}
done

sudo="sudo "
[ "$(id -u)" = 0 ] && sudo=""

line=""
if command -v apt-get >/dev/null 2>&1; then
    if [ -n "$incomplete" ]; then
        # Debian and Ubuntu keep venv and ensurepip in a package of their own, named after the version.
        version=$("$incomplete" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        line="${sudo}apt-get update && ${sudo}apt-get install -y python$version-venv"
    else
        offered=""
        for version in 3.13 3.12 3.11; do
            [ -z "$offered" ] && apt-cache show "python$version-venv" >/dev/null 2>&1 && offered=$version
        done
        version=${offered:-3}
        line="${sudo}apt-get update && ${sudo}apt-get install -y python$version python$version-venv"
    fi
elif command -v dnf >/dev/null 2>&1; then
    line="${sudo}dnf install -y python3.13"
elif command -v zypper >/dev/null 2>&1; then
    line="${sudo}zypper install -y python313"
elif command -v brew >/dev/null 2>&1; then
    line="brew install python@3.13"
fi

if [ -n "$incomplete" ]; then
    echo "Waymark found $incomplete, but it cannot make a virtual environment: its venv or ensurepip is missing." >&2
else
    echo "Waymark needs Python 3.11, 3.12 or 3.13, and this machine has none of them." >&2
fi
if [ -n "$line" ]; then
    echo "Type this line, then try again:" >&2
    echo "    $line" >&2
else
    echo "Install Python 3.13 (python.org has it for every system), then try again." >&2
fi
exit 1
