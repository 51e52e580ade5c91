"""What is installed: Python, wasmtime, the modules, and what only servers need."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from polyprim.cli.doctor.finding import Finding, broken, note, ok
from polyprim.contract import services
from polyprim.errors import PolyprimError, VersionError
from polyprim.host import Host
from polyprim.runtime.compiler import require_supported
from polyprim.runtime.engine import MODULES, SEGMENT

EXTRAS: Final = {
    "server": (
        "cryptography",
        "grpcio",
        "grpcio-status",
        "grpcio-health-checking",
        "grpcio-reflection",
        "prometheus-client",
    ),
    "otel": ("opentelemetry-sdk", "opentelemetry-exporter-otlp-proto-grpc"),
}
"""What may be left out, and the extra of pyproject.toml that brings it."""
_INSTALL: Final = "run ./build.sh setup, or install the wheel"


def findings() -> Iterator[Finding]:
    """What there is to say."""
    yield _platform()
    yield ok("python", f"{platform.python_version()}, {sys.executable}")
    yield _wasmtime()
    yield _modules()
    yield _call()
    for extra, names in EXTRAS.items():
        yield _extra(extra, names)


def _platform() -> Finding:
    system, machine = platform.system(), platform.machine()
    if (system, machine) == ("Linux", "x86_64"):
        return ok("platform", f"{system} {platform.release()} on {machine}")
    return broken("platform", f"{system} on {machine}", "use Linux on x86-64")


def _wasmtime() -> Finding:
    version = metadata.version("wasmtime")
    try:
        require_supported(version)
    except VersionError as error:
        return broken("wasmtime", str(error), "pip install the version that is named")
    return ok("wasmtime", version)


def _modules() -> Finding:
    wanted = [SEGMENT, *(service.module for service in services())]
    missing = [name for name in wanted if not (MODULES / f"{name}.wasm").is_file()]
    if missing:
        return broken("modules", f"no {', '.join(missing)} in {MODULES}", _INSTALL)
    return ok("modules", f"{len(wanted)} in {MODULES}")


def _call() -> Finding:
    """The native part, the engine and the modules together."""
    try:
        with Host(size=2 << 20) as host:
            value = host.counter("doctor").add(1)
    except PolyprimError as error:
        return broken("a call", str(error), _INSTALL)
    if value != 1:
        return broken("a call", f"1 added to 0 gave {value}", _INSTALL)
    return ok("a call", "a private segment and a counter work")


def _extra(extra: str, names: tuple[str, ...]) -> Finding:
    versions, missing = [], []
    for name in names:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return note(
            extra, f"left out: {', '.join(missing)} missing", f"pip install 'polyprim[{extra}]'"
        )
    return ok(extra, ", ".join(versions))
