"""Random documents and what is asked of hits besides: the same values, parts and pieces as a reader of every document finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docstore
from tests.examples import TIMES
from tests.search.reference.comparison import fresh, search
from tests.search.reference.highlighting import marked, spans
from tests.search.reference.schema import Json, Schema
from tests.search.reference.shown_fields import fields
from tests.search.reference.strategies import documents
from tests.search.reference.strategies import values as v

many = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    derandomize=TIMES == 1,
    deadline=None,
)
BOTH = [
    "k",
    "kn",
    "kl",
    "ka",
    "w",
    "t.raw",
    "n",
    "i",
    "al",
    "h",
    "one",
    "u",
    "f",
    "f32",
    "f16",
    "s",
    "x",
    "b",
    "d",
    "df",
    "dn",
    "ip",
    "ver",
    "c1",
    "c2",
    "im",
    "o.k",
    "o.n",
    "c",
]
FROM_SOURCE = [*BOTH, "t", "t2", "t3", "ts", "m", "nd", "kd", "ni", "ki", "none"]
FROM_COLUMNS = [*BOTH, "t.count", "ni", "ki", "rk", "rn"]


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        yield opened


@settings(many, max_examples=10 * TIMES)
@given(schema=documents.schemas, sources=st.lists(documents.full, min_size=3, max_size=3))
def test_fields(store: docstore.Store, schema: Schema, sources: list[Json]) -> None:
    corpus = fresh(store, schema, sources)
    kept = {"docvalue_fields": FROM_COLUMNS}
    for body in ({"fields": FROM_SOURCE}, kept | {"stored_fields": []}, kept | {"source": False}):
        for hit in search(store, {"size": 20, **body})["hits"]["hits"]:
            document: Any = corpus.get(hit["_id"])
            expected = fields(document, FROM_SOURCE) if "fields" in body else fields(document, FROM_COLUMNS, kept=True)
            assert hit.get("fields", {}) == expected, document.source
            assert ("_source" in hit) is ("fields" in body)


short = st.lists(v.words, min_size=1, max_size=10).map(" ".join)
of_short = st.lists(st.fixed_dictionaries({"t": short, "t2": short, "i": v.small}), min_size=4, max_size=4)
two_words = st.lists(v.words.filter(str.islower), min_size=2, max_size=3, unique=True).map(" ".join)
names = st.sampled_from(["t", "t2"])
of_words = st.one_of(
    st.builds(lambda name, text: {"match": {name: text}}, names, v.phrases),
    st.builds(lambda name, text: {"term": {name: text}}, names, v.words),
    st.builds(lambda name, text: {"prefix": {name: text}}, names, st.sampled_from(["f", "fo", "d", "w"])),
    st.builds(lambda name, text: {"match_phrase": {name: text}}, names, two_words),
)
of_several = st.builds(
    lambda must, should, never: {"bool": {"must": must, "should": should, "must_not": never}},
    st.lists(of_words, max_size=1),
    st.lists(of_words, min_size=1, max_size=3),
    st.lists(of_words, max_size=1),
)
marks = st.builds(
    lambda how, tags: {**how, **tags},
    st.fixed_dictionaries(
        {"type": st.sampled_from(["unified", "plain"])},
        optional={
            "number_of_fragments": st.sampled_from([0, 1, 5]),
            "fragment_size": st.sampled_from([100, 150]),
        },
    ),
    st.sampled_from([{}, {"pre_tags": ["<b>"], "post_tags": ["</b>"]}]),
)


@settings(many, max_examples=8 * TIMES)
@given(
    schema=documents.schemas.filter(lambda schema: schema.t2 != "keyword"),
    sources=of_short,
    asked=st.lists(st.tuples(st.one_of(of_words, of_several), marks), min_size=12, max_size=12),
)
def test_highlights(store: docstore.Store, schema: Schema, sources: list[Json], asked: list[tuple[Json, Json]]) -> None:
    corpus = fresh(store, schema, sources)
    for query, how in asked:
        tags = (how.get("pre_tags", ["<em>"])[0], how.get("post_tags", ["</em>"])[0])
        body = {"query": query, "highlight": {"fields": {"t": {}, "t2": {}}, **how}}
        for hit in search(store, body)["hits"]["hits"]:
            document: Any = corpus.get(hit["_id"])
            found = {name: spans(name, query, document, together=how["type"] == "unified") for name in ("t", "t2")}
            expected = {name: [marked(document.source[name], each, *tags)] for name, each in found.items() if each}
            assert hit.get("highlight", {}) == expected, (document.source, body)
