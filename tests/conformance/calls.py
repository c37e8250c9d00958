"""From the name of an API and its parameters to a request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from docstore.api.listing import apis
from docstore.api.registry import Route
from docstore.rest.message import Request
from tests.conformance.outcome import Failed, NoSuchApi

_ROUTES = {api.name: api.routes for api in apis()}
_OTHER_NAMES = {"reindex.get": "get_reindex", "reindex.list": "list_reindex", "reindex.cancel": "cancel_reindex"}
"""Names of APIs in the tests that are not those of the clients."""

_BY_LINE = ("bulk", "msearch", "msearch_template")


class ParameterMissing(Failed):
    """A call without a parameter that every path of the API has."""


def request(name: str, parameters: Mapping[str, Any], headers: Mapping[str, str]) -> Request:
    """The request of a call.

    :raises NoSuchApi: docstore does not have it.
    :raises ParameterMissing: no path can be filled.
    """
    name = _OTHER_NAMES.get(name, name)
    given = {key: value for key, value in parameters.items() if key not in ("body", "ignore")}
    body, by_line = _body(name, parameters.get("body"))
    if name == "raw":
        method, path = given.pop("method"), "/" + str(given.pop("path")).lstrip("/")
    else:
        route = _route(name, given, has_body=body is not None)
        method, path = route.method, route.path
        for key in route.parameters:
            path = path.replace(f"{{{key}}}", quote(_text(given.pop(key)), safe=",*"))
    query = urlencode({key: _text(value) for key, value in given.items()})
    sent = dict(headers)
    if body is not None and not any(key.lower() == "content-type" for key in sent):
        sent["Content-Type"] = "application/x-ndjson" if by_line else "application/json"
    target = path if not query else f"{path}{'&' if '?' in path else '?'}{query}"
    return Request.of(method, target, sent, body)


def _route(name: str, given: Mapping[str, Any], *, has_body: bool) -> Route:
    if name not in _ROUTES:
        raise NoSuchApi(name)
    fitting = [route for route in _ROUTES[name] if all(given.get(key) not in (None, "", []) for key in route.parameters)]
    if not fitting:
        raise ParameterMissing(f"{name}: a parameter of the path is missing")
    most = max(len(route.parameters) for route in fitting)
    fitting = [route for route in fitting if len(route.parameters) == most]
    return next((route for route in fitting if has_body and route.method == "POST" and fitting[0].method == "GET"), fitting[0])


def _body(name: str, body: Any) -> tuple[str | None, bool]:
    if body is None:
        return None, False
    if name in _BY_LINE:
        if isinstance(body, list):
            body = "\n".join(line.strip("\n") if isinstance(line, str) else json.dumps(line) for line in body)
        return str(body).rstrip("\n") + "\n", True
    return body if isinstance(body, str) else json.dumps(body), False


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return "" if value is None else str(value)
