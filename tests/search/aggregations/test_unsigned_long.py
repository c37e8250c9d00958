"""unsigned_long: keys are exact, what is computed is the nearest double."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from tests.search.aggregations.cases import Json, aggregate, counts

LAST = 2**64 - 1
VALUES = [1, 51, 101, 10223372036854775807, LAST]


@pytest.fixture(scope="module", params=[("a",), ("a", "b")], ids=["one index", "two indices"])
def filled(request: pytest.FixtureRequest) -> Iterator[docstore.Store]:
    with docstore.open() as store:
        for index in request.param:
            store.indices.create(index=index, mappings={"properties": {"u": {"type": "unsigned_long"}}})
        for at, value in enumerate(VALUES):
            store.index(index=request.param[at % len(request.param)], document={"u": value})
        yield store


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"min": {"field": "u"}}, {"value": 1.0}),
        ({"max": {"field": "u"}}, {"value": 2.0**64}),
        ({"cardinality": {"field": "u"}}, {"value": 5}),
        ({"avg": {"field": "u", "missing": 3}}, {"value": (153 + 10223372036854775807 + LAST) / 5}),
        ({"weighted_avg": {"value": {"field": "u"}, "weight": {"field": "none", "missing": 1}}},
         {"value": (2.0**64 + 10223372036854775807) / 5}),
    ],
)  # fmt: skip
def test_metrics(filled: docstore.Store, body: Json, expected: Json) -> None:
    assert aggregate(filled, body) == expected


def test_keys_are_exact(filled: docstore.Store) -> None:
    every = dict.fromkeys(VALUES, 1)
    assert counts(aggregate(filled, {"terms": {"field": "u"}})) == every
    pairs = aggregate(filled, {"multi_terms": {"terms": [{"field": "u"}, {"field": "u"}]}})
    assert [bucket["key"] for bucket in pairs["buckets"]] == [[value, value] for value in VALUES]
    ranges: Any = {"range": {"field": "u", "ranges": [{"to": 51}, {"from": 51, "to": 150}, {"from": 150}]}}
    assert list(counts(aggregate(filled, ranges)).values()) == [1, 2, 2]


def test_pages_of_composite(filled: docstore.Store) -> None:
    composite: Json = {"size": 2, "sources": [{"u": {"terms": {"field": "u"}}}]}
    first = aggregate(filled, {"composite": composite})
    second = aggregate(filled, {"composite": composite | {"after": first["after_key"]}})
    third = aggregate(filled, {"composite": composite | {"after": second["after_key"]}})
    assert [bucket["key"]["u"] for page in (first, second, third) for bucket in page["buckets"]] == VALUES
