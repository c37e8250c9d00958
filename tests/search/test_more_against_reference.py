"""Random texts, fields that few documents have, and what is done of many: the same hits as a reader of every document finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.as_if_many import as_if_many
from tests.search.reference.comparison import Write, check_aggregation, check_hits, fresh, search, write
from tests.search.reference.schema import Json, Schema
from tests.search.reference.sorting import matching
from tests.search.reference.strategies import aggregations as random_aggregations
from tests.search.reference.strategies import documents, forms, sorts
from tests.search.reference.strategies import queries as q
from tests.search.reference.strategies import values as v

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)
texts = v.one_or_many(st.lists(v.words, max_size=6).map(" ".join))
of_texts = st.lists(
    st.fixed_dictionaries(dict.fromkeys(("t", "t2", "m", "ts", "ti"), texts) | {"i": v.small, "n": v.small}), min_size=6, max_size=8
)
text_queries = st.one_of(
    forms.on_field("match", ["ts"], {"query": v.phrases}, **q.match_options, **q.linking),
    forms.on_field("match", ["ti"], {"query": v.phrases}, **q.match_options),
    forms.on_field("match_phrase", ["ts", "ti"], {"query": v.phrases}),
    forms.on_field("match_phrase", ["t", "t2", "m", "ti"], {"query": q.different_words, "slop": st.integers(1, 5)}),
    forms.on_field("match_phrase", ["t", "t2", "m"], {"query": v.phrases, "slop": st.integers(1, 5)}),
    forms.on_field("term", ["ti", "ts"], {"value": v.words}),
    q.LEAVES["query_string"],
    q.LEAVES["simple_query_string"],
    q.LEAVES["match"],
    q.LEAVES["multi_match"],
    q.LEAVES["fuzzy"],
)
phrases = forms.on_field("match_phrase", ["t", "ti"], {"query": st.lists(v.words, min_size=2, max_size=2).map(" ".join)})
SELDOM = ["rl", "rfl", "rdb", "rip", "ver", "c1", "c2", "all", "im", "nd", "kd", "ni", "ki", "vc", "vd", "vm", "r", "rd"]
TERMS = [name for name in SELDOM if name not in ("vc", "vd", "vm")]
of_seldom = st.lists(st.fixed_dictionaries({}, optional={name: documents.SELDOM[name] for name in SELDOM}), min_size=6, max_size=8)
seldom_queries = st.one_of(
    forms.long_or_short("term", "value", forms.asked(TERMS)),
    forms.ranged([name for name in TERMS if not name.startswith("r") and name != "all"]),
    forms.spanned("rl", v.long_spans),
    forms.spanned("rfl", v.float_spans),
    forms.spanned("rdb", v.float_spans),
    forms.spanned("rip", v.address_spans.filter(lambda each: isinstance(each, dict))),
    forms.built("exists", {"field": st.sampled_from(SELDOM)}),
    forms.long_or_short("match", "query", st.tuples(st.just("all"), v.phrases), **q.match_options),
    *q.nearest.values(),
)
seldom_sorts = st.lists(
    st.sampled_from(["ver", "c2", "im", "ni", "ki", "c1"]).flatmap(sorts.sort_of), max_size=2, unique_by=lambda sort: next(iter(sort))
)


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


def request(query: Json, sort: list[Json], size: int = 20) -> Json:
    return {"query": query, "size": size} | ({"sort": sort} if sort else {})


@settings(many, max_examples=8 * TIMES)
@given(schema=documents.schemas, sources=of_texts, asked=st.lists(text_queries, min_size=20, max_size=20))
def test_texts(store: docstore.Store, schema: Schema, sources: list[Json], asked: list[Json]) -> None:
    corpus = fresh(store, schema, sources)
    for query in asked:
        check_hits(search(store, request(query, [])), [corpus], request(query, []))


@settings(many, max_examples=6 * TIMES)
@given(schema=documents.schemas, sources=of_seldom, asked=st.lists(st.tuples(seldom_queries, seldom_sorts), min_size=20, max_size=20))
def test_fields_that_few_have(store: docstore.Store, schema: Schema, sources: list[Json], asked: list[tuple[Json, list[Json]]]) -> None:
    corpus = fresh(store, schema, sources)
    for query, sort in asked:
        check_hits(search(store, request(query, sort)), [corpus], request(query, sort))


@settings(many, max_examples=10 * TIMES)
@given(
    schema=documents.schemas,
    sources=of_texts,
    query=text_queries | st.sampled_from([0.25, 1.5]).map(lambda boost: {"match_all": {"boost": boost}}),
    after=st.just({"range": {"i": {"gte": -1}}}) | forms.on_field("match", ["t", "ti"], {"query": v.phrases}),
    place=st.integers(0, 3),
    most=st.integers(1, 4),
)
def test_cut(store: docstore.Store, schema: Schema, sources: list[Json], query: Json, after: Json, place: int, most: int) -> None:
    """``min_score`` is the least score that passes; ``terminate_after`` counts what ``post_filter`` lets pass."""
    corpus = fresh(store, schema, sources)
    scores = [hit["_score"] for hit in search(store, request(query, []))["hits"]["hits"]]
    if scores:
        least = scores[min(place, len(scores) - 1)]
        found = search(store, request(query, []) | {"min_score": least})["hits"]
        assert [hit["_score"] for hit in found["hits"]] == [score for score in scores if score >= least]
        assert found["total"]["value"] == len(found["hits"])
    passed = [hit.document.id for hit in matching(corpus, {"query": {"bool": {"must": [query], "filter": [after]}}})]
    cut = search(store, request(query, ["_doc"]) | {"post_filter": after, "terminate_after": most, "track_total_hits": True})
    assert [hit["_id"] for hit in cut["hits"]["hits"]] == passed[:most]
    assert (cut["hits"]["total"]["value"], cut["terminated_early"]) == (min(most, len(passed)), len(passed) > most)


keyword_queries = st.one_of(
    forms.long_or_short("term", "value", forms.asked(["k", "i", "x"])),
    forms.ranged(["k", "i", "x", "t"]),
    forms.ranged(["x", "k"]),
    forms.long_or_short("prefix", "value", forms.asked(["k", "t"])),
)
of_keywords_and_texts = st.lists(
    st.builds(
        lambda texts, others: texts | others,
        st.fixed_dictionaries({"t": texts, "ti": texts}),
        st.fixed_dictionaries({"k": v.one_or_many(v.strings), "i": v.one_or_many(v.small), "x": v.one_or_many(v.halves)}),
    ),
    min_size=9,
    max_size=9,
)


@settings(many, max_examples=16 * TIMES)
@given(
    schema=documents.schemas,
    steps=st.lists(documents.writes.map(lambda writes: writes[:2]), min_size=3, max_size=3),
    asked=st.tuples(st.lists(text_queries | phrases, min_size=6, max_size=6), st.lists(keyword_queries, min_size=8, max_size=8), q.queries),
    sources=of_keywords_and_texts,
    sort=sorts.sorts,
    aggregation=random_aggregations.aggregations,
    size=st.integers(1, 4),
)
def test_as_if_many(
    store: docstore.Store,
    schema: Schema,
    steps: list[list[Write]],
    asked: tuple[list[Json], list[Json], Json],
    sources: list[Json],
    sort: list[Json],
    aggregation: Json,
    size: int,
) -> None:
    """What is done of many documents, asked again and again through writes: columns that grow at their end, orders that are kept."""
    of_text, of_keywords, query = asked
    with as_if_many():
        corpus = fresh(store, schema, sources[:3])
        for at, writes in enumerate(steps):
            more: list[Write] = [("put", f"{at}-{number}", source) for number, source in enumerate(sources[3 + at * 2 : 5 + at * 2])]
            write(store, corpus, [*more, *writes])
            for each in (*of_text, *of_keywords, *of_keywords):
                check_hits(search(store, request(each, [])), [corpus], request(each, []))
            for each in ({"match_all": {}}, query):
                check_hits(search(store, request(each, sort, size)), [corpus], request(each, sort, size))
            check_aggregation(store, [corpus], query, aggregation)
