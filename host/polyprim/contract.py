"""The contract that the host serves, read from the descriptors that proto/generate.py ships.

They live in a descriptor pool of their own, so that a process may also hold a client's copy of the
same files, or another version of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from google.protobuf import message_factory
from google.protobuf.descriptor import (
    Descriptor,
    FieldDescriptor,
    MethodDescriptor,
    ServiceDescriptor,
)
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    MethodOptions,
    ServiceDescriptorProto,
)
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message

SHIPPED: Final = Path(__file__).with_name("gen") / "contract.binpb"

_SERVICE: Final = FileDescriptorProto.SERVICE_FIELD_NUMBER
_METHOD: Final = ServiceDescriptorProto.METHOD_FIELD_NUMBER
_MESSAGE: Final = FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
_FIELD: Final = DescriptorProto.FIELD_FIELD_NUMBER


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
    takes_stream: bool = False
    gives_stream: bool = False


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

    @property
    def has_objects(self) -> bool:
        """Whether there is anything to create; else each method is a function of its request."""
        return any(method.name == "Create" for method in self.methods)


@dataclass(frozen=True, slots=True)
class HostService:
    """A service of the host itself: no module has its methods."""

    full_name: str
    methods: tuple[Method, ...]

    @property
    def name(self) -> str:
        """``task`` for TaskService."""
        return self.full_name.rpartition(".")[2].removesuffix("Service").lower()


@cache
def services() -> tuple[Service, ...]:
    """Every primitive's service, by kind."""
    pool, names = _loaded()
    return tuple(sorted(_services(pool, names), key=lambda service: service.kind))


@cache
def primitives() -> tuple[Service, ...]:
    """The services whose objects callers name."""
    return tuple(one for one in services() if one.has_objects and not one.internal)


@cache
def host_services() -> tuple[HostService, ...]:
    """Every other service, by name."""
    pool, names = _loaded()
    found = [
        HostService(service.full_name, tuple(map(_method, service.methods)))
        for name in names
        for service in pool.FindFileByName(name).services_by_name.values()
        if _primitive(pool, service) is None
    ]
    return tuple(sorted(found, key=lambda service: service.full_name))


@cache
def methods() -> Mapping[str, Method]:
    """All methods of the contract, by their paths."""
    everything: tuple[Service | HostService, ...] = (*services(), *host_services())
    return {method.path: method for service in everything for method in service.methods}


def field_name(method: Method, number: int) -> str:
    """The name of a request's field, or "" if it has none of that number.

    A module's answer of 0, which means that the request is not protobuf at all, gives "" too.
    """
    field = method.request.fields_by_number.get(number)
    return "" if field is None else str(field.name)


def message_class(descriptor: Descriptor) -> type[Message]:
    """The class of a method's messages."""
    return message_factory.GetMessageClass(descriptor)


@cache
def message_named(name: str) -> type[Message]:
    """The class of the contract's message of that name, which no method need have."""
    pool, _ = _loaded()
    return message_class(pool.FindMessageTypeByName(f"polyprim.v1.{name}"))


def contract_pool() -> DescriptorPool:
    """A new pool with the contract's files, to add others to."""
    pool, _ = _load()
    return pool


def rules(field: FieldDescriptor) -> Any:
    """The rules of a request's field, as polyprim.v1.FieldRules; an empty one if it has none."""
    owner: Any = field.containing_type
    return _option(owner.file.pool, field.GetOptions(), "rules")


@cache
def comments() -> Mapping[str, str]:
    """What the .proto files say above each method and field, by ``Service.Method`` or
    ``Message.field``; nothing if the descriptors were shipped without it."""
    return {
        f"{owner.name}.{item.name}": text
        for file in _shipped().file
        for place, text in _comments(file).items()
        for owner, item in _named(file, place)
    }


@cache
def _loaded() -> tuple[DescriptorPool, list[str]]:
    """One pool for all, so that messages fit into each other."""
    return _load()


def _load() -> tuple[DescriptorPool, list[str]]:
    pool = DescriptorPool()
    contract = _shipped()
    for file in contract.file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool, [file.name for file in contract.file]


def _shipped() -> FileDescriptorSet:
    return FileDescriptorSet.FromString(SHIPPED.read_bytes())


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
    """The service's option, or None."""
    option = _option(pool, service.GetOptions(), "primitive")
    return option if option.kind else None


def _option(pool: DescriptorPool, options: Message, name: str) -> Any:
    """One of our options; an empty message if it is not set. Only a class of the same pool reads
    it."""
    extension: Any = pool.FindExtensionByName(f"polyprim.v1.{name}")
    own: Any = message_class(pool.FindMessageTypeByName(options.DESCRIPTOR.full_name))()
    own.ParseFromString(options.SerializeToString())
    return own.Extensions[extension]


def _comments(file: FileDescriptorProto) -> dict[tuple[int, ...], str]:
    return {
        tuple(location.path): " ".join(location.leading_comments.split())
        for location in file.source_code_info.location
        if location.leading_comments
    }


def _named(file: FileDescriptorProto, place: tuple[int, ...]) -> Iterator[tuple[Any, Any]]:
    """The method or field at a place, and what it belongs to. A place is a path of field numbers
    and indices, as source_code_info has them."""
    if len(place) == 4:
        if place[0] == _SERVICE and place[2] == _METHOD:
            yield file.service[place[1]], file.service[place[1]].method[place[3]]
        elif place[0] == _MESSAGE and place[2] == _FIELD:
            yield file.message_type[place[1]], file.message_type[place[1]].field[place[3]]


def _method(method: MethodDescriptor) -> Method:
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in method.name)
    return Method(
        name=method.name,
        path=f"/{method.containing_service.full_name}/{method.name}",
        export=f"rpc{words.lower()}",
        request=method.input_type,
        response=method.output_type,
        has_side_effects=(method.GetOptions().idempotency_level != MethodOptions.NO_SIDE_EFFECTS),
        takes_stream=method.client_streaming,
        gives_stream=method.server_streaming,
    )
