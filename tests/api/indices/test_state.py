"""Opening, closing, refreshing, merging, counting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docstore.api.document import writing
from docstore.api.indices.create import create
from docstore.api.indices.forcemerge import forcemerge
from docstore.api.indices.state import close, flush, open_, refresh
from docstore.api.indices.stats import stats
from docstore.catalog.current import current
from docstore.clock import Clock
from docstore.errors import (
    ClusterBlockError,
    IllegalArgumentError,
    IndexClosedError,
    IndexNotFoundError,
    TransactionError,
    ValidationError,
)


def found(node, name):
    with node.environment.read() as txn:
        return current(txn).index(name)


def write(node, name, *ids, deleted=()):
    """Write documents, then delete some."""
    for doc_id in ids:
        writing.index(node, index=name, id=doc_id, document={})
    for doc_id in deleted:
        writing.delete(node, index=name, id=doc_id)


class PastClock(Clock):
    """Two minutes behind."""

    def millis(self):
        return super().millis() - 120_000


def test_close_and_open(node):
    create(node, index="one", aliases={"al": {}})
    assert close(node, index="al") == {
        "acknowledged": True,
        "shards_acknowledged": True,
        "indices": {"one": {"closed": True}},
    }
    with pytest.raises(IndexClosedError, match="closed"):
        found(node, "one").check_writable()
    with pytest.raises(IndexClosedError, match="closed"):
        found(node, "one").check_readable()
    assert close(node, index="one") == {"acknowledged": True, "shards_acknowledged": False, "indices": {}}
    assert open_(node, index="one") == {"acknowledged": True, "shards_acknowledged": True}
    found(node, "one").check_writable()
    with pytest.raises(IndexNotFoundError):
        open_(node, index="gone")
    with pytest.raises(IllegalArgumentError, match="Wildcard expressions"):
        close(node, index="o*")


@pytest.mark.parametrize(
    ("block", "reads", "writes"),
    [("read", False, True), ("write", True, False), ("read_only", True, False), ("metadata", True, True)],
)
def test_blocks_on_documents(node, block, reads, writes):
    create(node, index="one", settings={f"blocks.{block}": True})
    for allowed, check in ((reads, found(node, "one").check_readable), (writes, found(node, "one").check_writable)):
        if allowed:
            check()
        else:
            with pytest.raises(ClusterBlockError, match=r"^.*index \[one\] blocked by: \[FORBIDDEN/[578]/index "):
                check()


def test_write_block_text(node):
    create(node, index="one", settings={"blocks": {"write": True, "read_only": True}})
    with pytest.raises(ClusterBlockError) as caught:
        found(node, "one").check_writable()
    assert caught.value.reason == (
        "index [one] blocked by: [FORBIDDEN/5/index read-only (api), FORBIDDEN/8/index write (api)];"
    )


@pytest.mark.parametrize("act", [refresh, flush, forcemerge])
def test_shard_counts_and_closed_indices(node, act):
    create(node, index="one", settings={"number_of_shards": 2})
    create(node, index="two", settings={"number_of_replicas": 0})
    create(node, index="shut")
    close(node, index="shut")
    assert act(node) == {"_shards": {"total": 5, "successful": 3, "failed": 0}}
    assert act(node, index="two") == {"_shards": {"total": 1, "successful": 1, "failed": 0}}
    with pytest.raises(IndexClosedError):
        act(node, index="shut")
    assert act(node, index="shut", ignore_unavailable=True)["_shards"]["total"] == 0
    with pytest.raises(IndexNotFoundError):
        act(node, index="gone")


def test_a_forced_flush_waits(node):
    create(node, index="one")
    with pytest.raises(ValidationError, match="wait_if_ongoing must be true for a force flush"):
        flush(node, force=True, wait_if_ongoing=False)
    assert flush(node, force=True)["_shards"]["failed"] == 0


def test_stats(node):
    create(node, index="one", settings={"number_of_replicas": 0})
    create(node, index="two")
    write(node, "one", "a", "b", "c", deleted=["b"])
    write(node, "two", "a")
    answer = stats(node)
    assert answer["_shards"] == {"total": 3, "successful": 2, "failed": 0}
    one = answer["indices"]["one"]
    assert one["primaries"]["docs"]["count"] == 2
    assert one["primaries"]["docs"]["deleted"] == 1
    assert one["primaries"]["store"]["size_in_bytes"] > 0
    assert one["primaries"] == one["total"]
    assert (one["health"], one["status"], one["uuid"]) == ("green", "open", found(node, "one").uuid)
    assert answer["indices"]["two"]["health"] == "yellow"
    assert answer["_all"]["primaries"]["docs"]["count"] == 3
    assert list(stats(node, index="one", metric="docs")["_all"]["total"]) == ["docs"]
    assert "indices" not in stats(node, level="cluster")


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"metric": "dosc", "index": "one"}, "request [/one/_stats/dosc] contains unrecognized metric: [dosc]"),
        ({"level": "all"}, "level parameter must be one of [cluster] or [indices] or [shards] but was [all]"),
    ],
)
def test_wrong_stats(node, parameters, text):
    create(node, index="one")
    with pytest.raises(IllegalArgumentError) as caught:
        stats(node, **parameters)
    assert caught.value.reason == text


def test_stats_of_closed_indices(node):
    create(node, index="shut")
    close(node, index="shut")
    with pytest.raises(IndexClosedError):
        stats(node, index="shut")
    assert stats(node, index="shut", forbid_closed_indices=False)["indices"]["shut"]["status"] == "close"


def test_forcemerge_forgets_old_deletions(node):
    create(node, index="one")
    write(replace(node, clock=PastClock()), "one", "a", "b", "c", deleted=["a"])
    write(node, "one", deleted=["b"])
    forcemerge(node, index="one", max_num_segments=1)
    docs = stats(node)["_all"]["primaries"]["docs"]
    assert (docs["count"], docs["deleted"]) == (1, 1)


def test_forcemerge_keeps_deletions_where_asked_to(node):
    create(node, index="one", settings={"gc_deletes": -1})
    write(replace(node, clock=PastClock()), "one", "a", deleted=["a"])
    forcemerge(node)
    assert stats(node)["_all"]["primaries"]["docs"]["deleted"] == 1


def test_wrong_forcemerge(node):
    with pytest.raises(ValidationError, match="cannot set only_expunge_deletes and max_num_segments at the same time"):
        forcemerge(node, only_expunge_deletes=True, max_num_segments=1)


def test_a_forcemerge_that_nobody_waits_for(store):
    for at in range(5):
        store.index(index="one", id=str(at), document={"n": at})
    task_id = store.indices.forcemerge(index="one", max_num_segments=1, wait_for_completion=False)["task"]
    found = store.tasks.get(task_id=task_id, wait_for_completion=True)
    assert (found["completed"], found["response"]) == (True, {"_shards": {"total": 2, "successful": 1, "failed": 0}})
    assert found["task"]["action"] == "indices:admin/forcemerge"
    assert found["task"]["description"] == "Force-merge indices [one], maxSegments[1], onlyExpungeDeletes[false], flush[true]"
    assert store.indices.stats(index="one")["_all"]["total"]["merges"]["total"] == 1
    assert store.check() == []
    with store.transaction(), pytest.raises(TransactionError):
        store.indices.forcemerge(index="one", wait_for_completion=False)


def test_deleting_an_index_frees_what_it_held(node):
    from docstore.api.indices.create import delete

    create(node, index="one")
    write(node, "one", "a", "b")
    delete(node, index="one")
    create(node, index="one")
    assert stats(node)["_all"]["primaries"]["docs"]["count"] == 0
