"""Is the store sound? Every derived table is verified against the log, the log against the counters.

The invariants are listed in docs/storage.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from docstore.catalog.check import check_catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.columns.check import check_columns
from docstore.errors import DocstoreError, StoreCorruptError
from docstore.storage import block as blocks
from docstore.storage import pointer, record
from docstore.storage import source as codec
from docstore.storage.index_reader import IndexReader
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import id_key, number_key, number_seq_key, seq_of, unpack_number_seq
from docstore.storage.record import HOLE, SUPERSEDED, Op, Record
from docstore.storage.tables import LEASES, RETAINED, SHAPES, STATES
from docstore.storage.transaction import Transaction
from docstore.tasks import task as tasks

_MOST = 100
"""Problems of one index that are told one by one."""


def check(txn: Transaction) -> list[str]:
    """All problems, each a sentence that names the index and the document; empty when the store is sound."""
    problems = list(check_catalog(txn))
    known = set()
    for index in current(txn):
        known.add(index.number)
        problems += _bounded(index, _check_index(txn, index))
    numbers = {int.from_bytes(key, "big") for key, _ in txn.cursor(STATES).iternext()}
    problems += [f"table number {number} has a state, but belongs to no index" for number in sorted(numbers - known)]
    problems += _check_leases(txn, known)
    return problems


def _bounded(index: Index, found: Iterator[str]) -> list[str]:
    problems = []
    try:
        for problem in found:
            problems.append(f"[{index.name}] {problem}")
            if len(problems) == _MOST:
                problems.append(f"[{index.name}] has more problems")
                break
    except (DocstoreError, ValueError, KeyError, IndexError) as error:
        problems.append(f"[{index.name}] cannot be read: {error}")
    return problems


def _check_index(txn: Transaction, index: Index) -> Iterator[str]:
    tables = IndexTables(txn, index.number)
    counts = _Counts()
    for seq, stamp, body in tables.log.records():
        yield from _check_record(tables, seq, record.decode(stamp, body), counts)
    yield from (f"the block at {seq_of(key)} holds nothing" for key, block in tables.log.rows() if not blocks.used(block))
    yield from _check_ids(tables, counts)
    state = tables.state
    told = {"live": state.live, "tombstones": state.tombstones, "retained": state.retained}
    found = {"live": counts.live, "tombstones": counts.tombstones, "retained": counts.retained}
    for name, value in told.items():
        if value != found[name]:
            yield f"counts {value} {name} records, the log has {found[name]}"
    reader = IndexReader(tables.txn, index.number, name=index.name, uuid=index.uuid, mapping=index.mapping, history=index.history)
    yield from check_columns(reader)
    if state.settled > state.next_seq:
        yield f"is settled through {state.settled}, beyond its next _seq_no {state.next_seq}"
    for path, until, _ in index.history.changes:
        if until > state.next_seq:
            yield f"has a change of [{path}] for documents from {until} on, beyond its next _seq_no {state.next_seq}"


class _Counts:
    """What the log holds."""

    def __init__(self) -> None:
        self.live = self.tombstones = self.retained = self.unsettled = 0


def _check_record(tables: IndexTables, seq: int, found: Record, counts: _Counts) -> Iterator[str]:
    if seq >= tables.state.next_seq:
        yield f"record {seq} is beyond the next _seq_no {tables.state.next_seq}"
    if found.shape > tables.txn.entries(SHAPES):
        yield f"record {seq} of [{found.id}] names shape {found.shape}, which does not exist"
    if found.flags & SUPERSEDED:
        counts.retained += 1
        if tables.txn.get(RETAINED, number_seq_key(tables.number, seq)) is None:
            yield f"superseded record {seq} of [{found.id}] is not retained by anything"
        return
    if found.op == Op.DELETE:
        counts.tombstones += 1
    else:
        counts.live += 1
        if found.source:
            codec.decode(found.source)
    row = tables.txn.get(tables.ids, id_key(found.id.encode()))
    if row is None and seq >= tables.state.settled:
        counts.unsettled += 1
        return
    if row is None:
        yield f"[{found.id}] at {seq} is missing from ids"
        return
    place = pointer.decode(row)
    expected = pointer.Pointer(seq, found.version, found.primary_term, int(found.op == Op.DELETE))
    if place != expected:
        yield f"[{found.id}]: ids says {tuple(place)}, the log {tuple(expected)}"


def _check_ids(tables: IndexTables, counts: _Counts) -> Iterator[str]:
    rows = tables.txn.entries(tables.ids)
    due = counts.live + counts.tombstones - counts.unsettled
    if rows != due:
        yield f"ids has {rows} rows, the log {due} documents and tombstones for it"
        for key, row in tables.txn.cursor(tables.ids).iternext():
            place = pointer.decode(row)
            try:
                its_stamp, _ = tables.log.at(place.seq)
            except StoreCorruptError:
                its_stamp = HOLE
            if its_stamp == HOLE:
                yield f"ids row [{key!r}] points to record {place.seq}, which is missing"


def _check_leases(txn: Transaction, known: set[int]) -> Iterator[str]:
    for key, _ in txn.cursor(LEASES).iternext():
        number, holder = unpack_number_seq(key)
        task = tasks.load(txn, holder)
        if number not in known:
            yield f"a lease of task {holder} is on table number {number}, which belongs to no index"
        if task is None or task.done:
            yield f"a lease on table number {number} belongs to task {holder}, which does not run"
    for number in sorted(known):
        for key, _ in txn.prefixed(RETAINED, number_key(number)):
            _, seq = unpack_number_seq(key)
            if IndexTables(txn, number).state.retained == 0:
                yield f"table number {number} retains record {seq}, but counts none"

