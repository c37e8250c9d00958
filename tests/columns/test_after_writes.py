"""A column that writes have changed step by step answers as one that is built of the documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore import Store
from docstore.columns import Column, ColumnCache, IndexView, KeywordColumn, NumericColumn, TextColumn, Want
from docstore.columns.check import same
from docstore.query.numbers import Interval
from tests.columns.fake_index import FakeIndex
from tests.columns.test_builder import lists

PROPERTIES = {
    "n": {"type": "long"},
    "m": {"type": "double"},
    "k": {"type": "keyword"},
    "tags": {"type": "keyword"},
    "t": {"type": "text"},
    "v": {"type": "dense_vector", "dims": 2, "index": False},
}
WORDS = st.sampled_from(["red", "blue", "blau", "rot", "röt", "a", "zz"])
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(-4, 4),
        "m": st.lists(st.sampled_from([-1.5, 0.0, 2.5]), max_size=3),
        "k": WORDS,
        "tags": st.lists(WORDS, max_size=3),
        "t": st.lists(WORDS, max_size=6).map(" ".join),
        "v": st.sampled_from([[1.0, 2.0], [0.5, 0.25]]),
    },
)
WRITES = st.lists(st.tuples(st.integers(0, 12).map(str), st.none() | DOCUMENTS), max_size=12)


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> Iterator[None]:
    """What is kept apart, and soon put together, is so among few documents too."""
    few_of = {f"docstore.columns.{kind}_column.FEW_OF": 1 for kind in ("keyword", "numeric", "text")}
    sizes = {"docstore.columns.text_column._SMALL": 2, "docstore.columns.drift._FREE": 2, **few_of}
    patches = [mock.patch(name, size) for name, size in sizes.items()]
    for patch in patches:
        patch.start()
    yield
    for patch in patches:
        patch.stop()


def columns(index: FakeIndex, cache: ColumnCache) -> dict[str, Column]:
    view = IndexView(index.reader(), cache=cache)
    return {path: view.column(Want(field)) for path in PROPERTIES if (field := view.field(path)) is not None}


@given(st.lists(DOCUMENTS, max_size=20), st.lists(st.tuples(WRITES, st.booleans()), max_size=5), st.booleans())
def test_columns_after_writes(documents: list[dict[str, Any]], rounds: list[Any], at_once: bool) -> None:
    index, cache = FakeIndex(PROPERTIES, *documents), ColumnCache()
    for writes, asked in [([], at_once), *rounds, ([], True)]:
        for doc_id, document in writes:
            if document is None:
                index.delete(doc_id)
            else:
                index.put(doc_id, document)
        built, forward = columns(index, ColumnCache()), columns(index, cache)
        for path, column in forward.items() if asked else ():
            for _ in range(2):
                assert answers(column) == answers(built[path])
            assert same(column.settled(), built[path])


def test_terms_are_counted_first_after_a_removal() -> None:
    index, cache = FakeIndex(PROPERTIES, *({"t": "red red blue"} for _ in range(20))), ColumnCache()
    columns(index, cache)
    index.delete("4")
    forward, built = columns(index, cache), columns(index, ColumnCache())
    assert answers(forward["t"]) == answers(built["t"])


def answers(column: Column) -> list[Any]:
    """All that queries, sorts and aggregations ask, by terms and not by codes."""
    found: list[Any] = [column.count, column.exists().tolist(), column.rows.counts().tolist()]
    every = np.arange(column.count)
    found.append(column.rows.exists_of(every).tolist())
    if isinstance(column, KeywordColumn):
        found += [*keyword_answers(column), *ends(column, column.rows.least(column.codes))]
    elif isinstance(column, NumericColumn) and column.values.ndim == 1:
        found += [lists(column), *numeric_answers(column), *ends(column, column.rows.least(column.values))]
    return found


def numeric_answers(column: NumericColumn) -> Iterator[Any]:
    for low, high in [(-2, 1), (0, 0), (None, 2), (1, None), (3, -3)]:
        interval = Interval(low, high)
        hits = np.flatnonzero(column.rows.any(interval.hits(column.values))).tolist()
        few, amount = column.few(interval), column.amount(interval)
        assert few is None or few.tolist() == hits
        assert amount is None or amount == len(hits)
        yield hits


def keyword_answers(column: KeywordColumn) -> Iterator[Any]:
    yield lists(column)
    yield column.pairs
    used = [code for code in range(len(column.terms)) if column.with_codes(code, code + 1).any()]
    yield [column.terms[code] for code in used]
    for low, high in [*pairwise([0, *used, len(column.terms)]), *((code, code + 1) for code in used)]:
        hits = np.flatnonzero(column.with_codes(low, high)).tolist()
        few = column.few_with_codes(low, high)
        assert few is None or few.tolist() == hits
        assert hits == np.flatnonzero(column.with_any_code(list(range(low, high)))).tolist()
        yield hits
    if isinstance(column, TextColumn):
        yield column.norms.tolist(), column.documents, column.different
        every = np.arange(len(column.terms))
        assert np.flatnonzero(column.used(every)).tolist() == used
        for code in used:
            yield [part.tolist() for part in (column.spots(code), *column.frequencies(code))], column.having(code)


def ends(column: NumericColumn | KeywordColumn, values: Any) -> Iterator[Any]:
    """Where an end of the order is known, it is that."""
    for wanted in (1, 3):
        for descending in (False, True):
            found = column.ends(wanted, descending=descending)
            if found is None:
                continue
            having = np.flatnonzero(column.exists())
            directed = -values[having].astype(np.float64) if descending else values[having]
            first = having[np.argsort(directed, kind="stable")][:wanted]
            assert found.tolist() == first.tolist()
    yield from ()


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_the_ends_of_a_range_come_and_go(store: Store, order: str) -> None:
    """What is known of all values, as whether one is like no value, is known after writes too."""
    store.indices.create(index="ends", mappings={"properties": {"n": {"type": "long"}, "x": {"type": "double"}}})
    documents = {str(at): {"n": at % 3, "x": float(at % 3)} for at in range(12)} | {"none": {}}
    for number, more in enumerate([{}, {"n": 2**63 - 1, "x": -0.0}, {"n": -(2**63), "x": 0.0}, {}, {"n": 1, "x": -0.0}]):
        documents[f"m{number}"] = more
        documents.pop(str(number), None)
        documents["5"] = more
        for doc_id, document in documents.items():
            store.index(index="ends", id=doc_id, document=document)
        store.delete_by_query(index="ends", query={"bool": {"must_not": {"ids": {"values": list(documents)}}}})
        for field in ("n", "x"):
            for _ in range(3):
                found = [hit["_id"] for hit in store.search(index="ends", sort=[{field: order}], size=40)["hits"]["hits"]]
            with store.transaction():
                assert found == [hit["_id"] for hit in store.search(index="ends", sort=[{field: order}], size=40)["hits"]["hits"]]
