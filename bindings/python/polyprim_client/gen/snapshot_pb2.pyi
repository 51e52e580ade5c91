from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

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
