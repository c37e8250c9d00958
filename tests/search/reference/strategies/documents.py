"""Random documents, mappings and writes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.schema import Schema
from tests.search.reference.strategies import values as v

Strategy = st.SearchStrategy[Any]

schemas = st.builds(
    Schema,
    x=st.sampled_from(["double", "float", "half_float", "scaled_float", "long", "integer", "short", "byte"]),
    t2=st.sampled_from(["standard", "whitespace", "stop", "keyword"]),
    t2_norms=st.booleans(),
    gap=st.sampled_from([0, 1, 100]),
)

objects = st.fixed_dictionaries({}, optional={"k": v.one_or_many(v.strings), "n": v.one_or_many(v.small)})
inner = st.fixed_dictionaries({}, optional={"n": v.one_or_many(v.small)})
nested = st.fixed_dictionaries(
    {},
    optional={
        "k": v.one_or_many(v.strings),
        "n": v.one_or_many(v.small),
        "t": v.texts,
        "in": inner | st.lists(inner, max_size=2),
    },
)

OFTEN: dict[str, Strategy] = {
    "k": v.one_or_many(v.strings) | v.small | st.booleans(),
    "n": v.one_or_many(v.longs) | v.small.map(str),
    "i": v.one_or_many(v.small),
    "d": v.one_or_many(v.dates),
    "d1": v.dates,
    "t": v.one_or_many(v.texts),
    "t2": v.one_or_many(v.texts),
    "x": v.one_or_many(v.halves),
    "o": objects | st.lists(objects, max_size=2),
    "ne": nested | st.lists(nested, max_size=3),
    "g": v.one_or_many(v.points),
    "j": v.joins,
    "v": v.vectors,
}
"""Fields that most documents have."""

SELDOM: dict[str, Strategy] = {
    "kn": v.one_or_many(v.strings),
    "kl": v.one_or_many(v.strings),
    "ka": v.one_or_many(v.strings),
    "c": st.just("fox"),
    "w": v.one_or_many(v.strings),
    "h": v.one_or_many(v.small),
    "one": st.integers(1, 3),
    "u": v.one_or_many(v.unsigned) | v.few.map(str),
    "f": v.one_or_many(v.doubles | v.small),
    "f32": v.one_or_many(v.halves),
    "f16": v.one_or_many(v.halves),
    "s": v.one_or_many(v.quarters),
    "b": v.one_or_many(v.truths),
    "dn": v.one_or_many(v.nanos),
    "df": v.one_or_many(v.slashed | st.just(1577836800)),
    "ip": v.one_or_many(v.addresses),
    "r": v.one_or_many(v.spans),
    "rd": v.one_or_many(v.date_spans),
    "rl": v.one_or_many(v.long_spans),
    "rfl": v.one_or_many(v.float_spans),
    "rdb": v.one_or_many(v.float_spans),
    "rip": v.one_or_many(v.address_spans),
    "ver": v.one_or_many(v.versions),
    "c1": v.one_or_many(v.words),
    "c2": v.one_or_many(v.few),
    "all": v.one_or_many(v.texts),
    "im": v.one_or_many(v.small | st.sampled_from(["bad", "7", 1.5, ""])),
    "nd": v.one_or_many(v.small),
    "kd": v.one_or_many(v.strings),
    "ni": v.one_or_many(v.small),
    "ki": v.one_or_many(v.strings),
    "vc": v.directions,
    "vd": v.units,
    "vm": v.vectors,
    "m": v.one_or_many(v.texts),
    "ts": v.one_or_many(v.texts),
    "ti": v.one_or_many(v.texts),
    "t3": v.one_or_many(v.texts),
    "z": st.fixed_dictionaries({}, optional={"p": v.one_or_many(v.strings), "q": v.strings}),
    "rf": v.features,
    "rfs": st.fixed_dictionaries({}, optional={"a": v.features, "b": v.features}),
    "rk": v.one_or_many(v.strings),
    "rn": v.one_or_many(v.small),
    "o.k": v.strings,
}
"""The others."""

documents = st.builds(
    lambda often, others: often | others,
    st.fixed_dictionaries(
        {name: st.integers(0, 5).flatmap(lambda there, field=field: field if there else st.just(MISSING)) for name, field in OFTEN.items()}
    ),
    st.sets(st.sampled_from(sorted(SELDOM)), max_size=12).flatmap(
        lambda names: st.fixed_dictionaries({name: SELDOM[name] for name in sorted(names)})
    ),
).map(lambda document: {name: value for name, value in document.items() if value is not MISSING})

full = st.fixed_dictionaries({**OFTEN, **SELDOM})
"""Those that have all fields."""

MISSING = object()
sources = st.lists(documents, min_size=5, max_size=8)
writes = st.lists(st.tuples(st.just("put"), v.ids, documents) | st.tuples(st.just("delete"), v.ids, st.none()), max_size=6)
