"""The reference knows every kind of everything that a search can say, and asks for it; or it is excused, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docstore.api.search.search_body import KEYS
from docstore.mapping.registry import FIELD_TYPES
from docstore.query import KINDS as QUERIES
from docstore.query.functions.function import FUNCTIONS
from docstore.query.sort import BY_NAME
from docstore.search.aggregations.registry import KINDS as AGGREGATIONS
from docstore.search.aggregations.registry import PIPELINES
from tests.search.reference import aggregations, queries
from tests.search.reference.excused import KINDS as EXCUSED
from tests.search.reference.queries import functions
from tests.search.reference.schema import Json, Schema
from tests.search.reference.strategies import aggregations as random_aggregations
from tests.search.reference.strategies import queries as random_queries
from tests.search.reference.strategies import sorts


def types_in(properties: Json) -> Iterator[str]:
    """Those of fields, of fields in them and beside them."""
    for field in properties.values():
        if "type" in field:
            yield field["type"]
        yield from types_in({**field.get("properties", {}), **field.get("fields", {})})


def asked_keys() -> set[str]:
    """The keys that the tests against the reference send."""
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_*_reference*.py") if path.name != Path(__file__).name]
    return {key for key in KEYS if any(f'"{key.rstrip("_")}":' in text or f"{key}={{" in text for text in texts)}


KNOWN = {
    "query": (QUERIES, [queries.KINDS, random_queries.KINDS]),
    "aggregation": (
        [*AGGREGATIONS, *PIPELINES],
        [aggregations.KINDS.keys() | aggregations.PARENTS.keys() | aggregations.SIBLINGS.keys(), random_aggregations.KINDS],
    ),
    "function": (FUNCTIONS, [functions.FUNCTIONS]),
    "sort": (BY_NAME, [sorts.KINDS]),
    "type": (FIELD_TYPES, [{*types_in(Schema().properties)}]),
    "key": (KEYS, [asked_keys()]),
}


@pytest.mark.parametrize("what", KNOWN)
def test_every_kind(what: str) -> None:
    registered, covered = KNOWN[what]
    excused = {name.removeprefix(f"{what} ") for name in EXCUSED if name.startswith(f"{what} ")}
    for each in covered:
        assert set(registered) - set(each) == excused
