"""What the codec should do, said by the protobuf library and by a second reading of the rules."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import DecodeError, Message

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
TIMEOUT_MS_DEFAULT: Final = 5000
MASK: Final = 2**64 - 1


class Model:
    """The reference for every message of a contract, in a descriptor pool of its own."""

    def __init__(self, files: FileDescriptorSet) -> None:
        self._pool = DescriptorPool()
        for file in files.file:
            self._pool.AddSerializedFile(file.SerializeToString())
        self._rules: Any = self._pool.FindExtensionByName("polyprim.v1.rules")
        options = self._pool.FindMessageTypeByName("google.protobuf.FieldOptions")
        self._options = message_factory.GetMessageClass(options)
        self.rules_of = cache(self._read_rules)
        self._dumpers = cache(self._make_dumpers)

    def descriptor(self, full_name: str) -> Descriptor:
        """The message of that name."""
        return self._pool.FindMessageTypeByName(full_name)

    def parse(self, descriptor: Descriptor, data: bytes) -> Message | None:
        """What the library reads, or None if it refuses the bytes."""
        message = message_factory.GetMessageClass(descriptor)()
        try:
            message.ParseFromString(data)
        except DecodeError:
            return None
        return message

    def broken(self, message: Message) -> int:
        """The lowest number of a field that breaks a rule, or 0."""
        descriptor: Any = message.DESCRIPTOR
        for number, field in sorted(descriptor.fields_by_number.items()):
            if not self._holds(message, field):
                return int(number)
        return 0

    def timeout_ms(self, message: Any) -> int:
        """How long the caller waits."""
        field = message.DESCRIPTOR.fields_by_name["timeout_ms"]
        if message.HasField("timeout_ms"):
            return int(message.timeout_ms)
        return int(self.rules_of(field).unset_means)

    def dump(self, message: Message) -> bytes:
        """All fields, in the form in which the test module writes them."""
        parts: list[bytes] = []
        for dumper in self._dumpers(message.DESCRIPTOR):
            dumper(message, parts)
        return b"".join(parts)

    def _read_rules(self, field: FieldDescriptor) -> Any:
        options = self._options.FromString(field.GetOptions().SerializeToString())
        return options.Extensions[self._rules]

    def _holds(self, message: Message, field: FieldDescriptor) -> bool:
        rules, value = self.rules_of(field), getattr(message, field.name)
        if field.is_repeated:
            within = not rules.max_items or len(value) <= rules.max_items
            some = len(value) > 0 or not rules.required
            items = value if field.message_type else ()
            return some and within and all(self.broken(item) == 0 for item in items)
        is_set = message.HasField(field.name) if field.has_presence else bool(value)
        if not is_set:
            return not rules.required
        if isinstance(value, str | bytes):
            return _text_holds(rules, value)
        return _number_holds(rules, value)

    def _make_dumpers(self, descriptor: Descriptor) -> list[Callable[[Any, list[bytes]], None]]:
        ordered = sorted(descriptor.fields_by_number.items())
        return [self._dumper(field) for _, field in ordered]

    def _dumper(self, field: FieldDescriptor) -> Callable[[Any, list[bytes]], None]:
        name, unset = field.name, self.rules_of(field).unset_means

        def dump_repeated(message: Any, parts: list[bytes]) -> None:
            values = getattr(message, name)
            parts.append(struct.pack("<I", len(values)))
            parts.extend(
                self.dump(value) if field.message_type else _one(value) for value in values
            )

        def dump_optional(message: Any, parts: list[bytes]) -> None:
            if message.HasField(name):
                parts += (b"\1\0\0\0", _one(getattr(message, name)))
            else:
                parts += (b"\0\0\0\0", _one(unset or getattr(message, name)))

        def dump_plain(message: Any, parts: list[bytes]) -> None:
            parts.append(_one(getattr(message, name)))

        if field.is_repeated:
            return dump_repeated
        return dump_optional if field.has_presence else dump_plain


def _one(value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return (value & MASK).to_bytes(8, "little")
    data = value.encode() if isinstance(value, str) else value
    return len(data).to_bytes(4, "little") + data


def _text_holds(rules: Any, value: str | bytes) -> bool:
    size = len(value.encode() if isinstance(value, str) else value)
    if rules.name and not NAME.fullmatch(str(value)):
        return False
    return rules.min_length <= size and (not rules.max_length or size <= rules.max_length)


def _number_holds(rules: Any, value: int) -> bool:
    if rules.HasField("min") and value < rules.min:
        return False
    if rules.HasField("max") and value > rules.max:
        return False
    return not rules.power_of_two or value in {1 << bit for bit in range(64)}
