"""One name or pattern of an expression: what it names, which component of it, and whether it excludes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from docstore.catalog.names.date_math import resolved
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.names.valid import invalid_index_name
from docstore.errors import IllegalArgumentError, IndexNotFoundError, NoSuchRemoteClusterError, UnsupportedSelectorError
from docstore.frozen import frozen

_SEPARATOR = "::"


class Selector(Enum):
    """Which indices of a data stream are meant (``IndexComponentSelector``)."""

    DATA = "data"
    FAILURES = "failures"


@frozen
class NamePart:
    """``name`` has its dates filled in; an index or an alias has no failures, only data."""

    name: str
    selector: Selector = Selector.DATA

    @property
    def is_pattern(self) -> bool:
        """Whether the name holds a ``*``."""
        return "*" in self.name

    def __str__(self) -> str:
        return self.name if self.selector is Selector.DATA else f"{self.name}::{self.selector.value}"


def name_part(text: str, options: IndicesOptions, now: int | None = None) -> NamePart:
    """Read one part of an expression, its ``-`` taken off.

    :raises InvalidIndexNameError: what follows ``::`` is no selector; a name that looks like an API.
    :raises UnsupportedSelectorError: a selector where indices as such are meant.
    :raises ElasticsearchParseError: dates that are none.
    """
    base, selector = _split(text, options)
    name = resolved(base, now)
    if not name:
        raise IndexNotFoundError(name)
    if base != text and name == "_all":
        return NamePart("*", selector)
    if name.startswith("_"):
        raise invalid_index_name(name, "must not start with '_'.")
    return NamePart(name, selector)


def _split(text: str, options: IndicesOptions) -> tuple[str, Selector]:
    base, separator, key = text.rpartition(_SEPARATOR)
    if not separator:
        return text, Selector.DATA
    if not options.selectors:
        raise UnsupportedSelectorError(
            f"Index component selectors are not supported in this context but found selector in expression [{text}]"
        )
    found = next((selector for selector in Selector if selector.value == key), None)
    if found is None:
        raise invalid_index_name(text, f"invalid usage of :: separator, [{key}] is not a recognized selector")
    if _SEPARATOR in base:
        raise invalid_index_name(text, "Invalid usage of :: separator, only one :: separator is allowed per expression")
    if _cluster_of(base) is not None:
        raise invalid_index_name(text, "Selectors are not yet supported on remote cluster patterns")
    return base, found


def refuse_remote(parts: Sequence[str], options: IndicesOptions) -> None:
    """There are no other clusters.

    :raises NoSuchRemoteClusterError: ``cluster:index`` where Elasticsearch would ask another cluster.
    :raises IllegalArgumentError: ``cluster:index`` elsewhere.
    """
    remote = [(part, cluster) for part in parts if (cluster := _cluster_of(part)) is not None]
    if not remote:
        return
    if not options.remote:
        if options.ignore_unavailable:
            return
        listed = ", ".join(part for part, _ in remote)
        raise IllegalArgumentError(
            f"Cross-cluster calls are not supported in this context but remote indices were requested: [{listed}]"
        )
    for _, cluster in remote:
        if "*" not in cluster:
            raise NoSuchRemoteClusterError(f"no such remote cluster: [{cluster.removeprefix('-')}]")


def is_remote(part: str) -> bool:
    """Whether a part names another cluster's indices (``RemoteClusterAware.isRemoteIndexName``)."""
    return _cluster_of(part) is not None


def _cluster_of(part: str) -> str | None:
    at = part.find(":")
    if at <= 0 or part.startswith(("<", "-<")) or part.startswith(_SEPARATOR, at):
        return None
    return part[:at]
