#!/usr/bin/env bash
# Needs wasm-opt (Debian: apt-get install binaryen)
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
output=$root/build/examples

build() {
    local source module
    mkdir -p "$output"
    for source in *.c; do
        module=$output/${source%.c}.wasm
        [ -z "$(find . ../../../guest ../../../requirements.txt -newer "$module" 2>&1)" ] ||
            "$root/guest/c/compile.sh" "$module" "$source"
    done
}

case ${1:-help} in
build) build ;;
check) ;; # the tree's own check lays out all its C
*)
    echo "usage: examples/tasks/c/build.sh build | check" >&2
    exit 2
    ;;
esac
