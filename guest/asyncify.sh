#!/usr/bin/env bash
# usage: guest/asyncify.sh MODULE
#
# Lets a module be suspended where it parks, if it asks for that by exporting polyprim_stack; leaves
# any other as it is. Only functions from which polyprim.park or polyprim.call can be reached change.
set -euo pipefail
[ $# = 1 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
grep -aq polyprim_stack "$1" || exit 0
command -v wasm-opt >/dev/null 2>&1 || {
    echo "error: wasm-opt is missing, which suspends tasks (Debian: apt-get install binaryen)" >&2
    exit 1
}
features=(
    --enable-bulk-memory --enable-multivalue --enable-mutable-globals
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext --enable-simd
)
wasm-opt "${features[@]}" -O2 --asyncify \
    --pass-arg=asyncify-imports@polyprim.park,polyprim.call "$1" -o "$1.asyncified"
mv "$1.asyncified" "$1"
