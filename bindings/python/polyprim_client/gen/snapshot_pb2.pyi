from . import common_pb2 as _common_pb2
from . import task_pb2 as _task_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SnapshotInfo(_message.Message):
    __slots__ = ("id", "size", "module_sha256", "module_name", "created_unix_ms", "memory_bytes", "parked", "waits_for", "labels", "trouble")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    MODULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    CREATED_UNIX_MS_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    PARKED_FIELD_NUMBER: _ClassVar[int]
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    TROUBLE_FIELD_NUMBER: _ClassVar[int]
    id: str
    size: int
    module_sha256: bytes
    module_name: str
    created_unix_ms: int
    memory_bytes: int
    parked: bool
    waits_for: str
    labels: _containers.ScalarMap[str, str]
    trouble: str
    def __init__(self, id: _Optional[str] = ..., size: _Optional[int] = ..., module_sha256: _Optional[bytes] = ..., module_name: _Optional[str] = ..., created_unix_ms: _Optional[int] = ..., memory_bytes: _Optional[int] = ..., parked: _Optional[bool] = ..., waits_for: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., trouble: _Optional[str] = ...) -> None: ...

class SnapshotSpace(_message.Message):
    __slots__ = ("base_bytes", "zero_bytes", "stored_bytes", "cluster_lengths", "manifest_bytes")
    BASE_BYTES_FIELD_NUMBER: _ClassVar[int]
    ZERO_BYTES_FIELD_NUMBER: _ClassVar[int]
    STORED_BYTES_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_LENGTHS_FIELD_NUMBER: _ClassVar[int]
    MANIFEST_BYTES_FIELD_NUMBER: _ClassVar[int]
    base_bytes: int
    zero_bytes: int
    stored_bytes: int
    cluster_lengths: _containers.RepeatedScalarFieldContainer[int]
    manifest_bytes: int
    def __init__(self, base_bytes: _Optional[int] = ..., zero_bytes: _Optional[int] = ..., stored_bytes: _Optional[int] = ..., cluster_lengths: _Optional[_Iterable[int]] = ..., manifest_bytes: _Optional[int] = ...) -> None: ...

class SnapshotServiceCreateRequest(_message.Message):
    __slots__ = ("task_id", "labels", "timeout_ms")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    task_id: str
    labels: _containers.ScalarMap[str, str]
    timeout_ms: int
    def __init__(self, task_id: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceCreateResponse(_message.Message):
    __slots__ = ("snapshot",)
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    snapshot: SnapshotInfo
    def __init__(self, snapshot: _Optional[_Union[SnapshotInfo, _Mapping]] = ...) -> None: ...

class SnapshotServiceRestoreRequest(_message.Message):
    __slots__ = ("id", "limits", "folders", "name", "labels", "environment", "timeout_ms")
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
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    FOLDERS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    limits: _task_pb2.TaskLimits
    folders: _containers.ScalarMap[str, str]
    name: str
    labels: _containers.ScalarMap[str, str]
    environment: _containers.ScalarMap[str, str]
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., limits: _Optional[_Union[_task_pb2.TaskLimits, _Mapping]] = ..., folders: _Optional[_Mapping[str, str]] = ..., name: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., environment: _Optional[_Mapping[str, str]] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceRestoreResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: _task_pb2.TaskInfo
    def __init__(self, task: _Optional[_Union[_task_pb2.TaskInfo, _Mapping]] = ...) -> None: ...

class SnapshotServiceListRequest(_message.Message):
    __slots__ = ("cursor", "limit", "labels", "module_sha256", "timeout_ms")
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
    MODULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    cursor: str
    limit: int
    labels: _containers.ScalarMap[str, str]
    module_sha256: bytes
    timeout_ms: int
    def __init__(self, cursor: _Optional[str] = ..., limit: _Optional[int] = ..., labels: _Optional[_Mapping[str, str]] = ..., module_sha256: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceListResponse(_message.Message):
    __slots__ = ("snapshots", "next_cursor")
    SNAPSHOTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_CURSOR_FIELD_NUMBER: _ClassVar[int]
    snapshots: _containers.RepeatedCompositeFieldContainer[SnapshotInfo]
    next_cursor: str
    def __init__(self, snapshots: _Optional[_Iterable[_Union[SnapshotInfo, _Mapping]]] = ..., next_cursor: _Optional[str] = ...) -> None: ...

class SnapshotServiceGetRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceGetResponse(_message.Message):
    __slots__ = ("snapshot", "space")
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    SPACE_FIELD_NUMBER: _ClassVar[int]
    snapshot: SnapshotInfo
    space: SnapshotSpace
    def __init__(self, snapshot: _Optional[_Union[SnapshotInfo, _Mapping]] = ..., space: _Optional[_Union[SnapshotSpace, _Mapping]] = ...) -> None: ...

class SnapshotServiceVerifyRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceVerifyResponse(_message.Message):
    __slots__ = ("snapshot",)
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    snapshot: SnapshotInfo
    def __init__(self, snapshot: _Optional[_Union[SnapshotInfo, _Mapping]] = ...) -> None: ...

class SnapshotServiceDeleteRequest(_message.Message):
    __slots__ = ("id", "timeout_ms")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    id: str
    timeout_ms: int
    def __init__(self, id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceDeleteResponse(_message.Message):
    __slots__ = ("deleted",)
    DELETED_FIELD_NUMBER: _ClassVar[int]
    deleted: bool
    def __init__(self, deleted: _Optional[bool] = ...) -> None: ...

class SnapshotServiceGcRequest(_message.Message):
    __slots__ = ("timeout_ms",)
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    timeout_ms: int
    def __init__(self, timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceGcResponse(_message.Message):
    __slots__ = ("modules", "leftovers", "size", "unreadable")
    MODULES_FIELD_NUMBER: _ClassVar[int]
    LEFTOVERS_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    UNREADABLE_FIELD_NUMBER: _ClassVar[int]
    modules: int
    leftovers: int
    size: int
    unreadable: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, modules: _Optional[int] = ..., leftovers: _Optional[int] = ..., size: _Optional[int] = ..., unreadable: _Optional[_Iterable[str]] = ...) -> None: ...

class SnapshotServiceFindUploadRequest(_message.Message):
    __slots__ = ("sha256", "timeout_ms")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    sha256: bytes
    timeout_ms: int
    def __init__(self, sha256: _Optional[bytes] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SnapshotServiceFindUploadResponse(_message.Message):
    __slots__ = ("received",)
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    received: int
    def __init__(self, received: _Optional[int] = ...) -> None: ...

class SnapshotServiceUploadRequest(_message.Message):
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

class SnapshotServiceUploadResponse(_message.Message):
    __slots__ = ("snapshot",)
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    snapshot: SnapshotInfo
    def __init__(self, snapshot: _Optional[_Union[SnapshotInfo, _Mapping]] = ...) -> None: ...

class SnapshotServiceDownloadRequest(_message.Message):
    __slots__ = ("id", "offset", "module")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    id: str
    offset: int
    module: bool
    def __init__(self, id: _Optional[str] = ..., offset: _Optional[int] = ..., module: _Optional[bool] = ...) -> None: ...

class SnapshotServiceDownloadResponse(_message.Message):
    __slots__ = ("size", "chunk", "sha256")
    SIZE_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    size: int
    chunk: bytes
    sha256: bytes
    def __init__(self, size: _Optional[int] = ..., chunk: _Optional[bytes] = ..., sha256: _Optional[bytes] = ...) -> None: ...

class SnapshotManifest(_message.Message):
    __slots__ = ("format_version", "abi_version", "module_sha256", "module_name", "base_sha256", "base_bytes", "created_unix_ns", "monotonic_ns", "initialized", "memory_pages", "memory_pages_max", "globals", "tables", "park", "arguments", "environment", "preopens", "unread_input", "limits", "labels", "page_runs", "cluster_lengths", "cluster_crc32s", "clusters_sha256")
    class ValueType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        VALUE_TYPE_UNSPECIFIED: _ClassVar[SnapshotManifest.ValueType]
        VALUE_TYPE_I32: _ClassVar[SnapshotManifest.ValueType]
        VALUE_TYPE_I64: _ClassVar[SnapshotManifest.ValueType]
        VALUE_TYPE_F32: _ClassVar[SnapshotManifest.ValueType]
        VALUE_TYPE_F64: _ClassVar[SnapshotManifest.ValueType]
        VALUE_TYPE_V128: _ClassVar[SnapshotManifest.ValueType]
    VALUE_TYPE_UNSPECIFIED: SnapshotManifest.ValueType
    VALUE_TYPE_I32: SnapshotManifest.ValueType
    VALUE_TYPE_I64: SnapshotManifest.ValueType
    VALUE_TYPE_F32: SnapshotManifest.ValueType
    VALUE_TYPE_F64: SnapshotManifest.ValueType
    VALUE_TYPE_V128: SnapshotManifest.ValueType
    class Wait(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        WAIT_UNSPECIFIED: _ClassVar[SnapshotManifest.Wait]
        WAIT_MESSAGE: _ClassVar[SnapshotManifest.Wait]
        WAIT_CALL: _ClassVar[SnapshotManifest.Wait]
    WAIT_UNSPECIFIED: SnapshotManifest.Wait
    WAIT_MESSAGE: SnapshotManifest.Wait
    WAIT_CALL: SnapshotManifest.Wait
    class Global(_message.Message):
        __slots__ = ("index", "type", "value")
        INDEX_FIELD_NUMBER: _ClassVar[int]
        TYPE_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        index: int
        type: SnapshotManifest.ValueType
        value: bytes
        def __init__(self, index: _Optional[int] = ..., type: _Optional[_Union[SnapshotManifest.ValueType, str]] = ..., value: _Optional[bytes] = ...) -> None: ...
    class Table(_message.Message):
        __slots__ = ("index", "length", "elements", "functions")
        INDEX_FIELD_NUMBER: _ClassVar[int]
        LENGTH_FIELD_NUMBER: _ClassVar[int]
        ELEMENTS_FIELD_NUMBER: _ClassVar[int]
        FUNCTIONS_FIELD_NUMBER: _ClassVar[int]
        index: int
        length: int
        elements: _containers.RepeatedScalarFieldContainer[int]
        functions: _containers.RepeatedScalarFieldContainer[int]
        def __init__(self, index: _Optional[int] = ..., length: _Optional[int] = ..., elements: _Optional[_Iterable[int]] = ..., functions: _Optional[_Iterable[int]] = ...) -> None: ...
    class Park(_message.Message):
        __slots__ = ("wait", "export", "arguments", "method", "request", "asyncify_area", "message")
        WAIT_FIELD_NUMBER: _ClassVar[int]
        EXPORT_FIELD_NUMBER: _ClassVar[int]
        ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
        METHOD_FIELD_NUMBER: _ClassVar[int]
        REQUEST_FIELD_NUMBER: _ClassVar[int]
        ASYNCIFY_AREA_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        wait: SnapshotManifest.Wait
        export: str
        arguments: bytes
        method: str
        request: bytes
        asyncify_area: int
        message: bytes
        def __init__(self, wait: _Optional[_Union[SnapshotManifest.Wait, str]] = ..., export: _Optional[str] = ..., arguments: _Optional[bytes] = ..., method: _Optional[str] = ..., request: _Optional[bytes] = ..., asyncify_area: _Optional[int] = ..., message: _Optional[bytes] = ...) -> None: ...
    class Preopen(_message.Message):
        __slots__ = ("guest_path", "host_path", "read_only")
        GUEST_PATH_FIELD_NUMBER: _ClassVar[int]
        HOST_PATH_FIELD_NUMBER: _ClassVar[int]
        READ_ONLY_FIELD_NUMBER: _ClassVar[int]
        guest_path: str
        host_path: str
        read_only: bool
        def __init__(self, guest_path: _Optional[str] = ..., host_path: _Optional[str] = ..., read_only: _Optional[bool] = ...) -> None: ...
    class Limits(_message.Message):
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
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FORMAT_VERSION_FIELD_NUMBER: _ClassVar[int]
    ABI_VERSION_FIELD_NUMBER: _ClassVar[int]
    MODULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    BASE_SHA256_FIELD_NUMBER: _ClassVar[int]
    BASE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CREATED_UNIX_NS_FIELD_NUMBER: _ClassVar[int]
    MONOTONIC_NS_FIELD_NUMBER: _ClassVar[int]
    INITIALIZED_FIELD_NUMBER: _ClassVar[int]
    MEMORY_PAGES_FIELD_NUMBER: _ClassVar[int]
    MEMORY_PAGES_MAX_FIELD_NUMBER: _ClassVar[int]
    GLOBALS_FIELD_NUMBER: _ClassVar[int]
    TABLES_FIELD_NUMBER: _ClassVar[int]
    PARK_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    PREOPENS_FIELD_NUMBER: _ClassVar[int]
    UNREAD_INPUT_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    PAGE_RUNS_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_LENGTHS_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_CRC32S_FIELD_NUMBER: _ClassVar[int]
    CLUSTERS_SHA256_FIELD_NUMBER: _ClassVar[int]
    format_version: int
    abi_version: int
    module_sha256: bytes
    module_name: str
    base_sha256: bytes
    base_bytes: int
    created_unix_ns: int
    monotonic_ns: int
    initialized: bool
    memory_pages: int
    memory_pages_max: int
    globals: _containers.RepeatedCompositeFieldContainer[SnapshotManifest.Global]
    tables: _containers.RepeatedCompositeFieldContainer[SnapshotManifest.Table]
    park: SnapshotManifest.Park
    arguments: _containers.RepeatedScalarFieldContainer[str]
    environment: _containers.RepeatedScalarFieldContainer[str]
    preopens: _containers.RepeatedCompositeFieldContainer[SnapshotManifest.Preopen]
    unread_input: bytes
    limits: SnapshotManifest.Limits
    labels: _containers.ScalarMap[str, str]
    page_runs: _containers.RepeatedScalarFieldContainer[int]
    cluster_lengths: _containers.RepeatedScalarFieldContainer[int]
    cluster_crc32s: _containers.RepeatedScalarFieldContainer[int]
    clusters_sha256: bytes
    def __init__(self, format_version: _Optional[int] = ..., abi_version: _Optional[int] = ..., module_sha256: _Optional[bytes] = ..., module_name: _Optional[str] = ..., base_sha256: _Optional[bytes] = ..., base_bytes: _Optional[int] = ..., created_unix_ns: _Optional[int] = ..., monotonic_ns: _Optional[int] = ..., initialized: _Optional[bool] = ..., memory_pages: _Optional[int] = ..., memory_pages_max: _Optional[int] = ..., globals: _Optional[_Iterable[_Union[SnapshotManifest.Global, _Mapping]]] = ..., tables: _Optional[_Iterable[_Union[SnapshotManifest.Table, _Mapping]]] = ..., park: _Optional[_Union[SnapshotManifest.Park, _Mapping]] = ..., arguments: _Optional[_Iterable[str]] = ..., environment: _Optional[_Iterable[str]] = ..., preopens: _Optional[_Iterable[_Union[SnapshotManifest.Preopen, _Mapping]]] = ..., unread_input: _Optional[bytes] = ..., limits: _Optional[_Union[SnapshotManifest.Limits, _Mapping]] = ..., labels: _Optional[_Mapping[str, str]] = ..., page_runs: _Optional[_Iterable[int]] = ..., cluster_lengths: _Optional[_Iterable[int]] = ..., cluster_crc32s: _Optional[_Iterable[int]] = ..., clusters_sha256: _Optional[bytes] = ...) -> None: ...
