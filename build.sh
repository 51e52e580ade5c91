#!/usr/bin/env bash
# Builds, checks and runs Polyprim. Needs Python 3.11 or newer with its headers, and a C compiler;
# everything else comes from the package registries into .venv.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
    cat <<'EOF'
usage: ./build.sh VERB

  setup          make .venv, generated code, modules and the native part
  demo           set up, then run the main job: count the words of a text across processes
  test [ARGS]    set up, then run all tests, or those that pytest is told by ARGS
  bench [NAME]   set up, then run the benchmarks (or one): a table, and bench/NAME.json
  check          style, types, modules, layers and drift of generated code
  serve [ARGS]   set up, then serve a segment over gRPC
  examples       set up, then build the example tasks into build/examples/
  gen            regenerate code from proto/
  baseline       take the contract as it is for what must not break from now on: at a release
  wasm           compile and check the modules
  wheel          build a wheel into dist/

REQUIRE_ALL=1 makes a missing optional tool an error.
EOF
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# A tool that only some steps need: its absence is said, and is an error under REQUIRE_ALL=1.
optional() { # TOOL HOW-TO-GET-IT
    command -v "$1" >/dev/null 2>&1 && return 0
    [ "${REQUIRE_ALL:-0}" = 1 ] && fail "$1 is missing: $2"
    echo "left out: $1 is missing ($2)" >&2
    return 1
}

# Every language's own script does a verb for its part. Its second line names the tool it needs.
each() { # VERB SCRIPT ...
    local verb=$1 script needs
    shift
    for script; do
        [ -f "$script" ] || continue
        needs=$(sed -n '2s/^# Needs //p' "$script")
        optional "${needs%% *}" "$needs" || continue
        say "$(dirname "$script"): $verb"
        "$script" "$verb"
    done
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
        echo "$candidate"
        return
    done
    fail "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv python3-dev)"
}

venv() {
    local python stamp=.venv/.requirements
    if ! cmp -s requirements.txt "$stamp"; then
        python=$(find_python) || exit 1
        "$python" - <<'EOF' || fail "Python's headers are missing (Debian: apt-get install python3-dev)"
import pathlib, sys, sysconfig
sys.exit(not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists())
EOF
        command -v "${CC:-cc}" >/dev/null 2>&1 ||
            fail "a C compiler is needed (Debian: apt-get install gcc), or set CC"
        say "installing pinned dependencies into .venv (a minute or two, once)"
        .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv ||
            fail "python -m venv does not work (Debian: apt-get install python3-venv)"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt ||
            fail "pip could not install requirements.txt; is a package registry reachable?"
        cp requirements.txt "$stamp"
    fi
    local site
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$PWD/host" "$PWD/bindings/python" >"$site/polyprim-tree.pth"
    printf '#!%s\nfrom polyprim_command import main\nmain()\n' "$PWD/.venv/bin/python" >.venv/bin/polyprim
    chmod +x .venv/bin/polyprim
    export PATH="$PWD/.venv/bin:$PATH"
}

setup() {
    venv
    python proto/generate.py
    python wasm/build.py
    python host/polyprim/native/build.py
}

check() {
    setup
    say "style"
    ruff check .
    ruff format --check .
    say "types";     mypy
    say "C style"
    git ls-files '*.c' '*.h' | grep -v '/gen/' | xargs clang-format --dry-run -Werror
    say "modules"
    optional wasm-validate "Debian: apt-get install wabt" || true
    python wasm/build.py --check-only
    say "contract"
    (cd proto && buf lint)
    (cd proto && buf breaking --against baseline.binpb)
    say "drift";     python proto/generate.py --check
    say "layers";    python -m pytest tests/test_layers.py
    each check bindings/*/build.sh examples/tasks/*/build.sh
}

# All tests: those of the host on both cores, those that need the machine for themselves, and those of
# each binding.
everything() {
    each build bindings/*/build.sh examples/tasks/*/build.sh
    python -m pytest -n auto -m "not alone" --ignore=tests/client
    python -m pytest -m alone
    each test bindings/*/build.sh
}

wheel() {
    setup
    rm -rf dist host/polyprim.egg-info
    python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
    ls dist
}

# Nothing is called in a list with && or ||: there, a failure would not end the script.
verb=${1:-help}
[ $# -gt 0 ] && shift
case $verb in
setup) setup ;;
gen)
    venv
    python proto/generate.py
    ;;
baseline)
    venv
    python proto/generate.py
    cd proto
    buf build --exclude-source-info --output baseline.binpb
    ;;
wasm)
    venv
    python proto/generate.py
    python wasm/build.py "$@"
    ;;
check) check ;;
test)
    setup
    [ $# -gt 0 ] && exec python -m pytest "$@"
    everything
    ;;
bench)
    setup
    exec python -m tests.bench "$@"
    ;;
demo)
    setup
    exec python examples/word_count.py "$@"
    ;;
serve)
    setup
    exec python -m polyprim serve "$@"
    ;;
examples)
    setup
    each build examples/tasks/*/build.sh
    ;;
wheel) wheel ;;
help | -h | --help) usage ;;
*)
    usage >&2
    fail "no verb '$verb'"
    ;;
esac
