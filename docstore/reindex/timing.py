"""Batches on their way into an index of logs: documents without a time get one (``documents.arrival``)."""

from __future__ import annotations

import numpy as np

from docstore.documents import shape_ids
from docstore.documents.admission import SHAPES
from docstore.documents.arrival import with_time
from docstore.mapping.timestamp import TIMESTAMP
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch
from docstore.storage.record import STAMPS
from docstore.storage.transaction import Transaction

_TIME = codec.reader_of((TIMESTAMP,))


def timed(txn: Transaction, batch: Batch, millis: int) -> Batch:
    """The records, each with a time."""
    bodies, stamps = list(batch.bodies), np.frombuffer(batch.stamps, dtype=STAMPS).copy()
    changed = False
    for at, body in enumerate(bodies):
        encoded = record.source_of(body)
        if _TIME(encoded).get(TIMESTAMP) is not None:
            continue
        source = with_time(codec.decode(encoded), millis)
        bodies[at] = record.body(record.id_of(body).encode(), record.routing_of(body), codec.encode(source))
        stamps["shape"][at] = shape_ids.id_of(txn, SHAPES.of(source))
        changed = True
    return Batch(stamps.tobytes(), seqs=batch.seqs, bodies=bodies) if changed else batch
