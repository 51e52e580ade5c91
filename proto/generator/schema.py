"""The contract as the generators see it: services, messages, fields and rules.

`compile_protos` runs protoc; `Schema` reads what it made, in a descriptor pool of its own.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from google.protobuf import descriptor, descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc  # type: ignore[import-untyped]

PACKAGE: Final = "polyprim.v1"


class ContractError(Exception):
    """A .proto that protoc or a generator refuses; the message says where and why."""


def run_protoc(roots: Sequence[Path], *arguments: str) -> None:
    """Runs protoc over `roots` and the well-known types; raises `ContractError` if it fails."""
    paths = [*roots, files("grpc_tools") / "_proto"]
    if protoc.main(["protoc", *(f"-I{path}" for path in paths), *arguments]):
        raise ContractError("protoc failed; its messages are above")


def compile_protos(roots: Sequence[Path], names: Sequence[str]) -> descriptor_pb2.FileDescriptorSet:
    """Compiles .proto files, named relative to one of `roots`, and all that they import."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "set.binpb")
        run_protoc(
            roots,
            "--include_imports",
            "--include_source_info",
            f"--descriptor_set_out={output}",
            *names,
        )
        return descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())


def snake(name: str) -> str:
    """``CompareExchange`` -> ``compare_exchange``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a field's value must be, as polyprim.v1.FieldRules says it."""

    required: bool = False
    name: bool = False
    min_length: int = 0
    max_length: int = 0
    min: int | None = None
    max: int | None = None
    power_of_two: bool = False
    unset_means: int = 0
    max_items: int = 0


@dataclass(frozen=True)
class Field:
    """One field of a message."""

    name: str
    number: int
    type: str  # as in the .proto: int64, string, … or "message", "enum"
    repeated: bool
    optional: bool  # has presence
    rules: Rules
    item: str  # full name of the message that a message field holds

    @property
    def tag(self) -> int:
        """The field's tag when one value stands alone."""
        return self.number << 3 | WIRE_TYPES[self.type]

    @property
    def packed_tag(self) -> int:
        """The field's tag when a run of values is packed."""
        return self.number << 3 | 2

    @property
    def is_text(self) -> bool:
        """Whether it holds text or bytes."""
        return self.type in ("string", "bytes")


@dataclass(frozen=True)
class Message:
    """One message; `c_name` is its struct's name."""

    name: str
    c_name: str
    fields: tuple[Field, ...]

    @property
    def singular(self) -> tuple[Field, ...]:
        """The fields that hold one value."""
        return tuple(field for field in self.fields if not field.repeated)

    @property
    def repeated(self) -> tuple[Field, ...]:
        """The fields that hold many values."""
        return tuple(field for field in self.fields if field.repeated)


@dataclass(frozen=True)
class Method:
    """One rpc, with the full names of its messages."""

    name: str
    request: str
    response: str

    @property
    def snake(self) -> str:
        """Its name in Python, in C and, after ``rpc_``, as an export."""
        return snake(self.name)


@dataclass(frozen=True)
class Service:
    """The service of a primitive, its methods in the order of the .proto."""

    kind: int
    module: str
    name: str
    file: str
    methods: tuple[Method, ...]
    internal: bool

    @property
    def has_objects(self) -> bool:
        """Whether there is anything to create; else each method is a function of its request."""
        return any(method.name == "Create" for method in self.methods)


WIRE_TYPES: Final = {
    **dict.fromkeys(("bool", "enum", "int32", "uint32", "sint32", "int64", "uint64", "sint64"), 0),
    **dict.fromkeys(("fixed64", "sfixed64"), 1),
    **dict.fromkeys(("string", "bytes", "message"), 2),
    **dict.fromkeys(("fixed32", "sfixed32"), 5),
}

_TYPE_NAMES: Final[dict[int, str]] = {
    number: name.removeprefix("TYPE_").lower()
    for name, number in descriptor_pb2.FieldDescriptorProto.Type.items()
}


def _rules_for(field: Field) -> set[str]:
    """The rules that mean something for a field of its shape."""
    if field.repeated:
        return {"required", "max_items"}
    if field.is_text:
        name = {"name"} if field.type == "string" else set()
        return {"required", "min_length", "max_length"} | name
    if field.type == "bool":
        return {"required"}
    unsigned = field.type.startswith(("uint", "fixed"))
    return (
        {"required", "min", "max"}
        | ({"power_of_two"} if unsigned else set())
        | ({"unset_means"} if field.optional else set())
    )


class Schema:
    """Services and messages of a set of .proto files."""

    def __init__(self, files: descriptor_pb2.FileDescriptorSet) -> None:
        self._pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            self._pool.AddSerializedFile(file.SerializeToString())
        self._files = [self._pool.FindFileByName(file.name) for file in files.file]

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The primitives' services, by kind."""
        found = [
            service
            for file in self._files
            for service in file.services_by_name.values()
            if self._option(service, "primitive") is not None
        ]
        services = sorted(map(self._service, found), key=lambda service: service.kind)
        kinds = [service.kind for service in services]
        if len(set(kinds)) != len(kinds) or not all(0 < kind < 16 for kind in kinds):
            raise ContractError(f"kinds must differ and be 1 to 15: {kinds}")
        return tuple(services)

    def message(self, full_name: str) -> Message:
        """The message of that full name."""
        found = self._pool.FindMessageTypeByName(full_name)
        service = next(iter(found.file.services_by_name), "")
        short = found.name.removeprefix(service)
        prefix = "" if short == found.name else snake(service.removesuffix("Service")) + "_"
        fields = sorted(map(self._field, found.fields), key=lambda field: field.number)
        return Message(found.name, prefix + snake(short), tuple(fields))

    def reachable(self, full_names: Sequence[str]) -> Iterator[Message]:
        """These messages and those that they hold, each once and after what it holds."""
        seen: set[str] = set()
        for full_name in full_names:
            message = self.message(full_name)
            held = [field.item for field in message.fields if field.item]
            for name in [*dict.fromkeys(held), full_name]:
                if name not in seen:
                    seen.add(name)
                    yield self.message(name)

    def enums(self, file: str) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """The enums of a file: snake name, and values with their numbers."""
        for enum in self._pool.FindFileByName(file).enum_types_by_name.values():
            yield snake(enum.name), tuple((value.name, value.number) for value in enum.values)

    def _service(self, found: descriptor.ServiceDescriptor) -> Service:
        option = self._option(found, "primitive")
        methods = tuple(
            Method(method.name, method.input_type.full_name, method.output_type.full_name)
            for method in found.methods
        )
        return Service(
            option.kind, option.module, option.name, found.file.name, methods, option.internal
        )

    def _field(self, found: descriptor.FieldDescriptor) -> Field:
        kind = _TYPE_NAMES[found.type]
        if kind not in WIRE_TYPES:
            raise ContractError(f"{found.full_name}: the generator knows no {kind} fields")
        if kind == "message" and not found.is_repeated:
            raise ContractError(f"{found.full_name}: only a repeated field may hold messages")
        if found.message_type and found.message_type.GetOptions().map_entry:
            raise ContractError(f"{found.full_name}: the generator knows no map")
        if found.containing_oneof and found.containing_oneof.name != f"_{found.name}":
            raise ContractError(f"{found.full_name}: the generator knows no oneof")
        option = self._option(found, "rules")
        given = {} if option is None else {rule.name: value for rule, value in option.ListFields()}
        field = Field(
            name=found.name,
            number=found.number,
            type=kind,
            repeated=found.is_repeated,
            optional=found.has_presence,
            rules=Rules(**given),
            item=found.message_type.full_name if found.message_type else "",
        )
        if idle := sorted(given.keys() - _rules_for(field)):
            raise ContractError(f"{found.full_name}: no such rule for this field: {idle}")
        return field

    def _option(self, found: Any, name: str) -> Any:
        """A Polyprim option, or None: options are read again with this pool's own classes."""
        options = found.GetOptions()
        own = self._pool.FindMessageTypeByName(options.DESCRIPTOR.full_name)
        extension: Any = self._pool.FindExtensionByName(f"{PACKAGE}.{name}")
        read = message_factory.GetMessageClass(own).FromString(options.SerializeToString())
        return read.Extensions[extension] if read.HasExtension(extension) else None
