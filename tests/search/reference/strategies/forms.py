"""The forms that queries are written in."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v

Strategy = st.SearchStrategy[Any]

boosts = st.sampled_from([0.5, 1.0, 2.0, 3.3])
TEXTS = ["t", "t2", "m"]
SCORED = ["t", "t2"]
GIVEN = [name for name in v.VALUES if name != "z"]


def options(**more: Strategy) -> Strategy:
    """Each of these, or not."""
    return st.fixed_dictionaries({}, optional={"boost": boosts, **more})


def asked(names: list[str]) -> Strategy:
    """A field and a value."""
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), v.VALUES[name]))


def long_or_short(kind: str, inner: str, pairs: Strategy, **more: Strategy) -> Strategy:
    """In either form."""
    long = st.builds(lambda pair, others: {kind: {pair[0]: {inner: pair[1], **others}}}, pairs, options(**more))
    return pairs.map(lambda pair: {kind: {pair[0]: pair[1]}}) | long


def built(kind: str, body: dict[str, Strategy], **more: Strategy) -> Strategy:
    """A query whose keys are known."""
    return st.builds(lambda own, others: {kind: {**own, **others}}, st.fixed_dictionaries(body), options(**more))


def on_field(kind: str, names: list[str], body: dict[str, Strategy], **more: Strategy) -> Strategy:
    """A query on one field in its long form."""
    inner = st.builds(lambda own, others: {**own, **others}, st.fixed_dictionaries(body), options(**more))
    return st.builds(lambda name, how: {kind: {name: how}}, st.sampled_from(names), inner)


def ranged(names: list[str]) -> Strategy:
    """Two ends, each or none."""

    def bounds(name: str) -> Strategy:
        values = v.VALUES[name]
        low = st.fixed_dictionaries({}, optional={"gte": values}) | st.builds(lambda value: {"gt": value}, values)
        high = st.fixed_dictionaries({}, optional={"lt": values}) | st.builds(lambda value: {"lte": value}, values)
        return st.builds(lambda a, b, boost: {"range": {name: {**a, **b, "boost": boost}}}, low, high, boosts)

    return st.sampled_from(names).flatmap(bounds)


def spanned(name: str, spans: Strategy) -> Strategy:
    """A range of ranges."""
    relations = st.sampled_from(["intersects", "within", "contains"])
    return st.builds(lambda span, relation: {"range": {name: {**span, "relation": relation}}}, spans, relations)
