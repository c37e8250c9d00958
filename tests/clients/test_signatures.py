"""The store's methods take every parameter that those of elasticsearch-py take."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from elasticsearch import Elasticsearch

import docstore
from docstore.api.registry import APIS

COMMON = {"self", "body", "error_trace", "filter_path", "human", "pretty"}
ELSEWHERE = {"project_routing", "route_slice"}
"""Of a service that has other projects."""

OWN = {"cluster.get_component_template": {"settings_filter"}, "render_search_template": {"file"}}
"""Settings are not secret; files are of a server."""


@pytest.mark.parametrize("namespace", ["", "indices", "cluster", "cat", "tasks", "nodes"])
def test_all_parameters_are_known(store: docstore.Store, namespace: str) -> None:
    theirs, ours = Elasticsearch("http://localhost:9200"), store
    names = [f"{namespace}.{name}".lstrip(".") for name in dir(getattr(theirs, namespace) if namespace else theirs)]
    lacking = {}
    for name in set(names) & set(APIS):
        asked = inspect.signature(_method(theirs, name)).parameters
        known = inspect.signature(_method(ours, name)).parameters
        if any(each.kind is inspect.Parameter.VAR_KEYWORD for each in known.values()):
            continue
        if missing := set(asked) - set(known) - COMMON - ELSEWHERE - OWN.get(name, set()) - {APIS[name].body_name}:
            lacking[name] = missing
    assert lacking == {}


def _method(client: Any, name: str) -> Any:
    for part in name.split("."):
        client = getattr(client, part)
    return client
