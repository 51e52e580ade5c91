"""gRPC in front of a host: bytes in, bytes out of the primitives' modules; and tasks."""

from polyprim.service.calls import ServerStatistics
from polyprim.service.credentials import Tls
from polyprim.service.hosting import TaskHosting
from polyprim.service.server import Server, serve

__all__ = ["Server", "ServerStatistics", "TaskHosting", "Tls", "serve"]
