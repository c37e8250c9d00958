"""The ``_cat`` tables: their values, and the ways to look at them."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import ApiError, RepositoryMissingError


@pytest.fixture
def cat(store: docstore.Store) -> Any:
    store.indices.create(index="alone", settings={"number_of_replicas": 0})
    store.indices.create(index="books", settings={"number_of_shards": 2}, aliases={"read": {"filter": {"match_all": {}}, "routing": "a"}})
    for n in range(3):
        store.index(index="books", id=str(n), document={"n": n})
    store.delete(index="books", id="0")
    return store.cat


def test_indices(cat: Any) -> None:
    rows = cat.indices(format="json")
    assert [(row["index"], row["health"], row["status"], row["pri"], row["rep"], row["docs.count"]) for row in rows] == [
        ("alone", "green", "open", "1", "0", "0"),
        ("books", "yellow", "open", "2", "1", "2"),
    ]
    assert cat.indices(index="books", h="index,dc,docs.d*", format="json") == [{"index": "books", "dc": "2", "docs.deleted": "1"}]
    assert cat.indices(h="i", s="docs.count:desc") == "books\nalone\n"
    assert cat.indices(h="index", health="green") == "alone\n"
    assert cat.indices(h="store.size", bytes="b", index="books").strip().isdigit()
    assert cat.indices(h="rep,index", v=True) == "rep index\n  0 alone\n  1 books\n"
    assert [each.strip() for each in cat.indices(help=True).splitlines()[3].split(" | ")[:2]] == ["uuid", "id"]


def test_a_closed_index_tells_no_figures(cat: Any, store: docstore.Store) -> None:
    store.indices.close(index="books")
    assert cat.indices(index="books", h="status,docs.count,store.size", format="json") == [
        {"status": "close", "docs.count": None, "store.size": None}
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"s": "nothing"}, "Unable to sort by unknown sort key `nothing`"),
        ({"bytes": "x"}, "failed to parse [bytes]"),
        ({"time": "x"}, "failed to parse [time]"),
        ({"format": "cbor"}, "format [cbor] is not supported by docstore"),
        ({"health": "blue"}, "unknown cluster health status [blue]"),
        ({"index": "none"}, "no such index [none]"),
    ],
)
def test_refusals(cat: Any, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        cat.indices(**given)
    assert refused.value.reason.startswith(reason)


def test_shards(cat: Any) -> None:
    rows = [tuple(row.values())[:5] for row in cat.shards(format="json", index="books")]
    assert rows == [
        ("books", "0", "p", "STARTED", "2"),
        ("books", "0", "r", "UNASSIGNED", None),
        ("books", "1", "p", "STARTED", "0"),
        ("books", "1", "r", "UNASSIGNED", None),
    ]
    (row,) = cat.segments(format="json")
    assert (row["index"], row["docs.count"], row["docs.deleted"]) == ("books", "2", "1")


def test_aliases_and_counts_and_health(cat: Any) -> None:
    assert cat.aliases() == "read books * a a -\n"
    assert cat.aliases(name="none") == ""
    assert cat.count(index="books", h="count") == "2\n"
    (row,) = cat.health(format="json", h="status,shards,unassign,active_shards_percent")
    assert row == {"status": "yellow", "shards": "3", "unassign": "2", "active_shards_percent": "60.0%"}
    assert cat.health(h="epoch", ts=False).strip() == ""


def test_templates(cat: Any, store: docstore.Store) -> None:
    store.cluster.put_component_template(name="base", template={"mappings": {"properties": {"a": {"type": "keyword"}}}})
    store.indices.put_index_template(name="logs", index_patterns=["logs-*", "l-*"], composed_of=["base"], priority=5, version=2)
    store.indices.put_template(name="old", index_patterns=["old-*"], order=1)
    assert [row for row in cat.templates(format="json") if row["name"] in ("old", "logs")] == [
        {"name": "old", "index_patterns": "[old-*]", "order": "1", "version": None, "composed_of": ""},
        {"name": "logs", "index_patterns": "[logs-*, l-*]", "order": "5", "version": "2", "composed_of": "[base]"},
    ]
    assert cat.component_templates(name="base", h="name,mapping_count,included_in") == "base 1 [logs]\n"


def test_tasks(cat: Any, store: docstore.Store) -> None:
    assert cat.tasks(h="action") == "cluster:monitor/tasks/lists\ncluster:monitor/tasks/lists[n]\n"
    assert cat.tasks(actions="*reindex") == ""
    source = {"index": "books", "size": 1}
    task = store.reindex(source=source, dest={"index": "copy"}, requests_per_second=0.5, wait_for_completion=False)["task"]
    (row,) = cat.tasks(format="json", h="action,task_id,description", actions="*reindex")
    assert row == {"action": "indices:data/write/reindex", "task_id": task, "description": "reindex from [books] to [copy]"}
    store.tasks.cancel(task_id=task, wait_for_completion=True)


def test_the_node(cat: Any, store: docstore.Store) -> None:
    assert cat.master(h="node") == "docstore\n"
    assert cat.nodes(h="name,master,id", full_id=True).split()[:2] == ["docstore", "*"]
    rows = cat.allocation(format="json")
    assert [(row["node"], row["shards"]) for row in rows] == [("docstore", "3"), ("UNASSIGNED", "2")]
    assert "/_cat/indices/{index}\n" in cat.help()
    for empty in ("nodeattrs", "plugins", "repositories", "pending_tasks", "fielddata", "thread_pool", "circuit_breaker", "snapshots"):
        assert getattr(cat, empty)() == ""


def test_recoveries_and_repositories(cat: Any) -> None:
    assert cat.recovery(index="books", h="index,shard,type,stage,target_node,files,bytes,translog_ops_percent") == "".join(
        f"books {shard} empty_store done docstore 0 0 100.0%\n" for shard in range(2)
    )
    assert cat.recovery(active_only=True) == ""
    with pytest.raises(RepositoryMissingError, match=r"\[there\] missing"):
        cat.snapshots(repository="there")


@pytest.mark.parametrize("table", ["indices", "shards", "nodes"])
def test_what_statistics_count_is_shown_to_those_who_name_it(store: docstore.Store, table: str) -> None:
    store.bulk(index="a", operations=[{"index": {}}, {"n": 1}, {"index": {}}, {"n": 2}])
    store.search(index="a")
    wanted = "indexing.index_total,sqto,search.query_time,completion.size"
    assert "indexing.index_total" not in getattr(store.cat, table)(v=True)
    assert getattr(store.cat, table)(h=wanted, time="d", bytes="b").splitlines()[0].split() == ["2", "1", "0", "0"]
    if table == "indices":
        assert store.cat.indices(h="pri.search.*_total").split() == ["1", "1", "0"]
