"""Random aggregations with buckets."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v
from tests.search.reference.strategies.metrics import COUNTED, dates_written, metrics, numbers_written, on
from tests.search.reference.strategies.queries import leaves
from tests.search.reference.strategies.sorts import orders

Strategy = st.SearchStrategy[Any]

counts = st.sampled_from([{"_count": "desc"}, {"_count": "asc"}, {"_key": "asc"}, {"_key": "desc"}, [{"_count": "asc"}, {"_key": "desc"}]])
least = st.integers(1, 2)
number_ranges = st.lists(
    st.one_of(
        st.builds(lambda one, more: {"from": one, "to": one + more}, v.small, st.integers(0, 3)),
        st.builds(lambda one: {"from": one, "to": one + 1, "key": "named"}, v.small),
        v.small.map(lambda end: {"from": end}),
        v.small.map(lambda end: {"to": end}),
    ),
    min_size=1,
    max_size=4,
    unique_by=str,
)
date_ranges = st.lists(
    st.sampled_from([{"from": "2020-01-01", "to": "2020-02-29T12:00:00Z"}, {"to": "1970-01-01"}, {"from": "1970-01-01"}]),
    min_size=1,
    max_size=3,
    unique_by=str,
)
address_ranges = st.lists(
    st.sampled_from(
        [
            {"from": "10.0.0.1", "to": "10.0.0.2"},
            {"to": "10.1.0.0"},
            {"from": "10.0.0.2"},
            {"mask": "10.0.0.0/8"},
            {"mask": "2001:db8::/32"},
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=str,
)
coarse = {"calendar_interval": st.sampled_from(["month", "quarter", "year"]), "min_doc_count": st.integers(0, 1)}
fine = {"calendar_interval": st.sampled_from(["minute", "hour", "day", "week", "month", "year"]), "min_doc_count": least}
steps = {"fixed_interval": st.sampled_from(["90m", "12h", "1d", "30d"]), "min_doc_count": least}
zones = {"time_zone": st.sampled_from(["UTC", "+05:30", "Europe/Berlin"])}
fixed_zones = {"time_zone": st.sampled_from(["UTC", "+05:30", "-08:00"])}
directions = st.sampled_from([{"_key": "asc"}, {"_key": "desc"}, {"_count": "desc"}, {"_count": "asc"}])


def dated(how: dict[str, Strategy], more: dict[str, Strategy]) -> Strategy:
    """Steps of time."""
    options = {"order": directions, "keyed": st.booleans(), "missing": st.just("2020-01-05T00:00:00Z"), **dates_written, **more}
    body = st.builds(
        lambda own, others: {"field": "d", **own, **others}, st.fixed_dictionaries(how), st.fixed_dictionaries({}, optional=options)
    )
    read = ("missing", "extended_bounds", "hard_bounds")
    return body.filter(lambda found: "format" not in found or not any(key in found for key in read)).map(
        lambda found: {"date_histogram": found}
    )


sources = st.one_of(
    st.builds(
        lambda name, more: {"terms": {"field": name, **more}},
        st.sampled_from(["k", "n", "f32", "o.k", "ip", "i"]),
        st.fixed_dictionaries({}, optional={"order": orders, "missing_bucket": st.booleans()}),
    ),
    st.builds(
        lambda name, order, last: {"terms": {"field": name, "order": order, "missing_bucket": True, "missing_order": last}},
        st.sampled_from(["k", "i"]),
        orders,
        st.sampled_from(["first", "last"]),
    ),
    st.builds(
        lambda unit, offset: {"date_histogram": {"field": "d", "calendar_interval": unit, "offset": offset}},
        st.sampled_from(["day", "month"]),
        st.sampled_from(["+6h", "-1d"]),
    ),
    st.builds(lambda step, order: {"histogram": {"field": "i", "interval": step, "order": order}}, st.sampled_from([1, 2, 5]), orders),
    st.builds(
        lambda unit, order: {"date_histogram": {"field": "d", "calendar_interval": unit, "order": order}},
        st.sampled_from(["day", "month", "year"]),
        orders,
    ),
    st.builds(
        lambda precision, order: {"geotile_grid": {"field": "g", "precision": precision, "order": order}}, st.sampled_from([1, 5]), orders
    ),
)

BUCKETS: dict[str, Strategy] = {
    "terms": on("terms", COUNTED[:-2], execution_hint=st.sampled_from(["map", "global_ordinals"]))
    | on("terms", COUNTED[:-2], size=st.integers(1, 4), shard_size=st.sampled_from([50, 100]), order=counts, min_doc_count=least)
    | on(
        "terms",
        ["k", "o.k"],
        missing=st.just("none"),
        exclude=st.sampled_from(["a.*", ["a", "fox"]]),
        include=st.sampled_from([".*", "[a-f].*"]),
    )
    | on("terms", ["i", "x", "h"], missing=st.just(2), order=counts, show_term_doc_count_error=st.booleans(), **numbers_written)
    | on("terms", ["k", "o.k"], include=st.integers(0, 2).map(lambda part: {"partition": part, "num_partitions": 3}))
    | on("terms", ["k", "i", "b"], min_doc_count=st.just(0))
    | on("terms", ["k", "o.k"], value_type=st.just("string"))
    | on("terms", ["i", "x"], value_type=st.sampled_from(["long", "double", "number"])),
    "multi_terms": st.builds(
        lambda names, more: {"multi_terms": {"terms": [{"field": name} for name in names], **more}},
        st.lists(st.sampled_from(["k", "i", "b", "d", "o.k", "w", "ip"]), min_size=2, max_size=3, unique=True),
        st.fixed_dictionaries(
            {}, optional={"size": st.integers(1, 4), "order": counts, "min_doc_count": least, "show_term_doc_count_error": st.booleans()}
        ),
    ),
    "ip_prefix": st.builds(
        lambda how: {"ip_prefix": {"field": "ip", **how}},
        st.one_of(
            st.fixed_dictionaries(
                {"prefix_length": st.sampled_from([0, 8, 31])}, optional={"append_prefix_length": st.booleans(), "min_doc_count": least}
            ),
            st.fixed_dictionaries(
                {"prefix_length": st.sampled_from([8, 96, 128]), "is_ipv6": st.just(True)}, optional={"keyed": st.booleans()}
            ),
        ),
    ),
    "range": st.builds(
        lambda name, ranges, more: {"range": {"field": name, "ranges": ranges, **more}},
        st.sampled_from(["i", "f", "o.n", "s", "h", "x"]),
        number_ranges,
        st.fixed_dictionaries({}, optional={"keyed": st.booleans(), "missing": st.just(1), **numbers_written}),
    ),
    "date_range": st.builds(
        lambda ranges, more: {"date_range": {"field": "d", "ranges": ranges, **more}},
        date_ranges,
        st.fixed_dictionaries({}, optional={"keyed": st.booleans(), "missing": st.just("2020-01-05T00:00:00Z")}),
    ),
    "ip_range": st.builds(
        lambda ranges, keyed: {"ip_range": {"field": "ip", "ranges": ranges, "keyed": keyed}}, address_ranges, st.booleans()
    ),
    "histogram": st.builds(
        lambda name, body: {"histogram": {"field": name, **body}},
        st.sampled_from(["i", "o.n", "h", "x", "s"]),
        st.fixed_dictionaries(
            {"interval": st.sampled_from([0.5, 1, 2, 5])},
            optional={
                "offset": st.sampled_from([0, 1]),
                "min_doc_count": st.integers(0, 2),
                "order": directions,
                "missing": st.just(4),
                "keyed": st.booleans(),
                **numbers_written,
                "extended_bounds": st.just({"min": -5, "max": 5}),
                "hard_bounds": st.just({"min": -7, "max": 6}),
            },
        ),
    ).filter(lambda body: body["histogram"].get("min_doc_count", 0) == 0 or "extended_bounds" not in body["histogram"]),
    "date_histogram": dated(coarse, zones)
    | dated(fine, zones)
    | dated(steps, fixed_zones)
    | dated(fine, {"offset": st.sampled_from(["+6h", "-1d"])})
    | dated({"calendar_interval": st.just("year"), "extended_bounds": st.just({"min": "1968-05-01", "max": "2023-01-01"})}, {})
    | dated({"calendar_interval": st.just("year"), "hard_bounds": st.just({"min": "1969-01-01", "max": "2020-12-31"})}, zones),
    "auto_date_histogram": on(
        "auto_date_histogram", ["d1"], buckets=st.sampled_from([1, 3, 10, 20]), minimum_interval=st.sampled_from(["day", "month"]), **zones
    ),
    "filter": leaves.map(lambda query: {"filter": query}),
    "filters": st.builds(
        lambda one, other, rest, more: {"filters": {"filters": {"x": one, "y": other}, "other_bucket": rest, **more}},
        leaves,
        leaves,
        st.booleans(),
        st.fixed_dictionaries({}, optional={"keyed": st.booleans()}),
    )
    | st.builds(lambda one, other: {"filters": {"filters": [one, other]}}, leaves, leaves),
    "missing": on("missing", [name for name in COUNTED if name not in ("c", "none")]),
    "global": st.just({"global": {}}),
    "sampler": st.integers(1, 4).map(lambda size: {"sampler": {"shard_size": size}}),
    "geohash_grid": on("geohash_grid", ["g"], size=st.integers(1, 3)).flatmap(
        lambda body: st.integers(1, 6).map(lambda precision: {"geohash_grid": {**body["geohash_grid"], "precision": precision}})
    ),
    "geotile_grid": on("geotile_grid", ["g"], size=st.integers(1, 3)).flatmap(
        lambda body: st.integers(0, 12).map(lambda precision: {"geotile_grid": {**body["geotile_grid"], "precision": precision}})
    ),
    "composite": st.builds(
        lambda chosen, size: {"composite": {"size": size, "sources": [{f"s{at}": source} for at, source in enumerate(chosen)]}},
        st.lists(sources, min_size=1, max_size=3),
        st.sampled_from([2, 1000]),
    ),
}
"""Kinds with buckets, of documents."""

below = metrics | st.one_of(*(strategy for kind, strategy in BUCKETS.items() if kind not in ("composite", "global")))
objects_below: Strategy = st.sampled_from(
    [
        {"terms": {"field": "ne.k"}},
        {"sum": {"field": "ne.n"}},
        {"terms": {"field": "ne.n", "order": {"_key": "asc"}}},
        {"value_count": {"field": "ne.k"}},
        {"filter": {"range": {"ne.n": {"gte": 0}}}},
        {"missing": {"field": "ne.k"}},
    ]
)
BUCKETS["nested"] = st.just({"nested": {"path": "ne"}})
back_to_documents = below.map(
    lambda inner: {
        "nested": {"path": "ne"},
        "aggs": {"in": {"terms": {"field": "ne.n"}, "aggs": {"back": {"reverse_nested": {}, "aggs": {"on": inner}}}}},
    }
)
back_to_objects = st.just(
    {"nested": {"path": "ne.in"}, "aggs": {"in": {"reverse_nested": {"path": "ne"}, "aggs": {"on": {"terms": {"field": "ne.k"}}}}}}
)
BUCKETS["reverse_nested"] = st.booleans().flatmap(lambda whole: back_to_documents if whole else back_to_objects)
