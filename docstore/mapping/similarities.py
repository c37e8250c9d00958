"""How the terms of a field weigh: BM25 with its two parameters, or all alike (``SimilarityService``, ``SimilarityProviders``)."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError
from docstore.frozen import frozen
from docstore.mapping.java_text import java_double

_PREFIX = "index.similarity."
_ELSEWHERE = ("DFR", "DFI", "IB", "LMDirichlet", "LMJelinekMercer", "scripted")
_OF_BM25 = ("type", "k1", "b", "discount_overlaps")


@frozen
class Similarity:
    """``constant``: a term adds its boost, however often and wherever it stands (``boolean``)."""

    k1: float = 1.2
    b: float = 0.75
    constant: bool = False


BM25 = Similarity()
BUILT_IN = {"BM25": BM25, "boolean": Similarity(constant=True)}

Similarities = tuple[tuple[str, Similarity], ...]
"""An index's own, by name."""


def similarities_of(settings: Mapping[str, Any]) -> Similarities:
    """From settings by full name.

    :raises IllegalArgumentError: one that is none.
    """
    groups: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        if key.startswith(_PREFIX) and value is not None:
            name, _, parameter = key.removeprefix(_PREFIX).partition(".")
            groups.setdefault(name, {})[parameter] = value
    return tuple((name, _similarity(name, given)) for name, given in sorted(groups.items()))


def _similarity(name: str, given: dict[str, Any]) -> Similarity:
    if name in BUILT_IN:
        raise IllegalArgumentError(f"illegal value for [index.similarity.{name}] cannot redefine built-in similarity")
    if given.get("type") is None:
        raise IllegalArgumentError(f"Similarity [{name}] must have an associated type")
    kind = str(given["type"])
    if kind == "boolean":
        _nothing_else(kind, given, ("type",))
        return BUILT_IN["boolean"]
    if kind == "classic":
        raise IllegalArgumentError(
            "The [classic] similarity may not be used anymore. Please use the [BM25] similarity or build a custom [scripted] similarity "
            "instead."
        )
    if kind in _ELSEWHERE:
        raise NotImplementedByDocstoreError(f"docstore does not support the similarity type [{kind}] of [{name}]")
    if kind != "BM25":
        raise IllegalArgumentError(f"Unknown Similarity type [{kind}] for [{name}]")
    _nothing_else(kind, given, _OF_BM25)
    if str(given.get("discount_overlaps", True)).lower() == "false":
        raise NotImplementedByDocstoreError(f"docstore does not support [discount_overlaps] false of the similarity [{name}]")
    return _bm25(_number(name, "k1", given, BM25.k1), _number(name, "b", given, BM25.b))


def _bm25(k1: float, b: float) -> Similarity:
    if not isfinite(k1) or k1 < 0:
        raise IllegalArgumentError(f"illegal k1 value: {java_double(k1)}, must be a non-negative finite value")
    if not 0 <= b <= 1:
        raise IllegalArgumentError(f"illegal b value: {java_double(b)}, must be between 0 and 1")
    return Similarity(k1, b)


def _number(name: str, parameter: str, given: dict[str, Any], default: float) -> float:
    try:
        return float(given.get(parameter, default))
    except (TypeError, ValueError):
        key = f"{_PREFIX}{name}.{parameter}"
        raise IllegalArgumentError(f"Failed to parse value [{given[parameter]}] for setting [{key}]") from None


def _nothing_else(kind: str, given: dict[str, Any], known: tuple[str, ...]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise IllegalArgumentError(f"Unknown settings for similarity of type [{kind}]: [{', '.join(unknown)}]")
