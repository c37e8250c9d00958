"""How near vectors are to one, as scores (``VectorSimilarityFunction``, ``DenseVectorFieldMapper.VectorSimilarity``)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from docstore.columns.numeric_column import VectorColumn
from docstore.columns.rows import Ints

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_BYTES = 1 << 15
_CHUNK = 8_192
"""Rows of which differences are held at a time."""


def scores(similarity: str, element: str, column: VectorColumn, ordinals: Ints, target: Matrix) -> Floats:
    """The scores of some ordinals, ascending, that have a vector. Bits are numbers 0 and 1."""
    if 2 * len(ordinals) >= column.count:
        return _raw(similarity, element, column.values, column, slice(None), target)[ordinals]
    return _raw(similarity, element, column.values[ordinals], column, ordinals, target)


def _raw(
    similarity: str, element: str, rows: Matrix, column: VectorColumn, which: Ints | slice, target: Matrix
) -> Floats:
    if element == "bit":
        return _bits(rows.sum(axis=1, dtype=np.float64) + target.sum() - 2 * (rows @ target), len(target))
    if similarity == "l2_norm":
        return 1 / (1 + _apart(rows, target))
    dots = (rows @ target).astype(np.float64)
    if similarity == "cosine":
        lengths = column.lengths[which].astype(np.float64) * np.linalg.norm(target.astype(np.float64))
        return _halves(dots / np.where(lengths == 0, 1, lengths))
    if similarity == "dot_product" and element == "byte":
        return _byte_dots(dots, len(target))
    return _FROM_RAW[similarity](dots)


def least_score(similarity: str, element: str, dims: int, least: float) -> float:
    """The score of a vector whose similarity is ``least``: that of what is to be found at least."""
    number = np.array([least])
    if element == "bit":
        return float(_bits(number, dims)[0])
    if similarity == "dot_product" and element == "byte":
        return float(_byte_dots(number, dims)[0])
    return float(_FROM_RAW[similarity](number)[0])


def _apart(rows: Matrix, target: Matrix) -> Floats:
    """The squares of the distances."""
    found = np.zeros(len(rows))
    for begin in range(0, len(rows), _CHUNK):
        away = rows[begin : begin + _CHUNK] - target
        found[begin : begin + _CHUNK] = np.einsum("ij,ij->i", away, away)
    return found


def _bits(apart: Floats, dims: int) -> Floats:
    return (dims - apart) / dims


def _byte_dots(dots: Floats, dims: int) -> Floats:
    return 0.5 + dots / (_BYTES * dims)


def _halves(cosines: Floats) -> Floats:
    return np.maximum((1 + cosines) / 2, 0)


def _scaled(products: Floats) -> Floats:
    return np.where(products < 0, 1 / (1 - np.minimum(products, 0)), products + 1)


_FROM_RAW: dict[str, Callable[[Floats], Floats]] = {
    "cosine": _halves,
    "dot_product": _halves,
    "l2_norm": lambda apart: 1 / (1 + apart**2),
    "max_inner_product": _scaled,
}
