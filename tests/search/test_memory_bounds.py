"""What would take much memory takes little, or is refused as by a circuit breaker."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.columns import view
from docstore.errors import ApiError

Json = dict[str, Any]
COUNT = 20_000


@pytest.fixture(scope="module")
def store() -> Iterator[docstore.Store]:
    types = {"k": "keyword", "n": "long", "same": "keyword", "owner": "keyword", "p": "geo_point", "o": "nested"}
    with docstore.open() as opened:
        opened.indices.create(index="i", mappings={"properties": {name: {"type": type_} for name, type_ in types.items()}})
        opened.load(index="i", documents=map(_document, range(COUNT)))
        yield opened


def _document(at: int) -> Json:
    place = [at % 360 - 180, at % 170 - 85]
    return {"k": f"k{at:05}", "n": at, "same": "x", "owner": str(at % 200), "p": place, "o": [{"n": at % 7}, {"n": at % 11}]}


def peak(store: docstore.Store, **request: Any) -> int:
    """How many bytes a search takes at once, when the columns are there."""
    store.search(index="i", **request)
    tracemalloc.start()
    store.search(index="i", **request)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


SHOULD: Json = {"bool": {"should": [{"range": {"n": {"gte": at}}} for at in range(300)]}}


@pytest.mark.parametrize(
    ("request_", "most"),
    [
        ({"sort": ["same"] * 200 + ["n"]}, 8 << 20),
        ({"sort": ["same"] * 200 + ["n"], "search_after": ["x"] * 200 + [100]}, 8 << 20),
        (
            {
                "size": 0,
                "aggs": {"o": {"terms": {"field": "owner", "size": 200}, "aggs": {"k": {"terms": {"field": "k", "min_doc_count": 0}}}}},
            },
            80 << 20,
        ),
    ],
    ids=["sort by many", "after many", "absent terms"],
)
def test_little(store: docstore.Store, request_: Json, most: int) -> None:
    assert peak(store, **request_) < most


def test_only_so_much_is_remembered(store: docstore.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is no room for is worked out again, with the same result."""
    whole = dict(store.search(index="i", query=SHOULD))
    monkeypatch.setattr(view, "ROOM", 10 * COUNT)
    assert peak(store, query=SHOULD) < 3 << 20
    assert dict(store.search(index="i", query=SHOULD))["hits"] == whole["hits"]


@pytest.mark.parametrize(
    "criterion", [{"_geo_distance": {"p": [0, 0]}}, {"o.n": {"nested": {"path": "o"}, "mode": "avg"}}], ids=["distance", "nested"]
)
def test_sorts_that_make_columns(store: docstore.Store, monkeypatch: pytest.MonkeyPatch, criterion: Json) -> None:
    sort = [*[criterion] * 50, "n"]
    whole = dict(store.search(index="i", sort=sort))
    monkeypatch.setattr(view, "ROOM", 10 * COUNT)
    assert peak(store, sort=sort) < 10 << 20
    assert dict(store.search(index="i", sort=sort))["hits"] == whole["hits"]


MANY: dict[str, Json] = {
    **{kind: {"field": "n"} for kind in ("avg", "max", "stats", "extended_stats", "percentiles", "median_absolute_deviation")},
    "percentile_ranks": {"field": "n", "values": [1]},
    "cardinality": {"field": "k"},
    "string_stats": {"field": "same"},
    "top_hits": {"size": 1, "sort": ["n"]},
    "terms": {"field": "owner"},
    "multi_terms": {"terms": [{"field": "same"}, {"field": "owner"}]},
    "histogram": {"field": "n", "interval": 10_000},
    "date_histogram": {"field": "n", "fixed_interval": "10s"},
    "auto_date_histogram": {"field": "n", "buckets": 2},
    "composite": {"sources": [{"o": {"terms": {"field": "owner"}}}]},
    "geohash_grid": {"field": "p", "precision": 1},
}


@pytest.mark.parametrize("kind", MANY)
def test_what_many_aggregations_looked_at_is_forgotten(store: docstore.Store, kind: str) -> None:
    """An array of a number for each document takes 160 KB."""
    assert peak(store, size=0, query={"range": {"n": {"gte": 1}}}, aggs={f"a{at}": {kind: MANY[kind]} for at in range(100)}) < 9 << 20


ABSENT: Json = {"k": {"terms": {"field": "k", "size": COUNT, "min_doc_count": 0}}}


@pytest.mark.parametrize(
    ("aggs", "what"),
    [
        ({"o": {"terms": {"field": "owner", "size": 200}, "aggs": ABSENT}}, "<agg [k]>"),
        ({"m": {"multi_terms": {"terms": [{"field": "k"}, {"field": "n"}] * 200}}}, "<reused_arrays>"),
        ({"c": {"composite": {"size": COUNT, "sources": [{f"s{at}": {"terms": {"field": "k"}}} for at in range(400)]}}}, "<reused_arrays>"),
    ],
    ids=["absent", "multi_terms", "composite"],
)
def test_a_circuit_breaks(store: docstore.Store, aggs: Json, what: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.search(index="i", size=0, aggs=aggs)
    cause = caught.value.body["error"]["root_cause"][0]
    assert (caught.value.status, caught.value.type) == (429, "search_phase_execution_exception")
    wanted = cause["bytes_wanted"]
    shown = f"{int(wanted * 10 / (1 << 20)) / 10:g}mb"
    assert cause == {
        "type": "circuit_breaking_exception",
        "reason": f"[request] Data too large, data for [{what}] would be [{wanted}/{shown}], which is larger than the"
        " limit of [104857600/100mb]",
        "bytes_wanted": wanted,
        "bytes_limit": 100 << 20,
        "durability": "TRANSIENT",
    }


@pytest.fixture(autouse=True)
def limit(store: docstore.Store) -> None:
    store.cluster.put_settings(persistent={"indices.breaker.request.limit": "100mb"})
