#!/usr/bin/env bash
# Needs go of version 1.24 or newer (https://go.dev/dl)
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
export GOOS=wasip1 GOARCH=wasm GOTOOLCHAIN=local GOFLAGS=-mod=readonly

check() {
    local unformatted
    unformatted=$(gofmt -l . "$root/guest/go")
    [ -z "$unformatted" ] || {
        echo "error: not laid out by gofmt: $unformatted" >&2
        exit 1
    }
    go vet ./...
    (cd "$root/guest/go" && go vet ./...)
}

case ${1:-help} in
build) go build -trimpath -buildmode=c-shared -o "$root/build/examples/ledger.wasm" . ;;
check) check ;;
*)
    echo "usage: examples/tasks/go/build.sh build | check" >&2
    exit 2
    ;;
esac
