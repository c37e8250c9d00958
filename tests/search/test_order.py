"""The order of hits of several indices."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store
from docstore.errors import ApiError

APART = "Can't do sort across indices, as a field has [unsigned_long] type in one index, and different type in another index!"


@pytest.fixture
def numbers(store: Store) -> Store:
    for name, kind in (("u1", "unsigned_long"), ("u2", "unsigned_long"), ("long", "long"), ("none", None)):
        properties: dict[str, Any] = {} if kind is None else {"n": {"type": kind}, "other": {"type": "alias", "path": "n"}}
        store.indices.create(index=name, mappings={"dynamic": False, "properties": properties})
        store.index(index=name, id=name, document={"n": 7})
    return store


@pytest.mark.parametrize(
    ("index", "sort"),
    [
        ("u1,long", "n"),
        ("u1,long", ["_doc", {"n": {"numeric_type": "double"}}]),
        ("u1,u2,long", "other"),
        ("u1,none", [{"n": {"unmapped_type": "long"}}]),
    ],
)
def test_unsigned_longs_among_others_have_no_order(numbers: Store, index: str, sort: Any) -> None:
    with pytest.raises(ApiError) as raised:
        numbers.search(index=index, sort=sort)
    error = raised.value.body["error"]
    assert (raised.value.status, error["type"], error["caused_by"]["reason"]) == (400, "search_phase_execution_exception", APART)


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("u1,u2", {"sort": "n"}),
        ("u1,none", {"sort": [{"n": {"unmapped_type": "unsigned_long"}}]}),
        ("u1,long", {"sort": "n", "size": 0}),
        ("u1,long", {"sort": "_doc"}),
        ("long,none", {"sort": [{"n": {"unmapped_type": "long"}}]}),
    ],
)
def test_what_goes_together(numbers: Store, index: str, asked: dict[str, Any]) -> None:
    assert numbers.search(index=index, **asked)["hits"]["total"]["value"] == 2
