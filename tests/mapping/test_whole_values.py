"""Types that take arrays and objects whole: what is inside is a value, not structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, DocumentParsingError
from tests.mapping.pair_field import pairs


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    with pairs():
        yield


MAPPING = {
    "properties": {
        "p": {"type": "pair", "fields": {"sum": {"type": "long"}}},
        "o": {"properties": {"p": {"type": "pair"}}},
        "bare": {"type": "pair", "copy_to": "all"},
    }
}


@pytest.fixture
def places(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings=MAPPING)
    return store


def count(store: docstore.Store, query: dict[str, Any]) -> int:
    return int(store.count(index="i", query=query)["count"])


@pytest.mark.parametrize(
    "document",
    [
        {"p": [1, 2]},
        {"p": {"x": 1, "y": 2}},
        {"p": [[1, 2]]},
        {"p.x": 0, "p": [1, 2]},
    ],
)
def test_a_whole_value_is_one_value(places: docstore.Store, document: dict[str, Any]) -> None:
    if "p.x" in document:
        with pytest.raises(DocumentParsingError):
            places.index(index="i", document=document)
        return
    places.index(index="i", document=document)
    assert count(places, {"term": {"p": 1002}}) == 1
    assert count(places, {"term": {"p.sum": 3}}) == 1
    assert count(places, {"exists": {"field": "p"}}) == 1
    assert places.indices.get_mapping(index="i")["i"]["mappings"]["properties"].keys() == {"p", "o", "bare"}


def test_several_places_give_several_values(places: docstore.Store) -> None:
    places.index(index="i", document={"o": [{"p": [1, 2]}, {"p": [[3, 4], [5, 6]]}, {"p": None}]})
    places.index(index="i", document={"o": {"p": [7, 8]}})
    for value, found in ((1002, 1), (3004, 1), (5006, 1), (7008, 1), (9, 0)):
        assert count(places, {"term": {"o.p": value}}) == found
    assert count(places, {"range": {"o.p": {"gt": 2000}}}) == 2


@pytest.mark.parametrize("value", [[], [1], [1, 2, 3], [1, [2]], {"x": 1}, {"x": 1, "y": {}}, [None], 5])
def test_refused(places: docstore.Store, value: Any) -> None:
    with pytest.raises(DocumentParsingError, match=r"failed to parse field \[p\] of type \[pair\]"):
        places.index(index="i", document={"p": value})


@pytest.mark.parametrize("value", [[1, 2], {"x": 1, "y": 2}])
def test_what_is_no_single_value_is_not_copied(places: docstore.Store, value: Any) -> None:
    with pytest.raises(DocumentParsingError) as caught:
        places.index(index="i", document={"bare": value})
    assert caught.value.reason.partition("] ")[2] == (
        "Cannot copy field [bare] to fields [all]. Copy-to currently only works for value-type fields, not objects."
    )
    places.index(index="i", document={"bare": None})


def test_a_reindex_checks_whole_values(places: docstore.Store) -> None:
    places.indices.create(index="free", mappings={"enabled": False})
    good = [{"p": [n, 1]} for n in range(20)]
    for number, document in enumerate([*good, {"p": [1]}, {"p": [[1, 2], [3, 4]]}, {}]):
        places.index(index="free", id=str(number), document=document)
    with pytest.raises(ApiError) as caught:
        places.reindex(source={"index": "free"}, dest={"index": "i"}, conflicts="proceed")
    assert [failure["id"] for failure in caught.value.body["failures"]] == ["20"]
    assert count(places, {"exists": {"field": "p"}}) == 21
