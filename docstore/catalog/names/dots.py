"""Names that begin with a dot are for Elastic's own programs; others are warned (``DotPrefixValidator``, ``validateDotIndex``)."""

from __future__ import annotations

from collections.abc import Container

from docstore.caller import warn

TASKS = ".tasks"
ASYNC_SEARCH = ".async-search"
_OWN = (ASYNC_SEARCH, TASKS)
"""The indices of a store that are its own, and not a program's."""


def warn_of_dot(name: str) -> None:
    """Warn whoever makes an index, or a template for indices, under a name, date math or a pattern that begins with a dot."""
    if name.startswith((".", "<.")):
        text = f"Index [{name}] name begins with a dot (.), which is deprecated, and will not be allowed in a future Elasticsearch version."
        warn(text, products=False)


def warn_of_visible(name: str, *, hidden: bool) -> None:
    """Warn whoever makes an index whose name begins with a dot and that is not hidden."""
    if name.startswith(".") and not hidden:
        warn(
            f"index name [{name}] starts with a dot '.', in the next major version, index names starting with a dot are reserved for "
            "hidden indices and system indices"
        )


def warn_of_system(names: Container[str]) -> None:
    """Warn whoever uses an index that belongs to the store (``IndexNameExpressionResolver.checkSystemIndexAccess``)."""
    if TASKS in names or ASYNC_SEARCH in names:
        own = ", ".join(name for name in _OWN if name in names)
        warn(
            f"this request accesses system indices: [{own}], but in a future major version, direct access to system indices will be "
            "prevented by default",
            products=False,
        )
