"""What asynchronous searches have found, in a hidden index of the store (``AsyncTaskIndexService``), and how it is shown."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docstore.api.node import Node
from docstore.api.own_index import OwnIndex
from docstore.catalog.current import current
from docstore.catalog.names.dots import ASYNC_SEARCH
from docstore.catalog.settings.cluster import cluster_setting
from docstore.clock import Clock
from docstore.documents import reading
from docstore.errors import ApiError, IllegalArgumentError, IndexNotFoundError, JsonObject
from docstore.query import parse as parse_query
from docstore.query import select as seq_nos
from docstore.search.near_real_time import reader_of
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.transaction import Transaction
from docstore.tasks import owner as owners

LARGEST = "search.max_async_search_response_size"

_INDEX = OwnIndex(
    ASYNC_SEARCH,
    {
        "dynamic": "strict",
        "properties": {
            "expiration_time": {"type": "long"},
            "owner": {"type": "keyword", "index": False, "doc_values": False},
            "status": {"type": "short", "index": False, "doc_values": False},
            "result": {"type": "object", "enabled": False},
        },
    },
)


def keep(txn: Transaction, clock: Clock, doc_id: str, result: JsonObject, status: int, owner: str) -> None:
    """Store what a search has found, or that ``owner`` still searches."""
    source = {"expiration_time": result["expiration_time_in_millis"], "owner": owner, "status": status, "result": result}
    _INDEX.keep(txn, clock, doc_id, source)


def check_size(txn: Transaction, result: JsonObject) -> None:
    """:raises IllegalArgumentError: more than may be kept."""
    most = int(cluster_setting(current(txn), LARGEST))
    if len(codec.encode(result)) > most:
        raise IllegalArgumentError(
            f"Can't store an async search response larger than [{most}] bytes. This limit can be set by changing the [{LARGEST}] setting."
        )


def forget(node: Node, doc_id: str) -> None:
    """Remove what was kept."""
    with node.environment.write() as txn:
        _INDEX.forget(txn, node.clock, doc_id)


def prolong(node: Node, doc_id: str, expires: int) -> None:
    """Keep it until then."""
    with node.environment.write() as txn:
        found = _source(txn, doc_id)
        if found is not None:
            _INDEX.keep(txn, node.clock, doc_id, {**found, "expiration_time": expires})


def stored(node: Node, doc_id: str) -> tuple[JsonObject, int] | None:
    """What was kept of a search that does not run in this opening of the store, with the HTTP status of its answer; None: nothing, or it
    has expired.
    """
    with node.environment.read() as txn:
        found = _source(txn, doc_id)
    if found is None or found["expiration_time"] < node.clock.millis():
        return None
    owner = found["owner"]
    running = owner not in ("", node.tasks.owner) and owners.lives(owner)
    shown = {"is_running": running, "expiration_time_in_millis": found["expiration_time"]}
    return {**found["result"], **shown}, found["status"]


def expire(node: Node) -> None:
    """Remove what has expired."""
    with node.environment.read() as txn:
        index = current(txn).index(ASYNC_SEARCH)
        if index is None or index.closed:
            return
        reader = reader_of(txn, index)
        late = seq_nos(reader, parse_query({"range": {"expiration_time": {"lt": node.clock.millis()}}}))
        names = [doc_id for batch in reader.at(late) for doc_id in map(record.id_of, batch.bodies)]
    if names:
        with node.environment.write() as txn:
            _INDEX.forget(txn, node.clock, *names)


def exists(txn: Transaction, doc_id: str) -> bool:
    """Whether something is kept: a search that was deleted while it ran leaves nothing."""
    return _source(txn, doc_id) is not None


def _source(txn: Transaction, doc_id: str) -> Any:
    with suppress(IndexNotFoundError):
        index = reading.single_index(txn, ASYNC_SEARCH)
        found = reading.find(txn, index, doc_id, name=ASYNC_SEARCH)
        return None if found is None else codec.decode(found[1].source)
    return None


def failure(error: ApiError) -> JsonObject:
    """An error as an outcome shows it."""
    return {"type": "status_exception", "reason": "error while executing search", "caused_by": error.cause}


def untyped(response: JsonObject) -> JsonObject:
    """A response without the types before the names of its aggregations (``typed_keys``)."""
    if "aggregations" not in response:
        return response
    return {**response, "aggregations": _untyped(response["aggregations"])}


def _untyped(body: JsonObject) -> JsonObject:
    found = {}
    for key, value in body.items():
        if key == "buckets":
            many = isinstance(value, dict)
            found[key] = {name: _untyped(each) for name, each in value.items()} if many else [_untyped(each) for each in value]
        elif "#" in key and isinstance(value, dict):
            found[key.partition("#")[2]] = _untyped(value)
        else:
            found[key] = value
    return found
