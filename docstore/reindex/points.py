"""Batches on their way into an index, or a data stream, in ``index.mode: time_series``: where each point goes, and its id."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from docstore.catalog.settings.settings import Settings
from docstore.catalog.templates.composition import composed, template_of
from docstore.catalog.time_series import is_time_series
from docstore.documents.admission import SHAPES
from docstore.documents.time_series import check_routing, id_in_series, read_keys
from docstore.documents.time_span import timed_target
from docstore.errors import ApiError
from docstore.mapping.timestamp import TIMESTAMP
from docstore.reindex.judge import Refusals
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch, Mask

if TYPE_CHECKING:
    from docstore.catalog.catalog import Catalog, WriteTarget
    from docstore.catalog.index import Index

_reader_of = lru_cache(maxsize=128)(codec.reader_of)
_TIME = codec.reader_of((TIMESTAMP,))


def by_time(catalog: Catalog, target: WriteTarget, batch: Batch) -> tuple[list[tuple[WriteTarget, Mask]], Refusals]:
    """The backing indices of a stream that the records of a batch go to, each with the mask of its own, and what none takes.

    A batch that goes to one place whatever its times are is one group.
    """
    if target.stream is None or not is_time_series(target.index):
        return [(target, np.ones(len(batch), dtype=np.bool_))], {}
    refusals: Refusals = {}
    masks: dict[str, tuple[WriteTarget, Mask]] = {}
    for place, body in enumerate(batch.bodies):
        try:
            found = timed_target(catalog, target, _TIME(record.source_of(body)))
        except ApiError as error:
            refusals[place] = error
            continue
        if found.index.name not in masks:
            masks[found.index.name] = found, np.zeros(len(batch), dtype=np.bool_)
        masks[found.index.name][1][place] = True
    return list(masks.values()), refusals


def with_ids(index: Index, batch: Batch, refusals: Refusals, *, given: bool) -> Batch:
    """The records under the ids that follow from their dimensions and times; ones that cannot have one are added to the refusals.

    :param given: the ids that the records have are asked for, and must be the very same.
    """
    read = _reader_of(read_keys(index))
    bodies = list(batch.bodies)
    for place, body in enumerate(bodies):
        if place in refusals:
            continue
        encoded, wanted = record.source_of(body), record.id_of(body) if given else None
        try:
            check_routing(index, record.routing_of(body))
            source = read(encoded)
            doc_id = id_in_series(index, source, wanted, SHAPES.of(source))
        except ApiError as error:
            refusals[place] = _in_full(index, encoded, wanted) or error
            continue
        bodies[place] = record.body(doc_id.encode(), None, encoded)
    return Batch(batch.stamps, seqs=batch.seqs, bodies=bodies)


def _in_full(index: Index, encoded: bytes, wanted: str | None) -> ApiError | None:
    """The same refusal over the whole document, whose columns it names."""
    try:
        id_in_series(index, codec.decode(encoded), wanted)
    except ApiError as error:
        return error
    return None


def makes_ids(catalog: Catalog, name: str) -> bool:
    """Whether documents for a destination of this name come without an id (``Reindexer.destinationIndexMode``): an index in that mode, or
    what a template makes in it. Behind an alias they keep the ids that they have."""
    index = catalog.index(name)
    if index is not None:
        return is_time_series(index)
    template = template_of(catalog, name)
    return template is not None and Settings(composed(catalog, template, name).settings).get("index.mode") == "time_series"
