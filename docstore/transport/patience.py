"""Connections that do not go on: uvicorn's protocol, which closes those whose caller neither sends nor reads.

A request has ``patience`` seconds to come, and another second for each ``LEAST_RATE`` bytes that have come, for its head as for its body
(``RequestReadTimeout`` of Apache's HTTP server); a caller that keeps an answer waiting must read as much. So a caller that sends a byte a
minute is gone after a minute, and one behind a slow line can send a hundred megabytes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from docstore.errors import ApiError, ServiceUnavailableError, StatusError
from docstore.transport.incoming import header_too_long

if TYPE_CHECKING:
    Protocol = Any
else:
    Protocol = AutoHTTPProtocol

_LOG = logging.getLogger("docstore.transport")

_MAX_HEAD = 64 * 1024
"""Bytes of the head of a request that are kept until it is complete; then its parts are looked at (``incoming``)."""

LEAST_RATE = 500
"""Bytes in a second, below which a caller is too slow."""


class PatientProtocol(Protocol):
    """One connection. A subclass says how patient it is (``protocol``)."""

    patience: float = 60
    most: int = 1000

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Wait for a request; or refuse the connection, there are too many."""
        self._coming = _Watch(self.loop, self.patience, self._is_late)
        self._going = _Watch(self.loop, self.patience, self._is_unread)
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self.connections.discard(self)
            self._end(ServiceUnavailableError(f"more than [{self.most}] connections are open"))
        else:
            self._coming.start()

    def data_received(self, data: bytes) -> None:
        """Bytes of a request."""
        if self.transport.is_closing():
            return
        self._coming.moved(len(data))
        super().data_received(data)
        if not self._waits():
            self._coming.stop()
            return
        self._coming.start()
        if not self._under_way() and self._coming.bytes > _MAX_HEAD:
            self._end(header_too_long())

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._coming.stop()
        self._going.stop()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The caller has to read before there is more for him."""
        super().pause_writing()
        self._unread = self.transport.get_write_buffer_size()
        self._going.start()

    def resume_writing(self) -> None:
        """He has read."""
        self._going.stop()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What came is not HTTP."""
        self._end(StatusError(400, msg))

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of a caller who could also speak HTTP/2 (as Java's does in each request): he is answered as he asked."""

    def _waits(self) -> bool:
        """Whether the rest of a request is to come."""
        more: bool = self.cycle.more_body if self._under_way() else not self.transport.is_closing()
        return more

    def _under_way(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_late(self) -> None:
        self._end(StatusError(408, f"the request did not come within [{self.patience:g}] seconds, and [{LEAST_RATE}] bytes a second after"))

    def _is_unread(self) -> None:
        unread = self.transport.get_write_buffer_size()
        if self._unread - unread < LEAST_RATE * self.patience:
            _LOG.warning("a connection of [%s:%s] is closed: an answer is not read", *(self.client or ("", 0))[:2])
            self.transport.abort()
        else:
            self._unread = unread
            self._going.start()

    def _end(self, error: ApiError) -> None:
        """Say so in the log, answer, unless an answer has begun, and close."""
        host, port = (self.client or ("", 0))[:2]
        _LOG.warning("a connection of [%s:%s] is closed with %s: %s", host, port, error.status, error.reason)
        if self._under_way() and self.cycle.response_started:
            self.transport.close()
            return
        body = json.dumps(error.body).encode()
        head = f"HTTP/1.1 {error.status} \r\nX-elastic-product: Elasticsearch\r\nContent-Type: application/json\r\n"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.transport.close()


class _Watch:
    """Calls ``late`` when what is waited for takes too long."""

    __slots__ = ("_began", "_late", "_loop", "_patience", "_timer", "bytes")

    def __init__(self, loop: asyncio.AbstractEventLoop, patience: float, late: Callable[[], None]) -> None:
        self._loop, self._patience, self._late = loop, patience, late
        self._timer: asyncio.TimerHandle | None = None
        self._began, self.bytes = 0.0, 0

    def start(self) -> None:
        """Wait, unless this waits already, or has no end to wait for."""
        if self._timer is None and self._patience:
            self._began, self.bytes = self._loop.time(), 0
            self._timer = self._loop.call_at(self._began + self._patience, self._rung)

    def moved(self, size: int) -> None:
        """Some of it is there."""
        self.bytes += size

    def stop(self) -> None:
        """It is there."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _rung(self) -> None:
        at = self._began + self._patience + self.bytes / LEAST_RATE
        if at > self._loop.time():
            self._timer = self._loop.call_at(at, self._rung)
        else:
            self._timer = None
            self._late()


def protocol(patience: float, most: int) -> type[PatientProtocol]:
    """The protocol of connections of which there are at most so many, and which wait so long; 0 is without end."""
    return type("PatientProtocol", (PatientProtocol,), {"patience": patience, "most": most})
