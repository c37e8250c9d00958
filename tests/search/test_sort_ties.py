"""What ties in a sort, and what does not: documents without a value are those with an end of the type's range, as in Lucene."""

from __future__ import annotations

from typing import Any

import pytest

import docstore

LONG, INT = 2**63 - 1, 2**31 - 1
DOCUMENTS: list[dict[str, Any]] = [
    {"d": 0.0, "l": LONG, "i": INT},
    {"d": -0.0},
    {"d": 0.0, "l": LONG, "i": INT},
    {"d": -0.0},
    {"l": -LONG - 1, "i": -INT - 1},
]


@pytest.fixture
def index(store: docstore.Store) -> docstore.Store:
    store.indices.create(index="i", mappings={"properties": {"d": {"type": "double"}, "l": {"type": "long"}, "i": {"type": "integer"}}})
    store.load(index="i", documents=[{"at": at, **document} for at, document in enumerate(DOCUMENTS)], id="at")
    return store


@pytest.mark.parametrize(
    ("field", "order", "missing", "expected"),
    [
        ("d", "asc", "_last", "13024"),
        ("d", "asc", "_first", "41302"),
        ("d", "desc", "_last", "02134"),
        ("d", "desc", "_first", "40213"),
        *(
            case
            for field in "li"
            for case in [
                (field, "asc", "_last", "40123"),
                (field, "asc", "_first", "13402"),
                (field, "desc", "_last", "02134"),
                (field, "desc", "_first", "01234"),
            ]
        ),
    ],
)
def test_ties(index: docstore.Store, field: str, order: str, missing: str, expected: str) -> None:
    sort: list[Any] = [{field: {"order": order, "missing": missing}}]
    for _ in range(4):  # the order of values is kept when it is asked for again
        hits = index.search(index="i", sort=sort)["hits"]["hits"]
        assert "".join(hit["_id"] for hit in hits) == expected
        assert [hit["_id"] for hit in index.search(index="i", sort=sort, size=2)["hits"]["hits"]] == list(expected[:2])
    for name, places in {"j": range(2), "k": range(2, len(DOCUMENTS))}.items():
        index.indices.create(index=name, mappings=index.indices.get_mapping(index="i")["i"]["mappings"])
        index.load(index=name, documents=[{"at": at, **DOCUMENTS[at]} for at in places], id="at")
    hits = index.search(index="j,k", sort=sort)["hits"]["hits"]
    assert "".join(hit["_id"] for hit in hits) == expected
    sort = [*sort, {"at": "asc"}]
    seen, after = "", None
    while page := index.search(index="i", sort=sort, size=1, search_after=after)["hits"]["hits"]:
        seen, after = seen + page[0]["_id"], page[0]["sort"]
    assert seen == expected
