"""Random values for each field."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

BIG = 2**53
small = st.integers(-3, 3)
few = st.integers(0, 3)
longs = small | st.sampled_from([BIG, BIG + 1, -BIG - 1, 2**63 - 2, -(2**63) + 1])
unsigned = few | st.sampled_from([BIG + 1, 2**63, 2**63 + 1, 2**64 - 2])
doubles = st.sampled_from([0.0, 0.5, -0.5, 1.0, 1.5, 2.5, -2.5, 1e300, -1e-300, 0.125])
halves = st.integers(0, 12).map(lambda number: number / 2)
quarters = st.integers(-24, 24).map(lambda eighths: eighths / 8)
DATES = (
    "2020-01-01",
    "2020-01-31T23:59:59.999Z",
    "2020-02-29T12:00:00Z",
    "1969-12-31",
    "1970-01-01",
    "2020-03-29T00:30:00Z",
    "2020-01-01T10:00:00Z",
)
texts_of_dates = st.sampled_from(DATES)
instants = st.sampled_from(["2020-01-01T00:00:00Z", "1970-01-01T12:00:00Z"])
dates = texts_of_dates | st.sampled_from(["2021-12-31T23:30:00-02:00", 1580515200000])
nanos = st.sampled_from(["2020-01-01T00:00:00.000000001Z", "2020-01-01T00:00:00.000000002Z", "2020-01-01T00:00:00Z"])
slashed = st.sampled_from(["2020/01/01", "2020/02/29", "1970/01/02"])
words = st.sampled_from(["fox", "dog", "a", "ab", "fax", "wörld", "the", "Fox"])
plain_words = st.sampled_from(["fox", "dog", "ab", "fax", "wörld", "world", "nothing"])
texts = st.one_of(
    st.lists(words, max_size=5).map(" ".join),
    st.builds(lambda first, second, times: " ".join([first, *[second] * times]), words, words, st.sampled_from([2, 25, 40, 90])),
)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
strings = st.sampled_from(["", "a", "ab", "b", "B", "a b", "é", "\U0001f600", "\uffff", "z" * 40, "NULL", "fox", "fax"])
truths = st.booleans() | st.sampled_from(["true", "false"])
addresses = st.sampled_from(["10.0.0.1", "10.0.0.2", "10.1.0.0", "192.168.0.1", "::1", "2001:db8::1", "::ffff:a00:1"])
networks = st.sampled_from(["10.0.0.0/8", "10.0.0.2/32", "2001:db8::/32", "::/0", "192.168.0.0/30"])
ids = st.integers(0, 7).map(str)


def spans_of(values: list[Any]) -> Strategy:
    """Ranges of values that ascend, some with one end only."""
    pairs = st.tuples(st.integers(0, len(values) - 2), st.integers(1, 3))
    both = st.builds(
        lambda low, pair, high: {low: values[pair[0]], high: values[min(pair[0] + pair[1], len(values) - 1)]},
        st.sampled_from(["gt", "gte"]),
        pairs,
        st.sampled_from(["lt", "lte"]),
    )
    return both | st.builds(lambda end, value: {end: value}, st.sampled_from(["gt", "gte", "lt", "lte"]), st.sampled_from(values))


spans = spans_of([-6, -3, 0, 3, 6, 9])
date_spans = spans_of([f"{year}-02-03T04:05:06.007Z" for year in (1969, 1971, 1999, 2020, 2021)])
float_spans = spans_of([-6.5, -0.1, 0, 0.1, 3.25, 1e10])
long_spans = spans_of([-(2**62), -6, -3, 0, 3, 6, 2**62])
address_spans = spans_of(["10.0.0.1", "10.0.0.9", "10.1.0.0", "192.168.0.1", "2001:db8::1"]) | networks
versions = st.sampled_from(["1.0.0", "1.2.0", "1.10.0", "1.10.0-alpha", "1.10.0-alpha.2", "1.10.0-alpha.10", "1.10.0-rc", "2", "none"])
spots = st.sampled_from([(52.52, 13.405), (48.85, 2.35), (-33.87, 151.21), (0.1, 0.2), (40.71, -74.01), (-17.7, -179.3), (-17.1, 178.9)])
points = spots.map(lambda spot: {"lat": spot[0], "lon": spot[1]}) | spots.map(lambda spot: [spot[1], spot[0]])
directions = st.sampled_from([[1, 0], [3, 4], [-4, 3], [0, -2], [1, 1], [-5, 12]])
units = st.sampled_from([[1, 0], [0, 1], [0.6, 0.8], [-1, 0], [0, -1]])
vectors = st.tuples(quarters, quarters).map(list)
features = st.sampled_from([0.5, 1, 2.25, 7, 100.5])
joins = st.just("parent") | st.builds(lambda parent: {"name": "child", "parent": parent}, ids)


metrics = st.tuples(quarters, quarters, few).map(
    lambda given: {
        "min": min(given[:2]),
        "max": max(given[:2]),
        "sum": sum(given[:2]) + max(given[:2]) * given[2],
        "value_count": given[2] + 2,
    }
)
histograms = st.tuples(st.lists(quarters, min_size=3, max_size=3, unique=True), few, few).map(
    lambda given: {"values": sorted(given[0]), "counts": [given[1], 2, given[2]]}
)
blobs = st.sampled_from(["aGVsbG8=", ""])
places_in_text = st.sampled_from(["POINT (1 2)", "POINT (-10 7.5)"])
weights_of_words = st.sampled_from([{"fox": 1.5}, {"dog": 0.5, "fox": 2}])
stored_queries = st.sampled_from([{"term": {"k": "a"}}, {"match_all": {}}])


def one_or_many(values: Strategy) -> Strategy:
    """One, none, or several."""
    return st.one_of(values, values, values, st.none(), st.lists(st.one_of(values, values, st.none()), max_size=3))


VALUES: dict[str, Strategy] = {
    "k": strings,
    "kn": strings,
    "kl": strings,
    "ka": strings,
    "c": st.sampled_from(["fox", "dog"]),
    "w": strings,
    "t.raw": texts,
    "o.k": strings,
    "n": longs,
    "i": small,
    "al": small,
    "h": small,
    "one": few,
    "u": unsigned,
    "o.n": small,
    "t.count": few,
    "rn": small,
    "rk": strings,
    "f": doubles,
    "f32": halves,
    "f16": halves,
    "s": quarters,
    "x": halves,
    "b": st.booleans(),
    "d": texts_of_dates,
    "dn": nanos,
    "df": slashed,
    "ip": addresses,
    "r": small,
    "rd": instants,
    "rl": small | st.just(2**61),
    "rfl": halves | st.just(0.1),
    "rdb": halves | st.just(0.1),
    "rip": addresses,
    "ver": versions,
    "c1": words,
    "c2": few,
    "all": words | few.map(str),
    "im": small,
    "nd": small,
    "kd": strings,
    "ni": small,
    "ki": strings,
    "t": words,
    "t2": words,
    "t3": words,
    "m": words,
    "ts": words,
    "ti": words,
    "z": strings,
    "z.p": strings,
    "none": strings,
}
"""What may be asked of each field that has a term."""

STRINGS = ["k", "kn", "kl", "ka", "o.k", "t", "t2", "m", "t.raw", "z.p", "none"]
NUMBERS = ["n", "i", "al", "h", "one", "u", "o.n", "t.count", "rn", "f", "f32", "f16", "s", "x"]
KEYWORDS = ["k", "kn", "kl", "ka", "o.k", "w", "c", "rk", "t.raw", "z", "z.p"]
BOUNDED = ["i", "h", "o.n", "f32", "f16", "s", "x", "rn", "al", "im", "ni", "c2"]
"""Numbers whose sums are exact, in whatever order they are taken."""
