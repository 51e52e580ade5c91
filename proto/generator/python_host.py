"""The kinds that a host offers, as typed attributes: what makes ``host.counter`` exist."""

from __future__ import annotations

from proto.generator.schema import Schema, Service


def python_kinds(schema: Schema) -> str:
    """``host/polyprim/gen/kinds.py``: each primitive's class lies in the file of its name."""
    offered = [service for service in schema.services if not service.internal]
    services = sorted(offered, key=lambda service: service.name)
    imports = [
        f"from polyprim.primitives.{service.name} import {_class_name(service)}"
        for service in services
    ]
    attributes = [line for service in offered for line in _attribute(service)]
    return "\n".join(
        [
            '"""Generated from proto/polyprim by proto/generate.py: do not edit."""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import Final",
            "",
            "from polyprim.primitives.base import Kind",
            *imports,
            "from polyprim.runtime.segment import Segment",
            "",
            "",
            "class Kinds:",
            '    """Every primitive: kinds of objects that a segment can hold, and functions."""',
            "",
            "    def __init__(self, segment: Segment) -> None:",
            *attributes,
            "",
        ]
    )


def _attribute(service: Service) -> list[str]:
    made = _class_name(service)
    if not service.has_objects:
        return [f"        self.{service.name}: Final = {made}(segment)"]
    return [
        f"        self.{service.name}: Final = Kind(",
        f"            segment, {service.kind}, {made}, {made}.build",
        "        )",
    ]


def _class_name(service: Service) -> str:
    return "".join(word.capitalize() for word in service.name.split("_"))
