from . import common_pb2 as _common_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SessionServiceOpenRequest(_message.Message):
    __slots__ = ("timeout_ms",)
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    timeout_ms: int
    def __init__(self, timeout_ms: _Optional[int] = ...) -> None: ...

class SessionServiceOpenResponse(_message.Message):
    __slots__ = ("session", "window")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    session: str
    window: int
    def __init__(self, session: _Optional[str] = ..., window: _Optional[int] = ...) -> None: ...

class SessionServiceCloseRequest(_message.Message):
    __slots__ = ("session", "timeout_ms")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    session: str
    timeout_ms: int
    def __init__(self, session: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class SessionServiceCloseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
