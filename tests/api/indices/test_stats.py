"""What statistics count: operations since the store was opened, by kind, of an index, of all, and of the node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import docstore
from docstore.errors import ConflictError, IllegalArgumentError


def _work(store: docstore.Store) -> None:
    store.indices.create(index="books", settings={"number_of_shards": 2})
    store.bulk(index="books", operations=[{"index": {"_id": str(n)}} if not odd else {"n": n} for n in range(4) for odd in (0, 1)])
    store.load(index="books", documents=({"n": n} for n in range(10, 13)), id="n")
    with pytest.raises(ConflictError):
        store.create(index="books", id="1", document={})
    store.update(index="books", id="1", doc={"n": 1})
    store.update(index="books", id="1", doc={"n": 5})
    store.delete(index="books", id="2")
    store.get(index="books", id="1")
    store.mget(index="books", ids=["1", "none"])
    store.search(index="books", size=2)
    store.search(index="books", size=0, stats=["group"])
    store.indices.refresh(index="books")
    store.indices.flush(index="books")
    store.indices.forcemerge(index="books")
    store.reindex(source={"index": "books"}, dest={"index": "copies"})
    store.reindex(source={"index": "books"}, dest={"index": "copies", "op_type": "create"}, conflicts="proceed")


def _figures(section: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(section[name] for name in names)


def test_operations_are_counted_by_kind(store: docstore.Store) -> None:
    _work(store)
    of = store.indices.stats(index="books,copies")["indices"]
    books, copies = of["books"]["primaries"], of["copies"]["total"]
    names = ("index_total", "delete_total", "index_failed", "index_failed_due_to_version_conflict", "noop_update_total")
    assert _figures(books["indexing"], *names) == (4 + 3 + 1, 1, 1, 1, 1)
    assert _figures(copies["indexing"], *names) == (6, 0, 6, 6, 0)
    assert _figures(books["get"], "total", "exists_total", "missing_total") == (3, 2, 1)
    assert _figures(books["search"], "query_total", "fetch_total", "open_contexts") == (2, 1, 0)
    assert [books[name]["total"] for name in ("refresh", "flush", "merges")] == [1, 1, 1]
    assert books["bulk"]["total_operations"] == 1 + 1 + 4
    assert _figures(books["docs"], "count", "deleted") == (6, 1)
    assert books["shard_stats"] == {"total_count": 2}


def test_searches_count_under_the_names_they_gave_themselves(store: docstore.Store) -> None:
    _work(store)
    store.search(index="books,copies", stats=["group", "other"])
    searched = store.indices.stats(groups="gr*")["_all"]["total"]["search"]
    assert {name: _figures(each, "query_total", "fetch_total") for name, each in searched["groups"].items()} == {"group": (3, 2)}
    assert list(store.indices.stats(index="copies", groups=["_all"])["_all"]["total"]["search"]["groups"]) == ["group", "other"]
    (node,) = store.nodes.stats(metric="indices", groups="other")["nodes"].values()
    assert node["indices"]["search"]["groups"]["other"]["query_total"] == 2
    assert "groups" not in store.indices.stats()["_all"]["total"]["search"]
    assert "groups" not in store.indices.stats(groups="none")["_all"]["total"]["search"]


def test_all_together_and_the_node(store: docstore.Store) -> None:
    _work(store)
    every = store.indices.stats(metric="indexing,docs")["_all"]["total"]
    assert every.keys() == {"indexing", "docs"}
    assert (every["indexing"]["index_total"], every["docs"]["count"]) == (14, 12)
    (node,) = store.nodes.stats(metric="indices")["nodes"].values()
    assert {name: node["indices"][name] for name in every} == every
    assert store.cluster.stats()["indices"]["search"]["total"] == 2


def test_nothing_of_no_index_but_zeros_of_a_node(store: docstore.Store) -> None:
    assert store.indices.stats()["_all"] == {"primaries": {}, "total": {}}
    (node,) = store.nodes.stats(metric="indices")["nodes"].values()
    assert node["indices"]["indexing"]["index_total"] == 0


def test_shards_tell_how_far_operations_go(store: docstore.Store) -> None:
    _work(store)
    shards = store.indices.stats(index="books", level="shards")["indices"]["books"]["shards"]
    assert [shard["docs"]["count"] for (shard,) in shards.values()] == [6, 0]
    assert [shard["seq_no"]["max_seq_no"] for (shard,) in shards.values()] == [8, -1]
    assert shards["0"][0]["routing"]["state"] == "STARTED"


def test_open_contexts(store: docstore.Store) -> None:
    store.bulk(index="a", operations=[{"index": {}}, {"n": 1}, {"index": {}}, {"n": 2}])
    store.index(index="b", document={})
    scroll = store.search(index="a", scroll="1m", size=1)["_scroll_id"]
    pit = store.open_point_in_time(index="a,b", keep_alive="1m")["id"]
    of = store.indices.stats(metric="search")["indices"]
    assert [_figures(of[name]["total"]["search"], "open_contexts", "scroll_current") for name in "ab"] == [(2, 1), (1, 0)]
    store.clear_scroll(scroll_id=scroll)
    store.close_point_in_time(id=pit)
    of = store.indices.stats(metric="search")["indices"]
    assert _figures(of["a"]["total"]["search"], "open_contexts", "scroll_current", "scroll_total") == (0, 0, 1)


def test_a_new_index_begins_anew(open_at: Callable[..., docstore.Store]) -> None:
    store = open_at()
    store.index(index="a", document={})
    store.indices.delete(index="a")
    store.indices.create(index="b")
    assert store.indices.stats(index="b")["_all"]["total"]["indexing"]["index_total"] == 0


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        (
            lambda store: store.indices.stats(index="a", metric="doc"),
            "request [/a/_stats/doc] contains unrecognized metric: [doc] -> did you mean [docs]?",
        ),
        (
            lambda store: store.nodes.stats(metric="indices", index_metric="storage"),
            "request [/_nodes/stats/indices/storage] contains unrecognized index metric: [storage]",
        ),
    ],
)
def test_unknown_metrics_are_refused(store: docstore.Store, ask: Callable[[docstore.Store], Any], text: str) -> None:
    store.indices.create(index="a")
    with pytest.raises(IllegalArgumentError) as told:
        ask(store)
    assert told.value.reason.startswith(text)
