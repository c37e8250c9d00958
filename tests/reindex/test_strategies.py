"""Moving records as bytes, and taking every document apart: the same store, the same answer."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import docstore
from docstore.reindex.engine import DOCUMENT, RAW, Reindex, begin
from tests.contents import documents, without_took
from tests.examples import TIMES

NAMES = ["x", "y", "z"]
values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200), st.integers(2**62, 2**66),
    st.floats(-3, 300, allow_nan=False).map(lambda f: round(f, 2)),
    st.sampled_from(["7", "seven", "2020-01-01", "2020-13-01", "true", "1.5", "", "word " * 9]),
)  # fmt: skip
fields = st.dictionaries(st.sampled_from(NAMES), values | st.lists(values, max_size=2), max_size=3)
sources = st.builds(lambda flat, inner: flat | ({"o": inner} if inner else {}), fields, fields)
writes = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.none() | sources, st.sampled_from([None, None, "r"]), st.integers(1, 9)),
    min_size=1, max_size=14,
)  # fmt: skip
types = st.sampled_from(["long", "byte", "date", "keyword", "boolean", "double", "text", "ip"])
mappings = st.builds(
    lambda properties, inner, dynamic: {
        "dynamic": dynamic,
        "properties": properties | ({"o": {"properties": inner}} if inner else {}),
    },
    st.dictionaries(st.sampled_from(NAMES), types.map(lambda name: {"type": name}), max_size=3),
    st.dictionaries(st.sampled_from(NAMES), types.map(lambda name: {"type": name}), max_size=2),
    st.sampled_from([True, True, False, "strict"]),
)
requests = st.fixed_dictionaries(
    {
        "size": st.sampled_from([2, 5, 1000]),
        "dest": st.fixed_dictionaries({}, optional={
            "version_type": st.sampled_from(["external", "external_gte"]), "routing": st.sampled_from(["discard", "=q", "keep"]),
        }),
        "conflicts": st.sampled_from(["proceed", "abort"]),
    },
    optional={"_source": st.sampled_from([["x"], ["o.*", "y"], {"excludes": "x"}]), "slices": st.just(2)},
)  # fmt: skip


def write(store: docstore.Store, index: str, rows: list[tuple[str, Any, str | None, int]]) -> None:
    operations: list[Any] = []
    for key, source, routing, version in rows:
        common = {"_index": index, "_id": key, "version": version, "version_type": "external"}
        if source is None:
            operations.append({"delete": common})
        else:
            operations += [{"index": common | ({} if routing is None else {"routing": routing})}, source]
    store.bulk(operations=operations)


def run(store: docstore.Store, strategy: str, request: dict[str, Any]) -> tuple[Any, ...]:
    dest = {"index": f"to-{strategy}", **request["dest"]}
    source = {"index": "from", "size": request["size"]} | ({"_source": request["_source"]} if "_source" in request else {})
    body = {"source": source, "dest": dest, "conflicts": request["conflicts"]}
    response = begin(store._node.tasks, Reindex(body, {"slices": request.get("slices")}, strategy), wait=True)
    assert isinstance(response, dict)
    for failure in response["failures"]:
        del failure["index"]
        failure["cause"].pop("index_uuid", None)
        failure["cause"].pop("index", None)
    name = dest["index"]
    mapping = store.indices.get_mapping(index=name)[name]["mappings"]
    return without_took(response), documents(store, name), mapping


@settings(max_examples=120 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(writes, st.none() | mappings, st.none() | writes, requests)
def test_the_same_outcome(rows: list[Any], mapping: dict[str, Any] | None, present: list[Any] | None, request: dict[str, Any]) -> None:
    with docstore.open() as store:
        store.indices.create(index="from", mappings={"dynamic": False})
        write(store, "from", rows)
        outcomes = []
        for strategy in (RAW, DOCUMENT):
            store.indices.create(index=f"to-{strategy}", mappings=mapping)
            if present is not None:
                write(store, f"to-{strategy}", present)
            outcomes.append(run(store, strategy, request))
        assert outcomes[0] == outcomes[1]
        assert store.check() == []
