"""The arguments of a search: what belongs into its body and what stands beside it."""

from __future__ import annotations

import pytest

from docstore import Store
from docstore.api.registry import Place
from docstore.api.search.search import search
from docstore.api.search.search_body import BESIDE, KEYS
from docstore.errors import ApiError


def test_each_parameter_is_on_one_side() -> None:
    declared = search.parameters()
    assert {each.name for each in declared if each.place is Place.BODY} == KEYS
    assert {each.name for each in declared if each.place is not Place.BODY} == BESIDE


def test_commas_part_names_in_a_url_and_not_in_a_body(store: Store) -> None:
    store.index(index="i", id="1", document={"a": 1, "b": 2, "c": 3})
    client = store.elasticsearch()
    for params in ({"_source": "a,b"}, {"docvalue_fields": "a,b", "_source": "false"}, {"stats": "a,b", "_source_includes": "a,b"}):
        [hit] = client.perform_request("GET", "/i/_search", params=params).body["hits"]["hits"]
        assert hit.get("_source") == {"a": 1, "b": 2} or hit["fields"] == {"a": [1], "b": [2]}
    for source in ("a,b", {"includes": "a,b"}):
        assert store.search(index="i", source=source)["hits"]["hits"][0]["_source"] == {}


@pytest.mark.parametrize("key", ["docvalue_fields", "stats"])
def test_one_name_in_place_of_a_list(store: Store, key: str) -> None:
    store.indices.create(index="i")
    with pytest.raises(ApiError) as raised:
        store.search(index="i", **{key: "a"})
    assert raised.value.reason == f"Unknown key for a VALUE_STRING in [{key}]."
