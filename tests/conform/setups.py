"""The files that a server of a set-up needs, and the options that name them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from polyprim import Host
from tests.conform.cases import Setup
from tests.conform.runner import ROOT

SEGMENT_BYTES: Final = 64 << 20
NAMESPACE_BYTES: Final = 8 << 20
TOKENS: Final = {
    "writer_token": ("write", ["*"]),
    "reader_token": ("read", ["*"]),
    "orders_token": ("write", ["orders"]),
}
"""What the owner of each token may do, and in which namespaces."""


class ServerError(Exception):
    """A server did not start, or ended by itself."""


@dataclass(frozen=True, slots=True)
class Files:
    """The folder of a server's files, its options, and what cases call what is in there."""

    folder: Path
    arguments: tuple[str, ...]
    names: Mapping[str, str]


async def prepared(folder: Path, setup: Setup) -> Files:
    """Makes the files. Raises ServerError."""
    (folder / "polyprim").mkdir(parents=True, mode=0o700)
    for namespace in setup.namespaces:
        Host(path=_segment(folder, namespace), size=NAMESPACE_BYTES, create=True).close()
    for namespace in setup.foreign:
        _segment(folder, namespace).write_text("This is no segment.\n")
    arguments = ["--size", str(SEGMENT_BYTES)]
    names: dict[str, str] = {}
    if setup.tokens:
        path = folder / "tokens.toml"
        path.write_text("".join(map(_token, TOKENS)))
        arguments += ["--tokens", str(path)]
        names |= {name: _secret(name) for name in TOKENS}
    if setup.tls is not None:
        made = await _certificates(folder, folder / "certificates")
        others = await _certificates(folder, folder / "others")
        arguments += ["--tls-cert", made["server"], "--tls-key", made["server_key"]]
        if setup.tls == "mutual":
            arguments += ["--tls-client-ca", made["ca"]]
        names |= {"ca": made["ca"], "cert": made["client"], "key": made["client_key"]}
        names |= {f"other_{name}": others[name] for name in ("ca",)}
        names |= {"other_cert": others["client"], "other_key": others["client_key"]}
    return Files(folder, tuple(arguments), names)


def environment(folder: Path) -> dict[str, str]:
    """That of a server whose named segments lie in a folder of their own."""
    path = os.pathsep.join([str(ROOT / "host"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "XDG_RUNTIME_DIR": str(folder)}


def _segment(folder: Path, name: str) -> Path:
    return folder / "polyprim" / f"{name}.segment"


def _secret(name: str) -> str:
    return f"pp_{name}_of_the_conformance_cases"


def _token(name: str) -> str:
    access, namespaces = TOKENS[name]
    return (
        f'[[token]]\nname = "{name}"\nsha256 = "{sha256(_secret(name).encode()).hexdigest()}"\n'
        f'namespaces = {json.dumps(namespaces)}\naccess = "{access}"\n'
    )


async def _certificates(folder: Path, into: Path) -> dict[str, Any]:
    """Those of an authority, a server and a client, by ``polyprim certs dev``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "polyprim", "certs", "dev", into, "--json",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(folder),
    )  # fmt: skip
    out, err = await process.communicate()
    if process.returncode != 0:
        raise ServerError(f"polyprim certs dev failed: {err.decode(errors='replace').strip()}")
    made: dict[str, Any] = json.loads(out)
    return made
