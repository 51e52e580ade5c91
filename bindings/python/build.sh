#!/usr/bin/env bash
# Needs python3 (Debian: apt-get install python3)
#
# Builds, checks and tests the Python client in the environment of the tree: ./build.sh setup in its
# root makes it.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
python=$root/.venv/bin/python
[ -x "$python" ] || {
    echo "error: there is no .venv: run ./build.sh setup in $root first" >&2
    exit 1
}

case ${1:-help} in
build)
    rm -rf build polyprim_client.egg-info
    "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
        --wheel-dir build/dist .
    ls build/dist
    ;;
gen) "$python" "$root/proto/generate.py" ;;
check)
    cd "$root"
    "$python" -m ruff check bindings/python tests/client
    "$python" -m ruff format --check bindings/python tests/client
    "$python" -m mypy bindings/python tests/client
    "$python" proto/generate.py --check
    ;;
test)
    shift
    cd "$root"
    exec "$python" -m pytest tests/client "$@"
    ;;
*)
    echo "usage: bindings/python/build.sh build | gen | check | test [ARGS]" >&2
    exit 2
    ;;
esac
