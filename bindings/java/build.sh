#!/usr/bin/env bash
# Needs mvn and a JDK 17 or newer (Debian: apt-get install maven openjdk-17-jdk-headless)
# Builds, checks and tests the Java client. Maven fetches everything else once, and works offline from
# then on.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
    cat <<'EOT'
usage: bindings/java/build.sh VERB

  build    the client's jar and the conformance runner
  gen      regenerate gen/ from proto/
  check    format, warnings, javadoc, and drift of gen/
  test     build, then run the tests against a host from this tree's .venv
  format   lay out the written code
EOT
}

maven() { mvn --batch-mode --quiet "$@"; }

generate() { # FOLDER
    local tools="$PWD/target/protoc" out
    maven -Pgen generate-sources
    chmod +x "$tools/protoc" "$tools/protoc-gen-grpc-java"
    rm -rf "$1"
    mkdir -p "$1"
    out=$(cd "$1" && pwd)
    (cd ../../proto && "$tools/protoc" --proto_path=. --proto_path="$tools" \
        --plugin="$tools/protoc-gen-grpc-java" --java_out="$out" \
        --grpc-java_out=@generated=omit:"$out" polyprim/*/*.proto)
}

check() {
    maven spotless:check test-compile javadoc:javadoc
    generate target/gen
    diff -r gen target/gen || {
        echo "error: gen/ is out of date: run bindings/java/build.sh gen" >&2
        exit 1
    }
}

case ${1:-help} in
build) maven -DskipTests package ;;
gen) generate gen ;;
check) check ;;
test) mvn --batch-mode package ;;
format) maven spotless:apply ;;
help | -h | --help) usage ;;
*)
    usage >&2
    echo "error: no verb '$1'" >&2
    exit 1
    ;;
esac
