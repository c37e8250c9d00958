"""A store as an ASGI application, for any server that speaks HTTP.

A request is read whole (never more than ``http.max_content_length``), answered in a worker thread, and sent. When the client goes away
meanwhile, its searches are called off; whatever else it asked for is done: a reindex is a task, which goes on and can be found.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from docstore.columns.deadline import Work, asked_by
from docstore.errors import ApiError, StoreClosingError
from docstore.rest.failure import api_error
from docstore.rest.message import Request, Response
from docstore.rest.rest import Rest
from docstore.transport.incoming import GoneError, Incoming, InFlight, Receive, Scope

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ACCESS = logging.getLogger("docstore.access")
"""One line for each request: a JSON object."""

WORKERS = 64


class Application:
    """An ASGI application over ``rest``.

    :param workers: how many requests are worked on at once; the others wait.
    """

    def __init__(self, rest: Rest, *, workers: int = WORKERS) -> None:
        self._address: str | None = None
        self._rest = rest
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="docstore-rest")
        self._in_flight = InFlight()

    @property
    def rest(self) -> Rest:
        """What answers; another may take its place."""
        return self._rest

    @rest.setter
    def rest(self, rest: Rest) -> None:
        self._rest.listens(self._address, None)
        self._rest = rest
        rest.listens(None, self._address)

    def at(self, address: str | None) -> None:
        """Tell the node where it is reached, as ``127.0.0.1:9200``; ``None`` when no longer."""
        self._rest.listens(self._address, address)
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                await asyncio.to_thread(self._workers.shutdown, cancel_futures=True)
                return

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        incoming = Incoming(scope, receive, self._in_flight)
        refused = False
        try:
            response = await self._answer(await incoming.read(), scope, receive)
        except ApiError as error:
            response, refused = _refusal(error), True
        except GoneError:
            return
        finally:
            incoming.done()
        await _send_head(response, send)
        if refused:
            await send({"type": "http.response.body", "body": response.body, "more_body": True})
            await incoming.throw_away()
        size = await self._send_pieces(response.pieces, send) if response.pieces is not None else len(response.body)
        await send({"type": "http.response.body", "body": b"" if refused else response.body})
        _log(scope, response, size, time.monotonic() - began)

    async def _send_pieces(self, pieces: Iterator[bytes], send: Send) -> int:
        """Send a large body while it is written; its bytes."""
        size, loop = 0, asyncio.get_running_loop()
        while piece := await loop.run_in_executor(self._workers, next, pieces, b""):
            size += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        return size

    async def _answer(self, request: Request, scope: Scope, receive: Receive) -> Response:
        """The response.

        :raises ApiError: 503, the server stops, and this takes longer than it waits.
        """
        asker = Work()
        watch = asyncio.create_task(_watch(asker, scope, receive))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._workers, self._handle, request, asker)
        except asyncio.CancelledError:
            asker.cancelled = "the server is stopped"
            raise api_error(StoreClosingError()) from None
        finally:
            watch.cancel()

    def _handle(self, request: Request, asker: Work) -> Response:
        with asked_by(asker):
            return self.rest.handle(request, in_pieces=True)


async def _watch(asker: Work, scope: Scope, receive: Receive) -> None:
    """Call the searches of a request off when its client goes away (``RestCancellableNodeClient``)."""
    while (await receive())["type"] != "http.disconnect":
        pass
    host, port = (scope.get("client") or ("", 0))[:2]
    asker.cancelled = f"http channel [{host}:{port}] closed"


def _refusal(error: ApiError) -> Response:
    headers = {"X-elastic-product": "Elasticsearch", "Content-Type": "application/json", "Connection": "close"}
    return Response(error.status, headers, json.dumps(error.body).encode())


async def _send_head(response: Response, send: Send) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in response.headers.items()]
    if response.pieces is None:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})


def _log(scope: Scope, response: Response, size: int, seconds: float) -> None:
    if not ACCESS.isEnabledFor(logging.INFO):
        return
    query = scope["query_string"].decode("latin-1")
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": (scope.get("client") or ("",))[0],
        "method": scope["method"],
        "path": scope["path"] + (f"?{query}" if query else ""),
        "status": response.status,
        "bytes": size,
        "ms": round(seconds * 1000, 3),
    }
    ACCESS.info(json.dumps(line, ensure_ascii=False))
