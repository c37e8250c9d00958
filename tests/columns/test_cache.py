from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from docstore.columns import ColumnCache, IndexView, Want
from docstore.errors import StoreCorruptError
from tests.columns.fake_index import FakeIndex, FakeReader
from tests.columns.test_builder import lists

PROPERTIES = {"n": {"type": "long"}, "k": {"type": "keyword"}, "t": {"type": "text"}}


def read(reader: FakeReader, cache: ColumnCache, path: str = "n") -> list[list[Any]]:
    view = IndexView(reader, cache=cache)
    field = view.field(path)
    assert field is not None
    return lists(view.column(Want(field)))


def index_of(count: int) -> FakeIndex:
    return FakeIndex(PROPERTIES, *({"n": n, "k": f"k{n}", "t": f"t{n}"} for n in range(count)))


@pytest.fixture
def cache() -> ColumnCache:
    return ColumnCache()


def test_the_same_content_is_read_once(cache: ColumnCache) -> None:
    index = index_of(5)
    first, second = index.reader(), index.reader()
    assert read(first, cache) == read(second, cache) == [[0], [1], [2], [3], [4]]
    assert (first.scans, second.scans) == ([0], [])


def test_several_columns_are_built_in_one_pass(cache: ColumnCache) -> None:
    reader = index_of(5).reader()
    view = IndexView(reader, cache=cache)
    wants = [view.need(Want(field)) for field in map(view.field, "nkt") if field is not None]
    assert [view.column(want).count for want in wants] == [5, 5, 5]
    assert reader.scans == [0]


@pytest.mark.parametrize("path", ["n", "k", "t"])
def test_additions_are_read_from_the_tail_only(cache: ColumnCache, path: str) -> None:
    index = index_of(3)
    before = read(index.reader(), cache, path)
    index.put("new", {"n": [7, 8], "k": "aa", "t": "t1 aa"})
    reader = index.reader()
    added: dict[str, list[Any]] = {"n": [7, 8], "k": ["aa"], "t": ["t1", "aa"]}
    assert read(reader, cache, path) == [*before, added[path]]
    assert reader.scans == [3]


@pytest.mark.parametrize("path", ["n", "k", "t"])
def test_removals_drop_ordinals_and_read_only_the_tail(cache: ColumnCache, path: str) -> None:
    index = index_of(4)
    read(index.reader(), cache, path)
    index.delete("1")
    index.put("2", {"n": 22, "k": "k22", "t": "t22"})
    reader = index.reader()
    values: dict[str, list[Any]] = {"n": [0, 3, 22], "k": ["k0", "k3", "k22"], "t": ["t0", "t3", "t22"]}
    assert read(reader, cache, path) == [[value] for value in values[path]]
    assert reader.scans == [4]


def test_only_deletions_read_nothing(cache: ColumnCache) -> None:
    index = index_of(4)
    read(index.reader(), cache)
    index.delete("3")
    index.delete("0")
    reader = index.reader()
    assert read(reader, cache) == [[1], [2]]
    assert read(index.reader(), cache) == [[1], [2]]


def test_an_older_snapshot_sees_a_prefix_after_additions(cache: ColumnCache) -> None:
    index = index_of(3)
    older = index.reader()
    index.put("new", {"n": 9, "k": "a"})
    for path, expected in {"n": [[0], [1], [2]], "k": [["k0"], ["k1"], ["k2"]]}.items():
        read(index.reader(), cache, path)
        assert read(older, cache, path) == expected
        assert read(index.reader(), cache, path)[-1] == [{"n": 9, "k": "a"}[path]]
    assert older.scans == []


def test_an_older_snapshot_is_right_after_removals_and_keeps_its_columns(cache: ColumnCache) -> None:
    index = index_of(3)
    older = index.reader()
    read(older, cache)
    index.delete("0")
    newer = index.reader()
    assert read(newer, cache) == [[1], [2]]
    assert read(older, cache) == [[0], [1], [2]]
    scans = list(older.scans)
    assert read(older, cache) == [[0], [1], [2]]
    assert older.scans == scans
    assert read(index.reader(), cache) == [[1], [2]]
    assert newer.scans == []


def test_snapshots_of_three_ages(cache: ColumnCache) -> None:
    index = index_of(3)
    oldest = index.reader()
    index.delete("0")
    middle = index.reader()
    index.delete("1")
    newest = index.reader()
    for _ in range(2):
        for reader, expected in [(newest, [[2]]), (oldest, [[0], [1], [2]]), (middle, [[1], [2]])]:
            assert read(reader, cache) == expected


def test_another_type_of_the_same_field_is_another_column(cache: ColumnCache) -> None:
    index = index_of(2)
    assert read(index.reader(), cache) == [[0], [1]]
    index.map({"n": {"type": "keyword"}})
    assert read(index.reader(), cache) == [["0"], ["1"]]
    index.map({"n": {"type": "keyword"}, "more": {"type": "long"}})
    reader = index.reader()
    assert read(reader, cache) == [["0"], ["1"]]
    assert reader.scans == []


def test_an_index_without_documents(cache: ColumnCache) -> None:
    index = index_of(0)
    assert [read(index.reader(), cache, path) for path in "nkt"] == [[], [], []]
    index.put("a", {"n": 1, "k": "x", "t": "y"})
    assert [read(index.reader(), cache, path) for path in "nkt"] == [[[1]], [["x"]], [["y"]]]
    index.delete("a")
    assert [read(index.reader(), cache, path) for path in "nkt"] == [[], [], []]


def test_the_least_recently_used_index_goes_first() -> None:
    one, two, three = index_of(100), index_of(100), index_of(100)
    measure = ColumnCache()
    read(one.reader(), measure)
    cache = ColumnCache(max_bytes=measure.nbytes * 2)
    for index in (one, two, one, three):
        read(index.reader(), cache)
    assert cache.nbytes <= cache.max_bytes
    kept, dropped = one.reader(), two.reader()
    read(kept, cache)
    read(dropped, cache)
    assert (kept.scans, dropped.scans) == ([], [0])


def test_one_index_over_the_bound_keeps_what_was_asked_last() -> None:
    index = index_of(100)
    measure = ColumnCache()
    read(index.reader(), measure)
    cache = ColumnCache(max_bytes=measure.nbytes)
    for path in "nkn":
        assert len(read(index.reader(), cache, path)) == 100
        assert cache.nbytes <= cache.max_bytes
    small = ColumnCache(max_bytes=10)
    assert len(read(index.reader(), small)) == 100
    assert small.nbytes == 0


@pytest.mark.parametrize("at_once", [4_990, 30])
def test_the_memory_of_terms_that_no_document_has_is_given_back(cache: ColumnCache, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Whether documents go all together or, as a program deletes them, few at a time and each of them is known."""
    index = index_of(5_000)
    known = index.removals
    monkeypatch.setattr(FakeReader, "removed_since", lambda reader, begin: np.array([known[at] for at in range(begin, reader.removed)]))
    read(index.reader(), cache, "k")
    whole = cache.nbytes
    for begin in range(0, 4_990, at_once):
        for number in range(begin, min(begin + at_once, 4_990)):
            index.delete(str(number))
        left = read(index.reader(), cache, "k")
    assert left == [[f"k{number}"] for number in range(4_990, 5_000)]
    assert cache.nbytes < whole / 4


def test_forget(cache: ColumnCache) -> None:
    index = index_of(3)
    read(index.reader(), cache)
    cache.forget(0, index.uuid)
    assert cache.nbytes == 0
    assert len(read(index.reader(), cache)) == 3


def test_a_reader_that_contradicts_itself_is_noticed(cache: ColumnCache) -> None:
    reader = index_of(3).reader()
    reader.live_seqs = lambda start=0: FakeReader.live_seqs(reader, start)[:-1]  # type: ignore[method-assign]
    reader.streams = lambda start=0: FakeReader.streams(index_of(3).reader(), start)  # type: ignore[method-assign]
    with pytest.raises(StoreCorruptError, match="has 2 documents"):
        read(reader, cache)


def test_threads_build_a_column_once(cache: ColumnCache) -> None:
    reader = index_of(50).reader()
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(len(read(reader, cache)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [50] * 8
    assert reader.scans == [0]
