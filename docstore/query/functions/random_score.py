"""``random_score``: numbers from 0 to 1 that a seed decides (``RandomScoreFunction``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from docstore.columns.rows import Ints
from docstore.columns.view import IndexView
from docstore.columns.want import Want
from docstore.errors import IllegalArgumentError, ParsingError
from docstore.query.functions.field_bytes import first_bytes
from docstore.query.functions.function import BoundFunction, Floats, ScoreFunction, score_function
from docstore.query.functions.hashing import Hashes, java_hash, long_hash, mix, murmur3
from docstore.query.id_field import id_field
from docstore.query.scorer import Explanation, Scores
from docstore.query.sort import check_fielddata
from docstore.query.wire import Json, is_scalar, text

_BITS = 24
_LONG = range(-(1 << 63), 1 << 63)


def _seed(value: Any) -> int:
    if isinstance(value, str):
        return java_hash(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in _LONG:
        kind = "VALUE_BOOLEAN" if isinstance(value, bool) else "VALUE_NUMBER"
        raise ParsingError(f"random_score seed must be an int, long or string, not '{kind}'")
    return value & 0xFFFFFFFF if -(1 << 31) <= value < 1 << 31 else long_hash(value)


@score_function("random_score")
@dataclass(frozen=True, slots=True)
class RandomScore(ScoreFunction):
    """The same for the same seed, value of the field (``_seq_no`` where none is named) and name of the index; without a seed for the
    same moment.
    """

    seed: int | None = None
    field: str | None = None

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"seed": 10, "field": "_seq_no"}``.

        :raises ParsingError: an unknown key, or a seed that is neither a whole number nor a string.
        """
        found: Json = {}
        for key, value in body.items():
            if not is_scalar(value):
                continue
            match key:
                case "seed":
                    found[key] = _seed(value)
                case "field":
                    found[key] = text(value)
                case _:
                    raise ParsingError(f"random_score query does not support [{key}]")
        return cls(**found)

    def bind(self, view: IndexView) -> BoundFunction:
        """Without a seed, the ordinals are hashed with the time."""
        salt = java_hash(view.reader.name) << 10 & 0xFFFFFFFF
        if self.seed is None:
            return Randoms(long_hash(view.now), salt, None, lambda ordinals, seed: mix(ordinals.astype(np.uint32) ^ np.uint32(seed)))
        return Randoms(self.seed, salt, self.field or "_seq_no", _hasher(view, self.field or "_seq_no"))


Hasher = Callable[[Ints, int], Hashes]


def _hasher(view: IndexView, name: str) -> Hasher:
    if name == "_seq_no":
        return lambda ordinals, seed: murmur3([str(number).encode() for number in view.seqs[ordinals].tolist()], seed)
    field = id_field(view) if name == "_id" else view.field(name)
    if field is None:
        raise IllegalArgumentError(
            f"Field [{name}] is not mapped on [[{view.reader.name}/{view.reader.uuid}]] and cannot be used as a source of random numbers."
        )
    check_fielddata(view, field)
    want = view.need(Want(field))

    def hashed(ordinals: Ints, seed: int) -> Hashes:
        column = view.column(want)
        values, places = first_bytes(field, column, ordinals)
        return np.where(column.exists()[ordinals], murmur3(values, seed)[places], np.uint32(seed))

    return hashed


@dataclass(frozen=True, slots=True)
class Randoms(BoundFunction):
    """On one index."""

    seed: int
    salt: int
    field: str | None
    hasher: Hasher

    def values(self, ordinals: Ints, scores: Scores) -> Floats:
        """The lowest 24 bits of a hash."""
        salted = int(mix(np.array([self.seed ^ self.salt], dtype=np.uint32))[0])
        hashes = self.hasher(ordinals, salted) & np.uint32((1 << _BITS) - 1)
        return hashes.astype(np.float64) / (1 << _BITS)

    def explain(self, ordinal: int, value: float) -> Explanation:
        """The seed, as Java has it."""
        seed = self.seed - (1 << 32) if self.seed >> 31 else self.seed
        return Explanation(value, f"random score function (seed: {seed}, field: {self.field or 'null'})")
