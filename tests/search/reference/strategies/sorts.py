"""Random orders."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v

Strategy = st.SearchStrategy[Any]

orders = st.sampled_from(["asc", "desc"])
ends = st.sampled_from(["_first", "_last"])
NAMES = [
    "k",
    "kn",
    "kl",
    "ka",
    "o.k",
    "w",
    "t.raw",
    "n",
    "i",
    "al",
    "h",
    "u",
    "o.n",
    "f",
    "f32",
    "f16",
    "s",
    "x",
    "b",
    "d",
    "dn",
    "df",
    "ip",
    "ver",
    "c2",
    "im",
    "ni",
    "ki",
    "rk",
    "rn",
]
MEANS = ["i", "al", "o.n", "h", "s", "x", "f32"]
"""Fields of whose values the mean is exact."""


def sort_of(name: str) -> Strategy:
    """By one field."""
    modes = ["min", "max", *(["avg", "median", "sum"] if name in MEANS else [])]
    missing = ends | v.small if name in ("i", "h", "o.n", "s") else ends
    how = st.fixed_dictionaries({"order": orders}, optional={"mode": st.sampled_from(modes), "missing": missing})
    return how.map(lambda body: {name: body})


def nested_sort(path: str, filters: list[Any]) -> Strategy:
    """By a field of objects."""
    how = st.fixed_dictionaries({"order": orders}, optional={"mode": st.sampled_from(["min", "max", "sum", "avg"]), "missing": ends})
    nested = st.sampled_from(filters).map(lambda more: {"path": path, **more})
    return st.builds(lambda body, inside: {f"{path}.n": {**body, "nested": inside}}, how, nested)


KINDS: dict[str, Strategy] = {
    "field": st.sampled_from(NAMES).flatmap(sort_of),
    "_score": orders.map(lambda order: {"_score": {"order": order}}),
    "_doc": orders.map(lambda order: {"_doc": {"order": order}}),
    "_geo_distance": st.builds(
        lambda spot, order, more: {"_geo_distance": {"g": spot, "order": order, **more}},
        v.points,
        orders,
        st.sampled_from([{}, {"mode": "max"}, {"mode": "min"}]),
    ),
    "nested": nested_sort("ne", [{}, {"filter": {"range": {"ne.n": {"gte": 0}}}}, {"filter": {"exists": {"field": "ne.k"}}}]),
    "nested twice": nested_sort("ne.in", [{}]),
    "unmapped": st.builds(
        lambda order, kind: {"nowhere": {"order": order, "unmapped_type": kind}}, orders, st.sampled_from(["long", "keyword"])
    ),
}
"""By kind."""

sorts = st.lists(st.one_of(*KINDS.values()), max_size=3, unique_by=lambda sort: next(iter(sort)))
