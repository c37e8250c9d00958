"""A request in, a response out: the whole REST API of a store, with no socket in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docstore.api.listing import apis
from docstore.api.node import Node
from docstore.api.registry import Api
from docstore.caller import CALLER
from docstore.errors import ApiError, StatusError
from docstore.rest import elsewhere
from docstore.rest.binding import Bound
from docstore.rest.calling import caller_of, warning
from docstore.rest.compression import accepts_gzip, packed, packed_pieces, unpacked
from docstore.rest.deprecated import warn_of_deprecated
from docstore.rest.failure import api_error, body_of
from docstore.rest.media_type import Format, MediaType, accepted, check_versions, content_type
from docstore.rest.message import Request, Response
from docstore.rest.query_string import parse
from docstore.rest.rendering import Rendering
from docstore.rest.router import Match, Router
from docstore.rest.status import location_of, status_of

_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT"})

_ELSEWHERE = ("_", "shutdown")
"""With this begins what stands in the place of a parameter, and may be a part of the path of an API that docstore has not."""


class Rest:
    """All APIs of one store over requests. Safe to use from several threads.

    >>> import docstore
    >>> from docstore.rest.message import Request
    >>> with docstore.open() as store:
    ...     response = store.rest.handle(Request.of("GET", "/nowhere/_count"))
    ...     response.status, response.headers["X-elastic-product"]
    (404, 'Elasticsearch')
    """

    def __init__(self, node: Node) -> None:
        self._node = node

    def handle(self, request: Request, *, in_pieces: bool = False) -> Response:
        """Answer a request. Nothing is raised: an error is an answer too.

        :param in_pieces: whether a large answer may come as ``pieces``.
        """
        rendering = Rendering()
        headers = {"X-elastic-product": "Elasticsearch"}
        if "x-opaque-id" in request.headers:
            headers["X-Opaque-Id"] = request.headers["x-opaque-id"]
        caller = caller_of(request.headers)
        before = CALLER.set(caller)
        try:
            query = parse(request.query)
            accept = _accepted(request)
            match = _matched(request)
            if match is None:
                return Response(200, {**headers, "Allow": _allowed(request.path)})
            bound = _bound(match.api)
            warn_of_deprecated(match.api.name, query, before_9=bool(accept) and accept[0].compatible_with == "8")
            printing = {name: value for name, value in query.items() if not bound.takes(name) or (name, value) == ("format", "yaml")}
            rendering = Rendering.of(printing, accept)
            if bound.takes("format") and "format" not in query:
                query |= _tabular(request, accept)
            status, answer = self._answer(request, bound, match, query, headers)
        except Exception as error:
            told = api_error(error)
            status, answer = told.status, body_of(told, trace=rendering.error_trace)
            headers |= told.headers if isinstance(told, StatusError) else {}
        finally:
            CALLER.reset(before)
        if caller.warnings and (told_of := warning(caller.warnings)):
            headers["Warning"] = told_of
        large = rendering.pieces(answer) if in_pieces else None
        if large is not None:
            return _streamed(request, status, headers, *large)
        return _response(request, status, headers, *rendering.body(answer))

    def listens(self, before: str | None, now: str | None) -> None:
        """A server answers for the store at the address ``now``, and no longer at the one ``before``."""
        if not isinstance(self._node, Node):
            return
        addresses = self._node.addresses
        if before is not None and before in addresses:
            addresses.remove(before)
        if now is not None:
            addresses.append(now)

    def close(self, node: Any) -> None:
        """Answer all that still comes with what ``node`` raises."""
        self._node = node

    def _answer(
        self, request: Request, bound: Bound, match: Match, query: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, Any]:
        body = unpacked(request.body, request.headers)
        request = request if body is request.body else replace(request, body=body)
        answer = bound(self._node, request, match.values, query)
        location = location_of(match.api.name, answer)
        if location is not None:
            headers["Location"] = location
        return status_of(match.api.name, answer), answer


def _response(request: Request, status: int, headers: dict[str, str], media: str, body: bytes) -> Response:
    if media:
        headers["Content-Type"] = media
    smaller = packed(body, request.headers)
    if smaller is not None:
        headers["Content-Encoding"] = "gzip"
        body = smaller
    return Response(status, headers, b"" if request.method == "HEAD" else body)


def _streamed(request: Request, status: int, headers: dict[str, str], media: str, pieces: Iterator[bytes]) -> Response:
    headers["Content-Type"] = media
    if accepts_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
        pieces = packed_pieces(pieces)
    return Response(status, headers, pieces=pieces)


def _accepted(request: Request) -> list[MediaType]:
    header = request.headers.get("accept")
    found = accepted(header)
    if found and found[0].format in (Format.CBOR, Format.SMILE):
        raise StatusError(406, f"Accept header [{header}] is not supported by docstore: accept JSON or YAML")
    sent = request.headers.get("content-type")
    if sent is not None and request.body:
        check_versions(found, content_type(sent), header or "", sent)
    return found


def _tabular(request: Request, accept: list[MediaType]) -> dict[str, str]:
    """An API that prints tables gives them as JSON to callers who accept that before text."""
    first = (request.headers.get("accept") or "*/*").split(",")[0].strip()
    if first == "*/*" or not accept or accept[0].format not in (Format.JSON, Format.YAML):
        return {}
    return {"format": accept[0].format.value}


_ROUTERS: list[Router] = []
_BOUND: dict[str, Bound] = {}


def _router() -> Router:
    """The routes of all APIs, put together once in a process."""
    if not _ROUTERS:
        _ROUTERS.append(Router(apis()))
    return _ROUTERS[0]


def _bound(api: Api[..., Any]) -> Bound:
    found = _BOUND.get(api.name)
    if found is None:
        found = _BOUND[api.name] = Bound(api)
    return found


def _matched(request: Request) -> Match | None:
    """The API of a request; ``None`` for OPTIONS.

    :raises StatusError: no API has the path, or none has it with this method.
    :raises ApiNotSupportedError: one of Elasticsearch has, which docstore has not.
    """
    found = _router().find(request.method, request.path)
    if found is not None and not any(value.startswith(_ELSEWHERE) for value in found.values.values()):
        return found
    refused = elsewhere.found(request.method, request.path)
    if refused is not None:
        raise refused
    if found is not None:
        return found
    allowed = _router().methods(request.path) | elsewhere.methods(request.path)
    if not allowed:
        text = f"no handler found for uri [{request.uri}] and method [{request.method}]"
        raise StatusError(400, text, show_status=False)
    if request.method == "OPTIONS":
        return None
    raise _not_allowed(request, allowed)


def _not_allowed(request: Request, allowed: set[str]) -> ApiError:
    names = sorted(allowed)
    what = f"Incorrect HTTP method for uri [{request.uri}] and method [{request.method}]"
    if request.method not in _METHODS:
        what = f"Unexpected HTTP method {request.method}"
    return StatusError(405, f"{what}, allowed: [{', '.join(names)}]", headers={"Allow": ",".join(names)})


def _allowed(path: str) -> str:
    return ",".join(sorted(_router().methods(path)))
