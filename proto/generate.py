"""Generates everything that follows from the .proto files.

    python proto/generate.py [--check]

It writes wasm/gen, host/polyprim/gen and bindings/python/polyprim_client/gen. With --check it
writes nothing, names the files that it would change, and fails if there are any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from google.protobuf.descriptor_pb2 import FileDescriptorSet

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)  # not this script's own folder

from proto.generator.c_header import c_header, header_name
from proto.generator.formatted import formatted_c, formatted_json
from proto.generator.python_client import python_client
from proto.generator.schema import ContractError, Schema, compile_protos

PROTO: Final = Path(__file__).resolve().parent
ROOT: Final = PROTO.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="fail if anything would change")
    check = parser.parse_args().check
    try:
        wanted = generated()
    except ContractError as error:
        print(error, file=sys.stderr)
        return 1
    stale = sorted(outdated(wanted))
    for path in stale:
        print(path.relative_to(ROOT))
    if not check:
        write(wanted, stale)
    elif stale:
        print("The generated files above are out of date: run python proto/generate.py")
    return 1 if check and stale else 0


def generated() -> dict[Path, bytes]:
    """Every generated file and what it holds."""
    names = sorted(str(path.relative_to(PROTO)) for path in PROTO.glob("polyprim/*/*.proto"))
    contract = compile_protos([PROTO], names)
    schema = Schema(contract)
    return {
        **wasm_files(schema),
        ROOT / "host" / "polyprim" / "gen" / "contract.binpb": serialized(contract),
        **client_files(schema, names),
    }


def wasm_files(schema: Schema) -> dict[Path, bytes]:
    """The headers of the modules, and the list of the exports that they must have."""
    folder = ROOT / "wasm" / "gen"
    headers = {
        folder / header_name(service): formatted_c(c_header(schema, service))
        for service in schema.services
    }
    exports = {
        service.module: [f"rpc_{method.snake}" for method in service.methods]
        for service in schema.services
    }
    return {**headers, folder / "exports.json": formatted_json(exports)}


def serialized(contract: FileDescriptorSet) -> bytes:
    """What the host ships: all that it needs to know about services and messages."""
    return contract.SerializeToString(deterministic=True)


def client_files(schema: Schema, names: Sequence[str]) -> dict[Path, bytes]:
    """The generated part of the Python client."""
    folder = ROOT / "bindings" / "python" / "polyprim_client" / "gen"
    services = [service.file for service in schema.services]
    texts = python_client(PROTO, names, services)
    return {folder / name: text.encode() for name, text in texts.items()}


def outdated(wanted: Mapping[Path, bytes]) -> Iterator[Path]:
    """The files that are missing or different, and those that should not be there."""
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            yield path
    for folder in {path.parent for path in wanted}:
        for path in folder.glob("*"):
            if path.is_file() and path not in wanted:
                yield path


def write(wanted: Mapping[Path, bytes], stale: Iterable[Path]) -> None:
    """Makes the stale files what they should be."""
    for path in stale:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        else:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
