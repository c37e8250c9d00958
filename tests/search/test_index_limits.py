"""The settings of an index that bound what a search may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

SETTINGS = {
    "max_result_window": 20,
    "max_inner_result_window": 5,
    "max_rescore_window": 7,
    "max_docvalue_fields_search": 2,
    "max_terms_count": 3,
    "max_regex_length": 4,
    "max_slices_per_scroll": 2,
    "top_metrics_max_size": 12,
    "highlight.max_analyzed_offset": 5,
}
ALL: dict[str, Any] = {"match_all": {}}
LEVEL = "This limit can be set by changing the [index.{}] index level setting."


@pytest.fixture
def store() -> Iterator[docstore.Store]:
    with docstore.open() as opened:
        properties = {"t": {"type": "text"}, "k": {"type": "keyword"}, "c": {"type": "nested"}}
        opened.indices.create(index="i", mappings={"properties": properties}, settings={"index": SETTINGS})
        opened.index(index="i", id="1", document={"t": "a long text", "k": "x", "c": {"x": 1}})
        yield opened


def _metrics(size: int) -> Any:
    return {"aggs": {"m": {"top_metrics": {"metrics": {"field": "k"}, "sort": {"_doc": "asc"}, "size": size}}}}


@pytest.mark.parametrize(
    ("request_", "setting", "reason"),
    [
        (
            {"size": 21},
            "max_result_window",
            "Result window is too large, from + size must be less than or equal to: [20] but was [21]. See the scroll api for a more "
            "efficient way to request large data sets. ",
        ),
        (
            {"size": 21, "scroll": "1m"},
            None,
            "Batch size is too large, size must be less than or equal to: [20] but was [21]. Scroll batch sizes cost as much memory as "
            "result windows so they are controlled by the [index.max_result_window] index level setting.",
        ),
        (
            {"query": {"nested": {"path": "c", "query": ALL, "inner_hits": {"name": "h", "from": 3, "size": 3}}}},
            "max_inner_result_window",
            "Inner result window is too large, the inner hit definition's [h]'s from + size must be less than or equal to: "
            "[5] but was [6]. ",
        ),
        (
            {"aggs": {"a": {"top_hits": {"size": 6}}}},
            "max_inner_result_window",
            "Top hits result window is too large, the top hits aggregator [a]'s from + size must be less than or equal to: "
            "[5] but was [6]. ",
        ),
        (
            {"rescore": {"window_size": 8, "query": {"rescore_query": ALL}}},
            "max_rescore_window",
            "Rescore window [8] is too large. It must be less than [7]. This prevents allocating massive heaps for storing the results to "
            "be rescored. ",
        ),
        (
            {"docvalue_fields": ["k", "c.x", "t"]},
            "max_docvalue_fields_search",
            "Trying to retrieve too many docvalue_fields. Must be less than or equal to: [2] but was [3]. ",
        ),
        (
            {"query": {"terms": {"k": ["a", "b", "c", "d"]}}},
            None,
            "failed to create query: The number of terms [4] used in the Terms Query request has exceeded the allowed maximum of [3]. This "
            "maximum can be set by changing the [index.max_terms_count] index level setting.",
        ),
        (
            {"query": {"regexp": {"k": "abcde"}}},
            None,
            "failed to create query: The length of regex [5] used in the Regexp Query request has exceeded the allowed maximum of [4]. "
            "This maximum can be set by changing the [index.max_regex_length] index level setting.",
        ),
        (
            {"aggs": {"a": {"terms": {"field": "k", "exclude": "abcde"}}}},
            None,
            "The length of regex [5] used in the request has exceeded the allowed maximum of [4]. This maximum can be set by changing the "
            "[index.max_regex_length] index level setting.",
        ),
        (
            {"scroll": "1m", "slice": {"id": 0, "max": 3}},
            "max_slices_per_scroll",
            "The number of slices [3] is too large. It must be less than [2]. ",
        ),
        (
            _metrics(13),
            "top_metrics_max_size",
            "[top_metrics.size] must not be more than [12] but was [13]. ",
        ),
        (
            {"query": {"match": {"t": "long"}}, "highlight": {"fields": {"t": {}}}},
            None,
            "The length [11] of field [t] in doc[0]/index[i] exceeds the [index.highlight.max_analyzed_offset] limit [5]. To avoid this "
            "error, set the query parameter [max_analyzed_offset] to a value less than index setting [5] and this will tolerate long "
            "field values by truncating them.",
        ),
    ],
)
def test_beyond_a_limit(store: docstore.Store, request_: dict[str, Any], setting: str | None, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.search(index="i", **request_)
    assert caught.value.status == 400
    assert caught.value.body["error"]["root_cause"][0]["reason"] == reason + (LEVEL.format(setting) if setting else "")


@pytest.mark.parametrize(
    "request_",
    [
        {"size": 20},
        {"aggs": {"a": {"top_hits": {"size": 5}}}},
        {"rescore": {"window_size": 7, "query": {"rescore_query": ALL}}},
        {"docvalue_fields": ["k", "c.x"]},
        {"query": {"terms": {"k": ["a", "b", "c"]}}},
        {"query": {"regexp": {"k": "abcd"}}},
        {"aggs": {"a": {"terms": {"field": "k", "include": "abcd"}}}},
        _metrics(12),
    ],
)
def test_at_a_limit(store: docstore.Store, request_: dict[str, Any]) -> None:
    assert store.search(index="i", **request_)["_shards"]["failed"] == 0


def test_a_limit_is_changed(store: docstore.Store) -> None:
    store.indices.put_settings(index="i", settings={"index.top_metrics_max_size": 13, "index.max_regex_length": 5})
    assert store.search(index="i", **_metrics(13))["_shards"]["failed"] == 0
    assert store.search(index="i", query={"regexp": {"k": "abcde"}})["_shards"]["failed"] == 0
