"""The official OpenSearch client over a store in this process: as ``docstore.transport.elasticsearch``, with a connection of its kind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from opensearchpy import AsyncOpenSearch, OpenSearch
from opensearchpy.connection.base import Connection

from docstore.rest.message import Request, Response
from docstore.rest.rest import Rest

_HOSTS = [{"host": "docstore", "port": 9200}]
"""Nobody looks it up; a client wants one."""

Answered = tuple[int, dict[str, str], str]
"""Status, headers and text, as the client wants them."""


class InProcessConnection(Connection):
    """A connection to a store of this process."""

    rest: Rest

    def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """Answer a request; ``timeout`` has no effect."""
        began, target = time.monotonic(), _target(self, url, params)
        response = self.rest.handle(_request(self, method, target, body, headers))
        return _answered(self, method, target, body, response, ignore, time.monotonic() - began)

    def close(self) -> None:
        """There is nothing to close: the store stays open."""


class AsyncInProcessConnection(Connection):
    """A connection for the asynchronous client: the same in a worker thread."""

    rest: Rest

    async def perform_request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        timeout: float | None = None,
        ignore: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """Answer a request; ``timeout`` has no effect."""
        began, target = time.monotonic(), _target(self, url, params)
        response = await asyncio.to_thread(self.rest.handle, _request(self, method, target, body, headers))
        return _answered(self, method, target, body, response, ignore, time.monotonic() - began)

    async def close(self) -> None:
        """There is nothing to close: the store stays open."""


def _target(connection: Connection, url: str, params: Mapping[str, Any] | None) -> str:
    return f"{connection.url_prefix}{url}" + (f"?{urlencode(params)}" if params else "")


def _request(
    connection: Connection, method: str, target: str, body: bytes | None, headers: Mapping[str, str] | None
) -> Request:
    sent = {name: value for name, value in connection.headers.items() if name != "accept-encoding"}
    return Request.of(method, target, {**sent, **(headers or {})}, body)


def _answered(
    connection: Connection,
    method: str,
    target: str,
    body: bytes | None,
    response: Response,
    ignore: Collection[int],
    seconds: float,
) -> Answered:
    """Log as the client's own connections do, and raise its warnings and errors."""
    text, url = response.body.decode("utf-8", "surrogatepass"), connection.host + target
    if "Warning" in response.headers:
        connection._raise_warnings([response.headers["Warning"]])
    if not 200 <= response.status < 300 and response.status not in ignore:
        connection.log_request_fail(method, url, target, body, seconds, response.status, text)
        connection._raise_error(response.status, text, response.headers.get("Content-Type"))
    connection.log_request_success(method, url, target, body, response.status, text, seconds)
    return response.status, {name.lower(): value for name, value in response.headers.items()}, text


def client(rest: Rest, **options: Any) -> OpenSearch:
    """A client of the store behind ``rest``, with the options of ``opensearchpy.OpenSearch``."""
    return OpenSearch(_HOSTS, connection_class=type("InProcessConnection", (InProcessConnection,), {"rest": rest}), **options)


def async_client(rest: Rest, **options: Any) -> AsyncOpenSearch:
    """The same with ``opensearchpy.AsyncOpenSearch``."""
    connection = type("AsyncInProcessConnection", (AsyncInProcessConnection,), {"rest": rest})
    return AsyncOpenSearch(_HOSTS, connection_class=connection, **options)
