"""A small HTTP server beside the gRPC one: /metrics, /healthz and /readyz."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self

from polyprim.errors import InvalidArgumentError, PolyprimError
from polyprim.host import Host
from polyprim.observe.exposition import CONTENT_TYPE, exposition
from polyprim.observe.unblocked import Unblocked
from polyprim.service import Server

REQUEST_SECONDS_MAX: Final = 10.0
_PLAIN: Final = "text/plain; charset=utf-8"


class Endpoint:
    """Answers on one address of this machine until it is closed.

    /metrics shows the host, and its `server` and the stream of its `log`, if there are any.
    /healthz is 200 while the process answers; /readyz is 200 while the host is open and `is_ready`
    says so, else 503. Raises InvalidArgumentError where nothing can listen.
    """

    def __init__(
        self,
        host: Host,
        port: int = 0,
        *,
        server: Server | None = None,
        is_ready: Callable[[], bool] = lambda: True,
        log: Unblocked | None = None,
    ) -> None:
        facts = {"host": host, "of_host": server, "log": log, "is_ready": staticmethod(is_ready)}
        handler = type("Handler", (_Handler,), facts)
        try:
            self._server: Final = ThreadingHTTPServer(("127.0.0.1", port), handler)
        except (OSError, OverflowError) as error:
            raise InvalidArgumentError(f"nothing can listen on 127.0.0.1:{port}: {error}") from None
        self._server.daemon_threads = True
        self._thread: Final = threading.Thread(
            target=self._server.serve_forever, name="polyprim-metrics", daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Answers no more. May be repeated."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Handler(BaseHTTPRequestHandler):
    host: Host
    of_host: Server | None
    log: Unblocked | None
    is_ready: Callable[[], bool]
    timeout = REQUEST_SECONDS_MAX

    def do_HEAD(self) -> None:
        """Answers as do_GET, but for the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answers one of the three paths."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            try:
                text = exposition(self.host, self.of_host, self.log)
                self._answer(HTTPStatus.OK, text, CONTENT_TYPE)
            except PolyprimError as error:
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}\n".encode())
        elif path == "/healthz":
            self._answer(HTTPStatus.OK, b"ok\n")
        elif path == "/readyz":
            ready = not self.host.is_closed and self.is_ready()
            status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, b"ready\n" if ready else b"not ready\n")
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"/metrics, /healthz and /readyz are here\n")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str = _PLAIN) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Scrapes are not worth a line."""
