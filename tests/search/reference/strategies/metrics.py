"""Random metrics."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v
from tests.search.reference.strategies.sorts import orders

Strategy = st.SearchStrategy[Any]

NUMERIC = v.BOUNDED
COUNTED = [
    "k",
    "kn",
    "kl",
    "ka",
    "c",
    "n",
    "i",
    "u",
    "f",
    "f32",
    "f16",
    "s",
    "x",
    "b",
    "d",
    "o.n",
    "o.k",
    "none",
    "ip",
    "w",
    "rk",
    "rn",
    "ver",
    "im",
    "ni",
    "ki",
    "c2",
    "t.count",
    "h",
]
percents = st.lists(st.sampled_from([0, 1, 12.5, 50, 75, 99.9, 100]), min_size=1, max_size=4, unique=True)


def on(kind: str, names: list[str], **more: Strategy) -> Strategy:
    """On one field."""
    options = st.fixed_dictionaries({}, optional=more)
    return st.builds(lambda name, how: {kind: {"field": name, **how}}, st.sampled_from(names), options)


numbers_written = {"format": st.sampled_from(["0.00", "#,##0.0"])}
dates_written = {"format": st.sampled_from(["yyyy-MM-dd", "yyyy/MM/dd HH:mm"])}


def with_missing(kind: str, **more: Strategy) -> Strategy:
    """On a number, or what stands in for it."""
    return on(kind, NUMERIC, **more) | on(kind, ["i", "o.n", "x"], missing=st.just(7), **more)


METRICS: dict[str, Strategy] = {
    **{kind: with_missing(kind, **numbers_written) for kind in ("avg", "sum", "stats")},
    **{kind: on(kind, v.NUMBERS) | with_missing(kind, **numbers_written) for kind in ("min", "max")},
    "extended_stats": on("extended_stats", ["i", "x", "h", "o.n", "s"], sigma=st.sampled_from([0, 1, 2.5]), missing=st.just(3)),
    "cardinality": on("cardinality", COUNTED, execution_hint=st.sampled_from(["direct", "global_ordinals"])),
    "value_count": on("value_count", COUNTED),
    "weighted_avg": st.builds(
        lambda value, more, missing, how: {
            "weighted_avg": {"value": {"field": value, **missing}, "weight": {"field": "one", **more}, **how}
        },
        st.sampled_from(["i", "s", "x"]),
        st.sampled_from([{}, {"missing": 2}]),
        st.sampled_from([{}, {"missing": 3}]),
        st.fixed_dictionaries({}, optional=numbers_written),
    ),
    "string_stats": on("string_stats", ["k", "kl", "o.k"], missing=st.just("none"), show_distribution=st.booleans()),
    "percentiles": with_missing("percentiles", percents=percents, keyed=st.booleans(), tdigest=st.sampled_from([{"compression": 200}, {}])),
    "percentile_ranks": st.builds(
        lambda name, values, more: {"percentile_ranks": {"field": name, "values": values, **more}},
        st.sampled_from(["i", "x", "h"]),
        st.lists(v.quarters, min_size=1, max_size=3, unique=True),
        st.fixed_dictionaries({}, optional={"keyed": st.booleans()}),
    ),
    "median_absolute_deviation": with_missing("median_absolute_deviation"),
    "geo_bounds": on("geo_bounds", ["g"], wrap_longitude=st.booleans()),
    "geo_centroid": on("geo_centroid", ["g"]),
    "top_hits": st.builds(
        lambda size, sort: {"top_hits": {"size": size, **sort}},
        st.integers(1, 3),
        st.sampled_from(
            [{}, {"sort": [{"i": {"order": "asc"}}]}, {"sort": [{"k": {"order": "desc"}}, {"x": {"order": "asc", "missing": "_first"}}]}]
        ),
    ),
    "top_metrics": st.builds(
        lambda name, sort, order, size: {"top_metrics": {"metrics": {"field": name}, "sort": {sort: order}, "size": size}},
        st.sampled_from(["i", "x", "one"]),
        st.sampled_from(["i", "x", "n"]),
        orders,
        st.integers(1, 3),
    ),
}
metrics = st.one_of(*METRICS.values())

single = st.one_of(*(METRICS[kind] for kind in ("avg", "sum", "min", "max", "cardinality", "value_count")))
