"""Random documents, writes and queries: columns that live through all of it agree with reading each document."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from docstore.columns import ColumnCache
from docstore.query import parse, select
from tests.columns.fake_index import FakeIndex, FakeReader
from tests.examples import TIMES
from tests.query.reference import evaluate

Json = dict[str, Any]

PROPERTIES = {
    "n": {"type": "long"},
    "d": {"type": "double"},
    "k": {"type": "keyword"},
    "t": {"type": "text", "fields": {"raw": {"type": "keyword", "ignore_above": 4}}},
    "o": {"properties": {"p": {"type": "long", "null_value": 3}, "q": {"type": "keyword"}}},
    "b": {"type": "boolean"},
}

numbers = st.integers(-3, 3)
words = st.sampled_from(["a", "ab", "b", "B", "a b", "ab é", "long words here"])


def maybe_many(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values | st.none() | st.lists(values | st.none(), max_size=3)


objects = st.fixed_dictionaries({}, optional={"p": maybe_many(numbers), "q": maybe_many(words)})
documents = st.fixed_dictionaries(
    {},
    optional={
        "n": maybe_many(numbers) | numbers.map(str),
        "d": maybe_many(numbers.map(lambda n: n / 2) | numbers),
        "k": maybe_many(words) | numbers,
        "t": maybe_many(words),
        "o": objects | st.lists(objects, max_size=2),
        "o.p": numbers,
        "b": maybe_many(st.booleans()),
        "other": words,
    },
)

number_bounds = st.fixed_dictionaries({}, optional={"gte": numbers, "lt": numbers}) | st.fixed_dictionaries(
    {}, optional={"gt": numbers, "lte": numbers}
)
word_bounds = st.fixed_dictionaries({"gte": words}, optional={"lt": words}) | st.fixed_dictionaries(
    {"gt": words, "lte": words}
)


def under(field: st.SearchStrategy[str], value: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.builds(lambda name, inner: {name: inner}, field, value)


number_fields = st.sampled_from(["n", "d", "o.p", "unmapped"])
word_fields = st.sampled_from(["k", "t", "t.raw", "o.q", "unmapped"])
leaves = st.one_of(
    st.just({"match_all": {}}),
    st.just({"match_none": {}}),
    st.builds(lambda ids: {"ids": {"values": ids}}, st.lists(st.integers(0, 5).map(str), max_size=3)),
    st.builds(lambda body: {"term": body}, under(number_fields, numbers)),
    st.builds(lambda body: {"term": body}, under(word_fields, words)),
    st.builds(lambda body: {"term": body}, under(word_fields, words.map(lambda word: {"value": word}))),
    st.builds(lambda body: {"term": body}, under(st.just("b"), st.booleans())),
    st.builds(lambda body: {"terms": body}, under(number_fields, st.lists(numbers, max_size=3))),
    st.builds(lambda body: {"terms": body}, under(word_fields, st.lists(words, max_size=3))),
    st.builds(lambda body: {"range": body}, under(number_fields, number_bounds)),
    st.builds(lambda body: {"range": body}, under(word_fields, word_bounds)),
    st.builds(
        lambda field: {"exists": {"field": field}}, st.sampled_from(["n", "k", "t", "t.raw", "o", "o.p", "unmapped"])
    ),
    st.builds(lambda body: {"prefix": body}, under(word_fields, words)),
)


def combined(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    clauses = st.lists(inner, max_size=3)
    parts = {
        "must": clauses,
        "filter": clauses,
        "should": clauses,
        "must_not": clauses,
        "minimum_should_match": st.integers(1, 3),
    }
    return st.fixed_dictionaries({}, optional=parts).map(lambda body: {"bool": body})


queries = st.recursive(leaves, combined, max_leaves=6)

writes: st.SearchStrategy[tuple[str, str, Json]] = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 9).map(str), documents),
    st.tuples(st.just("delete"), st.integers(0, 9).map(str), st.just({})),
    st.tuples(st.just("hold"), st.just(""), st.just({})),
)


def slowly(reader: FakeReader, query: Json) -> list[int]:
    return [seq for seq, doc_id, source in reader.documents() if evaluate(query, source, doc_id, reader.mapping)]


def quickly(reader: FakeReader, query: Json, cache: ColumnCache) -> list[int]:
    found: list[int] = select(reader, parse(query), cache=cache).tolist()
    return found


@settings(max_examples=300 * TIMES, deadline=None)
@given(st.lists(documents, max_size=6), queries)
def test_one_query(sources: list[Json], query: Json) -> None:
    reader = FakeIndex(PROPERTIES, *sources).reader()
    assert quickly(reader, query, ColumnCache()) == slowly(reader, query)


@settings(max_examples=150 * TIMES, deadline=None)
@given(st.lists(documents, max_size=4), st.lists(st.tuples(writes, queries), max_size=8))
def test_through_appends_updates_deletes_and_old_snapshots(sources: list[Json], steps: list[tuple[Any, Json]]) -> None:
    index, cache = FakeIndex(PROPERTIES, *sources), ColumnCache()
    held = [index.reader()]
    for (action, doc_id, document), query in steps:
        if action == "put":
            index.put(doc_id, document)
        elif action == "delete":
            index.delete(doc_id)
        else:
            held.append(index.reader())
        for reader in (index.reader(), *held):
            assert quickly(reader, query, cache) == slowly(reader, query)
