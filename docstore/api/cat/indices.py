"""Tables of indices, their aliases and their documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docstore.api.cat import activity
from docstore.api.cat.table import Row, cat, number, text
from docstore.api.cat.units import Size, instant_text
from docstore.api.cluster import figures
from docstore.api.indices.sections import Counted, counted
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.catalog.aliases.alias import Alias
from docstore.catalog.aliases.listing import selects
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names import options
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream

_OPEN_AND_CLOSED = options.ALL.with_request(expand_wildcards="open,closed")

_INDICES = (
    text("health", "current health status", "h"),
    text("status", "open/close status", "s"),
    text("index", "index name", "i", "idx"),
    text("uuid", "index uuid", "id"),
    number("pri", "number of primary shards", "p", "shards.primary", "shardsPrimary"),
    number("rep", "number of replica shards", "r", "shards.replica", "shardsReplica"),
    number("docs.count", "available docs", "dc", "docsCount"),
    number("docs.deleted", "deletions that are remembered", "dd", "docsDeleted"),
    number("creation.date", "index creation date (millisecond value)", "cd", shown=False),
    text("creation.date.string", "index creation date (as string)", "cds", shown=False),
    number("store.size", "store size of primaries & replicas", "ss", "storeSize"),
    number("pri.store.size", "store size of primaries"),
    number("dataset.size", "total size of dataset"),
    *activity.COLUMNS,
    *activity.OF_PRIMARIES,
)


@cat("cat.indices", "GET /_cat/indices", "GET /_cat/indices/{index}", columns=_INDICES)
def indices(
    node: Node,
    *,
    index: Names | None = None,
    expand_wildcards: Names | None = None,
    health: str | None = None,
    include_unloaded_segments: bool | None = None,
    master_timeout: Duration | None = None,
    pri: bool | None = None,
) -> Iterator[Row]:
    """A line for each index: health, status, shards, documents, bytes.

    ``pri`` and ``include_unloaded_segments`` have no effect: there are no replicas, and nothing to load.

    :param health: only indices of this health.
    """
    if health is not None:
        figures.check_status(health)
    with node.environment.read() as txn:
        found = current(txn).resolve(index, _OPEN_AND_CLOSED.with_request(expand_wildcards=expand_wildcards))
        known = counted(txn, found)
    for each in found:
        status = figures.status_of(each)
        if health is None or status == health:
            yield _index_row(each, known[each.name], status)


def _index_row(index: Index, of: Counted, status: str) -> Row:
    size = Size(of.bytes)
    counts = (None, None) if index.closed else (of.documents, of.deleted)
    sizes = (None, None, None) if index.closed else (size, size, size)
    created = instant_text(index.created)
    head = (status, "close" if index.closed else "open", index.name, index.uuid)
    first = (*head, figures.primaries(index), figures.replicas(index), *counts, index.created, created, *sizes)
    return activity.ActivityRow(first, [] if index.closed else [of], times=2)


_ALIASES = (
    text("alias", "alias name", "a"),
    text("index", "index alias points to", "i", "idx"),
    text("filter", "filter", "f", "fi"),
    text("routing.index", "index routing", "ri", "routingIndex"),
    text("routing.search", "search routing", "rs", "routingSearch"),
    text("is_write_index", "write index", "w", "isWriteIndex"),
)


@cat("cat.aliases", "GET /_cat/aliases", "GET /_cat/aliases/{name}", columns=_ALIASES)
def aliases(
    node: Node,
    *,
    name: Names | None = None,
    expand_wildcards: Names | None = None,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> Iterator[Row]:
    """A line for each alias of each index."""
    wanted = None if name is None else name.split(",") if isinstance(name, str) else list(name)
    with node.environment.read() as txn:
        catalog = current(txn)
        found = catalog.resolve(None, options.ALL.with_request(expand_wildcards=expand_wildcards))
        streams = catalog.section(DATA_STREAMS).values()
    holders: list[Index | DataStream] = [*found, *streams]
    for holder in holders:
        for _, alias in sorted(holder.aliases.items()):
            if wanted is None or selects(wanted, alias.name):
                yield _alias_row(alias, holder.name)


def _alias_row(alias: Alias, index: str) -> Row:
    def told(value: Any) -> Any:
        return "-" if value is None else value

    filtered = "-" if alias.filter is None else "*"
    return (alias.name, index, filtered, told(alias.index_routing), told(alias.search_routing), told(alias.is_write_index))
