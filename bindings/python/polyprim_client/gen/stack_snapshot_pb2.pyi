from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StackRange(_message.Message):
    __slots__ = ("start", "end")
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    start: int
    end: int
    def __init__(self, start: _Optional[int] = ..., end: _Optional[int] = ...) -> None: ...

class StackSnapshotServicePackRequest(_message.Message):
    __slots__ = ("memory", "start", "base", "size", "stack_pointer", "resume_point", "piece_number", "last_piece_number", "not_pointers", "timeout_ms")
    MEMORY_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STACK_POINTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_POINT_FIELD_NUMBER: _ClassVar[int]
    PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LAST_PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NOT_POINTERS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    memory: bytes
    start: int
    base: int
    size: int
    stack_pointer: int
    resume_point: int
    piece_number: int
    last_piece_number: int
    not_pointers: _containers.RepeatedCompositeFieldContainer[StackRange]
    timeout_ms: int
    def __init__(self, memory: _Optional[bytes] = ..., start: _Optional[int] = ..., base: _Optional[int] = ..., size: _Optional[int] = ..., stack_pointer: _Optional[int] = ..., resume_point: _Optional[int] = ..., piece_number: _Optional[int] = ..., last_piece_number: _Optional[int] = ..., not_pointers: _Optional[_Iterable[_Union[StackRange, _Mapping]]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class StackSnapshotServicePackResponse(_message.Message):
    __slots__ = ("record",)
    RECORD_FIELD_NUMBER: _ClassVar[int]
    record: bytes
    def __init__(self, record: _Optional[bytes] = ...) -> None: ...

class StackSnapshotServiceUnpackRequest(_message.Message):
    __slots__ = ("record", "base", "timeout_ms")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    record: bytes
    base: int
    timeout_ms: int
    def __init__(self, record: _Optional[bytes] = ..., base: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class StackSnapshotServiceUnpackResponse(_message.Message):
    __slots__ = ("memory", "start", "size", "stack_pointer", "resume_point", "piece_number", "last_piece_number")
    MEMORY_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STACK_POINTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_POINT_FIELD_NUMBER: _ClassVar[int]
    PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LAST_PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    memory: bytes
    start: int
    size: int
    stack_pointer: int
    resume_point: int
    piece_number: int
    last_piece_number: int
    def __init__(self, memory: _Optional[bytes] = ..., start: _Optional[int] = ..., size: _Optional[int] = ..., stack_pointer: _Optional[int] = ..., resume_point: _Optional[int] = ..., piece_number: _Optional[int] = ..., last_piece_number: _Optional[int] = ...) -> None: ...

class StackSnapshotServiceCheckRequest(_message.Message):
    __slots__ = ("record", "timeout_ms")
    RECORD_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    record: bytes
    timeout_ms: int
    def __init__(self, record: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class StackSnapshotServiceCheckResponse(_message.Message):
    __slots__ = ("length", "start", "size", "stack_pointer", "resume_point", "piece_number", "last_piece_number", "pointers")
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STACK_POINTER_FIELD_NUMBER: _ClassVar[int]
    RESUME_POINT_FIELD_NUMBER: _ClassVar[int]
    PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LAST_PIECE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    POINTERS_FIELD_NUMBER: _ClassVar[int]
    length: int
    start: int
    size: int
    stack_pointer: int
    resume_point: int
    piece_number: int
    last_piece_number: int
    pointers: int
    def __init__(self, length: _Optional[int] = ..., start: _Optional[int] = ..., size: _Optional[int] = ..., stack_pointer: _Optional[int] = ..., resume_point: _Optional[int] = ..., piece_number: _Optional[int] = ..., last_piece_number: _Optional[int] = ..., pointers: _Optional[int] = ...) -> None: ...
