"""Operations on documents within one write transaction.

An operation that is refused (a conflict, a value its field does not take) leaves nothing of its own behind and does not disturb
the others. An index that had to be made for it stays, as in Elasticsearch.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from docstore.catalog import current
from docstore.catalog.auto_create import auto_create, check_auto_create
from docstore.catalog.catalog import WriteTarget
from docstore.catalog.durability import admit_write, asks_at_each_write
from docstore.catalog.pipelines import check_pipelines
from docstore.catalog.rollover import rolled_over
from docstore.catalog.streams.failure_store import failure_index, is_enabled
from docstore.catalog.streams.writes import check_stream_write
from docstore.catalog.time_series import is_time_series
from docstore.clock import Clock
from docstore.documents import results, shape_ids, versioning
from docstore.documents import routing as routings
from docstore.documents.admission import Admitted, admit
from docstore.documents.arrival import gives_time, with_time
from docstore.documents.failures import failure_document
from docstore.documents.merge import merged
from docstore.documents.operation import DeleteOperation, IndexOperation, Operation, OpType, UpdateOperation
from docstore.documents.plain import PlainIndex, PlainWrite
from docstore.documents.results import Outcome, Refused, Written, copies, count_write
from docstore.documents.source_filter import stored_filter
from docstore.documents.time_series import check_operation, id_in_series
from docstore.documents.time_span import timed_target
from docstore.documents.versioning import Policy, VersionType
from docstore.errors import (
    ApiError,
    ClusterBlockError,
    DocumentMissingError,
    DocumentSourceMissingError,
    FloodStageBlockError,
    IndexNotFoundError,
    RoutingMissingError,
    TimestampError,
    VersionConflictError,
)
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.activity import activity
from docstore.storage.index_writer import IndexWriter
from docstore.storage.pointer import Pointer
from docstore.storage.source import Source

if TYPE_CHECKING:
    from docstore.catalog.aliases.alias import Alias
    from docstore.catalog.catalog import Catalog
    from docstore.catalog.index import Index
    from docstore.documents.bulk_items import Stored
    from docstore.storage.activity import Activity
    from docstore.storage.transaction import Transaction


class DocumentWriter:
    """Applies operations; ``save()`` once after the last."""

    def __init__(self, txn: Transaction, clock: Clock) -> None:
        self.txn = txn
        self.clock = clock
        self._began = perf_counter()
        self._writers: dict[int, IndexWriter] = {}
        self._activities: dict[int, Activity] = {}
        self._catalog: Catalog | None = None
        self._plain: dict[str, WriteTarget] = {}
        """Under ``_catalog``: indices that are written to by their own names and back no data stream, found to take writes."""
        self._open: dict[str, PlainIndex | None] = {}
        """Of these, those that take documents as they are."""
        self._plainly: list[PlainIndex] = []
        """All that ever were among them."""
        self._counted = 0.0

    def put(self, write: PlainWrite) -> Stored | None:
        """Do one operation; ``None`` if that is not so simple: it is to be applied as all others are."""
        self._look()
        name = write.index
        plain = self._open.get(name)
        if plain is None:
            plain = self._opened(name)
            if plain is None:
                return None
        return plain.put(write.id, write.source, write.action)

    def _opened(self, name: str) -> PlainIndex | None:
        target = self._known(name)
        if target is None or name in self._open:
            return None
        found = PlainIndex(target.index, self._writer(target.index), self.clock) if PlainIndex.is_one(target) else None
        self._open[name] = found
        if found is not None:
            self._plainly.append(found)
        return found

    def _known(self, name: str) -> WriteTarget | None:
        return self._plain.get(name) or (None if self._catalog is None else self._catalog.written.get(name))

    def _look(self) -> Catalog:
        """The catalog; what is known of indices is known of one."""
        catalog = current.current(self.txn)
        if catalog is not self._catalog:
            self._catalog, self._plain, self._open = catalog, {}, {}
        return catalog

    def apply(self, operation: Operation) -> Outcome:
        """Do one operation, or say why not."""
        began = perf_counter()
        try:
            operation.validate()
            target = self._target(operation)
        except (TimestampError, ClusterBlockError, FloodStageBlockError) as error:
            return self.keep_refused(operation, Refused(operation.index, operation.id, error))
        except ApiError as error:
            return Refused(operation.index, operation.id, error)
        outcome = self._done(operation, target)
        if target.stream is not None and isinstance(outcome, Refused):
            outcome = self.keep_refused(operation, outcome)
        seconds = perf_counter() - began
        self._counted += seconds
        count_write(self._activity(target.index), operation, outcome, seconds)
        return outcome

    def save(self) -> None:
        """Write the counters of all indices that were written to."""
        for writer in self._writers.values():
            writer.save()
        seconds = perf_counter() - self._began
        if self._plainly:
            self._count_plain(seconds - self._counted)
        for each in self._activities.values():
            each.written.add(seconds)

    def _count_plain(self, seconds: float) -> None:
        """Count what was stored as it is, which took so long together."""
        stored = sum(plain.stored for plain in self._plainly)
        for plain in self._plainly:
            self._activity(plain.index).indexed.add(seconds * plain.stored / (stored or 1), plain.stored)

    def _done(self, operation: Operation, target: WriteTarget) -> Outcome:
        index = target.index
        try:
            if is_time_series(index):
                check_operation(operation, index)
            routing = _routing(operation, index, target.alias)
        except ApiError as error:
            return Refused(operation.index, operation.id, error)
        try:
            match operation:
                case IndexOperation():
                    if operation.default_pipeline and gives_time(index):
                        operation = replace(operation, source=with_time(operation.source, self.clock.millis()))
                    return self._index(operation, index, routing)
                case DeleteOperation():
                    return self._delete(operation, index, routing)
                case UpdateOperation():
                    return self._update(operation, index, routing)
        except ApiError as error:
            return Refused(index.name, operation.id, error)

    def keep_refused(self, operation: Operation, refused: Refused) -> Outcome:
        """What a data stream refuses is kept in its failure store, if it has one; a version conflict never is."""
        catalog = current.current(self.txn)
        meant = catalog.write_index(operation.index)
        stream = None if meant is None else meant.stream
        if stream is None or not isinstance(operation, IndexOperation) or isinstance(refused.error, VersionConflictError):
            return refused
        if not is_enabled(catalog, stream):
            return replace(refused, failure_store=results.NOT_ENABLED)
        try:
            index = failure_index(self.txn, stream, self.clock)
            admit_write(self.txn, index)
            document = failure_document(operation, refused.error, self.clock.millis())
            return replace(self._store(index, self.clock.document_id(), document, None, versioning.Create()), failure_store=results.USED)
        except ApiError:
            return replace(refused, failure_store=results.FAILED)

    def _activity(self, index: Index) -> Activity:
        found = self._activities.get(index.number)
        if found is None:
            found = self._activities[index.number] = activity(self.txn.environment, index)
        return found

    def _target(self, operation: Operation) -> WriteTarget:
        catalog = self._look()
        known = self._plain.get(operation.index) or catalog.written.get(operation.index)
        if known is not None and not (operation.require_alias or (isinstance(operation, IndexOperation) and operation.require_data_stream)):
            return known
        found = self._found(operation)
        if found.index.name == operation.index and catalog.stream_of(operation.index) is None and catalog is current.current(self.txn):
            self._plain[operation.index] = found
            if not asks_at_each_write(found.index):
                catalog.keep_written(found)
        return found

    def _found(self, operation: Operation) -> WriteTarget:
        found = current.current(self.txn).write_index(operation.index, require_alias=operation.require_alias)
        if found is None:
            found = self._made(operation)
        if isinstance(operation, IndexOperation) and operation.require_data_stream and found.stream is None:
            raise _no_stream(operation.index)
        indexes = isinstance(operation, IndexOperation)
        check_stream_write(
            current.current(self.txn),
            found,
            creates=isinstance(operation, IndexOperation) and operation.op_type is OpType.CREATE,
            indexes=indexes,
            guarded=operation.guard.if_seq_no is not None,
            routing=operation.routing,
        )
        if found.stream is not None:
            found = rolled_over(self.txn, found, self.clock)
            if isinstance(operation, IndexOperation):
                found = timed_target(current.current(self.txn), found, operation.source)
        admit_write(self.txn, found.index)
        return found

    def _made(self, operation: Operation) -> WriteTarget:
        if isinstance(operation, DeleteOperation) and operation.guard.version_type is VersionType.INTERNAL:
            raise IndexNotFoundError(operation.index)
        if isinstance(operation, IndexOperation) and operation.require_data_stream:
            template = check_auto_create(current.current(self.txn), operation.index)
            if template is None or template.data_stream is None:
                raise _no_stream_to_be(operation.index)
        return auto_create(self.txn, operation.index, self.clock)

    def _writer(self, index: Index) -> IndexWriter:
        found = self._writers.get(index.number)
        if found is None:
            found = self._writers[index.number] = IndexWriter(self.txn, index.number)
        return found

    def _index(self, operation: IndexOperation, index: Index, routing: str | None) -> Written:
        check_pipelines(index, default=operation.default_pipeline)
        doc_id = operation.id if operation.id is not None else self.clock.document_id()
        admitted = admit(self.txn, index, operation.source, doc_id, routing, operation.dynamic_templates)
        if is_time_series(index):
            extended, shape, _, source = admitted
            doc_id = id_in_series(extended, source, operation.id, shape)
        return self._put(index, admitted, doc_id, routing, operation.policy())

    def _store(self, index: Index, doc_id: str, source: Source, routing: str | None, policy: Policy) -> Written:
        return self._put(index, admit(self.txn, index, source, doc_id, routing), doc_id, routing, policy)

    def _put(self, index: Index, admitted: Admitted, doc_id: str, routing: str | None, policy: Policy) -> Written:
        extended, shape, encoded, source = admitted
        if extended is not index:
            self._extended(extended)
            index = extended
        writer = self._writer(index)
        key = doc_id.encode()
        old = writer.pointer(key)
        version = _decide(policy, old, doc_id, index, source)
        seq = writer.put(key, shape_ids.id_of(self.txn, shape), version, record.body(key, routing, encoded), old)
        result = results.CREATED if old is None or old.deleted else results.UPDATED
        return Written(index.name, doc_id, version, result, seq, copies(index))

    def _extended(self, index: Index) -> None:
        """The one change of the catalog since the index was found is that its mapping has more fields."""
        if self._known(index.name) is not None:
            self._catalog = current.current(self.txn)
            self._plain[index.name] = WriteTarget(index)
            self._open.pop(index.name, None)

    def _delete(self, operation: DeleteOperation, index: Index, routing: str | None) -> Written:
        writer = self._writer(index)
        key = operation.id.encode()
        old = writer.pointer(key)
        if index.settings.number_of_shards > 1 and self._is_elsewhere(index, operation.id, routing):
            version = _decide(operation.policy(), None, operation.id, index)
            return Written(index.name, operation.id, version, results.NOT_FOUND, writer.state.next_seq - 1, copies(index))
        version = _decide(operation.policy(), old, operation.id, index)
        seq = writer.remove(key, version, self.clock.millis(), old)
        result = results.NOT_FOUND if old is None or old.deleted else results.DELETED
        return Written(index.name, operation.id, version, result, seq, copies(index))

    def _is_elsewhere(self, index: Index, doc_id: str, routing: str | None) -> bool:
        """Whether the document is on another shard than the routing leads to; then nothing is deleted there."""
        found = self._writer(index).live(doc_id.encode())
        return found is not None and routings.is_elsewhere(index, doc_id, routing, found[1].routing)

    def _update(self, operation: UpdateOperation, index: Index, routing: str | None) -> Written:
        writer = self._writer(index)
        found = writer.live(operation.id.encode())
        if found is None or (routing != found[1].routing and routings.is_elsewhere(index, operation.id, routing, found[1].routing)):
            return self._insert(operation, index, routing)
        place, present = found
        _decide(operation.guard.policy(), place, operation.id, index)
        stored = stored_filter(index.mapping, index.history, place.seq)
        if not stored.fetch:
            raise DocumentSourceMissingError(
                f"[{operation.id}]: document source missing", index_uuid=index.uuid, shard="0", index=index.name
            )
        before = stored.apply(codec.decode(present.source))
        after, changed = merged(before, operation.doc or {})
        if operation.doc is None or (operation.detect_noop and not changed):
            noop = Written(index.name, operation.id, place.version, results.NOOP, place.seq, copies(index))
            return _with_get(noop, operation, before)
        written = self._store(index, operation.id, after, present.routing, versioning.Overwrite())
        return _with_get(written, operation, after)

    def _insert(self, operation: UpdateOperation, index: Index, routing: str | None) -> Written:
        source = operation.doc if operation.doc_as_upsert else operation.upsert
        if source is None:
            raise DocumentMissingError(
                f"[{operation.id}]: document missing", index_uuid=index.uuid, shard="0", index=index.name
            )
        check_pipelines(index)
        written = self._store(index, operation.id, source, routing, versioning.Create())
        return _with_get(written, operation, source)


def _no_stream(name: str) -> IndexNotFoundError:
    reason = f"no such index [{name}] and [require_data_stream] request flag is [true] and [{name}] is not a data stream"
    return IndexNotFoundError(name, reason=reason)


def _no_stream_to_be(name: str) -> IndexNotFoundError:
    reason = (
        f"no such index [{name}] and the index creation request requires a data stream, but no matching index template with data stream "
        "template was found for it"
    )
    return IndexNotFoundError(name, reason=reason)


def _decide(policy: Policy, old: Pointer | None, doc_id: str, index: Index, source: Source | None = None) -> int:
    why = policy.conflict(old)
    if why is not None:
        raise versioning.conflict_error(doc_id, why, index, source)
    return policy.version(old)


def _routing(operation: Operation, index: Index, alias: Alias | None) -> str | None:
    """The routing of a write."""
    routing = routings.resolve(operation.routing, alias)
    if index.mapping.routing_required and not routing:
        raise RoutingMissingError.of(operation.id, index=index.name, index_uuid=index.uuid)
    return routing


def _with_get(written: Written, operation: UpdateOperation, source: Source) -> Written:
    if not operation.returned.fetch:
        return written
    got: dict[str, Any] = {
        "_seq_no": written.seq_no,
        "_primary_term": record.PRIMARY_TERM,
        "found": True,
        "_source": operation.returned.apply(source),
    }
    return Written(
        written.index, written.id, written.version, written.result, written.seq_no, written.copies, got
    )


__all__ = ["DocumentWriter", "OpType"]
