"""The contract that the host serves, read from the descriptors that proto/generate.py ships.

They live in a descriptor pool of their own, so that a process may also hold a client's copy of the
same files, or another version of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet, MethodOptions
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message


@dataclass(frozen=True, slots=True)
class Method:
    """One rpc of a service: `export` is the function of the module that serves it, and without
    side effects it may be called again at any time."""

    name: str
    path: str
    export: str
    request: Descriptor
    response: Descriptor
    has_side_effects: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A primitive's service; `methods` are in the order that metrics count them in."""

    full_name: str
    kind: int
    module: str
    name: str
    methods: tuple[Method, ...]
    internal: bool
    """Its objects serve other calls, and hosts offer no attribute for them."""


@cache
def services() -> tuple[Service, ...]:
    """Every primitive's service, by kind."""
    pool, names = _load()
    return tuple(sorted(_services(pool, names), key=lambda service: service.kind))


def field_name(method: Method, number: int) -> str:
    """The name of a request's field, or "" if it has none of that number.

    A module's answer of 0, which means that the request is not protobuf at all, gives "" too.
    """
    field = method.request.fields_by_number.get(number)
    return "" if field is None else str(field.name)


def message_class(descriptor: Descriptor) -> type[Message]:
    """The class of a method's messages."""
    return message_factory.GetMessageClass(descriptor)


def reflected() -> tuple[DescriptorPool, list[str]]:
    """A pool with the contract's files, to add others to, and the full names of its services."""
    pool, _ = _load()
    return pool, [service.full_name for service in services()]


def _load() -> tuple[DescriptorPool, list[str]]:
    pool = DescriptorPool()
    shipped = Path(__file__).with_name("gen") / "contract.binpb"
    contract = FileDescriptorSet.FromString(shipped.read_bytes())
    for file in contract.file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool, [file.name for file in contract.file]


def _services(pool: DescriptorPool, names: list[str]) -> Iterator[Service]:
    for name in names:
        for service in pool.FindFileByName(name).services_by_name.values():
            if (primitive := _primitive(pool, service)) is not None:
                yield Service(
                    full_name=service.full_name,
                    kind=primitive.kind,
                    module=primitive.module,
                    name=primitive.name,
                    methods=tuple(map(_method, service.methods)),
                    internal=primitive.internal,
                )


def _primitive(pool: DescriptorPool, service: ServiceDescriptor) -> Any:
    """The service's option, or None. Only a class of the same pool can read it."""
    extension: Any = pool.FindExtensionByName("polyprim.v1.primitive")
    options = message_class(pool.FindMessageTypeByName("google.protobuf.ServiceOptions"))()
    options.ParseFromString(service.GetOptions().SerializeToString())
    return options.Extensions[extension] if options.HasExtension(extension) else None


def _method(method: MethodDescriptor) -> Method:
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in method.name)
    return Method(
        name=method.name,
        path=f"/{method.containing_service.full_name}/{method.name}",
        export=f"rpc{words.lower()}",
        request=method.input_type,
        response=method.output_type,
        has_side_effects=(method.GetOptions().idempotency_level != MethodOptions.NO_SIDE_EFFECTS),
    )
