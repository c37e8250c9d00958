"""``profile`` of aggregations: kinds, names and numbers of documents as Elasticsearch tells them; times are measured."""

from __future__ import annotations

from typing import Any

import pytest

from docstore import Store

Json = dict[str, Any]

_STEPS = {"reduce", "post_collection", "build_leaf_collector", "build_aggregation", "initialize", "collect"}


@pytest.fixture
def entries(store: Store) -> Any:
    fields = {"word": {"type": "keyword"}, "many": {"type": "keyword"}, "n": {"type": "integer"}, "x": {"type": "double"}}
    others = {"when": {"type": "date"}, "place": {"type": "geo_point"}, "at": {"type": "ip"}, "parts": {"type": "nested"}}
    store.indices.create(index="i", mappings={"properties": {**fields, **others}})
    for number in range(4):
        several: Json = {"many": ["a", "b"], "parts": [{"n": 1}, {"n": 2}]}
        document = {"word": "ab"[number % 2], "n": number, "when": f"2020-01-0{number + 1}", **several}
        store.index(index="i", id=str(number), document=document)

    def run(aggs: Json, query: Json | None = None) -> list[Json]:
        shards: list[Json] = store.search(index="i", profile=True, size=0, query=query or {"match_all": {}}, aggs=aggs)["profile"]["shards"]
        found: list[Json] = shards[0]["aggregations"]
        return found

    return run


def test_without_aggregations(entries: Any) -> None:
    assert entries({}) == []


def test_tree(entries: Any) -> None:
    """What is below is measured with what it is below of, over the documents that come there."""
    below = {"most": {"max": {"field": "n"}}}
    (terms,) = entries({"words": {"terms": {"field": "word", "size": 1}, "aggs": below}}, {"range": {"n": {"gte": 1}}})
    (most,) = terms["children"]
    assert [(each["type"], each["description"], each["breakdown"]["collect_count"]) for each in (terms, most)] == [
        ("GlobalOrdinalsStringTermsAggregator", "words", 3),
        ("MaxAggregator", "most", 2),
    ]
    assert set(terms["breakdown"]) == {name for step in _STEPS for name in (step, f"{step}_count")}
    assert terms["time_in_nanos"] == sum(terms["breakdown"][step] for step in _STEPS)
    assert 0 < most["breakdown"]["collect"] < terms["breakdown"]["collect"]
    assert 0 < most["breakdown"]["initialize"] < terms["breakdown"]["initialize"]
    assert terms["debug"]["deferred_aggregators"] == ["most"]
    assert most.keys() == {"type", "description", "time_in_nanos", "breakdown"}


@pytest.mark.parametrize(
    ("kind", "body", "type_", "debug"),
    [
        ("terms", {"field": "n"}, "NumericTermsAggregator", {"result_strategy": "long_terms", "total_buckets": 4}),
        ("terms", {"field": "x"}, "NumericTermsAggregator", {"result_strategy": "double_terms", "total_buckets": 0}),
        (
            "terms",
            {"field": "many", "include": "a"},
            "GlobalOrdinalsStringTermsAggregator",
            {
                "collection_strategy": "dense",
                "result_strategy": "terms",
                "segments_with_single_valued_ords": 0,
                "segments_with_multi_valued_ords": 1,
                "has_filter": True,
                "total_buckets": 1,
            },
        ),
        ("histogram", {"field": "n", "interval": 2}, "NumericHistogramAggregator", {"total_buckets": 2}),
        ("date_histogram", {"field": "when", "fixed_interval": "1d"}, "DateHistogramAggregator", {"total_buckets": 4}),
        ("auto_date_histogram", {"field": "when", "buckets": 10}, "AutoDateHistogramAggregator.FromSingle", {"surviving_buckets": 4}),
        ("range", {"field": "n", "ranges": [{"to": 2}, {"from": 2}]}, "RangeAggregator.NoOverlap", None),
        ("range", {"field": "n", "ranges": [{"to": 3}, {"from": 2}]}, "RangeAggregator.Overlap", None),
        ("date_range", {"field": "when", "ranges": [{"to": "now"}]}, "RangeAggregator.NoOverlap", None),
        ("ip_range", {"field": "at", "ranges": [{"to": "10.0.0.1"}]}, "BinaryRangeAggregator", None),
        ("filters", {"filters": [{"match_all": {}}]}, "FiltersAggregator.Compatible", None),
        ("geohash_grid", {"field": "place"}, "GeoHashGridAggregator", {"total_buckets": 0}),
        ("geotile_grid", {"field": "place"}, "GeoTileGridAggregator", {"total_buckets": 0}),
        ("percentiles", {"field": "n"}, "TDigestPercentilesAggregator", None),
        ("percentile_ranks", {"field": "n", "values": [1], "hdr": {}}, "HDRPercentileRanksAggregator", None),
        ("cardinality", {"field": "n"}, "CardinalityAggregator", None),
        ("cardinality", {"field": "word"}, "GlobalOrdCardinalityAggregator", None),
        ("cardinality", {"field": "word", "execution_hint": "direct"}, "CardinalityAggregator", None),
        ("extended_stats", {"field": "n"}, "ExtendedStatsAggregator", None),
        ("top_hits", {}, "TopHitsAggregator", None),
    ],
)
def test_kinds(entries: Any, kind: str, body: Json, type_: str, debug: Json | None) -> None:
    (entry,) = entries({"it": {kind: body}})
    assert (entry["type"], entry["description"], entry.get("debug")) == (type_, "it", debug)
    assert entry["breakdown"]["initialize_count"] == 1
    assert entry["breakdown"]["collect_count"] == 4


def test_nested(entries: Any) -> None:
    """Below ``nested``, objects are counted; below ``reverse_nested``, documents again."""
    inner = {"back": {"reverse_nested": {}, "aggs": {"sum": {"sum": {"field": "n"}}}}}
    (nested,) = entries({"parts": {"nested": {"path": "parts"}, "aggs": inner}})
    (back,) = nested["children"]
    (added,) = back["children"]
    assert [each["breakdown"]["collect_count"] for each in (nested, back, added)] == [4, 8, 4]


def test_order_by_what_is_below(entries: Any) -> None:
    """Nothing waits; the numbers that buckets are ordered by are made after all is collected."""
    (terms,) = entries({"t": {"terms": {"field": "n", "order": {"most": "asc"}}, "aggs": {"most": {"max": {"field": "n"}}}}})
    assert "deferred_aggregators" not in terms["debug"]
    assert terms["children"][0]["breakdown"]["post_collection_count"] == 1
