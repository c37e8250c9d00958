"""Random pipeline aggregations."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies.metrics import numbers_written, on, single
from tests.search.reference.strategies.sorts import orders

Strategy = st.SearchStrategy[Any]

def noted_by(path: str, body: Any) -> Any:
    """One of two paths with something that is given back."""
    return {**body, "meta": {"n": 1}} if path == "_count" else body


gap_policies = st.fixed_dictionaries({}, optional={"gap_policy": st.sampled_from(["skip", "insert_zeros", "keep_values"])})
histograms: Strategy = st.sampled_from(
    [
        {"histogram": {"field": "i", "interval": 1}},
        {"histogram": {"field": "x", "interval": 0.5}},
        {"date_histogram": {"field": "d", "calendar_interval": "year"}},
    ]
)
paths = st.sampled_from(["in", "_count"])


def _around(kind: str, more: Strategy, parents: Strategy) -> Strategy:
    """A pipeline in the buckets of another."""
    return st.builds(
        lambda outer, inner, path, policy, others: {
            **outer,
            "aggs": {"in": inner, "pipe": noted_by(path, {kind: {"buckets_path": path, **policy, **others}})},
        },
        parents,
        single,
        paths,
        st.just({}) if kind == "cumulative_sum" else gap_policies,
        more,
    )


def _beside(kind: str, more: Strategy) -> Strategy:
    """A pipeline beside another, in one bucket."""
    return st.builds(
        lambda outer, inner, path, policy, others: {
            "filter": {"match_all": {}},
            "aggs": {
                "out": {**outer, "aggs": {"in": inner}},
                "pipe": {kind: {"buckets_path": f"out>{path}", **policy, **others}},
            },
        },
        histograms | on("terms", ["k", "i", "b", "d"]),
        single,
        paths,
        gap_policies,
        more,
    )


written = st.fixed_dictionaries({}, optional=numbers_written)
PIPELINES: dict[str, Strategy] = {
    "cumulative_sum": _around("cumulative_sum", written, histograms),
    "derivative": _around("derivative", written, histograms)
    | _around(
        "derivative",
        st.sampled_from([{"unit": "day"}, {"unit": "hour"}]),
        st.just({"date_histogram": {"field": "d", "calendar_interval": "year"}}),
    ),
    "serial_diff": _around("serial_diff", st.sampled_from([{}, {"lag": 2}, {"lag": 1, "format": "0.00"}]), histograms),
    "bucket_sort": st.builds(
        lambda outer, inner, path, order, more: {
            **outer,
            "aggs": {"in": inner, "pipe": {"bucket_sort": {"sort": [{path: order}], **more}}},
        },
        histograms | on("terms", ["k", "i"]),
        single,
        paths,
        orders,
        st.sampled_from([{}, {"size": 2}, {"from": 1, "size": 2}]),
    ),
    **{kind: _beside(kind, written) for kind in ("avg_bucket", "sum_bucket", "min_bucket", "max_bucket", "stats_bucket")},
    "extended_stats_bucket": _beside("extended_stats_bucket", st.sampled_from([{}, {"sigma": 1}])),
    "percentiles_bucket": _beside("percentiles_bucket", st.sampled_from([{}, {"percents": [0, 50, 99.9]}, {"keyed": False}])),
}
