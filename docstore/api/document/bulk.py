"""``_bulk``: many operations in one call and one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, AnyStr

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, Routing, flag, forces_refresh, joined, later, require_active_shards
from docstore.api.registry import Privilege, WholeBody, api
from docstore.catalog.pipelines import NONE
from docstore.documents import bulk as bulks
from docstore.documents.bulk import BulkDefaults
from docstore.documents.operation import Operation
from docstore.documents.source_filter import SourceFilter
from docstore.errors import JsonObject
from docstore.search.near_real_time import refreshed_after


@api("bulk", "POST /_bulk", "PUT /_bulk", "POST /{index}/_bulk", "PUT /{index}/_bulk", privilege=Privilege.WRITE)
def bulk(
    node: Node,
    *,
    operations: WholeBody[Iterable[Any]] = (),
    index: str | None = None,
    include_source_on_error: bool | None = None,
    list_executed_pipelines: bool | None = None,
    pipeline: str | None = None,
    refresh: bool | str | None = None,
    require_alias: bool | None = None,
    require_data_stream: bool | None = None,
    routing: Routing | None = None,
    source: Any = None,
    source_excludes: Names | None = None,
    source_includes: Names | None = None,
    timeout: Duration | None = None,
    wait_for_active_shards: int | str | None = None,
) -> JsonObject:
    """Index, create, update and delete many documents.

    ``timeout`` and ``include_source_on_error`` have no effect; all that is done is one transaction, so it is on disk (or, after a
    crash, not there) as a whole.

    :param operations: ``{"index": {"_index": ..., "_id": ...}}`` and the like, each but delete followed by its document; also as
        JSON text, an item a line.
    :raises IllegalArgumentError: a line is not what must stand there; then nothing is done.
    """
    later(pipeline=pipeline, list_executed_pipelines=list_executed_pipelines)
    require_active_shards(wait_for_active_shards, index or "_bulk")
    forced = forces_refresh(refresh)
    returned = source is not None or source_includes is not None or source_excludes is not None
    defaults = BulkDefaults(
        index=index,
        routing=joined(routing),
        require_alias=flag("require_alias", require_alias, False),
        require_data_stream=flag("require_data_stream", require_data_stream, False),
        default_pipeline=pipeline != NONE,
        returned=SourceFilter.of(source, source_includes, source_excludes) if returned else SourceFilter(fetch=False),
    )
    began = node.clock.monotonic()
    parsed: Iterable[tuple[str, Operation]] = bulks.parse(_lines(operations), defaults)
    if not isinstance(operations, str | bytes):
        parsed = list(parsed)  # the caller's own code gives them: not while others wait for the transaction
    with node.environment.write() as txn:
        refreshed_after(txn, refresh)
        items = bulks.perform(txn, node.clock, parsed, forced_refresh=forced)
    took = round((node.clock.monotonic() - began) * 1000)
    errors = any("error" in outcome for item in items for outcome in item.values())
    return {"errors": errors, "took": took, "items": items}


def _lines(operations: Iterable[Any]) -> Iterable[Any]:
    """JSON text as lines: a line ends with a newline only, whatever else Unicode takes for an end."""
    if isinstance(operations, str):
        return _cut(operations, "\n")
    if isinstance(operations, bytes):
        return _cut(operations, b"\n")
    return operations


def _cut(text: AnyStr, newline: AnyStr) -> Iterator[AnyStr]:
    """The lines, one after the other, so that a large body is not in memory twice."""
    begin = 0
    while (end := text.find(newline, begin)) >= 0:
        yield text[begin:end]
        begin = end + 1
    if begin < len(text):
        yield text[begin:]
