"""Operations as data, to be done to a store and to its model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

INDICES = ["a", "b", "c"]
ALIASES = ["x", "y"]
NAMES = INDICES + ALIASES
IDS = ["1", "2", "3", "4", "five", "sechs-ß", "7" * 512]

Source = dict[str, Any]


@dataclass(frozen=True)
class Put:
    index: str
    id: str
    source: Source
    create: bool = False
    version: int | None = None
    gte: bool = False
    if_seq_no: int | None = None
    routing: str | None = None

    def arguments(self) -> dict[str, Any]:
        found: dict[str, Any] = {"routing": self.routing}
        if self.version is not None:
            found |= {"version": self.version, "version_type": "external_gte" if self.gte else "external"}
        if self.if_seq_no is not None:
            found |= {"if_seq_no": self.if_seq_no, "if_primary_term": 1}
        return {key: value for key, value in found.items() if value is not None}

    def lines(self) -> list[Any]:
        action = "create" if self.create else "index"
        return [{action: {"_index": self.index, "_id": self.id, **self.arguments()}}, self.source]


@dataclass(frozen=True)
class Update:
    index: str
    id: str
    doc: Source
    upsert: Source | None = None
    doc_as_upsert: bool = False
    detect_noop: bool = True

    def body(self) -> dict[str, Any]:
        found = {"doc": self.doc, "doc_as_upsert": self.doc_as_upsert, "detect_noop": self.detect_noop}
        return found if self.upsert is None else found | {"upsert": self.upsert}

    def lines(self) -> list[Any]:
        return [{"update": {"_index": self.index, "_id": self.id}}, self.body()]


@dataclass(frozen=True)
class Delete:
    index: str
    id: str
    version: int | None = None
    if_seq_no: int | None = None

    def arguments(self) -> dict[str, Any]:
        if self.version is not None:
            return {"version": self.version, "version_type": "external"}
        return {} if self.if_seq_no is None else {"if_seq_no": self.if_seq_no, "if_primary_term": 1}

    def lines(self) -> list[Any]:
        return [{"delete": {"_index": self.index, "_id": self.id, **self.arguments()}}]


Operation = Put | Update | Delete


@dataclass(frozen=True)
class Bulk:
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class PutAlias:
    index: str
    name: str
    write: bool | None


@dataclass(frozen=True)
class DeleteAlias:
    index: str
    name: str


@dataclass(frozen=True)
class DeleteIndex:
    index: str


@dataclass(frozen=True)
class Reindex:
    sources: tuple[str, ...]
    dest: str
    version_type: str = "internal"
    create: bool = False
    proceed: bool = False
    max_docs: int | None = None
    slices: int = 1
    size: int = 1000
    query: tuple[str, Any] | None = None
    fields: tuple[str, ...] | None = None
    routing: str | None = None

    def request(self) -> dict[str, Any]:
        source: dict[str, Any] = {"index": list(self.sources), "size": self.size}
        if self.query is not None:
            source["query"] = dict([self.query])
        if self.fields is not None:
            source["_source"] = list(self.fields)
        dest: dict[str, Any] = {"index": self.dest, "version_type": self.version_type}
        dest |= {"op_type": "create"} if self.create else {}
        dest |= {} if self.routing is None else {"routing": self.routing}
        found: dict[str, Any] = {"source": source, "dest": dest, "conflicts": "proceed" if self.proceed else "abort"}
        found |= {} if self.max_docs is None else {"max_docs": self.max_docs}
        return found if self.slices == 1 else found | {"slices": self.slices}

    def matches(self, key: str, source: Source) -> bool:
        match self.query:
            case None:
                return True
            case ("ids", body):
                return key in body["values"]
            case ("term", body):
                return source.get("t") == body["t.keyword"]
            case ("range", body):
                return "n" in source and body["n"]["gte"] <= source["n"] < body["n"]["lt"]
        raise AssertionError(self.query)

    def filtered(self, source: Source) -> Source:
        return source if self.fields is None else {key: value for key, value in source.items() if key in self.fields}

    def routed(self, present: str | None) -> str | None:
        return present if self.routing in (None, "keep") else None if self.routing == "discard" else (self.routing or "")[1:]


Step = Operation | Bulk | PutAlias | DeleteAlias | DeleteIndex | Reindex

sources = st.fixed_dictionaries({}, optional={
    "n": st.integers(0, 9), "t": st.sampled_from(["red", "green", "blue gray"]), "big": st.integers(-(2**63), 2**63 - 1),
})  # fmt: skip
names = st.sampled_from([*INDICES, *INDICES, *ALIASES])


def _id(number: int) -> str:
    return IDS[number]


ids = st.integers(0, len(IDS) - 1).map(_id)
routings = st.sampled_from([None, None, "r", "s"])

puts = st.one_of(
    st.builds(Put, names, ids, sources, routing=routings),
    st.builds(Put, names, ids, sources, create=st.just(True)),
    st.builds(Put, names, ids, sources, version=st.integers(0, 12), gte=st.booleans()),
    st.builds(Put, names, ids, sources, if_seq_no=st.integers(0, 9)),
)
updates = st.builds(Update, names, ids, sources, upsert=st.none() | sources, doc_as_upsert=st.booleans(), detect_noop=st.booleans())
deletes = st.one_of(
    st.builds(Delete, names, ids),
    st.builds(Delete, names, ids, version=st.integers(0, 12)),
    st.builds(Delete, names, ids, if_seq_no=st.integers(0, 9)),
)
operations = puts | puts | updates | deletes
bulks = st.builds(Bulk, st.lists(operations, min_size=1, max_size=12).map(tuple))
aliases = st.one_of(
    st.builds(PutAlias, st.sampled_from(INDICES), st.sampled_from(ALIASES), st.sampled_from([None, True, False])),
    st.builds(DeleteAlias, st.sampled_from(INDICES), st.sampled_from(ALIASES)),
)
queries = st.one_of(
    st.none(),
    st.lists(ids, unique=True, max_size=3).map(lambda values: ("ids", {"values": values})),
    st.sampled_from(["red", "blue gray", "none"]).map(lambda value: ("term", {"t.keyword": value})),
    st.tuples(st.integers(0, 5), st.integers(4, 10)).map(lambda pair: ("range", {"n": {"gte": pair[0], "lt": pair[1]}})),
)


def _consistent(request: Reindex) -> bool:
    return not (request.create and request.version_type != "internal") and (request.max_docs is None or request.max_docs >= request.slices)


reindexes = st.builds(
    Reindex,
    st.lists(names, min_size=1, max_size=2, unique=True).map(tuple),
    names,
    version_type=st.sampled_from(["internal", "internal", "external", "external_gte"]),
    create=st.booleans(),
    proceed=st.booleans(),
    max_docs=st.none() | st.integers(1, 6),
    slices=st.sampled_from([1, 1, 2, 3]),
    size=st.sampled_from([1, 2, 3, 1000]),
    query=queries,
    fields=st.sampled_from([None, None, ("n",), ("t", "big")]),
    routing=st.sampled_from([None, "keep", "discard", "=q"]),
).filter(_consistent)

steps = st.one_of(operations, bulks, bulks, aliases, reindexes, reindexes, st.builds(DeleteIndex, st.sampled_from(NAMES)))
