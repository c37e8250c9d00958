"""The OpenAPI document tells every route, and nothing that a request may not have."""

from __future__ import annotations

import json
import re

from docstore.api.listing import apis
from docstore.rest.openapi import document


def test_every_route_is_an_operation() -> None:
    paths = document()["paths"]
    for api in apis():
        for route in api.routes:
            operation = paths[route.path][route.method.lower()]
            in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", route.path))
    names = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(names) == len(set(names))
    json.dumps(paths)


def test_kinds_are_those_of_the_declarations() -> None:
    paths = document()["paths"]
    search = paths["/{index}/_search"]["post"]
    query = {each["name"]: each["schema"] for each in search["parameters"] if each["in"] == "query"}
    assert query["typed_keys"] == query["pretty"] == {"type": "boolean"}
    assert query["_source_includes"] == {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    assert "query" in search["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert paths["/{index}"]["put"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["mappings"] == {"type": "object"}
    assert paths["/_bulk"]["post"]["requestBody"]["content"].keys() == {"application/x-ndjson"}
    assert "requestBody" not in paths["/{index}"]["delete"]
    assert "requestBody" in paths["/{index}/_doc/{id}"]["put"]
