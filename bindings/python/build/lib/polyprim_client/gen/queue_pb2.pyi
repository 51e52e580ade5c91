from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class QueueServiceCreateRequest(_message.Message):
    __slots__ = ("name", "capacity_bytes", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_BYTES_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    capacity_bytes: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., capacity_bytes: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServiceCreateResponse(_message.Message):
    __slots__ = ("created", "capacity_bytes")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_BYTES_FIELD_NUMBER: _ClassVar[int]
    created: bool
    capacity_bytes: int
    def __init__(self, created: _Optional[bool] = ..., capacity_bytes: _Optional[int] = ...) -> None: ...

class QueueServiceDeleteRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServiceDeleteResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class QueueServiceExistsRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServiceExistsResponse(_message.Message):
    __slots__ = ("exists",)
    EXISTS_FIELD_NUMBER: _ClassVar[int]
    exists: bool
    def __init__(self, exists: _Optional[bool] = ...) -> None: ...

class QueueServiceListRequest(_message.Message):
    __slots__ = ("prefix", "cursor", "limit", "timeout_ms")
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    prefix: str
    cursor: int
    limit: int
    timeout_ms: int
    def __init__(self, prefix: _Optional[str] = ..., cursor: _Optional[int] = ..., limit: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServiceListResponse(_message.Message):
    __slots__ = ("names", "next_cursor")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    next_cursor: int
    def __init__(self, names: _Optional[_Iterable[str]] = ..., next_cursor: _Optional[int] = ...) -> None: ...

class QueueServicePushRequest(_message.Message):
    __slots__ = ("name", "payload", "crc32", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    CRC32_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    payload: bytes
    crc32: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., payload: _Optional[bytes] = ..., crc32: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServicePushResponse(_message.Message):
    __slots__ = ("pushed",)
    PUSHED_FIELD_NUMBER: _ClassVar[int]
    pushed: bool
    def __init__(self, pushed: _Optional[bool] = ...) -> None: ...

class QueueRecord(_message.Message):
    __slots__ = ("payload", "crc32")
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    CRC32_FIELD_NUMBER: _ClassVar[int]
    payload: bytes
    crc32: int
    def __init__(self, payload: _Optional[bytes] = ..., crc32: _Optional[int] = ...) -> None: ...

class QueueServicePushManyRequest(_message.Message):
    __slots__ = ("name", "records", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    records: _containers.RepeatedCompositeFieldContainer[QueueRecord]
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., records: _Optional[_Iterable[_Union[QueueRecord, _Mapping]]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServicePushManyResponse(_message.Message):
    __slots__ = ("pushed",)
    PUSHED_FIELD_NUMBER: _ClassVar[int]
    pushed: int
    def __init__(self, pushed: _Optional[int] = ...) -> None: ...

class QueueServicePopRequest(_message.Message):
    __slots__ = ("name", "wait_ms", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    wait_ms: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., wait_ms: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServicePopResponse(_message.Message):
    __slots__ = ("found", "payload", "crc32")
    FOUND_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    CRC32_FIELD_NUMBER: _ClassVar[int]
    found: bool
    payload: bytes
    crc32: int
    def __init__(self, found: _Optional[bool] = ..., payload: _Optional[bytes] = ..., crc32: _Optional[int] = ...) -> None: ...

class QueueServicePopManyRequest(_message.Message):
    __slots__ = ("name", "max_items", "wait_ms", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    max_items: int
    wait_ms: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., max_items: _Optional[int] = ..., wait_ms: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServicePopManyResponse(_message.Message):
    __slots__ = ("records",)
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[QueueRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[QueueRecord, _Mapping]]] = ...) -> None: ...

class QueueServicePeekRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServicePeekResponse(_message.Message):
    __slots__ = ("found", "payload", "crc32")
    FOUND_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    CRC32_FIELD_NUMBER: _ClassVar[int]
    found: bool
    payload: bytes
    crc32: int
    def __init__(self, found: _Optional[bool] = ..., payload: _Optional[bytes] = ..., crc32: _Optional[int] = ...) -> None: ...

class QueueServiceStatisticsRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class QueueServiceStatisticsResponse(_message.Message):
    __slots__ = ("items", "used_bytes", "free_bytes", "capacity_bytes", "skipped")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    USED_BYTES_FIELD_NUMBER: _ClassVar[int]
    FREE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_BYTES_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    items: int
    used_bytes: int
    free_bytes: int
    capacity_bytes: int
    skipped: int
    def __init__(self, items: _Optional[int] = ..., used_bytes: _Optional[int] = ..., free_bytes: _Optional[int] = ..., capacity_bytes: _Optional[int] = ..., skipped: _Optional[int] = ...) -> None: ...
