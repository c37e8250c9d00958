"""``_bulk``: many operations in one call and one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, AnyStr

import msgspec

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, Routing, flag, forces_refresh, joined, later, require_active_shards
from docstore.api.printed import joined as parts_joined
from docstore.api.registry import Privilege, WholeBody, api
from docstore.catalog.pipelines import NONE
from docstore.columns.quiet import quiet
from docstore.documents import bulk as bulks
from docstore.documents.bulk import BulkDefaults
from docstore.documents.bulk_items import Items
from docstore.documents.operation import Operation
from docstore.documents.plain import PlainWrite
from docstore.documents.source_filter import SourceFilter
from docstore.errors import JsonObject
from docstore.exact import decode_exactly, may_hold
from docstore.frozen import frozen
from docstore.search.near_real_time import refreshed_after


@frozen
class _Answer:
    """``Printed``."""

    took: int
    items: Items

    @property
    def is_large(self) -> bool:
        return self.items.are_many

    def parts(self) -> Iterator[JsonObject]:
        first: JsonObject = {"errors": self.items.errors, "took": self.took}
        for objects in self.items.objects():
            yield {**first, "items": objects}
            first = {}

    def pieces(self) -> Iterator[bytes]:
        yield b'{"errors":%b,"took":%d,"items":[' % (b"true" if self.items.errors else b"false", self.took)
        yield from self.items.pieces()
        yield b"]}"


def _answer(node: Node, given: Mapping[str, Any]) -> _Answer:
    later(pipeline=given.get("pipeline"), list_executed_pipelines=given.get("list_executed_pipelines"))
    index, refresh = given.get("index"), given.get("refresh")
    require_active_shards(given.get("wait_for_active_shards"), index or "_bulk")
    items = Items(forced_refresh=forces_refresh(refresh))
    returned = [given.get(name) for name in ("source", "source_includes", "source_excludes")]
    defaults = BulkDefaults(
        index=index,
        routing=joined(given.get("routing")),
        require_alias=flag("require_alias", given.get("require_alias"), False),
        require_data_stream=flag("require_data_stream", given.get("require_data_stream"), False),
        default_pipeline=given.get("pipeline") != NONE,
        returned=SourceFilter(fetch=False) if returned == [None, None, None] else SourceFilter.of(*returned),
    )
    operations = given.get("operations", ())
    began = node.clock.monotonic()
    with quiet():
        parsed: Iterable[tuple[str, Operation | PlainWrite]] = bulks.parse(_lines(operations), defaults)
        if not isinstance(operations, str | bytes):
            parsed = list(parsed)  # the caller's own code gives them: not while others wait for the transaction
        with node.environment.write() as txn:
            refreshed_after(txn, refresh)
            bulks.perform(txn, node.clock, parsed, items)
    return _Answer(round((node.clock.monotonic() - began) * 1000), items)


@api("bulk", "POST /_bulk", "PUT /_bulk", "POST /{index}/_bulk", "PUT /{index}/_bulk", privilege=Privilege.WRITE, printed=_answer)
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
    """Index, create, update and delete many documents, in this order; one that is refused does not disturb the others.

    The answer is ``{"errors": false, "took": 3, "items": [{"index": {"_index": ..., "_id": ..., "result": "created", "status": 201, ...}},
    ...]}``, an item for each operation; one that is refused has ``error`` in place of ``result``, and ``errors`` is true.

    ``timeout`` and ``include_source_on_error`` have no effect; all that is done is one transaction, so it is on disk (or, after a
    crash, not there) as a whole.

    :param operations: ``{"index": {"_index": ..., "_id": ...}}`` and the like, each but delete followed by its document; also as
        JSON text, an item a line.
    :raises IllegalArgumentError: a line is not what must stand there; then nothing is done.
    """
    return parts_joined(_answer(node, {name: value for name, value in locals().items() if name != "node"}).parts())


def _lines(operations: Iterable[Any]) -> Iterable[Any]:
    """JSON text as lines: a line ends with a newline only, whatever else Unicode takes for an end."""
    if isinstance(operations, str):
        return _cut(operations, "\n")
    if isinstance(operations, bytes):
        lines = _cut(operations, b"\n")
        return map(_exactly, lines) if may_hold(operations) else lines
    return operations


def _exactly(line: bytes) -> Any:
    """A line with its exact decimals; as it is where it is no JSON, for whoever says so."""
    try:
        return decode_exactly(line)
    except msgspec.DecodeError:
        return line


def _cut(text: AnyStr, newline: AnyStr) -> Iterator[AnyStr]:
    """The lines, one after the other, so that a large body is not in memory twice."""
    begin = 0
    while (end := text.find(newline, begin)) >= 0:
        yield text[begin:end]
        begin = end + 1
    if begin < len(text):
        yield text[begin:]
