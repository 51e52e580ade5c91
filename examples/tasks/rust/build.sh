#!/usr/bin/env bash
# Needs rustup with Rust 1.85 or newer (https://rustup.rs); the target wasm32-wasip1 is added to it.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
target=wasm32-wasip1
export CARGO_TARGET_DIR=$root/build/examples/rust

prepare() {
    rustup target list --installed | grep -qx "$target" || rustup target add "$target"
}

build() {
    prepare
    cargo build --locked --quiet --release --target "$target"
    install -C -m 644 "$CARGO_TARGET_DIR/$target/release/factors.wasm" "$root/build/examples"
}

check() {
    prepare
    cargo fmt --all --check
    cargo clippy --locked --quiet --target "$target" --package factors --package polyprim-task -- \
        -D warnings
}

case ${1:-help} in
build) build ;;
check) check ;;
*)
    echo "usage: examples/tasks/rust/build.sh build | check" >&2
    exit 2
    ;;
esac
