"""Several fields with a weight each: names with ``^``, patterns, the default fields of an index (``QueryParserHelper``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from docstore.columns.view import IndexView
from docstore.errors import NumberFormatError
from docstore.mapping.types.text import PartOfText
from docstore.query.limits import MAX_CLAUSES, too_many_fields
from docstore.query.query import Query
from docstore.query.targets import target_of, targets_matching
from docstore.query.targets.mapped import MappedTarget
from docstore.query.wire import checked_boost, text

Weights = dict[str, float]
"""Fields, or patterns of fields, and how much each counts."""

_NAMES = """
aggregate_metric_double binary completion dense_vector geo_point geo_shape histogram percolator point rank_feature rank_features
shape sparse_vector join nested object
"""
_UNSEARCHED = frozenset(_NAMES.split())
"""Types that a pattern leaves out: no text is searched in them (``TextSearchInfo.NONE``)."""


def field_and_boost(value: Any) -> tuple[str, float]:
    """``"title^3"`` as name and weight.

    :raises NumberFormatError: the weight is no number.
    """
    name, mark, weight = text(value).partition("^")
    return name, parse_float(weight) if mark else 1.0


def parse_float(digits: str) -> float:
    """A number in a text, as Java's ``Float.parseFloat`` says it is none."""
    try:
        return float(digits)
    except ValueError:
        raise NumberFormatError.of_floating(digits) from None


def weights_of(values: Iterable[Any]) -> Weights:
    """Many of them; the last of a name wins."""
    return dict(map(field_and_boost, values))


def checked_weights(kind: str, weights: Weights, query: Any) -> Weights:
    """Weights of which none is negative.

    :raises IllegalArgumentError: one is; ``query`` is the text that is searched for.
    """
    checked_boost(min(weights.values(), default=1.0), kind, {"query": query})
    return weights


def means_all(names: Iterable[str]) -> bool:
    """Whether one of the names is ``*`` (``hasAllFieldsWildcard``)."""
    return any(name == "*" or (name and set(name) == {"*"}) for name in names)


def resolved(view: IndexView, weights: Weights, suffix: str | None = None) -> Weights:
    """The fields of an index that are meant, aliases followed; ``suffix`` is preferred where such a field is mapped.

    :raises IllegalArgumentError: there are too many.
    """
    found: Weights = {}
    for pattern, weight in weights.items():
        for name in matching(view, pattern, suffix):
            found[name] = weight * found.get(name, 1.0)
    if len(found) > MAX_CLAUSES:
        raise too_many_fields(len(found))
    return found


def matching(view: IndexView, pattern: str, suffix: str | None = None) -> list[str]:
    """The fields of one name or pattern (``QueryParserHelper.resolveMappingField``)."""
    if "*" not in pattern:
        names: Sequence[str] = [pattern] if target_of(view, pattern) is not None else []
    else:
        targets = targets_matching(view, pattern) if not pattern.startswith("_") else []
        names = [each.name for each in targets if isinstance(each, MappedTarget) and _searched(each)]
    if suffix is None:
        return list(names)
    return list(dict.fromkeys(name + suffix if target_of(view, name + suffix) is not None else name for name in names))


def _searched(target: MappedTarget) -> bool:
    hidden = isinstance(target.field.type, PartOfText) and target.field.type.of.type_name == "text"
    return not hidden and target.type_name not in _UNSEARCHED


def default_weights(view: IndexView) -> Weights:
    """``index.query.default_field``."""
    return weights_of(view.limits.default_fields)


def weighted(query: Query, weight: float) -> Query:
    """A query that counts more, or less (``BoostQuery``)."""
    return query if weight == 1.0 else replace(query, boost=query.boost * weight)  # type: ignore[type-var]
