from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TaskState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TASK_STATE_UNSPECIFIED: _ClassVar[TaskState]
    TASK_STATE_READY: _ClassVar[TaskState]
    TASK_STATE_PARKED: _ClassVar[TaskState]
    TASK_STATE_ENDED: _ClassVar[TaskState]
TASK_STATE_UNSPECIFIED: TaskState
TASK_STATE_READY: TaskState
TASK_STATE_PARKED: TaskState
TASK_STATE_ENDED: TaskState

class TaskValue(_message.Message):
    __slots__ = ("integer", "real", "vector")
    INTEGER_FIELD_NUMBER: _ClassVar[int]
    REAL_FIELD_NUMBER: _ClassVar[int]
    VECTOR_FIELD_NUMBER: _ClassVar[int]
    integer: int
    real: float
    vector: bytes
    def __init__(self, integer: _Optional[int] = ..., real: _Optional[float] = ..., vector: _Optional[bytes] = ...) -> None: ...

class TaskLimits(_message.Message):
    __slots__ = ("memory_bytes", "table_elements", "output_bytes", "descriptors")
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    TABLE_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_BYTES_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTORS_FIELD_NUMBER: _ClassVar[int]
    memory_bytes: int
    table_elements: int
    output_bytes: int
    descriptors: int
    def __init__(self, memory_bytes: _Optional[int] = ..., table_elements: _Optional[int] = ..., output_bytes: _Optional[int] = ..., descriptors: _Optional[int] = ...) -> None: ...

class TaskOutcome(_message.Message):
    __slots__ = ("state", "values", "exit_code", "output", "errors", "replies")
    STATE_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    REPLIES_FIELD_NUMBER: _ClassVar[int]
    state: TaskState
    values: _containers.RepeatedCompositeFieldContainer[TaskValue]
    exit_code: int
    output: bytes
    errors: bytes
    replies: _containers.RepeatedScalarFieldContainer[bytes]
    def __init__(self, state: _Optional[_Union[TaskState, str]] = ..., values: _Optional[_Iterable[_Union[TaskValue, _Mapping]]] = ..., exit_code: _Optional[int] = ..., output: _Optional[bytes] = ..., errors: _Optional[bytes] = ..., replies: _Optional[_Iterable[bytes]] = ...) -> None: ...

class TaskOutput(_message.Message):
    __slots__ = ("output", "errors")
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    output: bytes
    errors: bytes
    def __init__(self, output: _Optional[bytes] = ..., errors: _Optional[bytes] = ...) -> None: ...

class TaskInfo(_message.Message):
    __slots__ = ("id", "name", "module_sha256", "state", "exit_code", "waits_for", "started_unix_ms", "snapshot", "labels")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    MODULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    STARTED_UNIX_MS_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    module_sha256: bytes
    state: TaskState
    exit_code: int
    waits_for: str
    started_unix_ms: int
    snapshot: str
    labels: _containers.ScalarMap[str, str]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., module_sha256: _Optional[bytes] = ..., state: _Optional[_Union[TaskState, str]] = ..., exit_code: _Optional[int] = ..., waits_for: _Optional[str] = ..., started_unix_ms: _Optional[int] = ..., snapshot: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ModuleInfo(_message.Message):
    __slots__ = ("sha256", "size")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    sha256: bytes
    size: int
    def __init__(self, sha256: _Optional[bytes] = ..., size: _Optional[int] = ...) -> None: ...

class TaskServiceFindModuleRequest(_message.Message):
    __slots__ = ("sha256", "timeout_ms")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    sha256: bytes
    timeout_ms: int
    def __init__(self, sha256: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceFindModuleResponse(_message.Message):
    __slots__ = ("received", "complete")
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_FIELD_NUMBER: _ClassVar[int]
    received: int
    complete: bool
    def __init__(self, received: _Optional[int] = ..., complete: _Optional[bool] = ...) -> None: ...

class TaskServiceUploadModuleRequest(_message.Message):
    __slots__ = ("sha256", "size", "offset", "chunk")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    sha256: bytes
    size: int
    offset: int
    chunk: bytes
    def __init__(self, sha256: _Optional[bytes] = ..., size: _Optional[int] = ..., offset: _Optional[int] = ..., chunk: _Optional[bytes] = ...) -> None: ...

class TaskServiceUploadModuleResponse(_message.Message):
    __slots__ = ("module",)
    MODULE_FIELD_NUMBER: _ClassVar[int]
    module: ModuleInfo
    def __init__(self, module: _Optional[_Union[ModuleInfo, _Mapping]] = ...) -> None: ...

class TaskServiceListModulesRequest(_message.Message):
    __slots__ = ("cursor", "limit", "timeout_ms")
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    cursor: str
    limit: int
    timeout_ms: int
    def __init__(self, cursor: _Optional[str] = ..., limit: _Optional[int] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceListModulesResponse(_message.Message):
    __slots__ = ("modules", "next_cursor")
    MODULES_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    modules: _containers.RepeatedCompositeFieldContainer[ModuleInfo]
    next_cursor: str
    def __init__(self, modules: _Optional[_Iterable[_Union[ModuleInfo, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class TaskServiceStartRequest(_message.Message):
    __slots__ = ("module_sha256", "arguments", "environment", "input", "limits", "folders", "name", "labels", "module_name", "timeout_ms")
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class FoldersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INPUT_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    FOLDERS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    module_sha256: bytes
    arguments: _containers.RepeatedScalarFieldContainer[str]
    environment: _containers.ScalarMap[str, str]
    input: bytes
    limits: TaskLimits
    folders: _containers.ScalarMap[str, str]
    name: str
    labels: _containers.ScalarMap[str, str]
    module_name: str
    timeout_ms: int
    def __init__(self, module_sha256: _Optional[bytes] = ..., arguments: _Optional[_Iterable[str]] = ..., environment: _Optional[_Mapping[str, str]] = ..., input: _Optional[bytes] = ..., limits: _Optional[_Union[TaskLimits, _Mapping]] = ..., folders: _Optional[_Mapping[str, str]] = ..., name: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., module_name: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceStartResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: TaskInfo
    def __init__(self, task: _Optional[_Union[TaskInfo, _Mapping]] = ...) -> None: ...

class TaskServiceRunRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceRunResponse(_message.Message):
    __slots__ = ("outcome",)
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    outcome: TaskOutcome
    def __init__(self, outcome: _Optional[_Union[TaskOutcome, _Mapping]] = ...) -> None: ...

class TaskServiceCallRequest(_message.Message):
    __slots__ = ("id", "export", "arguments", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    EXPORT_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    export: str
    arguments: _containers.RepeatedCompositeFieldContainer[TaskValue]
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., export: _Optional[str] = ..., arguments: _Optional[_Iterable[_Union[TaskValue, _Mapping]]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceCallResponse(_message.Message):
    __slots__ = ("outcome",)
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    outcome: TaskOutcome
    def __init__(self, outcome: _Optional[_Union[TaskOutcome, _Mapping]] = ...) -> None: ...

class TaskServiceSendRequest(_message.Message):
    __slots__ = ("id", "message", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    message: bytes
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., message: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceSendResponse(_message.Message):
    __slots__ = ("outcome",)
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    outcome: TaskOutcome
    def __init__(self, outcome: _Optional[_Union[TaskOutcome, _Mapping]] = ...) -> None: ...

class TaskServiceResumeRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceResumeResponse(_message.Message):
    __slots__ = ("outcome",)
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    outcome: TaskOutcome
    def __init__(self, outcome: _Optional[_Union[TaskOutcome, _Mapping]] = ...) -> None: ...

class TaskServiceCancelRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceCancelResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TaskServiceCloseRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceCloseResponse(_message.Message):
    __slots__ = ("closed",)
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    closed: bool
    def __init__(self, closed: _Optional[bool] = ...) -> None: ...

class TaskServiceGetRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceGetResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: TaskInfo
    def __init__(self, task: _Optional[_Union[TaskInfo, _Mapping]] = ...) -> None: ...

class TaskServiceListRequest(_message.Message):
    __slots__ = ("cursor", "limit", "labels", "timeout_ms")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    cursor: str
    limit: int
    labels: _containers.ScalarMap[str, str]
    timeout_ms: int
    def __init__(self, cursor: _Optional[str] = ..., limit: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class TaskServiceListResponse(_message.Message):
    __slots__ = ("tasks", "next_cursor")
    TASKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    tasks: _containers.RepeatedCompositeFieldContainer[TaskInfo]
    next_cursor: str
    def __init__(self, tasks: _Optional[_Iterable[_Union[TaskInfo, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...
