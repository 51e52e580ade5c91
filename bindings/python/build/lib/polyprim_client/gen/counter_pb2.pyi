from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CounterServiceCreateRequest(_message.Message):
    __slots__ = ("name", "initial_value", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    INITIAL_VALUE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    initial_value: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., initial_value: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceCreateResponse(_message.Message):
    __slots__ = ("created", "value")
    CREATED_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    created: bool
    value: int
    def __init__(self, created: _Optional[bool] = ..., value: _Optional[int] = ...) -> None: ...

class CounterServiceDeleteRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceDeleteResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CounterServiceExistsRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceExistsResponse(_message.Message):
    __slots__ = ("exists",)
    EXISTS_FIELD_NUMBER: _ClassVar[int]
    exists: bool
    def __init__(self, exists: _Optional[bool] = ...) -> None: ...

class CounterServiceListRequest(_message.Message):
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

class CounterServiceListResponse(_message.Message):
    __slots__ = ("names", "next_cursor")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    next_cursor: int
    def __init__(self, names: _Optional[_Iterable[str]] = ..., next_cursor: _Optional[int] = ...) -> None: ...

class CounterServiceAddRequest(_message.Message):
    __slots__ = ("name", "delta", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DELTA_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    delta: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., delta: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceAddResponse(_message.Message):
    __slots__ = ("value",)
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class CounterServiceGetRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceGetResponse(_message.Message):
    __slots__ = ("value",)
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class CounterServiceCompareExchangeRequest(_message.Message):
    __slots__ = ("name", "expected", "desired", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    DESIRED_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    expected: int
    desired: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., expected: _Optional[int] = ..., desired: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceCompareExchangeResponse(_message.Message):
    __slots__ = ("exchanged", "value")
    EXCHANGED_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    exchanged: bool
    value: int
    def __init__(self, exchanged: _Optional[bool] = ..., value: _Optional[int] = ...) -> None: ...

class CounterServiceResetRequest(_message.Message):
    __slots__ = ("name", "value", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., value: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceResetResponse(_message.Message):
    __slots__ = ("previous",)
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    previous: int
    def __init__(self, previous: _Optional[int] = ...) -> None: ...

class CounterAddition(_message.Message):
    __slots__ = ("name", "delta")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DELTA_FIELD_NUMBER: _ClassVar[int]
    name: str
    delta: int
    def __init__(self, name: _Optional[str] = ..., delta: _Optional[int] = ...) -> None: ...

class CounterServiceAddManyRequest(_message.Message):
    __slots__ = ("additions", "timeout_ms")
    ADDITIONS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    additions: _containers.RepeatedCompositeFieldContainer[CounterAddition]
    timeout_ms: int
    def __init__(self, additions: _Optional[_Iterable[_Union[CounterAddition, _Mapping]]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class CounterServiceAddManyResponse(_message.Message):
    __slots__ = ("values",)
    VALUES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, values: _Optional[_Iterable[int]] = ...) -> None: ...
