"""Nested objects as a column space of their own."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.cache import ColumnCache
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from tests.columns.fake_index import FakeIndex

LEAF = {"n": {"type": "long"}}
PROPERTIES: dict[str, Any] = {
    "a": {"type": "nested", "properties": {**LEAF, "b": {"type": "nested", "properties": LEAF}}},
    "o": {"properties": {"c": {"type": "nested", "include_in_parent": True, "properties": LEAF}}},
}
DOCUMENTS: list[dict[str, Any]] = [
    {"a": [{"n": 1, "b": [{"n": 10}, {"n": 11}]}, {"n": 2}, None, {"n": 3, "b": {"n": 12}}]},
    {"n": 5},
    {"a": {"n": [4, 5], "b": None}},
    {"o": [{"c": {"n": 6}}, {"c": [[{"n": 7}], {}]}], "a": []},
]


def numbers(view: IndexView, name: str) -> list[Any]:
    """The values of each ordinal."""
    field = view.field(name)
    assert field is not None
    column = view.column(Want(field))
    assert isinstance(column, NumericColumn)
    flat, at, found = column.rows.flat(column.values).tolist(), 0, []
    for count in column.rows.counts():
        found.append(flat[at : at + count])
        at += count
    return found


def filled() -> FakeIndex:
    index = FakeIndex(PROPERTIES)
    for number, document in enumerate(DOCUMENTS):
        index.put(str(number), document)
    return index


def test_objects_are_ordinals() -> None:
    view = IndexView(filled().reader(), cache=ColumnCache())
    a, b, c = view.nested("a"), view.nested("a.b"), view.nested("o.c")
    assert numbers(a, "a.n") == [[1], [2], [3], [4, 5]]
    assert numbers(b, "a.b.n") == [[10], [11], [12]]
    assert numbers(c, "o.c.n") == [[6], [7], []]
    assert a.owners.tolist() == [0, 0, 0, 2]
    assert (b.owners.tolist(), b.owners_in(view).tolist(), b.outer) == ([0, 0, 2], [0, 0, 0], a)
    assert c.inside(view, 3).tolist() == [0, 1, 2]
    assert a.seqs.tolist() == [0, 0, 0, 2]
    assert a.nested("a.b") is b is view.nested("a.b")


def test_names_belong_to_their_scope() -> None:
    view = IndexView(filled().reader(), cache=ColumnCache())
    assert view.field("a.n") is None
    assert view.nested("a").field("a.b.n") is None
    assert view.nested("a").field("o.c.n") is None
    assert numbers(view, "o.c.n") == [[], [], [], [6, 7]]


def test_columns_follow_the_index() -> None:
    index, cache = filled(), ColumnCache()
    assert len(numbers(IndexView(index.reader(), cache=cache).nested("a"), "a.n")) == 4
    old = index.reader()
    index.put("4", {"a": [{"n": 8}, {"n": 9}]})
    reader = index.reader()
    assert numbers(IndexView(reader, cache=cache).nested("a"), "a.n")[4:] == [[8], [9]]
    assert 0 not in reader.scans
    assert len(numbers(IndexView(old, cache=cache).nested("a"), "a.n")) == 4
    index.delete("0")
    assert numbers(IndexView(index.reader(), cache=cache).nested("a"), "a.n") == [[4, 5], [8], [9]]
    cache.forget(0, index.uuid)
    assert cache.nbytes == 0


WRITES = st.lists(st.tuples(st.integers(0, 5).map(str), st.none() | st.sampled_from(DOCUMENTS)), max_size=12)


@given(writes=WRITES, every=st.integers(1, 3))
def test_writes_change_columns_step_by_step(writes: list[tuple[str, dict[str, Any] | None]], every: int) -> None:
    index, cache = filled(), ColumnCache()
    for at, (doc_id, document) in enumerate([*writes, ("9", DOCUMENTS[0])]):
        if document is not None:
            index.put(doc_id, document)
        elif doc_id in index.documents:
            index.delete(doc_id)
        if at % every == 0:
            known, fresh = (IndexView(index.reader(), cache=each) for each in (cache, ColumnCache()))
            for path, name in (("a", "a.n"), ("a.b", "a.b.n"), ("o.c", "o.c.n")):
                first, second = known.nested(path), fresh.nested(path)
                assert numbers(first, name) == numbers(second, name)
                assert first.owners_in(known).tolist() == second.owners_in(fresh).tolist()
                assert (first.seqs.tolist(), first.position.seqs.tolist()) == (second.seqs.tolist(), second.position.seqs.tolist())
