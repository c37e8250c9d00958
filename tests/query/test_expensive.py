"""search.allow_expensive_queries: what a cluster may forbid."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

JOINING = "[joining] queries"


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ({"prefix": {"t": "a"}}, "[prefix] queries"),
        ({"fuzzy": {"t": "a"}}, "[fuzzy] queries"),
        ({"regexp": {"t": "a"}}, "[regexp] queries"),
        ({"wildcard": {"t": "a"}}, "[wildcard] queries"),
        ({"range": {"t": {"gte": "a"}}}, "[range] queries on [text] or [keyword] fields"),
        ({"range": {"k": {"gte": "a"}}}, "[range] queries on [text] or [keyword] fields"),
        ({"nested": {"path": "o", "query": {"match_all": {}}}}, JOINING),
        ({"has_child": {"type": "a", "query": {"match_all": {}}}}, JOINING),
        ({"has_parent": {"parent_type": "q", "query": {"match_all": {}}}}, JOINING),
        ({"parent_id": {"type": "a", "id": "1"}}, JOINING),
        ({"match": {"t": {"query": "a", "fuzziness": 1}}}, "[fuzzy] queries"),
        ({"query_string": {"query": "ab*", "default_field": "t"}}, "[prefix] queries"),
        ({"prefix": {"p": "ab"}}, None),
        ({"prefix": {"p": "abcdefg"}}, "[prefix] queries"),
        ({"range": {"n": {"gte": 1}}}, None),
        ({"term": {"k": "a"}}, None),
    ],
    ids=str,
)
def test_forbidden(store: docstore.Store, query: Any, what: str | None) -> None:
    join = {"type": "join", "relations": {"q": "a"}}
    prefixed = {"type": "text", "index_prefixes": {}}
    properties = {"t": {"type": "text"}, "p": prefixed, "k": {"type": "keyword"}, "n": {"type": "long"}, "o": {"type": "nested"}, "j": join}
    store.indices.create(index="i", mappings={"properties": properties})
    store.search(index="i", query=query)
    store.cluster.put_settings(persistent={"search.allow_expensive_queries": False})
    if what is None:
        store.search(index="i", query=query)
        return
    with pytest.raises(ApiError) as failure:
        store.search(index="i", query=query)
    reason = failure.value.body["error"]["root_cause"][0]["reason"]
    assert reason.startswith(f"failed to create query: {what} cannot be executed when 'search.allow_expensive_queries' is set to false.")
