"""A request on its way over a socket: read whole, and never more of it than a server allows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any

from docstore.api.limits import MAX_CONTENT_LENGTH, MAX_HEADER_SIZE, MAX_INITIAL_LINE_LENGTH
from docstore.errors import CircuitBreakingError, StatusError, TooLongHttpHeaderError, TooLongHttpLineError
from docstore.rest.compression import too_large
from docstore.rest.message import Request

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

MAX_IN_FLIGHT = 5 * MAX_CONTENT_LENGTH
"""Bytes of bodies that may be in memory at once (Elasticsearch's in-flight requests circuit breaker); beyond them, 429."""

_LINGER = 5
"""Seconds for which the rest of a request that is refused is read and thrown away: a caller who is cut off while he sends may not come to
read why."""


class GoneError(Exception):
    """The client went away before its request was complete."""


class InFlight:
    """How many bytes of requests a server holds."""

    def __init__(self) -> None:
        self.bytes = 0


class Incoming:
    """One request."""

    def __init__(self, scope: Scope, receive: Receive, in_flight: InFlight) -> None:
        self._scope, self._receive, self._in_flight = scope, receive, in_flight
        self._size, self._more = 0, True

    async def read(self) -> Request:
        """The request.

        :raises BadRequestError: its first line or its headers are too long.
        :raises StatusError: 413, it is too large; 417, it expects something but to be told to go on.
        :raises CircuitBreakingError: 429, all requests together are too large.
        :raises GoneError: it does not come to its end.
        """
        sent = self._scope["headers"]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in sent}
        path = (self._scope.get("raw_path") or self._scope["path"].encode()).decode("latin-1").partition("?")[0]
        request = Request(self._scope["method"], path, self._scope["query_string"].decode("latin-1"), headers)
        _check_head(request, sent)
        parts: list[bytes] = []
        while self._more:
            parts.append(await self._part())
        return Request(request.method, path, request.query, headers, parts[0] if len(parts) == 1 else b"".join(parts))

    async def throw_away(self) -> None:
        """Read what is still to come, for a while."""
        with suppress(TimeoutError, GoneError):
            async with asyncio.timeout(_LINGER):
                while self._more:
                    self._more = (await self._message()).get("more_body", False)

    def done(self) -> None:
        """The request is no longer held."""
        self._in_flight.bytes -= self._size
        self._size = 0

    async def _part(self) -> bytes:
        message = await self._message()
        part: bytes = message.get("body", b"")
        self._more = message.get("more_body", False)
        self._size += len(part)
        self._in_flight.bytes += len(part)
        if self._size > MAX_CONTENT_LENGTH:
            raise too_large()
        if self._in_flight.bytes > MAX_IN_FLIGHT:
            raise _too_much(self._in_flight.bytes)
        return part

    async def _message(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        return message


def _check_head(request: Request, headers: Iterable[tuple[bytes, bytes]]) -> None:
    if len(request.method) + len(request.uri) + len("  HTTP/1.1") > MAX_INITIAL_LINE_LENGTH:
        raise line_too_long()
    if sum(len(name) + len(value) + 2 for name, value in headers) > MAX_HEADER_SIZE:
        raise header_too_long()
    _check_announced(request.headers)


def _check_announced(headers: Mapping[str, str]) -> None:
    if headers.get("expect", "100-continue").lower() != "100-continue":
        raise StatusError(417, f"[Expect: {headers['expect']}] is not supported, only [100-continue]")
    if (announced := headers.get("content-length", "")).isdecimal() and int(announced) > MAX_CONTENT_LENGTH:
        raise too_large()


def line_too_long() -> TooLongHttpLineError:
    """The refusal of a request whose first line is too long."""
    return TooLongHttpLineError(f"An HTTP line is larger than {MAX_INITIAL_LINE_LENGTH} bytes.")


def header_too_long() -> TooLongHttpHeaderError:
    """The refusal of a request whose headers are too long."""
    return TooLongHttpHeaderError(f"HTTP header is larger than {MAX_HEADER_SIZE} bytes.")


def _too_much(wanted: int) -> CircuitBreakingError:
    return CircuitBreakingError("in_flight_requests", "<http_request>", wanted, MAX_IN_FLIGHT)
