"""Random documents, writes, queries, orders and aggregations over the fields of ``PROPERTIES``."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
Strategy = st.SearchStrategy[Any]

BIG = 2**53
small = st.integers(-3, 3)
longs = small | st.sampled_from([BIG, BIG + 1, -BIG - 1, 2**63 - 2, -(2**63) + 1])
doubles = st.sampled_from([0.0, -0.0, 0.5, -0.5, 1.0, 1.5, 2.5, -2.5, 1e300, -1e-300, 0.1])
dates = st.sampled_from(["2020-01-01", "2020-01-31T23:59:59.999Z", "2020-02-29T12:00:00Z", "1969-12-31", "1970-01-01"]) | st.sampled_from(
    ["2021-12-31T23:30:00-02:00", 1580515200000]
)
words = st.sampled_from(["fox", "dog", "a", "ab", "wörld", "the"])
texts = st.one_of(
    st.lists(words, max_size=5).map(" ".join),
    st.builds(lambda first, second, times: " ".join([first, *[second] * times]), words, words, st.sampled_from([2, 25, 40, 90])),
)
strings = st.sampled_from(["", "a", "ab", "b", "B", "a b", "é", "\U0001f600", "\uffff", "z" * 40, "NULL"])
truths = st.booleans() | st.sampled_from(["true", "false"])


def one_or_many(values: Strategy) -> Strategy:
    return st.one_of(values, values, values, st.none(), st.lists(st.one_of(values, values, st.none()), max_size=3))


objects = st.fixed_dictionaries({}, optional={"k": one_or_many(strings), "n": one_or_many(small)})
FIELDS: dict[str, Strategy] = {
    "k": one_or_many(strings) | small | st.booleans(),
    "kn": one_or_many(strings),
    "n": one_or_many(longs) | small.map(str),
    "i": one_or_many(small),
    "f": one_or_many(doubles | small),
    "b": one_or_many(truths),
    "d": one_or_many(dates),
    "t": one_or_many(texts),
    "o": objects | st.lists(objects, max_size=2),
    "o.k": strings,
}
OFTEN = ("k", "n", "i", "f", "d", "t", "o")


def documents_of(often: Strategy) -> Strategy:
    """Documents in which some fields are often there, the others at times."""
    return st.fixed_dictionaries(
        {name: often.flatmap(lambda there, name=name: FIELDS[name] if there else st.just(MISSING)) for name in OFTEN},
        optional={name: values for name, values in FIELDS.items() if name not in OFTEN},
    ).map(lambda document: {name: value for name, value in document.items() if value is not MISSING})


MISSING = object()
documents = documents_of(st.integers(0, 5).map(bool))
sources = st.lists(documents, min_size=5, max_size=8)
ids = st.integers(0, 7).map(str)
writes = st.lists(st.tuples(st.just("put"), ids, documents) | st.tuples(st.just("delete"), ids, st.none()), max_size=6)

VALUES: dict[str, Strategy] = {
    "k": strings, "kn": strings, "o.k": strings, "n": longs, "i": small, "o.n": small, "f": doubles | small, "b": st.booleans(),
    "d": dates.filter(lambda date: isinstance(date, str)), "t": words, "none": strings,
}  # fmt: skip
STRINGS = ["k", "kn", "o.k", "t", "none"]
NUMBERS = ["n", "i", "f", "o.n"]
boosts = st.sampled_from([0.5, 1.0, 2.0, 3.3])


def field_and_value(names: list[str]) -> Strategy:
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


def long_or_short(kind: str, inner: str, names: list[str]) -> Strategy:
    pairs = field_and_value(names)
    long = st.builds(lambda pair, boost: {kind: {pair[0]: {inner: pair[1], "boost": boost}}}, pairs, boosts)
    return pairs.map(lambda pair: {kind: {pair[0]: pair[1]}}) | long


def several(names: list[str]) -> Strategy:
    return st.sampled_from(names).flatmap(
        lambda name: st.lists(VALUES[name], max_size=3).map(lambda values: {"terms": {name: values}})
    )


def ranged(names: list[str]) -> Strategy:
    def bounds(name: str) -> Strategy:
        values = VALUES[name]
        low = st.fixed_dictionaries({}, optional={"gte": values}) | st.builds(lambda value: {"gt": value}, values)
        high = st.fixed_dictionaries({}, optional={"lt": values}) | st.builds(lambda value: {"lte": value}, values)
        return st.builds(lambda a, b, boost: {"range": {name: {**a, **b, "boost": boost}}}, low, high, boosts)

    return st.sampled_from(names).flatmap(bounds)


LEAVES: tuple[Strategy, ...] = (
    boosts.map(lambda boost: {"match_all": {"boost": boost}}),
    st.just({"match_none": {}}),
    st.lists(ids, max_size=3).map(lambda values: {"ids": {"values": values}}),
    long_or_short("term", "value", [name for name in VALUES if name != "d"]),
    several([*STRINGS, *NUMBERS, "b"]),
    ranged([*STRINGS, *NUMBERS, "d"]),
    st.sampled_from([*VALUES, "o"]).map(lambda name: {"exists": {"field": name}}),
    long_or_short("prefix", "value", ["k", "kn", "o.k", "t"]),
    st.builds(lambda name, value: {"wildcard": {name: {"value": value}}}, st.sampled_from(["k", "o.k", "t"]), st.sampled_from(
        ["*", "a*", "?", "*b", "a?*", "B", "f*x"])),
    st.builds(
        lambda query, more: {"match": {"t": {"query": query, **more}}},
        texts.filter(bool),
        st.sampled_from([{}, {"operator": "and"}, {"boost": 2.0}, {"minimum_should_match": 2}]),
    ),
    st.lists(words, min_size=1, max_size=3).map(lambda found: {"match_phrase": {"t": " ".join(found)}}),
    st.just({"match": {"t": "the fox"}}),
)  # fmt: skip
leaves = st.one_of(*LEAVES)


def combined(inner: Strategy) -> Strategy:
    clauses = st.lists(inner, max_size=3)
    parts = {"must": clauses, "filter": clauses, "should": clauses, "must_not": clauses, "boost": boosts}
    return st.one_of(
        st.fixed_dictionaries({}, optional={**parts, "minimum_should_match": st.integers(1, 2)}).map(lambda body: {"bool": body}),
        st.builds(lambda query, boost: {"constant_score": {"filter": query, "boost": boost}}, inner, boosts),
        st.builds(
            lambda queries, tie: {"dis_max": {"queries": queries, "tie_breaker": tie}},
            st.lists(inner, min_size=1, max_size=3),
            st.sampled_from([0.0, 0.3, 1.0]),
        ),
        st.builds(
            lambda one, other: {"boosting": {"positive": one, "negative": other, "negative_boost": 0.25}}, inner, inner
        ),
    )


queries = st.recursive(leaves, combined, max_leaves=5)

orders = st.sampled_from(["asc", "desc"])
ends = st.sampled_from(["_first", "_last"])


def sort_of(name: str) -> Strategy:
    modes = ["min", "max", *(["avg", "median", "sum"] if name in ("i", "o.n") else [])]
    how = st.fixed_dictionaries({"order": orders}, optional={"mode": st.sampled_from(modes), "missing": ends})
    return how.map(lambda body: {name: body})


sorts = st.lists(
    st.one_of(
        st.sampled_from(["k", "kn", "o.k", "n", "i", "o.n", "f", "b", "d"]).flatmap(sort_of),
        orders.map(lambda order: {"_score": {"order": order}}),
        orders.map(lambda order: {"_doc": {"order": order}}),
    ),
    max_size=3,
    unique_by=lambda sort: next(iter(sort)),
)

METRICS: tuple[Strategy, ...] = (
    st.builds(lambda kind, name: {kind: {"field": name}}, st.just("stats"), st.sampled_from(["n", "i", "f"])),
    st.builds(lambda name: {"stats": {"field": name, "missing": 7}}, st.sampled_from(["i", "o.n"])),
    st.builds(lambda kind, name: {kind: {"field": name}}, st.sampled_from(["cardinality", "value_count"]), st.sampled_from(
        ["k", "kn", "n", "f", "b", "d", "o.n", "none"])),
)  # fmt: skip
metrics = st.one_of(*METRICS)
BUCKETS: tuple[Strategy, ...] = (
    st.builds(
        lambda name, more: {"terms": {"field": name, **more}},
        st.sampled_from(["k", "kn", "n", "i", "f", "b", "d", "o.k", "none"]),
        st.fixed_dictionaries({}, optional={
            "size": st.integers(1, 4),
            "order": st.sampled_from([{"_count": "desc"}, {"_count": "asc"}, {"_key": "asc"}]),
            "min_doc_count": st.integers(1, 2),
        }),
    ),
    st.just({"terms": {"field": "k", "missing": "none"}}),
    st.just({"missing": {"field": "k"}}),
    st.just({"missing": {"field": "n"}}),
    st.builds(
        lambda name, ranges: {"range": {"field": name, "ranges": ranges}},
        st.sampled_from(["i", "f", "o.n"]),
        st.lists(st.one_of(
            st.builds(lambda one, more: {"from": one, "to": one + more}, small, st.integers(0, 3)),
            small.map(lambda end: {"from": end}),
            small.map(lambda end: {"to": end}),
        ), min_size=3, max_size=4),
    ),
    st.builds(
        lambda name, step, offset, least: {"histogram": {"field": name, "interval": step, "offset": offset, "min_doc_count": least}},
        st.sampled_from(["i", "o.n"]), st.sampled_from([1, 2, 5]), st.sampled_from([0, 1]), st.integers(0, 1),
    ),
    st.sampled_from(["day", "month", "year"]).map(
        lambda unit: {"date_histogram": {"field": "d", "calendar_interval": unit, "min_doc_count": 1}}
    ),
    st.builds(
        lambda one, other, rest: {"filters": {"filters": {"x": one, "y": other}, "other_bucket": rest}}, leaves, leaves, st.booleans()
    ),
    st.builds(
        lambda names, orders_, missing: {"composite": {"size": 1000, "sources": [
            {name: {"terms": {"field": name, "order": order, "missing_bucket": missing}}}
            for name, order in zip(names, orders_, strict=False)
        ]}},
        st.lists(st.sampled_from(["k", "n", "f", "o.k"]), min_size=1, max_size=2, unique=True), st.lists(orders, min_size=2, max_size=2),
        st.booleans(),
    ),
)  # fmt: skip
below = metrics | st.one_of(*BUCKETS).filter(lambda body: "composite" not in body)
NESTED = tuple(st.builds(lambda outer, inner: {**outer, "aggs": {"in": inner}}, outer, below) for outer in BUCKETS)
aggregations = metrics | st.one_of(*NESTED)

COMBINED = tuple(combined(leaves) for _ in range(2))
queries_of_all_kinds = st.tuples(*2 * LEAVES, *COMBINED, queries)
aggregations_of_all_kinds = st.tuples(*METRICS, *NESTED, *BUCKETS, *BUCKETS)
"""Left to itself, chance would choose some kinds again and again, and vary what it has."""
