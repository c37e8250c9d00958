"""Do these records fit the destination's mapping? Asked once per shape, and per document only where the shape leaves it open.

The outcome for each document is what indexing it would give; ``DocumentJudge`` does just that and is the yardstick for
``ShapeJudge``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from docstore.columns.projection import ABSENT, Projection
from docstore.documents import shape_ids
from docstore.documents.admission import SHAPES, extended, fits
from docstore.errors import ApiError
from docstore.mapping.verdict import Action, Verdict
from docstore.storage import record
from docstore.storage import source as codec
from docstore.storage.batch import Batch

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.storage.transaction import Transaction

Refusals = dict[int, ApiError]
"""Place in the batch -> why the document there is not accepted."""


class Judge:
    """Judges batches for one destination; brings its mapping up to date as documents need it."""

    def __init__(self) -> None:
        self._verdicts: dict[bytes, Verdict | None] = {}
        self._mapping: object = None

    def judge(self, txn: Transaction, index: Index, batch: Batch) -> tuple[Index, Refusals]:
        """The index with its mapping brought up to date, and the documents that it does not take."""
        refusals: Refusals = {}
        kinds = batch.kinds()
        if self._mapping is not index.mapping:
            self._forget(index)
        if index.mapping.joins:
            return self._each(txn, index, batch, refusals)
        verdicts = [verdict for kind in kinds if (verdict := self._verdicts.get(kind)) is not None]
        if len(verdicts) < len(kinds) or not _pass(verdicts, batch):
            return self._in_order(txn, index, batch, refusals)
        return index, refusals

    def _forget(self, index: Index) -> None:
        self._verdicts.clear()
        self._mapping = index.mapping

    def _in_order(self, txn: Transaction, index: Index, batch: Batch, refusals: Refusals) -> tuple[Index, Refusals]:
        """Judge document by document: each under the mapping as those before it have left it."""
        for place, body in enumerate(batch.bodies):
            verdict = self._verdict(txn, index, batch.stamp(place))
            if verdict is not None and verdict.action is Action.COPY and _short(verdict, body):
                continue
            if verdict is not None and verdict.action is Action.CHECK:
                _check(verdict, place, body, refusals)
                continue
            before, index = index, self._examine(txn, index, place, batch, refusals)
            if index is not before:
                self._forget(index)
        return index, refusals

    def _each(self, txn: Transaction, index: Index, batch: Batch, refusals: Refusals) -> tuple[Index, Refusals]:
        """Examine every document: more than its shape and values decides, or its verdict is not to be trusted."""
        for place in range(len(batch)):
            index = self._examine(txn, index, place, batch, refusals)
        return index, refusals

    def _verdict(self, txn: Transaction, index: Index, stamp: bytes) -> Verdict | None:
        """The verdict on the shape that a stamp names; ``None`` where each document must be examined."""
        if stamp not in self._verdicts:
            shape = shape_ids.shape_of(txn, record.read_stamp(stamp).shape)
            self._verdicts[stamp] = None if shape is None else index.mapping.verdict(shape)
        return self._verdicts[stamp]

    def _examine(self, txn: Transaction, index: Index, place: int, batch: Batch, refusals: Refusals) -> Index:
        """Let one document meet the mapping in full."""
        document = record.decode(batch.stamp(place), batch.bodies[place])
        source = codec.decode(document.source)
        try:
            mapping = fits(index.mapping, SHAPES.of(source), source, document.source, document.id, document.routing)
            return index if mapping is index.mapping else extended(txn, index, mapping)
        except ApiError as error:
            refusals[place] = error
            return index


def _pass(verdicts: list[Verdict], batch: Batch) -> bool:
    """Whether all documents of a batch with these verdicts are surely valid, told over the whole batch."""
    if any(v.action not in (Action.COPY, Action.CHECK) or v.open is None for v in verdicts):
        return False
    limit = min((v.max_bytes for v in verdicts if v.max_bytes is not None), default=None)
    if limit is not None and not batch.shorter_than(limit):
        return False
    questions = tuple(dict.fromkeys(question for v in verdicts for question in v.open or ()))
    if not questions:
        return True
    columns = _projection(tuple(path for path, _ in questions)).read(batch.stream)
    return all(field.surely_valid(_values(raw)) for (_, field), raw in zip(questions, columns, strict=True))


_projection = lru_cache(maxsize=256)(Projection)


def _values(raw: list[Any]) -> list[Any]:
    """The values that documents have at a path, without the arrays around them."""
    if {list, type(ABSENT)}.isdisjoint(map(type, raw)):
        return raw
    return list(chain.from_iterable(map(_flat, raw)))


def _flat(value: Any) -> Iterable[Any]:
    if value is ABSENT:
        return ()
    return chain.from_iterable(map(_flat, value)) if type(value) is list else (value,)


def _short(verdict: Verdict, body: bytes) -> bool:
    return verdict.max_bytes is None or len(body) < verdict.max_bytes


_reader_of = lru_cache(maxsize=1024)(codec.reader_of)


def _check(verdict: Verdict, place: int, body: bytes, refusals: Refusals) -> None:
    """Look at the values that the shape leaves open; at the whole document only to say where it is wrong."""
    encoded = record.source_of(body)
    fields = verdict.fields_for(len(encoded))
    if not fields:
        return
    try:
        verdict.check(_reader_of(fields)(encoded), "", len(encoded))
    except ApiError:
        _refuse(verdict, place, body, refusals)


def _refuse(verdict: Verdict, place: int, body: bytes, refusals: Refusals) -> None:
    try:
        encoded = record.source_of(body)
        verdict.check(codec.decode(encoded), record.id_of(body), len(encoded))
    except ApiError as error:
        refusals[place] = error


class DocumentJudge(Judge):
    """Lets every document meet the mapping in full, whatever its shape."""

    def judge(self, txn: Transaction, index: Index, batch: Batch) -> tuple[Index, Refusals]:
        """As ``Judge.judge``."""
        refusals: Refusals = {}
        return self._each(txn, index, batch, refusals)
