"""gRPC in front of a host: bytes in, bytes out; no code for a single method is here."""

from polyprim.service.calls import ServerStatistics
from polyprim.service.credentials import Tls
from polyprim.service.server import Server, serve

__all__ = ["Server", "ServerStatistics", "Tls", "serve"]
