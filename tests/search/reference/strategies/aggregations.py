"""Random aggregations of every kind, within each other."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies.buckets import BUCKETS, below, objects_below
from tests.search.reference.strategies.metrics import METRICS, on, single
from tests.search.reference.strategies.pipelines import PIPELINES
from tests.search.reference.strategies.queries import in_turn
from tests.search.reference.strategies.sorts import orders

Strategy = st.SearchStrategy[Any]


def noted(body: Strategy) -> Strategy:
    """Every second time with something that is given back as it is."""
    return st.builds(lambda found, meta: {**found, **meta}, body, st.sampled_from([{}, {"meta": {"a": [1, None]}}]))


def _inside(kind: str, outer: Strategy) -> Strategy:
    """With something below."""
    if kind == "reverse_nested":
        return outer
    return st.builds(lambda around, inner: {**around, "aggs": {"in": inner}}, noted(outer), objects_below if kind == "nested" else below)


ordered_by_below = st.builds(
    lambda outer, inner, direction: {"terms": {**outer["terms"], "order": {"in": direction}}, "aggs": {"in": inner}},
    on("terms", ["k", "i", "b", "o.k"], size=st.integers(1, 4)),
    single,
    orders,
) | st.builds(
    lambda direction, value: {
        "terms": {"field": "k", "order": [{"in." + value: direction}, {"_key": "desc"}]},
        "aggs": {"in": {"stats": {"field": "x"}}},
    },
    orders,
    st.sampled_from(["min", "max", "count", "sum", "avg"]),
)

NESTED: dict[str, Strategy] = {f"{kind} around another": _inside(kind, strategy) for kind, strategy in BUCKETS.items()}
KINDS: dict[str, Strategy] = {**METRICS, **BUCKETS, **PIPELINES}
"""By kind."""

EVERY = {**KINDS, **NESTED, "terms by what is below": ordered_by_below}
aggregations = st.one_of(*EVERY.values())
of_all_kinds = in_turn(EVERY, 20)
