#!/usr/bin/env bash
# usage: guest/c/compile.sh OUTPUT SOURCE [FLAG ...]
#
# Compiles a task written in C with the zig of this tree's .venv. -mexec-model=reactor makes a module
# of exports, without it a command with a main; -g keeps names for backtraces. The C stack has 1 MiB.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -ge 2 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
output=$1 source=$2
shift 2
case " $* " in *" -g "*) strip= ;; *) strip=-s ;; esac
# A cache that several trees share is of no use to any: each builds the C library anew in turn.
export ZIG_GLOBAL_CACHE_DIR="$root/build/zig"
"$root/.venv/bin/python" -m ziglang cc -target wasm32-wasi -std=gnu11 -O2 $strip \
    -Wl,-z,stack-size=1048576 -Wall -Wextra -Werror -I"$here" "$@" "$source" -o "$output"
"$here/../asyncify.sh" "$output"
