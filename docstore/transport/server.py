"""An HTTP server over a store, in a thread of this process: for tests, and for programs that speak only HTTP."""

from __future__ import annotations

import resource
import signal
import socket
import threading
import time
from queue import SimpleQueue
from types import TracebackType
from typing import Self

import uvicorn

from docstore.rest.rest import Rest
from docstore.transport.asgi import Application
from docstore.transport.patience import PatientProtocol, protocol

_LINGER = 5
"""Seconds that requests under way have when the server stops."""

_IDLE = 3600
"""Seconds that a connection may be kept without a request; Elasticsearch closes none, and clients count on that."""


PATIENCE = 60
"""Seconds that a request may take to come, or an answer to be read."""

_FILES = 256
"""Files that are left for the store where connections could take all that a process may open."""


def most_connections() -> int:
    """How many connections a process can have, which may open so many files; 10,000 at most."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 10_000 if files == resource.RLIM_INFINITY else max(16, min(10_000, files - _FILES))


def config(application: Application, host: str, port: int, http: type[PatientProtocol]) -> uvicorn.Config:
    """How uvicorn runs a store: the application logs, and it answers for its own headers."""
    return uvicorn.Config(
        application,
        http=http,
        h11_max_incomplete_event_size=2**20,  # the protocol has a limit of its own
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_LINGER,
        timeout_keep_alive=_IDLE,
        ws="none",
    )


class Server:
    """A server on a port of its own, as long as the block lasts.

    :param port: 0 for one that is free.
    :param patience: seconds that a request may take to come, and an answer to be read (see ``patience``); 0 is without end.
    :param connections: how many may be open at once; those beyond are refused with 503. By default as many as the process may have.
    """

    def __init__(
        self, rest: Rest, *, host: str = "127.0.0.1", port: int = 0, patience: float = PATIENCE, connections: int | None = None
    ) -> None:
        self.application = Application(rest)
        self._socket = socket.create_server((host, port))
        self._server = uvicorn.Server(config(self.application, host, port, protocol(patience, connections or most_connections())))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="docstore-server", daemon=True)

    @property
    def url(self) -> str:
        """Where the server listens, as ``http://127.0.0.1:49152``."""
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}"

    def start(self) -> None:
        """Serve; returns when the server answers."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.002)
        self.application.at(self.url.removeprefix("http://"))

    def wait(self) -> None:
        """Serve until the process is told to end (SIGINT, SIGTERM)."""
        told: SimpleQueue[int] = SimpleQueue()  # takes no lock that a handler could wait for
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: told.put(number))
        told.get()

    def stop(self) -> None:
        """Stop taking requests, finish those under way, and close the port. The store stays open."""
        self._server.should_exit = True
        self._thread.join()
        self.application.at(None)
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
