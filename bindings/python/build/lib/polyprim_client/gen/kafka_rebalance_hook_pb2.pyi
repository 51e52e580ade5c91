from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RebalanceError(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REBALANCE_ERROR_UNSPECIFIED: _ClassVar[RebalanceError]
    REBALANCE_ERROR_COORDINATOR_LOAD_IN_PROGRESS: _ClassVar[RebalanceError]
    REBALANCE_ERROR_COORDINATOR_NOT_AVAILABLE: _ClassVar[RebalanceError]
    REBALANCE_ERROR_NOT_COORDINATOR: _ClassVar[RebalanceError]
    REBALANCE_ERROR_ILLEGAL_GENERATION: _ClassVar[RebalanceError]
    REBALANCE_ERROR_UNKNOWN_MEMBER_ID: _ClassVar[RebalanceError]
    REBALANCE_ERROR_REBALANCE_IN_PROGRESS: _ClassVar[RebalanceError]
    REBALANCE_ERROR_MEMBER_ID_REQUIRED: _ClassVar[RebalanceError]
    REBALANCE_ERROR_FENCED_INSTANCE_ID: _ClassVar[RebalanceError]
REBALANCE_ERROR_UNSPECIFIED: RebalanceError
REBALANCE_ERROR_COORDINATOR_LOAD_IN_PROGRESS: RebalanceError
REBALANCE_ERROR_COORDINATOR_NOT_AVAILABLE: RebalanceError
REBALANCE_ERROR_NOT_COORDINATOR: RebalanceError
REBALANCE_ERROR_ILLEGAL_GENERATION: RebalanceError
REBALANCE_ERROR_UNKNOWN_MEMBER_ID: RebalanceError
REBALANCE_ERROR_REBALANCE_IN_PROGRESS: RebalanceError
REBALANCE_ERROR_MEMBER_ID_REQUIRED: RebalanceError
REBALANCE_ERROR_FENCED_INSTANCE_ID: RebalanceError

class KafkaRebalanceHookServiceCreateRequest(_message.Message):
    __slots__ = ("name", "jitter", "cap_ms", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    JITTER_FIELD_NUMBER: _ClassVar[int]
    CAP_MS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    jitter: bool
    cap_ms: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., jitter: _Optional[bool] = ..., cap_ms: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceCreateResponse(_message.Message):
    __slots__ = ("created",)
    CREATED_FIELD_NUMBER: _ClassVar[int]
    created: bool
    def __init__(self, created: _Optional[bool] = ...) -> None: ...

class KafkaRebalanceHookServiceDeleteRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceDeleteResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class KafkaRebalanceHookServiceExistsRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceExistsResponse(_message.Message):
    __slots__ = ("exists",)
    EXISTS_FIELD_NUMBER: _ClassVar[int]
    exists: bool
    def __init__(self, exists: _Optional[bool] = ...) -> None: ...

class KafkaRebalanceHookServiceListRequest(_message.Message):
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

class KafkaRebalanceHookServiceListResponse(_message.Message):
    __slots__ = ("names", "next_cursor")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    next_cursor: int
    def __init__(self, names: _Optional[_Iterable[str]] = ..., next_cursor: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceReportRequest(_message.Message):
    __slots__ = ("name", "error", "trace_id", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    error: RebalanceError
    trace_id: bytes
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., error: _Optional[_Union[RebalanceError, str]] = ..., trace_id: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceReportResponse(_message.Message):
    __slots__ = ("retry", "backoff_ms")
    RETRY_FIELD_NUMBER: _ClassVar[int]
    BACKOFF_MS_FIELD_NUMBER: _ClassVar[int]
    retry: int
    backoff_ms: int
    def __init__(self, retry: _Optional[int] = ..., backoff_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceSucceedRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceSucceedResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class KafkaRebalanceHookServiceGetRequest(_message.Message):
    __slots__ = ("name", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceGetResponse(_message.Message):
    __slots__ = ("retry",)
    RETRY_FIELD_NUMBER: _ClassVar[int]
    retry: int
    def __init__(self, retry: _Optional[int] = ...) -> None: ...

class RebalanceEvent(_message.Message):
    __slots__ = ("sequence", "unix_ms", "retry", "backoff_ms", "error", "trace_id")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    UNIX_MS_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    BACKOFF_MS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    unix_ms: int
    retry: int
    backoff_ms: int
    error: RebalanceError
    trace_id: bytes
    def __init__(self, sequence: _Optional[int] = ..., unix_ms: _Optional[int] = ..., retry: _Optional[int] = ..., backoff_ms: _Optional[int] = ..., error: _Optional[_Union[RebalanceError, str]] = ..., trace_id: _Optional[bytes] = ...) -> None: ...

class KafkaRebalanceHookServiceEventsRequest(_message.Message):
    __slots__ = ("name", "after", "limit", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    after: int
    limit: int
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., after: _Optional[int] = ..., limit: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class KafkaRebalanceHookServiceEventsResponse(_message.Message):
    __slots__ = ("events",)
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[RebalanceEvent]
    def __init__(self, events: _Optional[_Iterable[_Union[RebalanceEvent, _Mapping]]] = ...) -> None: ...
