"""Names, aliases, wildcards, lists and exclusions: from an expression to indices (``IndexNameExpressionResolver``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docstore.catalog.date_math import resolved
from docstore.catalog.index import Index
from docstore.catalog.names import invalid_index_name
from docstore.catalog.options import Expand, IndicesOptions
from docstore.errors import IllegalArgumentError, IndexNotFoundError

if TYPE_CHECKING:
    from docstore.catalog.catalog import Catalog

Expression = str | Sequence[str] | None
"""``None``, ``"a"``, ``"a,b*,-bc"`` or ``["a", "b*", "-bc"]``."""

Found = dict[str, set[str]]
"""Index name -> the names (its own, or aliases) that the expression reached it by; in the order of the expression."""


def parts_of(expression: Expression) -> list[str]:
    """The single names and patterns of an expression."""
    if expression is None:
        return []
    parts = [expression] if isinstance(expression, str) else expression
    return [resolved(name) for part in parts for name in part.split(",")]


def is_all(parts: Sequence[str]) -> bool:
    """Whether the expression stands for all indices without being a pattern."""
    return not parts or list(parts) == ["_all"]


def has_wildcard(parts: Sequence[str]) -> bool:
    """Whether a part is a pattern, or all."""
    return is_all(parts) or any("*" in part or part == "_all" for part in parts)


def find(catalog: Catalog, expression: Expression, options: IndicesOptions) -> Found:
    """Which indices an expression names, and by which names.

    :raises IndexNotFoundError: a name that does not exist, or nothing where something must be.
    :raises IndexClosedError: a closed index is named where that is forbidden.
    :raises IllegalArgumentError: an alias is named where only indices may be.
    """
    parts = parts_of(expression)
    found: Found = {}
    if is_all(parts) or parts == ["*"]:
        _add_matching(catalog, "*", options, found)
    else:
        _add_parts(catalog, parts, options, found)
    if not found and not options.allow_no_indices:
        raise _nothing_found(parts)
    return found


def _add_parts(catalog: Catalog, parts: list[str], options: IndicesOptions, found: Found) -> None:
    wildcard_seen = False
    expands = bool(options.expand & (Expand.OPEN | Expand.CLOSED))
    for part in parts:
        if wildcard_seen and part.startswith("-"):
            _remove(catalog, part[1:], found)
        elif "*" in part and expands:
            wildcard_seen = True
            matched = _add_matching(catalog, part, options, found)
            if not matched and not options.allow_no_indices:
                raise IndexNotFoundError(part)
        else:
            _add_named(catalog, part, options, found)


def _add_matching(catalog: Catalog, pattern: str, options: IndicesOptions, found: Found) -> bool:
    if not options.expand & (Expand.OPEN | Expand.CLOSED):
        return False
    matched = [
        (index.name, name)
        for name in catalog.lookup.matching(pattern)
        for index in _visible(catalog, name, pattern, options)
    ]
    for index_name, name in sorted(matched):
        found.setdefault(index_name, set()).add(name)
    return bool(matched)


def _visible(catalog: Catalog, name: str, pattern: str, options: IndicesOptions) -> Iterator[Index]:
    """The indices behind a matching name that wildcards are to see."""
    own = catalog.index(name)
    if own is None and not options.aliases:
        return
    hidden = own.hidden if own is not None else catalog.is_hidden_alias(name)
    named_with_dot = name.startswith(".") and pattern.startswith(".")
    if hidden and not named_with_dot and not options.expand & Expand.HIDDEN:
        return
    for index in (own,) if own is not None else catalog.alias(name):
        if options.expand & (Expand.CLOSED if index.closed else Expand.OPEN):
            yield index


def _add_named(catalog: Catalog, name: str, options: IndicesOptions, found: Found) -> None:
    own = catalog.index(name)
    indices = (own,) if own is not None else catalog.alias(name)
    if not indices:
        _refuse_missing(name, options)
        return
    if own is None and not options.aliases:
        if options.ignore_unavailable:
            return
        raise IllegalArgumentError(
            f"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead."
        )
    if options.single and len(indices) > 1:
        listed = ", ".join(index.name for index in indices)
        raise IllegalArgumentError(
            f"alias [{name}] has more than one index associated with it [{listed}], can't execute a single index op"
        )
    for index in indices:
        if index.closed and options.forbid_closed:
            if options.ignore_unavailable:
                continue
            raise index.closed_error()
        found.setdefault(index.name, set()).add(name)


def _refuse_missing(name: str, options: IndicesOptions) -> None:
    if name.startswith("_"):
        raise invalid_index_name(name, "must not start with '_'.")
    if not options.ignore_unavailable:
        raise _not_found(name)


def _remove(catalog: Catalog, pattern: str, found: Found) -> None:
    names = catalog.lookup.matching(pattern) if "*" in pattern else iter((pattern,))
    for name in list(names):
        found.pop(name, None)
        for index in catalog.alias(name):
            found.pop(index.name, None)


def _not_found(name: str) -> IndexNotFoundError:
    if not name.startswith("-"):
        return IndexNotFoundError(name)
    hint = (
        "if you intended to exclude this index, ensure that you use wildcards that include it before explicitly "
        "excluding it"
    )
    return IndexNotFoundError(name, reason=f"no such index [{name}] and {hint}")


def _nothing_found(parts: list[str]) -> IndexNotFoundError:
    if is_all(parts):
        return IndexNotFoundError("_all", reason="no such index [_all] and no indices exist")
    if len(parts) == 1:
        return _not_found(parts[0])
    metadata: dict[str, Any] = {"resource.type": "index_expression", "resource.id": parts}
    return IndexNotFoundError("null", **metadata)
