"""Names, aliases, wildcards, lists and exclusions: from an expression to indices (``IndexNameExpressionResolver``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docstore.catalog.index import Index
from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.dots import warn_of_system
from docstore.catalog.names.options import Expand, IndicesOptions
from docstore.catalog.names.part import NamePart, Selector, is_remote, name_part, refuse_remote
from docstore.errors import IllegalArgumentError, IndexNotFoundError

if TYPE_CHECKING:
    from docstore.catalog.catalog import Catalog

Expression = str | Sequence[str] | None
"""``None``, ``"a"``, ``"a,b*,-bc"`` or ``["a", "b*", "-bc"]``."""

Found = dict[str, set[str]]
"""Index name -> the names (its own, or aliases) that the expression reached it by; in the order of the expression."""


Reached = dict[str, set[str]]
"""An index, or an alias that is named -> the names that it was reached by; in the order of the expression."""


def parts_of(expression: Expression) -> list[str]:
    """The single names and patterns of an expression, with their dates filled in."""
    return [resolved(part) for part in _texts(expression)]


def _texts(expression: Expression) -> list[str]:
    if expression is None:
        return []
    parts = [expression] if isinstance(expression, str) else expression
    return [name for part in parts for name in part.split(",")]


def is_all(parts: Sequence[str]) -> bool:
    """Whether the expression stands for all indices without being a pattern."""
    return not parts or list(parts) == ["_all"]


def has_wildcard(parts: Sequence[str]) -> bool:
    """Whether a part is a pattern, or all."""
    return is_all(parts) or any("*" in part or part == "_all" for part in parts)


def find(catalog: Catalog, expression: Expression, options: IndicesOptions) -> Found:
    """Which indices an expression names, and by which names.

    :raises IndexNotFoundError: a name that does not exist, or nothing where something must be.
    :raises IndexClosedError: a closed index is found where that is forbidden.
    :raises IllegalArgumentError: an alias is named where only indices may be, ``cluster:index`` where no other cluster is asked.
    :raises NoSuchRemoteClusterError: ``cluster:index`` where one would be.
    """
    parts = _texts(expression)
    if is_all(parts):
        reached = _matching(catalog, NamePart("*"), options)
    else:
        refuse_remote(parts, options)
        reached = _reached(catalog, [part for part in parts if not is_remote(part)], options)
    found = _concrete(catalog, reached, options)
    if not is_all(parts):
        warn_of_system(found)
    if not found and not options.allow_no_indices:
        raise _nothing_found(parts)
    return found


def _reached(catalog: Catalog, parts: Sequence[str], options: IndicesOptions) -> Reached:
    """A part that begins with ``-`` excludes, if a pattern stands before it; otherwise it is a name."""
    reached: Reached = {}
    pattern_seen = False
    for text in parts:
        excludes = pattern_seen and text.startswith("-")
        part = name_part(text[1:] if excludes else text, options)
        if part.is_pattern and options.expands:
            pattern_seen = True
            names = _matching(catalog, part, options)
            if not names and not options.allow_no_indices:
                raise IndexNotFoundError(part.name)
        elif part.selector is Selector.FAILURES and (excludes or _may_be_named(catalog, part, options)):
            names = {index.name: {part.name} for index in catalog.failures(part.name)}
        else:
            names = {part.name: {part.name}} if excludes or _may_be_named(catalog, part, options) else {}
        for name, by in names.items():
            if excludes:
                reached.pop(name, None)
            else:
                reached.setdefault(name, set()).update(by)
    return reached


def _matching(catalog: Catalog, pattern: NamePart, options: IndicesOptions) -> Reached:
    """The indices that match a pattern, themselves or by an alias. Of an index and an alias there are no failures."""
    if not options.expands:
        return {}
    reached: Reached = {}
    matched = [
        (index.name, name)
        for name in catalog.lookup.matching(pattern.name)
        for index in _visible(catalog, name, pattern, options)
    ]
    for index_name, name in sorted(matched):
        reached.setdefault(index_name, set()).add(name)
    return reached


def _visible(catalog: Catalog, name: str, pattern: NamePart, options: IndicesOptions) -> Iterator[Index]:
    """The indices behind a matching name that wildcards are to see."""
    own = catalog.index(name)
    if own is None and not _allowed(catalog, name, options):
        return
    hidden = own.hidden if own is not None else catalog.is_hidden_name(name)
    named_with_dot = name.startswith(".") and pattern.name.startswith(".")
    if hidden and not named_with_dot and not options.expand & Expand.HIDDEN:
        return
    for index in _meant(catalog, name, own, pattern.selector):
        if options.expand & (Expand.CLOSED if index.closed else Expand.OPEN):
            yield index


def _meant(catalog: Catalog, name: str, own: Index | None, selector: Selector) -> tuple[Index, ...]:
    """The indices that a name stands for, ``own`` if it is that of one."""
    if selector is Selector.FAILURES:
        return catalog.failures(name)
    return (own,) if own is not None else catalog.behind(name)


def _may_be_named(catalog: Catalog, part: NamePart, options: IndicesOptions) -> bool:
    """Whether there is such a name; what is unavailable is an error unless that is to be ignored."""
    own = catalog.index(part.name)
    behind = catalog.behind(part.name)
    if part.selector is Selector.DATA and (own is not None or (behind and _allowed(catalog, part.name, options))):
        return True
    if part.selector is Selector.FAILURES and options.streams and (catalog.stream(part.name) or catalog.stream_alias(part.name)):
        return True
    if options.ignore_unavailable:
        return False
    if own is None and behind and part.selector is Selector.DATA and catalog.stream(part.name) is None and not options.aliases:
        raise IllegalArgumentError(
            f"The provided expression [{part.name}] matches an alias, specify the corresponding concrete indices instead."
        )
    raise _not_found(str(part))


def _allowed(catalog: Catalog, name: str, options: IndicesOptions) -> bool:
    """Whether a name that is no index's may be used here."""
    if catalog.stream(name) is not None:
        return options.streams
    return options.aliases and (options.streams or not catalog.stream_alias(name))


def _concrete(catalog: Catalog, reached: Reached, options: IndicesOptions) -> Found:
    found: Found = {}
    for name, by in reached.items():
        own = catalog.index(name)
        indices = (own,) if own is not None else catalog.behind(name)
        if options.single and len(indices) > 1:
            listed = ", ".join(index.name for index in indices)
            raise IllegalArgumentError(
                f"alias [{name}] has more than one index associated with it [{listed}], can't execute a single index op"
            )
        for index in indices:
            if not index.closed or not options.forbid_closed:
                found.setdefault(index.name, set()).update(by)
            elif not options.ignore_unavailable:
                raise index.closed_error()
    return found


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
