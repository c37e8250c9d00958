"""Putting a log that single writes and updates have made loose into full blocks again. No record changes, nor its ``_seq_no``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from docstore.storage import block as blocks
from docstore.storage.index_tables import IndexTables
from docstore.storage.keys import seq_key, seq_of
from docstore.storage.log import Log, Row
from docstore.storage.record import HOLE

_STEP = 20_000
"""Rows that are looked at in one transaction."""

_FULL = blocks.LIMIT * 3 // 4
_GAP = 16
"""More missing records than this are a gap between blocks rather than holes in one."""

Record = tuple[int, bytes, bytes]


def compact_some(tables: IndexTables, start: int) -> int | None:
    """Look at the next rows, from a ``_seq_no`` on, and put loose ones together; where to go on, ``None`` at the end."""
    rows = list(islice(tables.log.rows(start), _STEP))
    for stretch in _stretches(rows):
        _rewrite(tables.log, stretch)
    if len(rows) < _STEP:
        return None
    key, block = rows[-1]
    return seq_of(key) + blocks.count(block)


def _stretches(rows: list[Row]) -> Iterator[list[Row]]:
    """Neighbours that are loose."""
    stretch: list[Row] = []
    for row in rows:
        if _is_loose(row[1]):
            stretch.append(row)
            continue
        if stretch:
            yield stretch
        stretch = []
    if stretch:
        yield stretch


def _is_loose(block: bytes) -> bool:
    if len(block) < _FULL:
        return True
    holes = int((blocks.as_array(blocks.stamps(block))["op"] == 0).sum())
    return holes * 4 > blocks.count(block)


def _rewrite(log: Log, stretch: list[Row]) -> None:
    rows = [row for run in _runs(stretch) for row in _packed(run)]
    if len(rows) >= len(stretch) and sum(len(block) for _, block in rows) >= sum(len(block) for _, block in stretch):
        return
    log.replace([key for key, _ in stretch], rows)


def _runs(stretch: list[Row]) -> Iterator[list[Record]]:
    """Records with no more than small gaps between them."""
    run: list[Record] = []
    for key, block in stretch:
        first = seq_of(key)
        for place, stamp, body in blocks.places(block):
            if run and first + place - run[-1][0] > _GAP:
                yield run
                run = []
            run.append((first + place, stamp, body))
    if run:
        yield run


def _packed(run: list[Record]) -> Iterator[Row]:
    stamps: list[bytes] = []
    bodies: list[bytes] = []
    first = run[0][0]
    for seq, stamp, body in run:
        missing = seq - first - len(bodies)
        stamps += [HOLE] * missing + [stamp]
        bodies += [b""] * missing + [body]
    for at, block in zip(*blocks.pack(b"".join(stamps), bodies), strict=True):
        if blocks.used(block):
            yield seq_key(first + at), block
