"""A whole index into one with a mapping of its own: what it costs that documents must fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from benchmarks.data import ID, TOTAL, Document
from benchmarks.duel import Contestant, Pedantic, duel
from benchmarks.ledger import Comparison
from benchmarks.test_reindex import forget, reindex
from docstore import Store

DYNAMIC = "dynamic"
MAPPED = "mapped"

COMPATIBLE = {
    "name": {"type": "keyword"},
    "alternatenames": {"type": "text"},
    "latitude": {"type": "double"},
    "longitude": {"type": "double"},
    "population": {"type": "double"},
    "countrycode": {"type": "keyword"},
}
"""Not what dynamic mapping would choose, and every value is valid."""

CHECKED = {"surveyed": {"type": "date"}, "sheet": {"type": "integer"}}
"""A date and a number in a string: whether a string is one, only its value tells."""

AS_TEXT = {name: {"type": "keyword"} for name in CHECKED}


@pytest.fixture(scope="module")
def checked(documents: list[Document]) -> Iterator[Store]:
    """The cities with a date and a number as text; the source keeps both as keywords."""
    with docstore.open() as opened:
        opened.indices.create(index="cities", mappings={"properties": AS_TEXT})
        opened.load(index="cities", documents=map(_surveyed, documents, range(TOTAL)), id=ID)
        yield opened


def _surveyed(city: Document, number: int) -> Document:
    date = f"{1990 + number % 35}-{number % 12 + 1:02d}-{number % 28 + 1:02d}T{number % 24:02d}:15:00Z"
    return {**city, "surveyed": date, "sheet": str(number % 5000)}


def _compare(benchmark: Pedantic, store: Store, wanted: dict[str, Any], plain: dict[str, Any]) -> tuple[Contestant, Contestant]:
    def fresh(index: str, properties: dict[str, Any]) -> None:
        forget(store, index)
        store.indices.create(index=index, mappings={"properties": properties})

    what = "into an index with " + ", ".join(f"`{name}`: {field['type']}" for name, field in wanted.items())
    ours = Contestant(what, lambda: reindex(store, MAPPED), lambda: fresh(MAPPED, wanted))
    theirs = Contestant("into an index whose mapping is dynamic", lambda: reindex(store, DYNAMIC), lambda: fresh(DYNAMIC, plain))
    duel(benchmark, ours, theirs)
    assert store.count(index=MAPPED)["count"] == store.count(index=DYNAMIC)["count"] == TOTAL
    return ours, theirs


def test_compatible(benchmark: Pedantic, store: Store) -> None:
    ours, theirs = _compare(benchmark, store, COMPATIBLE, {})
    title = "Reindex into another, compatible mapping, against none"
    Comparison("mapped_copy", title, 24, ours.side(), theirs.side(), TOTAL, goal=0.8).save()


def test_checked(benchmark: Pedantic, checked: Store) -> None:
    ours, theirs = _compare(benchmark, checked, CHECKED, AS_TEXT)
    title = "Reindex where a date and a number in a string are checked, against no check"
    Comparison("mapped_check", title, 25, ours.side(), theirs.side(), TOTAL, goal=0.4).save()
