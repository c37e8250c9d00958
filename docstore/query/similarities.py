"""How near vectors are to one, as scores (``VectorSimilarityFunction``, ``DenseVectorFieldMapper.VectorSimilarity``)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_BYTES = 1 << 15


def scores(similarity: str, element: str, vectors: Matrix, target: Matrix) -> Floats:
    """The score of each row. Bits are numbers 0 and 1."""
    rows, one = vectors.astype(np.float64), target.astype(np.float64)
    if element == "bit":
        return _bits(np.abs(rows - one).sum(axis=1), len(one))
    return _SCORES[similarity](rows, one) if (similarity, element) != ("dot_product", "byte") else _byte_dots(rows @ one, len(one))


def least_score(similarity: str, element: str, dims: int, least: float) -> float:
    """The score of a vector whose similarity is ``least``: that of what is to be found at least."""
    number = np.array([least])
    if element == "bit":
        return float(_bits(number, dims)[0])
    if similarity == "dot_product" and element == "byte":
        return float(_byte_dots(number, dims)[0])
    return float(_FROM_RAW[similarity](number)[0])


def _bits(apart: Floats, dims: int) -> Floats:
    return (dims - apart) / dims


def _byte_dots(dots: Floats, dims: int) -> Floats:
    return 0.5 + dots / (_BYTES * dims)


def _halves(cosines: Floats) -> Floats:
    return np.maximum((1 + cosines) / 2, 0)


def _scaled(products: Floats) -> Floats:
    return np.where(products < 0, 1 / (1 - np.minimum(products, 0)), products + 1)


def _cosines(rows: Floats, one: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(one)
    return rows @ one / np.where(lengths == 0, 1, lengths)


_FROM_RAW: dict[str, Callable[[Floats], Floats]] = {
    "cosine": _halves,
    "dot_product": _halves,
    "l2_norm": lambda apart: 1 / (1 + apart**2),
    "max_inner_product": _scaled,
}
_SCORES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "cosine": lambda rows, one: _halves(_cosines(rows, one)),
    "dot_product": lambda rows, one: _halves(rows @ one),
    "l2_norm": lambda rows, one: 1 / (1 + ((rows - one) ** 2).sum(axis=1)),
    "max_inner_product": lambda rows, one: _scaled(rows @ one),
}
