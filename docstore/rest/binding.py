"""An API bound to requests: path, query string and body become the arguments of its handler."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, get_origin

from docstore.api.body_keys import arguments_of, body_of
from docstore.api.kinds import kinds_of
from docstore.api.node import Node
from docstore.api.placing import PLACED, placed
from docstore.api.registry import Api, Parameter, Place
from docstore.errors import (
    ElasticsearchParseError,
    IllegalArgumentError,
    StatusError,
    XContentParseError,
)
from docstore.json_body import read, read_strictly
from docstore.query.wire import token_of
from docstore.rest.media_type import Format, content_type
from docstore.rest.message import Request
from docstore.rest.query_string import Declared
from docstore.rest.unknown_key import parser_of, unknown_key

_UNREAD = (Format.CBOR, Format.SMILE)


class Bound:
    """One API, ready to be called with requests."""

    __slots__ = ("_by_line", "_check", "_keys", "_open", "_query", "_required", "_whole", "api")

    def __init__(self, api: Api[..., Any]) -> None:
        parameters = api.parameters()
        self.api = api
        self._query = Declared(api)
        self._check = kinds_of(api).check
        self._keys = api.body_keys()
        self._required = [p for p in parameters if p.required]
        self._whole = next((p for p in parameters if p.place is Place.WHOLE_BODY), None)
        self._by_line = self._whole is not None and _is_lines(self._whole)
        self._open = api.takes_unknown_keys

    def takes(self, name: str) -> bool:
        """Whether a query parameter is the handler's own, although every API has one of that name."""
        return name in self._query

    def __call__(self, node: Node, request: Request, values: Mapping[str, str], query: dict[str, str]) -> Any:
        """Run the handler.

        :param values: the path parameters.
        :param query: the query parameters.
        :raises ApiError: the request is not what the API takes, or the handler refuses.
        """
        arguments = {**self._query.arguments(query, request.path), **values}
        body = _sent(request, query)
        if body and not body.isspace():
            self._read(request, body, arguments, in_query="source" in query and not request.body)
        missing = next((p for p in self._required if p.name not in arguments), None)
        if missing is not None:
            raise _missing(missing)
        self._check(arguments)
        try:
            return self.api.asked(node, arguments)
        except PLACED as error:
            placed(error, body_of(arguments, self._keys), body.decode("utf-8", "replace"))
            raise

    def _read(self, request: Request, body: bytes, arguments: dict[str, Any], *, in_query: bool) -> None:
        if self._whole is None and not self._keys and not self._open:
            raise IllegalArgumentError(f"request [{request.method} {request.path}] does not support having a body")
        if not in_query:
            _check_type(request.headers.get("content-type"))
        if self._whole is not None:
            arguments[self._whole.name] = _lines(self.api.name, body) if self._by_line else read(body, exactly=True)
            return
        found = read_strictly(body, exactly=self.api.name == "update")
        if found is None:
            return
        if not isinstance(found, Mapping):
            raise XContentParseError(f"[1:1] [{parser_of(self.api.name)}] Expected START_OBJECT but was: {token_of(found)}")
        unknown = None if self._open else next((key for key in found if key not in self._keys), None)
        if unknown is not None:
            raise unknown_key(self.api.name, found, unknown, self._keys)
        for name, value in arguments_of(found, self._keys).items():
            arguments[name] = value if self.api.body_first or name not in arguments else _one_of(name, value, arguments[name])


def _one_of(name: str, in_body: Any, in_query: Any) -> Any:
    """What the query string says; two limits of documents must be the same (``setMaxDocsValidateIdentical``)."""
    if name == "max_docs" and in_query is not None and str(in_body) != str(in_query):
        raise IllegalArgumentError(f"[max_docs] set to two different values [{in_body}] and [{in_query}]")
    return in_body if in_query is None else in_query


def _sent(request: Request, query: Mapping[str, str]) -> bytes:
    """The body; or ``source``, for callers who cannot send one with a GET."""
    if request.body or "source" not in query:
        return request.body
    if "source_content_type" not in query:
        raise IllegalArgumentError("source and source_content_type parameters are required")
    _check_type(query["source_content_type"])
    return query["source"].encode()


def _check_type(header: str | None) -> None:
    if header is None:
        raise StatusError(406, "Content-Type header is missing")
    if content_type(header).format in _UNREAD:
        raise StatusError(406, f"Content-Type header [{header}] is not supported by docstore: send JSON")
    if content_type(header).format is Format.YAML:
        raise StatusError(406, f"Content-Type header [{header}] is not supported by docstore: send JSON")


def _lines(name: str, body: bytes) -> bytes:
    if not body.endswith(b"\n"):
        what, newline = ("msearch", "\n") if name.startswith("msearch") else ("bulk", "\\n")
        raise IllegalArgumentError(f"The {what} request must be terminated by a newline [{newline}]")
    return body


def _is_lines(parameter: Parameter) -> bool:
    return any(get_origin(each) in (Iterable, Sequence, list) or each is Iterable for each in (parameter.type, *get_args(parameter.type)))


def _missing(parameter: Parameter) -> Exception:
    if parameter.place in (Place.BODY, Place.WHOLE_BODY):
        return ElasticsearchParseError("request body is required")
    return IllegalArgumentError(f"{parameter.wire_name} is a required parameter")

