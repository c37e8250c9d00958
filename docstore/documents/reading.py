"""One document by its id: get, get_source, exists, mget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from docstore.catalog.current import current
from docstore.catalog.names.options import SINGLE
from docstore.catalog.time_series import is_time_series
from docstore.documents import versioning
from docstore.documents.operation import Guard
from docstore.documents.routing import as_text, is_elsewhere, resolve
from docstore.documents.source_filter import EVERYTHING, SourceFilter, rebuilt_filter, stored_filter
from docstore.documents.time_series import check_id, check_routing
from docstore.errors import (
    ApiError,
    DocumentNotFoundError,
    ElasticsearchParseError,
    IllegalArgumentError,
    IndexNotFoundError,
    JsonObject,
    ParsingError,
    ResourceNotFoundError,
    RoutingMissingError,
)
from docstore.storage import source as codec
from docstore.storage.activity import activity
from docstore.storage.index_tables import IndexTables
from docstore.storage.pointer import Pointer
from docstore.storage.record import Record

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction


def single_index(txn: Transaction, name: str) -> Index:
    """The one index that a name, an alias of one index, or date math means.

    :raises IndexNotFoundError: there is none.
    :raises IllegalArgumentError: the alias has several, or the name is in another cluster.
    :raises InvalidIndexNameError: the name looks like an API.
    """
    catalog = current(txn)
    found = catalog.index(name)
    if found is None:
        if "," in name or catalog.stream(name) is not None or catalog.stream_alias(name):
            raise IndexNotFoundError(name)
        found = catalog.resolve([name], SINGLE)[0]
    found.check_readable()
    return found


Tables = Callable[["Transaction", "Index"], IndexTables | None]
"""Where the documents of an index are looked up; None where there are none yet."""


def now(txn: Transaction, index: Index) -> IndexTables:
    """All that was written."""
    return IndexTables(txn, index.number)


def find(
    txn: Transaction, index: Index, doc_id: str, routing: str | None = None, *, name: str, tables: Tables = now
) -> tuple[Pointer, Record] | None:
    """The present state of a document, or ``None``; ``name`` is what the request calls the index.

    :raises IllegalArgumentError: it is an alias with another routing, or a time series, which takes none.
    :raises RoutingMissingError: the mapping requires a routing and none was given.
    :raises ResourceNotFoundError: what can be no id of a point of a time series.
    """
    if name != index.name:
        routing = resolve(routing, index.aliases.get(name))
    if routing is not None and is_time_series(index):
        check_routing(index, routing)
    if index.mapping.routing_required and not routing:
        raise RoutingMissingError.of(doc_id, index=index.name, index_uuid=index.uuid)
    began = perf_counter()
    where = tables(txn, index)
    found = None if where is None else where.live(doc_id.encode("utf-8", "surrogatepass"))
    if found is not None and routing != found[1].routing and is_elsewhere(index, doc_id, routing, found[1].routing):
        found = None
    if found is None and is_time_series(index):
        check_id(index, doc_id)
    done = activity(txn.environment, index)
    (done.missing if found is None else done.found).add(perf_counter() - began)
    return found


def check_version(index: Index, doc_id: str, place: Pointer, guard: Guard) -> None:
    """:raises VersionConflictError: the document has another version than the one asked for."""
    if guard.version is None or place.version == guard.version:
        return
    why = f"current version [{place.version}] is different than the one provided [{guard.version}]"
    raise versioning.conflict_error(doc_id, why, index)


def hit(
    index: Index, doc_id: str, found: tuple[Pointer, Record] | None, wanted: SourceFilter = EVERYTHING, *, rebuilt: bool = False
) -> JsonObject:
    """The body that get and mget answer for a document; ``rebuilt``: as if the index had synthetic source."""
    if found is None:
        return {"_index": index.name, "_id": doc_id, "found": False}
    place, record = found
    body: JsonObject = {
        "_index": index.name,
        "_id": doc_id,
        "_version": place.version,
        "_seq_no": place.seq,
        "_primary_term": place.primary_term,
        "found": True,
    }
    if record.routing is not None:
        body["_routing"] = record.routing
    stored = rebuilt_filter(index.mapping) if rebuilt else stored_filter(index.mapping, index.history, place.seq)
    if wanted.fetch and stored.fetch:
        source = codec.decode(record.source)
        plain = wanted is stored and not index.mapping.vectors
        body["_source"] = source if plain else wanted.on(index.mapping).apply(stored.apply(source))
    return body


def source_of(index: Index, doc_id: str, found: tuple[Pointer, Record] | None, wanted: SourceFilter) -> JsonObject:
    """Only the ``_source`` of a document.

    :raises ResourceNotFoundError: there is no document, or its index keeps no ``_source``.
    """
    if found is None:
        raise ResourceNotFoundError(f"Document not found [{index.name}]/[{doc_id}]")
    stored = stored_filter(index.mapping, index.history, found[0].seq)
    if not stored.fetch:
        raise ResourceNotFoundError(f"Source not found [{index.name}]/[{doc_id}]")
    return wanted.on(index.mapping).apply(stored.apply(codec.decode(found[1].source)))


def missing(body: JsonObject) -> DocumentNotFoundError:
    """The error of a get that found nothing; its body is the answer itself."""
    return DocumentNotFoundError(body)


Show = Callable[["Index", tuple[Pointer, Record] | None, JsonObject], JsonObject]
"""The body for a document of an index (or for none), which an item of an mget asked for."""


def many(txn: Transaction, wanted: list[JsonObject], show: Show, tables: Tables = now) -> list[JsonObject]:
    """The bodies of several gets; one that fails carries its error instead."""
    return [_one_of_many(txn, item, show, tables) for item in wanted]


def _one_of_many(txn: Transaction, item: JsonObject, show: Show, tables: Tables) -> JsonObject:
    name, doc_id = item["_index"], item["_id"]
    try:
        index = single_index(txn, name)
        found = find(txn, index, doc_id, item.get("routing"), name=name, tables=tables)
        if found is not None:
            check_version(index, doc_id, found[0], Guard.parse(item.get("version"), item.get("version_type")))
        return show(index, found, item)
    except ApiError as error:
        return {"_index": name, "_id": doc_id, "error": error.body["error"]}


_MGET_KEYS = {"_id", "_index", "routing", "_source", "version", "version_type", "stored_fields", "_type"}


def parse_mget(index: str | None, docs: Sequence[Any] | None, ids: Sequence[Any] | None, routing: str | None) -> list[JsonObject]:
    """The items of an mget request, each with ``_index`` and ``_id``.

    :raises IllegalArgumentError: an item that is no object, an id that is none.
    :raises ElasticsearchParseError, ParsingError: an unknown key.
    """
    items = [_mget_item(item, index, routing) for item in docs or ()]
    if any(isinstance(doc_id, list | tuple | dict | None) for doc_id in ids or ()):
        raise IllegalArgumentError("ids array element should only contain ids")
    items += [_mget_item({"_id": doc_id}, index, routing) for doc_id in ids or ()]
    return items


def _mget_item(item: Any, index: str | None, routing: str | None) -> JsonObject:
    if not isinstance(item, dict):
        raise IllegalArgumentError("docs array element should include an object")
    if "fields" in item:
        raise ParsingError("Unsupported field [fields] used, expected [stored_fields] instead")
    unknown = item.keys() - _MGET_KEYS
    if unknown:
        raise ElasticsearchParseError(f"failed to parse multi get request. unknown field [{min(unknown)}]")
    found = {"_index": index, "routing": routing, **item}
    doc_id = found.get("_id")
    if not isinstance(doc_id, str):
        found["_id"] = None if isinstance(doc_id, list | dict) else as_text(doc_id)
    found["routing"] = as_text(found["routing"])
    return found
