"""What a run does and answers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

import docstore
from tests.contents import documents, sources, without_took


def filled(store: docstore.Store, count: int = 120, index: str = "a") -> None:
    store.load(index=index, documents=({"n": n} for n in range(count)), id="n")


def test_response(store: docstore.Store) -> None:
    filled(store)
    response = store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert isinstance(response.pop("took"), int)
    assert list(response.items()) == [
        ("timed_out", False), ("total", 120), ("updated", 0), ("created", 120), ("deleted", 0), ("batches", 1), ("version_conflicts", 0),
        ("noops", 0), ("retries", {"bulk": 0, "search": 0}), ("throttled_millis", 0), ("requests_per_second", -1.0),
        ("throttled_until_millis", 0), ("failures", []),
    ]  # fmt: skip
    again = store.reindex(source={"index": "a", "size": 50}, dest={"index": "b"})
    assert (again["updated"], again["created"], again["batches"]) == (120, 0, 3)
    assert {row[0] for row in documents(store, "b").values()} == {2}


def test_conflicts_abort(store: docstore.Store) -> None:
    filled(store, 30)
    for n in (12, 14, 25):
        store.index(index="b", id=str(n), document={"old": n})
    with pytest.raises(docstore.ConflictError) as caught:
        store.reindex(source={"index": "a", "size": 10}, dest={"index": "b", "op_type": "create"})
    body = caught.value.body
    assert caught.value.status_code == 409
    assert (body["total"], body["created"], body["version_conflicts"], body["batches"]) == (30, 18, 2, 2)
    uuid = store.indices.get_settings(index="b")["b"]["settings"]["index"]["uuid"]
    assert body["failures"][0] == {
        "index": "b", "id": "12",
        "cause": {
            "type": "version_conflict_engine_exception", "reason": "[12]: version conflict, document already exists (current version [1])",
            "index_uuid": uuid, "shard": "0", "index": "b",
        },
        "status": 409,
    }  # fmt: skip
    assert [failure["id"] for failure in body["failures"]] == ["12", "14"]
    assert store.count(index="b")["count"] == 18 + 3


def test_conflicts_proceed(store: docstore.Store) -> None:
    filled(store, 30)
    for n in (12, 14, 25):
        store.index(index="b", id=str(n), document={"old": n})
    response = store.reindex(source={"index": "a", "size": 10}, dest={"index": "b", "op_type": "create"}, conflicts="proceed")
    assert (response["created"], response["version_conflicts"], response["batches"], response["failures"]) == (27, 3, 3, [])
    assert store.get(index="b", id="12")["_source"] == {"old": 12}


@pytest.mark.parametrize(("version_type", "counts"), [("internal", (1, 3, 0)), ("external", (1, 1, 2)), ("external_gte", (1, 2, 1))])
def test_version_types(store: docstore.Store, version_type: str, counts: tuple[int, int, int]) -> None:
    for index, versions in (("a", {"new": 4, "lower": 3, "same": 5, "higher": 9}), ("b", {"lower": 4, "same": 5, "higher": 6})):
        for key, version in versions.items():
            store.index(index=index, id=key, document={"from": index}, version=version, version_type="external")
    response = store.reindex(source={"index": "a"}, dest={"index": "b", "version_type": version_type}, conflicts="proceed")
    assert (response["created"], response["updated"], response["version_conflicts"]) == counts
    found = {key: row[0] for key, row in documents(store, "b").items()}
    higher = {"new": 4, "lower": 4, "same": 5, "higher": 9}
    assert found == ({"new": 1, "lower": 5, "same": 6, "higher": 7} if version_type == "internal" else higher)


def test_external_versions_meet_tombstones(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={}, version=5, version_type="external")
    store.index(index="b", id="1", document={}, version=7, version_type="external")
    store.delete(index="b", id="1", version=8, version_type="external")
    with pytest.raises(docstore.ConflictError) as caught:
        store.reindex(source={"index": "a"}, dest={"index": "b", "version_type": "external"})
    assert caught.value.body["failures"][0]["cause"]["reason"] == (
        "[1]: version conflict, current version [8] is higher or equal to the one provided [5]"
    )


@pytest.mark.parametrize(
    ("max_docs", "size", "proceed", "expected"),
    [(10, 1000, False, (10, 0, 1)), (10, 4, False, (10, 0, 3)), (500, 50, False, (120, 0, 3)), (20, 10, True, (20, 20, 4))],
)
def test_max_docs(store: docstore.Store, max_docs: int, size: int, proceed: bool, expected: tuple[int, int, int]) -> None:
    filled(store)
    if proceed:
        for n in range(10, 30):
            store.index(index="b", id=str(n), document={})
    dest = {"index": "b", "op_type": "create"}
    response = store.reindex(source={"index": "a", "size": size}, dest=dest, max_docs=max_docs, conflicts="proceed" if proceed else "abort")
    assert (response["created"], response["version_conflicts"], response["batches"]) == expected
    assert response["total"] == min(120, max_docs)


def test_slices(store: docstore.Store) -> None:
    filled(store)
    store.load(index="a2", documents=({"n": n} for n in range(50)), id="n")
    response = store.reindex(source={"index": ["a", "a2"], "size": 7}, dest={"index": "b"}, slices=4, max_docs=150)
    assert [each["slice_id"] for each in response["slices"]] == [0, 1, 2, 3]
    assert all(0 < each["total"] <= 38 for each in response["slices"])
    for name in ("total", "created", "updated", "batches", "version_conflicts"):
        assert response[name] == sum(each[name] for each in response["slices"])
    assert list(response).index("slices") == list(response).index("failures") - 1
    assert next(iter(response["slices"][0])) == "slice_id"


@pytest.mark.parametrize(("slices", "most", "shares"), [(2, 11, [6, 5]), (2, 2, [1, 1]), (3, 10, [4, 3, 3])])
def test_slices_share_what_was_asked_for(store: docstore.Store, slices: int, most: int, shares: list[int]) -> None:
    filled(store)
    response = store.reindex(source={"index": "a", "size": 4}, dest={"index": "b"}, slices=slices, max_docs=most)
    assert [each["created"] for each in response["slices"]] == shares
    assert store.count(index="b")["count"] == most


@pytest.mark.parametrize(("shards", "slices"), [(1, None), (3, 3), (30, 20)])
def test_auto_slices(store: docstore.Store, shards: int, slices: int | None) -> None:
    store.indices.create(index="a", settings={"number_of_shards": shards})
    filled(store)
    response = store.reindex(source={"index": "a"}, dest={"index": "b"}, slices="auto")
    assert response["created"] == 120
    assert (len(response["slices"]) if slices else response.get("slices")) == slices


def test_manual_slices_are_a_partition(store: docstore.Store) -> None:
    filled(store)
    found = [store.reindex(source={"index": "a", "slice": {"id": n, "max": 3}}, dest={"index": "b", "op_type": "create"}) for n in range(3)]
    assert sum(response["created"] for response in found) == 120
    assert all(20 < response["total"] < 60 for response in found)
    assert sources(store, "b") == sources(store, "a")


@pytest.mark.parametrize(("rule", "expected"), [(None, "r"), ("keep", "r"), ("discard", None), ("=cat", "cat"), ("=", None)])
def test_routing(store: docstore.Store, rule: str | None, expected: str | None) -> None:
    store.index(index="a", id="1", document={}, routing="r")
    store.index(index="a", id="2", document={})
    store.reindex(source={"index": "a"}, dest={"index": "b"} | ({} if rule is None else {"routing": rule}))
    assert store.get(index="b", id="1").get("_routing") == expected
    assert store.get(index="b", id="2").get("_routing") == ("cat" if expected == "cat" else None)


def test_through_a_write_alias_with_routing(store: docstore.Store) -> None:
    store.indices.create(index="b", aliases={"x": {"index_routing": "q"}})
    store.index(index="a", id="1", document={})
    store.index(index="a", id="2", document={}, routing="other")
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "a"}, dest={"index": "x"}, require_alias=True)
    ((failure),) = caught.value.body["failures"]
    assert (failure["index"], failure["id"], failure["status"]) == ("b", "2", 400)
    assert failure["cause"]["reason"].startswith("Alias [x] has index routing associated with it [q]")
    assert store.get(index="b", id="1")["_routing"] == "q"


def test_destination_that_requires_a_routing(store: docstore.Store) -> None:
    store.index(index="a", id="1", document={})
    store.index(index="a", id="2", document={}, routing="r")
    store.indices.create(index="b", mappings={"_routing": {"required": True}})
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "a"}, dest={"index": "b"})
    ((failure),) = caught.value.body["failures"]
    assert (failure["id"], failure["cause"]["type"]) == ("1", "routing_missing_exception")
    assert [*documents_with_routing(store)] == ["2"]


def documents_with_routing(store: docstore.Store) -> list[str]:
    return [each["_id"] for each in store.mget(index="b", ids=["1", "2"], routing="r")["docs"] if each["found"]]


def test_destination_that_keeps_no_source(store: docstore.Store) -> None:
    filled(store, 10)
    store.indices.create(index="b", mappings={"_source": {"enabled": False}})
    assert store.reindex(source={"index": "a"}, dest={"index": "b"})["created"] == 10
    assert "_source" not in store.get(index="b", id="3")
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "b"}, dest={"index": "c"})
    assert (caught.value.status, caught.value.reason) == (400, "[b][0] didn't store _source")


def test_failures_of_a_batch(store: docstore.Store) -> None:
    """Each document that the mapping refuses is reported; the others of its batch are written; the run ends after it."""
    filled(store, 30)
    store.index(index="a", id="x1", document={"n": 1, "d": "no date"})
    store.indices.create(index="b", mappings={"properties": {"n": {"type": "byte"}, "d": {"type": "date"}}})
    for n in (3, 7):
        store.index(index="a", id=f"bad{n}", document={"n": 1000 + n})
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "a", "size": 33}, dest={"index": "b"})
    body = caught.value.body
    assert caught.value.status_code == 400
    assert [failure["id"] for failure in body["failures"]] == ["x1", "bad3", "bad7"]
    assert {failure["cause"]["type"] for failure in body["failures"]} == {"document_parsing_exception"}
    assert all(failure["status"] == 400 and failure["index"] == "b" for failure in body["failures"])
    assert (body["created"], body["batches"], body["total"]) == (30, 1, 33)
    assert store.count(index="b")["count"] == 30


def test_documents_extend_the_mapping_in_their_order(store: docstore.Store) -> None:
    """A document that is refused brings no fields; the first that is taken does."""
    store.indices.create(index="a", mappings={"dynamic": False})
    for key, document in (("0", {"x": "bad", "y": 5}), ("1", {"x": "2020-01-01", "y": 5}), ("2", {"y": "abc"})):
        store.index(index="a", id=key, document=document)
    store.indices.create(index="b", mappings={"properties": {"x": {"type": "date"}}})
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "a"}, dest={"index": "b"})
    assert [failure["id"] for failure in caught.value.body["failures"]] == ["0", "2"]
    assert store.indices.get_mapping(index="b")["b"]["mappings"]["properties"]["y"] == {"type": "long"}


def test_source_does_not_move_during_the_run(store: docstore.Store) -> None:
    filled(store, 100)
    expected = sources(store, "a")

    def change(done: int, *rest: float) -> None:
        store.index(index="a", id=str(99), document={"late": done})
        store.index(index="a", id=f"new{done}", document={})
        if done == 20:
            store.delete(index="a", id="50")
            store.indices.refresh(index="a")
        assert store.check() == []
        if done == 60:
            store.indices.delete(index="a")

    response = store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, progress=change)
    assert response["created"] == response["total"] == 100
    assert sources(store, "b") == expected


@pytest.mark.parametrize("asked", [{"query": {"term": {"n": 1}}}, {"sort": "n"}, {"slice": {"id": 0, "max": 2}}])
def test_what_an_undone_transaction_has_read_is_forgotten(store: docstore.Store, asked: dict[str, Any]) -> None:
    """Writes of a transaction that is undone, then others in their place."""
    store.index(index="a", id="0", document={"n": 0})
    assert store.count(index="a", query={"term": {"n": 1}})["count"] == 0
    with suppress(KeyError), store.transaction():
        store.index(index="a", id="1", document={"n": 1})
        store.reindex(source={"index": "a", **asked}, dest={"index": "b"})
        raise KeyError
    store.index(index="a", id="2", document={"n": 2})
    for query, expected in (({"term": {"n": 1}}, []), ({"term": {"n": 2}}, ["2"]), ({"range": {"n": {"gte": 0}}}, ["0", "2"])):
        assert [hit["_id"] for hit in store.search(index="a", query=query, sort="n")["hits"]["hits"]] == expected


@pytest.mark.parametrize("long", [0, 150, 299])
def test_one_long_term_among_short_ones_is_refused(store: docstore.Store, long: int) -> None:
    store.load(index="a", documents=({"n": n, "k": "x" * (40_000 if n == long else 5)} for n in range(300)), id="n")
    store.indices.create(index="b", mappings={"properties": {"k": {"type": "keyword"}}})
    with pytest.raises(docstore.ApiError) as refused:
        store.reindex(source={"index": "a", "size": 100}, dest={"index": "b"})
    assert [failure["id"] for failure in refused.value.body["failures"]] == [str(long)]
    assert not store.exists(index="b", id=str(long))


def test_others_write_into_the_destination(store: docstore.Store) -> None:
    filled(store, 100)

    def change(done: int, *rest: float) -> None:
        if done == 50:
            store.index(index="b", id="7", document={"theirs": 1})
            store.index(index="b", id="77", document={"theirs": 1})

    response = store.reindex(source={"index": "a", "size": 10}, dest={"index": "b"}, progress=change)
    assert (response["created"], response["updated"]) == (99, 1)
    assert store.get(index="b", id="7")["_version"] == 2
    assert store.get(index="b", id="77")["_source"] == {"n": 77}


def test_several_sources_with_the_same_ids(store: docstore.Store) -> None:
    for name in ("a", "c"):
        store.load(index=name, documents=({"n": n, "from": name} for n in range(20)), id="n")
    response = store.reindex(source={"index": ["a", "c"], "size": 7}, dest={"index": "b"})
    assert (response["total"], response["created"], response["updated"]) == (40, 20, 20)
    assert {source["from"] for source in sources(store, "b").values()} == {"c"}
    assert {row[0] for row in documents(store, "b").values()} == {2}


def test_filtered_alias_and_query(store: docstore.Store) -> None:
    filled(store)
    store.indices.put_alias(index="a", name="x", filter={"range": {"n": {"lt": 50}}})
    response = store.reindex(source={"index": "x", "query": {"range": {"n": {"gte": 40}}}, "sort": [{"n": "desc"}]}, dest={"index": "b"})
    assert response["total"] == 10
    assert [row[3]["n"] for row in documents(store, "b").values()] == list(range(49, 39, -1))


@pytest.mark.parametrize("undone", [False, True])
def test_within_a_transaction(store: docstore.Store, undone: bool) -> None:
    filled(store, 3_000)
    seen: list[Any] = []

    class Undone(Exception):
        pass

    try:
        with store.transaction():
            store.index(index="a", id="inside", document={})
            response = store.reindex(
                source={"index": "a", "size": 500}, dest={"index": "b"},
                progress=lambda done, *rest: seen.append(store.get(index="b", id="0")["found"]),
            )  # fmt: skip
            assert sources(store, "b") == sources(store, "a")
            if undone:
                raise Undone
    except Undone:
        pass
    assert response["created"] == 3_001
    assert all(seen)
    assert store.indices.exists(index="b") is not undone
    store.load(index="b0", documents=({"other": n} for n in range(600)), id="other")
    again = store.reindex(
        source={"index": "b0", "size": 50}, dest={"index": "b"}, progress=lambda *_: seen.append(store.get(index="b", id="5")["_source"])
    )
    assert again["total"] == 600
    assert store.get(index="b", id="5")["_source"] == {"other": 5}


def test_progress(store: docstore.Store) -> None:
    filled(store, 100)
    told: list[tuple[int, int]] = []
    store.reindex(
        source={"index": "a", "size": 30}, dest={"index": "b"}, progress=lambda done, total, rate, left: told.append((done, total))
    )
    assert told == [(30, 100), (60, 100), (90, 100), (100, 100)]


def test_equal_to_indexing_by_hand(store: docstore.Store) -> None:
    filled(store, 10)
    response = store.reindex(source={"index": "a"}, dest={"index": "b"})
    for n in range(10):
        store.index(index="c", id=str(n), document={"n": n})
    assert documents(store, "b") == documents(store, "c")
    assert without_took(response)["created"] == 10


def test_more_active_copies_than_there_are(store: docstore.Store) -> None:
    for n in range(3):
        store.index(index="a", id=str(n), document={"n": n})
    with pytest.raises(docstore.ApiError) as caught:
        store.reindex(source={"index": "a", "size": 2}, dest={"index": "b"}, wait_for_active_shards=4, timeout="1s")
    body = caught.value.body
    assert (caught.value.status, body["created"], body["batches"], len(body["failures"])) == (503, 0, 1, 2)
    assert body["failures"][0]["cause"] == {
        "type": "unavailable_shards_exception",
        "reason": "[b][0] Not enough active copies to meet shard count of [4] (have 1, needed 4). "
        "Timeout: [1s], request: [BulkShardRequest [[b][0]] containing [2] requests]",
    }
    assert store.count(index="b")["count"] == 0
    with pytest.raises(docstore.errors.BadRequestError, match="ActiveShardCount"):
        store.index(index="a", id="1", document={}, wait_for_active_shards=float("inf"))
    assert store.reindex(source={"index": "a"}, dest={"index": "b"}, wait_for_active_shards="all")["created"] == 3
