"""Every table of a store. The byte layout of keys and values is in docs/storage.md.

A store is one LMDB environment. ``Table`` names a table that exists once; ``IndexTable`` one that every index has, under the
index's table number. Numbers of deleted indices are used again (``FREE_NUMBERS``), so a handle, once opened, stays good for the
life of the process, and a snapshot taken before the deletion goes on reading what it saw.
"""

from __future__ import annotations

from functools import lru_cache

from docstore.frozen import frozen


@frozen
class Table:
    """A table that stands once in a store."""

    name: bytes


@frozen
class IndexTable:
    """A table that every index has."""

    prefix: bytes

    def of(self, number: int) -> Table:
        """The table of the index with this table number."""
        return _index_table(self.prefix, number)


@lru_cache(maxsize=65536)
def _index_table(prefix: bytes, number: int) -> Table:
    return Table(b"%s.%d" % (prefix, number))


META = Table(b"meta")
"""Format version, store id, counters and the catalog version; a handful of named rows that live as long as the store."""

CATALOG = Table(b"catalog")
"""One row per index (settings, mapping, aliases) and per named object of another section. Removed with the index, or the object."""

STATES = Table(b"states")
"""One fixed-size row per index number: next _seq_no, counts, how far ``ids`` follows the log. Removed with the index."""

SHAPES = Table(b"shapes")
"""Shape id -> document shape, for the whole store. Never removed: records anywhere may name it."""

TASKS = Table(b"tasks")
"""Task number -> task with status and result. Removed by ``tasks.delete`` and, oldest first, beyond a fixed count of finished tasks."""

CHECKPOINTS = Table(b"checkpoints")
"""Task number -> how far a task has come, written in the transaction of the batch it tells of. Removed with the task."""

CONTROLS = Table(b"controls")
"""Task number -> what others asked of a running task (cancel, rethrottle); it looks at each batch. Removed when the task ends."""

SELECTIONS = Table(b"selections")
"""(task number, part) -> the _seq_no that a task works through, in order, where that is not a whole index. Removed when the task ends."""

LEASES = Table(b"leases")
"""(index number, task number) -> the _seq_no below which the task still needs superseded records. Removed when the task ends."""

RETAINED = Table(b"retained")
"""(index number, _seq_no) of a superseded record that a lease keeps in the log. Removed, with the record, when the last lease goes."""

FREE_NUMBERS = Table(b"free_numbers")
"""Table numbers of deleted indices, whose emptied tables wait for the next index. Removed when taken."""

LOG = IndexTable(b"log")
"""_seq_no -> block of records: the order of operations. A record leaves when a later one supersedes it, unless a lease retains it."""

IDS = IndexTable(b"ids")
"""_id -> where its newest record is. A deleted id keeps its row, so that versions stay monotonic, until forcemerge purges tombstones."""

STORE_TABLES = (META, CATALOG, STATES, SHAPES, TASKS, CHECKPOINTS, CONTROLS, SELECTIONS, LEASES, RETAINED, FREE_NUMBERS)
"""All tables that stand once; made when a store is made."""

INDEX_TABLES = (LOG, IDS)
"""All tables that every index has; made, or taken from the free numbers, when an index is made."""
