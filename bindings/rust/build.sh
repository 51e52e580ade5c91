#!/usr/bin/env bash
# Needs cargo of Rust 1.88 or newer, with clippy and rustfmt, and a C compiler.
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR="$PWD/target"

usage() {
    cat <<'EOF'
usage: bindings/rust/build.sh VERB

  build         the client and its conformance runner
  gen           regenerate the generated code from proto/
  check         formatting, lint, documentation and drift of generated code
  test [ARGS]   the client's tests, against a host of this tree; ARGS go to cargo test
EOF
}

generate() { # CLIENT RUNNER
    rm -rf "$1" "$2"
    mkdir -p "$1" "$2"
    cargo run --locked --quiet --package polyprim-codegen -- ../../proto "$1" "$2"
}

drift() {
    local fresh
    fresh=$(mktemp -d)
    generate "$fresh/src" "$fresh/conform"
    if ! diff -r "$fresh/src" src/gen || ! diff -r "$fresh/conform" conform/gen; then
        rm -rf "$fresh"
        echo "error: generated code differs; run bindings/rust/build.sh gen" >&2
        exit 1
    fi
    rm -rf "$fresh"
}

verb=${1:-help}
[ $# -gt 0 ] && shift
case $verb in
build) cargo build --locked --release --package polyprim-client --package polyprim-conform ;;
gen) generate src/gen conform/gen ;;
check)
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
    cargo clippy --locked --no-default-features -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --all-features
    drift
    ;;
test) cargo test --locked --all-features "$@" ;;
help | -h | --help) usage ;;
*)
    usage >&2
    echo "error: no verb '$verb'" >&2
    exit 1
    ;;
esac
