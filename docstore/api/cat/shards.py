"""Tables of shards. All documents of an index are in its shard 0: the number of shards is kept as a setting."""

from __future__ import annotations

from collections.abc import Iterator

from docstore.api.cat import activity
from docstore.api.cat.table import Row, cat, number, text
from docstore.api.cat.units import Size
from docstore.api.cluster import figures
from docstore.api.cluster.figures import Figures
from docstore.api.indices.sections import Counted, counted
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.catalog.current import current
from docstore.catalog.names import options

_HOST = "127.0.0.1"

_SHARDS = (
    text("index", "index name", "i", "idx"),
    text("shard", "shard name", "s", "sh"),
    text("prirep", "primary or replica", "p", "pr", "primaryOrReplica"),
    text("state", "shard state", "st"),
    number("docs", "number of docs in shard", "d", "dc"),
    number("store", "store size of shard (how much disk it uses)", "sto"),
    number("dataset", "total size of dataset"),
    text("ip", "ip of node where it lives"),
    text("id", "unique id of node where it lives", shown=False),
    text("node", "name of node where it lives", "n"),
    text("unassigned.reason", "reason shard became unassigned", "ur", shown=False),
    *activity.COLUMNS,
)


@cat("cat.shards", "GET /_cat/shards", "GET /_cat/shards/{index}", columns=_SHARDS)
def shards(node: Node, *, index: Names | None = None, master_timeout: Duration | None = None) -> Iterator[Row]:
    """A line for each shard of each index; replicas have no node to be on."""
    with node.environment.read() as txn:
        found = current(txn).resolve(index, options.ALL)
        known = counted(txn, found)
    for each in found:
        for shard in range(figures.primaries(each)):
            of = known[each.name] if shard == 0 else Counted()
            size = Size(of.bytes)
            where = (_HOST, node.id, node.name, None)
            yield activity.ActivityRow((each.name, shard, "p", "STARTED", of.documents, size, size, *where), [of])
            for _ in range(figures.replicas(each)):
                yield activity.ActivityRow((each.name, shard, "r", "UNASSIGNED", *[None] * 6, "INDEX_CREATED"), [])


_SEGMENTS = (
    text("index", "index name", "i", "idx"),
    text("shard", "shard name", "s", "sh"),
    text("prirep", "primary or replica", "p", "pr", "primaryOrReplica"),
    text("ip", "ip of node where it lives"),
    text("id", "unique id of node where it lives", shown=False),
    text("segment", "segment name", "seg"),
    number("generation", "segment generation", "g", "gen"),
    number("docs.count", "number of docs in segment", "dc", "docsCount"),
    number("docs.deleted", "deletions that are remembered", "dd", "docsDeleted"),
    number("size", "segment size in bytes", "si"),
    number("size.memory", "segment memory in bytes", "sm", "sizeMemory"),
    text("committed", "is segment committed", "ic", "isCommitted"),
    text("searchable", "is segment searched", "is", "isSearchable"),
    text("version", "version", "v", "ver"),
    text("compound", "is segment compound", "ico", "isCompound"),
)


@cat("cat.segments", "GET /_cat/segments", "GET /_cat/segments/{index}", columns=_SEGMENTS)
def segments(
    node: Node,
    *,
    index: Names | None = None,
    allow_closed: bool | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> Iterator[Row]:
    """A line for each index with documents: its log, which is one segment.

    :param allow_closed: without meaning here: a closed index has its log too.
    """
    how = options.MAINTAIN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    for each in _counted(node, index, how):
        if each.documents or each.deleted:
            where = (each.index.name, 0, "p", _HOST, node.id, "_0", 0)
            yield (*where, each.documents, each.deleted, Size(each.bytes), Size(0), True, True, "docstore", False)


def _counted(node: Node, index: Names | None, how: options.IndicesOptions = options.ALL) -> list[Figures]:
    with node.environment.read() as txn:
        return [Figures.of(txn, each) for each in current(txn).resolve(index, how)]
