from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor
RULES_FIELD_NUMBER: _ClassVar[int]
rules: _descriptor.FieldDescriptor
PRIMITIVE_FIELD_NUMBER: _ClassVar[int]
primitive: _descriptor.FieldDescriptor

class FieldRules(_message.Message):
    __slots__ = ("required", "name", "min_length", "max_length", "min", "max", "power_of_two", "unset_means", "max_items")
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MIN_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    POWER_OF_TWO_FIELD_NUMBER: _ClassVar[int]
    UNSET_MEANS_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    required: bool
    name: bool
    min_length: int
    max_length: int
    min: int
    max: int
    power_of_two: bool
    unset_means: int
    max_items: int
    def __init__(self, required: _Optional[bool] = ..., name: _Optional[bool] = ..., min_length: _Optional[int] = ..., max_length: _Optional[int] = ..., min: _Optional[int] = ..., max: _Optional[int] = ..., power_of_two: _Optional[bool] = ..., unset_means: _Optional[int] = ..., max_items: _Optional[int] = ...) -> None: ...

class Primitive(_message.Message):
    __slots__ = ("kind", "module", "name", "internal")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    INTERNAL_FIELD_NUMBER: _ClassVar[int]
    kind: int
    module: str
    name: str
    internal: bool
    def __init__(self, kind: _Optional[int] = ..., module: _Optional[str] = ..., name: _Optional[str] = ..., internal: _Optional[bool] = ...) -> None: ...
