"""The REST API as an OpenAPI 3.1 document, made from the declarations: ``python -m docstore.rest.openapi`` prints it.

For tools that read such documents: generators of clients, explorers, fuzzers. What a body holds is told one level deep.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from typing import Any, Union, get_args, get_origin

from docstore.api.listing import apis
from docstore.api.registry import Api, Parameter, Place, Route
from docstore.errors import JsonObject
from docstore.rest.query_string import COMMON, Declared
from docstore.version import VERSION

_SCALARS: dict[Any, JsonObject] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
_FLAGS = ("error_trace", "human", "pretty")


def document() -> JsonObject:
    """The document.

    >>> sorted(document()["paths"]["/{index}/_count"])
    ['get', 'post']
    """
    paths: dict[str, JsonObject] = {}
    for api in apis():
        for number, route in enumerate(api.routes):
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(api, route, number)
    return {
        "openapi": "3.1.0",
        "info": {"title": "docstore", "version": VERSION, "description": "The Elasticsearch document API, embedded."},
        "paths": dict(sorted(paths.items())),
    }


def _operation(api: Api[..., Any], route: Route, number: int) -> JsonObject:
    declared, parameters = Declared(api), api.parameters()
    given = [_in_path(name, parameters) for name in route.parameters]
    given += [_in_query(p) for p in parameters if p.wire_name in declared]
    given += [_common(name) for name in COMMON[:5] if name not in declared]
    found: JsonObject = {
        "operationId": api.name if number == 0 else f"{api.name}.{number}",
        "summary": api.summary,
        "tags": [api.name.partition(".")[0] if "." in api.name else "documents"],
        "parameters": given,
        "responses": {"200": {"description": "The answer."}, "default": {"description": "An error: `error` and `status`."}},
    }
    body = _body(parameters)
    if body is not None:
        found["requestBody"] = body
    return found


def _in_path(name: str, parameters: Sequence[Parameter]) -> JsonObject:
    parameter = next(p for p in parameters if p.name == name)
    return {"name": name, "in": "path", "required": True, "schema": kind_of(parameter.type)}


def _in_query(parameter: Parameter) -> JsonObject:
    required = parameter.required and parameter.place is Place.QUERY
    return {"name": parameter.wire_name, "in": "query", "required": required, "schema": kind_of(parameter.type)}


def _common(name: str) -> JsonObject:
    return {"name": name, "in": "query", "required": False, "schema": _SCALARS[bool if name in _FLAGS else str]}


def _body(parameters: Sequence[Parameter]) -> JsonObject | None:
    whole = next((p for p in parameters if p.place is Place.WHOLE_BODY), None)
    keys = [p for p in parameters if p.in_body]
    if whole is not None:
        kind = "application/x-ndjson" if _is_lines(whole.type) else "application/json"
        return {"required": whole.required, "content": {kind: {"schema": {} if kind == "application/json" else {"type": "string"}}}}
    if not keys:
        return None
    schema: JsonObject = {"type": "object", "properties": {p.wire_name: kind_of(p.type) for p in keys}}
    required = [p.wire_name for p in keys if p.required]
    if required:
        schema["required"] = required
    return {"required": bool(required), "content": {"application/json": {"schema": schema}}}


def _is_lines(hint: Any) -> bool:
    return any(getattr(get_origin(each), "__name__", "") == "Iterable" for each in (hint, *get_args(hint)))


def kind_of(hint: Any) -> JsonObject:
    """The kind of a parameter as JSON Schema; ``{}`` for anything."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [kind_of(option) for option in get_args(hint) if option is not types.NoneType]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if origin in (list, Sequence):
        return {"type": "array", "items": kind_of(get_args(hint)[0])}
    if origin in (dict, Mapping):
        return {"type": "object"}
    return dict(_SCALARS.get(hint, {}))


if __name__ == "__main__":
    print(json.dumps(document(), indent=1))
