"""What updates and deletes by query leave behind: versions, other threads, times, patterns, and indices that are blocked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

import docstore
from docstore.documents.operation import DeleteOperation, IndexOperation
from docstore.documents.writer import DocumentWriter
from docstore.errors import ApiError
from docstore.reindex.destination import Written
from docstore.reindex.in_place import InPlace
from docstore.reindex.part import Part

ALL = {"match_all": {}}
FOO_A = {"term": {"foo.keyword": "a"}}


@pytest.fixture
def four(store: docstore.Store) -> docstore.Store:
    for number, foo in enumerate("aabc", 1):
        store.index(index="test", id=str(number), document={"foo": foo})
    return store


def _versions(store: docstore.Store) -> list[int]:
    return [store.get(index="test", id=str(number))["_version"] for number in range(1, 5)]


@pytest.mark.parametrize("slices", [1, 5])
def test_what_is_updated_has_another_version(four: docstore.Store, slices: int) -> None:
    def update(**asked: Any) -> tuple[int, int]:
        answer = four.update_by_query(index="test", slices=slices, **asked)
        return answer["updated"], len(answer.get("slices", ()))

    count = 0 if slices == 1 else slices
    assert update() == (4, count)
    assert update(query={"term": {"foo": "no_match"}}) == (0, count)
    assert _versions(four) == [2, 2, 2, 2]
    assert update(query=FOO_A) == (2, count)
    assert _versions(four) == [3, 3, 2, 2]


def test_the_first_in_an_order_are_updated(four: docstore.Store) -> None:
    assert four.update_by_query(index="test", max_docs=3, sort="foo.keyword:asc")["updated"] == 3
    assert _versions(four) == [2, 2, 2, 1]
    assert four.delete_by_query(index="test", query=ALL, max_docs=2, sort=[{"foo.keyword": "desc"}])["deleted"] == 2
    assert four.count(index="test", query=FOO_A)["count"] == 2


@pytest.mark.parametrize(("shards", "slices"), [(1, 0), (3, 3), (25, 20)])
def test_as_many_slices_as_shards(store: docstore.Store, shards: int, slices: int) -> None:
    store.indices.create(index="test", settings={"number_of_shards": shards})
    store.bulk(index="test", operations=[line for n in range(50) for line in ({"index": {}}, {"n": n})])
    answer = store.update_by_query(index="test", slices="auto")
    assert (answer["updated"], len(answer.get("slices", ()))) == (50, slices)
    deleted = store.delete_by_query(index="test", query=ALL, slices="auto")
    assert (deleted["deleted"], len(deleted.get("slices", ()))) == (50, slices)


@pytest.mark.parametrize("slices", [1, "auto", 3])
def test_patterns_that_match_much_or_nothing(store: docstore.Store, slices: Any) -> None:
    for index in range(4):
        for number in range(10):
            store.index(index=f"test-{index}", id=str(number), document={"candidate": number <= index})
    answer = store.delete_by_query(index="test-*", query={"term": {"candidate": True}}, slices=slices)
    assert answer["deleted"] == 1 + 2 + 3 + 4
    assert [store.count(index=f"test-{index}")["count"] for index in range(4)] == [9, 8, 7, 6]
    for nothing in (store.update_by_query(index="missing-*", slices=slices), store.delete_by_query(index="no*", query=ALL, slices=slices)):
        assert (nothing["total"], nothing["batches"], nothing["failures"]) == (0, 0, [])
    with pytest.raises(ApiError) as missing:
        store.delete_by_query(index="missing", query=ALL, slices=slices)
    assert (missing.value.status, missing.value.type) == (404, "index_not_found_exception")


def test_times_are_those_of_now_and_ids_are_found_through_aliases(store: docstore.Store) -> None:
    store.indices.create(index="test", aliases={"alias": {}})
    store.index(index="test", id="1", document={"d": "2013-01-01"})
    store.index(index="test", id="2", document={"d": "2999-01-01"}, routing="r")
    assert store.delete_by_query(index="test", query={"range": {"d": {"lte": "now-1h"}}})["deleted"] == 1
    assert store.delete_by_query(index="alias", query={"match": {"_id": "2"}})["deleted"] == 1
    assert store.count(index="test")["count"] == 0


@pytest.mark.parametrize("deed", ["update_by_query", "delete_by_query"])
def test_a_read_only_index_refuses_each_document(four: docstore.Store, deed: str) -> None:
    four.indices.put_settings(index="test", settings={"index.blocks.read_only": True})
    with pytest.raises(ApiError) as refused:
        getattr(four, deed)(index="test", query=ALL)
    failures = refused.value.body["failures"]
    assert (refused.value.status, [failure["id"] for failure in failures]) == (403, ["1", "2", "3", "4"])
    assert failures[0]["cause"]["reason"] == "index [test] blocked by: [FORBIDDEN/5/index read-only (api)];"
    four.indices.put_settings(index="test", settings={"index.blocks.read_only": False})
    assert _versions(four) == [1, 1, 1, 1]


def _at_once(count: int, work: Any) -> list[Any]:
    barrier = Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_several_at_once_over_different_documents(store: docstore.Store) -> None:
    store.load(index="test", documents=({"field": n % 4} for n in range(200)))
    deleted = _at_once(4, lambda t: store.delete_by_query(index="_all", query={"term": {"field": t}}, scroll_size=7)["deleted"])
    assert deleted == [50] * 4
    assert store.count(index="test")["count"] == 0


def test_several_at_once_over_the_same_documents(store: docstore.Store) -> None:
    store.load(index="test", documents=({"foo": "bar"} for _ in range(100)))

    def delete(_: int) -> tuple[int, int]:
        answer = store.delete_by_query(index="test", query={"match": {"foo": "bar"}}, scroll_size=9, conflicts="proceed")
        return answer["deleted"], answer["deleted"] + answer["version_conflicts"] - answer["total"]

    found = _at_once(5, delete)
    assert sum(deleted for deleted, _ in found) == 100
    assert {rest for _, rest in found} == {0}
    assert store.count(index="test")["count"] == 0


@pytest.mark.parametrize(("deed", "counter"), [("update_by_query", "updated"), ("delete_by_query", "deleted")])
@pytest.mark.parametrize("size", [10, 25, 100])
def test_conflicts_do_not_count_towards_what_was_asked_for(store: docstore.Store, deed: str, counter: str, size: int) -> None:
    """Those that others have written since are passed over, until ten documents are done or there are no more."""
    store.load(index="test", documents=({"num": n} for n in range(100)), id="num")

    def write(done: int, *_: object) -> None:
        for number in range(95) if done == 10 else ():
            store.index(index="test", id=str(number), document={"num": number})

    asked = {"scroll_size": size, "max_docs": 20, "conflicts": "proceed"}
    answer = getattr(store, deed)(index="test", query=ALL, sort="num:asc", **asked, progress=write)
    done = 15 if size == 10 else 20
    assert (answer[counter], answer["version_conflicts"], answer["failures"]) == (done, 85 if size == 10 else 0, [])


@pytest.mark.parametrize("api", ["update_by_query", "delete_by_query"])
def test_a_batch_comes_to_what_its_documents_come_to_one_by_one(monkeypatch: pytest.MonkeyPatch, api: str) -> None:
    at_once, write = InPlace._at_once, InPlace.write

    def one_by_one(self: InPlace, txn: Any, index: Any, batch: Any, written: Written) -> None:
        self._one_by_one(txn, Part(index.name, index.uuid, index.number, 0, 0), batch, written)

    def disturbed(self: InPlace, txn: Any, part: Any, batch: Any) -> Written:
        others = DocumentWriter(txn, self.clock)
        others.apply(IndexOperation(index="test", source={"n": "1", "new": 1}, id="3"))
        others.apply(DeleteOperation(index="test", id="x" * 512))
        others.save()
        return write(self, txn, part, batch)

    def outcome(way: Any) -> Any:
        monkeypatch.setattr(InPlace, "_at_once", way)
        with docstore.open() as store:
            store.indices.create(index="test", mappings={"dynamic": False, "properties": {"at": {"type": "date"}}})
            ids = [*map(str, range(8)), "x" * 512]
            for number, doc_id in enumerate(ids):
                store.index(index="test", id=doc_id, document={"n": "none" if number == 5 else number, "at": 0, "o": {"ip": f"::{number}"}})
            store.delete(index="test", id="7")
            store.indices.put_mapping(index="test", properties={"n": {"type": "long"}, "o": {"properties": {"ip": {"type": "ip"}}}})
            monkeypatch.setattr(InPlace, "write", disturbed)
            try:
                answer = getattr(store, api)(index="test", query=ALL, conflicts="proceed")
            except ApiError as error:
                answer = error.body
            monkeypatch.setattr(InPlace, "write", write)
            stats = store.indices.stats(index="test")["_all"]["total"]["indexing"]
            assert store.check() == []
            found = store.search(index="test", version=True, seq_no_primary_term=True, sort="_doc")["hits"]["hits"]
            counts = [stats[key] for key in ("index_total", "delete_total", "index_failed")]
            failures = [{**failure, "cause": {**failure["cause"], "index_uuid": ""}} for failure in answer["failures"]]
            return {**answer, "took": 0, "failures": failures}, found, counts

    together = outcome(at_once)
    assert together == outcome(one_by_one)
    assert together[0]["version_conflicts"] == 2
    assert len(together[0]["failures"]) == (api == "update_by_query")
