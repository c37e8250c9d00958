"""How strictly an expression is resolved (Elasticsearch's ``IndicesOptions``), and each API's default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Flag

from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen


class Expand(Flag):
    """What wildcards match."""

    NONE = 0
    OPEN = 1
    CLOSED = 2
    HIDDEN = 4
    ALL = 7


_EXPAND = {
    "open": Expand.OPEN,
    "closed": Expand.CLOSED,
    "hidden": Expand.HIDDEN,
    "none": Expand.NONE,
    "all": Expand.ALL,
}


@frozen
class IndicesOptions:
    """How to resolve an expression.

    ``ignore_unavailable``: missing (and, where they are forbidden, closed) indices that are named are passed over.
    ``allow_no_indices``: it may resolve to nothing. ``forbid_closed``: naming a closed index is an error. ``aliases``:
    an alias may be named, otherwise only concrete indices. ``streams``: a data stream may be named, for its backing indices.
    ``single``: an alias may not stand for several indices.
    ``selectors``: ``name::data`` and ``name::failures`` are understood. ``remote``: Elasticsearch would ask another cluster for
    ``cluster:index``, so that a missing cluster is the error.
    """

    expand: Expand = Expand.OPEN
    ignore_unavailable: bool = False
    allow_no_indices: bool = True
    forbid_closed: bool = False
    aliases: bool = True
    single: bool = False
    streams: bool = True
    selectors: bool = True
    remote: bool = False

    @property
    def expands(self) -> bool:
        """Whether there are patterns at all; otherwise ``*`` is a letter of a name."""
        return bool(self.expand & (Expand.OPEN | Expand.CLOSED))

    def with_request(
        self,
        *,
        expand_wildcards: str | Sequence[str] | None = None,
        ignore_unavailable: bool | None = None,
        allow_no_indices: bool | None = None,
    ) -> IndicesOptions:
        """The options with a request's own parameters.

        :raises IllegalArgumentError: an unknown word in ``expand_wildcards``.
        """
        changed = self if expand_wildcards is None else replace(self, expand=parse_expand(expand_wildcards))
        if ignore_unavailable is not None:
            changed = replace(changed, ignore_unavailable=ignore_unavailable)
        return changed if allow_no_indices is None else replace(changed, allow_no_indices=allow_no_indices)


def parse_expand(value: str | Sequence[str]) -> Expand:
    """``"open,hidden"`` or ``["open", "hidden"]``; ``"none"`` takes back what stands before it."""
    expand = Expand.NONE
    for word in value.split(",") if isinstance(value, str) else value:
        if word not in _EXPAND:
            raise IllegalArgumentError(f"No valid expand wildcard value [{word}]")
        expand = expand | _EXPAND[word] if word != "none" else Expand.NONE
    return expand


OPEN = IndicesOptions()
"""``strictExpandOpen``: get, exists, get settings, get mapping."""

CLOSING = IndicesOptions(streams=False)
"""The same for closing, which no data stream can be named for; its backing indices can."""

OPEN_NOT_CLOSED = IndicesOptions(forbid_closed=True, remote=True)
"""``strictExpandOpenAndForbidClosed``: search, count, reindex."""

MAINTAIN = IndicesOptions(forbid_closed=True)
"""The same for what works on this cluster only: refresh, flush, forcemerge, stats."""

RESOLVE = IndicesOptions(remote=True)
"""``strictExpandOpen`` over clusters: resolve."""

ALL = IndicesOptions(expand=Expand.ALL, selectors=False)
"""``strictExpandHidden``: aliases shown."""

CHANGE = IndicesOptions(expand=Expand.OPEN | Expand.CLOSED, allow_no_indices=False, selectors=False)
"""Settings and mapping updates."""

CLOSED = IndicesOptions(expand=Expand.CLOSED, selectors=False)
"""Opening."""

SINGLE = IndicesOptions(expand=Expand.NONE, allow_no_indices=False, single=True, streams=False, selectors=False)
"""``strictSingleIndexNoExpandForbidClosed``: reading one document; that the index is open is checked by what reads."""

DELETE = IndicesOptions(expand=Expand.OPEN | Expand.CLOSED, aliases=False, streams=False, selectors=False)
"""Deleting: only concrete indices may be named."""
