"""Fields come and change between writes: what a search finds is what each document had when it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import docstore

Json = dict[str, Any]
FIELDS = ("a", "b", "o.c", "n.d")
TEXTS = ("x", "xx", "xxx")

_value = st.one_of(st.sampled_from(TEXTS), st.lists(st.sampled_from(TEXTS), max_size=2))
_document = st.fixed_dictionaries(
    {"a": _value, "n": st.lists(st.fixed_dictionaries({"d": _value}), min_size=1, max_size=2)},
    optional={"b": _value, "o": st.fixed_dictionaries({"c": _value})},
)
_step = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("123"), _document),
    st.tuples(st.just("bulk"), st.lists(st.tuples(st.sampled_from("12345"), _document), min_size=1, max_size=3)),
    st.tuples(st.just("delete"), st.sampled_from("123")),
    st.tuples(st.just("map"), st.sampled_from(FIELDS), st.sampled_from((1, 2, 9))),
    st.tuples(st.just("copy"), st.booleans()),
    st.sampled_from([("again",), ("merge",), ("look",), ("clone",)]),
)


def body(limit: int) -> Json:
    return {"type": "keyword", "ignore_above": limit}


@dataclass
class Model:
    limits: dict[str, int] = field(default_factory=dict)
    copies: bool = False
    sources: dict[str, Json] = field(default_factory=dict)
    terms: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def put(self, key: str, source: Json) -> None:
        self.sources[key] = source
        given = {"a": _texts(source.get("a")), "b": _texts(source.get("b")), "o.c": _texts(source.get("o", {}).get("c"))}
        given["n.d"] = [text for each in source.get("n", ()) for text in _texts(each["d"])]
        if self.copies:
            given["b"] = given["b"] + given["a"]
        self.terms[key] = {
            name: {text for text in texts if len(text) <= self.limits[name]} for name, texts in given.items() if name in self.limits
        }

    def mapping(self, name: str) -> Json:
        if name == "a":
            return {"a": {**body(self.limits["a"]), **({"copy_to": "b"} if self.copies else {})}}
        outer, _, inner = name.partition(".")
        if not inner:
            return {name: body(self.limits[name])}
        return {outer: {"properties": {inner: body(self.limits[name])}, **({"type": "nested"} if outer == "n" else {})}}


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [] if value is None else [value]


@settings(max_examples=60, deadline=None)
@given(st.lists(_step, min_size=8, max_size=16))
def test_documents_are_found_as_they_were_written(steps: list[Any]) -> None:
    with docstore.open() as store:
        model, copies = Model({"a": 9, "b": 9}), 0
        store.indices.create(index="i", mappings={"dynamic": False, "properties": model.mapping("a") | model.mapping("b")})
        for step in steps:
            match step:
                case ("put", key, source):
                    store.index(index="i", id=key, document=source)
                    model.put(key, source)
                case ("bulk", pairs):
                    store.bulk(index="i", operations=[line for key, source in pairs for line in ({"index": {"_id": key}}, source)])
                    for key, source in pairs:
                        model.put(key, source)
                case ("delete", key) if key in model.sources:
                    store.delete(index="i", id=key)
                    del model.sources[key], model.terms[key]
                case ("map", name, limit):
                    model.limits[name] = limit
                    store.indices.put_mapping(index="i", properties=model.mapping(name))
                case ("copy", copied):
                    model.copies = copied
                    store.indices.put_mapping(index="i", properties=model.mapping("a"))
                case ("again",):
                    store.update_by_query(index="i")
                    for key, source in model.sources.items():
                        model.put(key, source)
                case ("merge",):
                    store.indices.forcemerge(index="i")
                case ("clone",):
                    copies += 1
                    store.indices.put_settings(index="i", settings={"index.blocks.write": True})
                    store.indices.clone(index="i", target=f"i{copies}", settings={"index.blocks.write": None})
                    agrees(store, f"i{copies}", model)
                    store.indices.put_settings(index="i", settings={"index.blocks.write": None})
                case ("look",):
                    agrees(store, "i", model)
        agrees(store, "i", model)
        assert store.check() == []


def agrees(store: docstore.Store, index: str, model: Model) -> None:
    for name in model.limits:
        for text in TEXTS:
            query: Json = {"term": {name: text}}
            if name.startswith("n."):
                query = {"nested": {"path": "n", "query": query}}
            found = {hit["_id"] for hit in store.search(index=index, query=query)["hits"]["hits"]}
            assert found == {key for key, terms in model.terms.items() if text in terms.get(name, ())}, (name, text)
