"""A store and a list of documents, written alike and asked alike."""

from __future__ import annotations

import itertools
import math
from typing import Any

import docstore
from tests.search.reference.aggregations import aggregate
from tests.search.reference.corpus import Corpus
from tests.search.reference.schema import RUNTIME, Json, Schema
from tests.search.reference.sorting import Hit, best_of, matching, shown
from tests.search.reference.words import ANALYSIS

Write = tuple[str, str, Json | None]


def write(store: docstore.Store, corpus: Corpus, writes: list[Write]) -> None:
    """The same to both. Everything is routed alike, so that children stand with their parents."""
    for _, doc_id, source in writes:
        if source is not None:
            store.index(index=corpus.name, id=doc_id, document=source, routing="r")
            corpus.put(doc_id, source)
        elif corpus.get(doc_id) is not None:
            store.delete(index=corpus.name, id=doc_id, routing="r")
            corpus.delete(doc_id)


def fresh(store: docstore.Store, schema: Schema, sources: list[Json], name: str = "a") -> Corpus:
    """An index with these documents, and the same as a list."""
    if store.indices.exists(index=name):
        store.indices.delete(index=name)
    mappings = {"dynamic": False, "runtime": RUNTIME, "properties": schema.properties}
    store.indices.create(index=name, mappings=mappings, settings={"analysis": ANALYSIS})
    corpus = Corpus(schema, name=name)
    write(store, corpus, [("put", str(at), source) for at, source in enumerate(sources)])
    return corpus


def search(store: docstore.Store, body: Json, index: str = "a") -> Json:
    """The answer."""
    response: Json = store.search(index=index, **body)
    return response


def alike(found: Any, expected: Any) -> bool:
    """Equal; numbers with a point nearly so, where sums are taken in another order. Buckets with names stand in order."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or found.keys() != expected.keys():
            return False
        if any(isinstance(each, dict) and "doc_count" in each for each in expected.values()) and "doc_count" not in expected:
            return list(found) == list(expected) and all(alike(found[key], expected[key]) for key in expected)
        return all(alike(found[key], expected[key]) for key in expected)
    if isinstance(expected, list | tuple):
        return isinstance(found, list) and len(found) == len(expected) and all(map(alike, found, expected))
    if isinstance(expected, float) and isinstance(found, int | float) and not isinstance(found, bool):
        return math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9)
    return bool(found == expected) and isinstance(found, bool) == isinstance(expected, bool)


def is_scored(body: Json) -> bool:
    """Whether the hits have scores."""
    return not body.get("sort") or any("_score" in sort for sort in body["sort"])


def check_hits(response: Json, corpora: list[Corpus], body: Json) -> None:
    """The same documents with the same scores, in the same order."""
    expected, hits = shown(corpora, body), response["hits"]["hits"]
    places = {(hit.corpus.name, hit.document.id): hit for shard, corpus in enumerate(corpora) for hit in best_of(corpus, body, shard)}
    told = (body, _table(hits), [(hit.document.id, float(hit.score)) for hit in expected])
    assert len(hits) == len(expected), told
    for hit in hits:
        assert hit["_source"] == places[hit["_index"], hit["_id"]].document.shown
        if is_scored(body):
            score = float(places[hit["_index"], hit["_id"]].score)
            assert math.isclose(hit["_score"], score, rel_tol=1e-6, abs_tol=1e-6 if "knn" in str(body) else 1e-9), told
    if not is_scored(body) or _apart(list(places.values())):
        assert [hit["_id"] for hit in hits] == [hit.document.id for hit in expected], told
    elif not body.get("sort"):
        order = [(-hit["_score"], places[hit["_index"], hit["_id"]].place) for hit in hits]
        assert order == sorted(order), told


def _table(hits: list[Json]) -> list[tuple[str, Any]]:
    return [(hit["_id"], hit["_score"]) for hit in hits]


def _apart(hits: list[Hit]) -> bool:
    """Whether scores are equal or plainly not: what differs in its last bits may stand in either order."""
    scores = sorted(float(hit.score) for hit in hits)
    return all(one == other or not math.isclose(one, other, rel_tol=1e-5) for one, other in itertools.pairwise(scores))


def check_aggregation(store: docstore.Store, corpora: list[Corpus], query: Json, body: Json, index: str = "a") -> None:
    """The same buckets and numbers."""
    hits = [hit for shard, corpus in enumerate(corpora) for hit in matching(corpus, {"query": query}, shard)]
    expected = aggregate(body, hits, corpora)
    found = search(store, {"query": query, "aggs": {"x": body}, "size": 0}, index)["aggregations"]["x"]
    found, expected = bare(found), bare(expected)
    assert alike(found, expected), (query, body, found, expected)


def bare(result: Any) -> Any:
    """Without what hits below show besides."""
    if isinstance(result, list):
        return [bare(each) for each in result]
    if not isinstance(result, dict):
        return result
    return {key: bare(value) for key, value in result.items() if key not in ("sort", "_routing", "_ignored") or "_id" not in result}
