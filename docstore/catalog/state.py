"""Opening and closing indices."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_index
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names.expression import Expression, has_wildcard, parts_of
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.settings.cluster_known import CLOSE_ENABLE, REQUIRES_NAME
from docstore.errors import IllegalArgumentError, InternalStateError
from docstore.storage.transaction import Transaction


def close_indices(txn: Transaction, indices: Sequence[Index]) -> list[Index]:
    """Close what is open of these; what was closed now.

    :raises InternalStateError: ``cluster.indices.close.enable`` is false.
    """
    if not cluster_setting(current(txn), CLOSE_ENABLE):
        raise InternalStateError(
            f"closing indices is disabled - set [{CLOSE_ENABLE}: true] to enable it. "
            "NOTE: closed indices still consume a significant amount of diskspace"
        )
    return _turn(txn, indices, closed=True)


def open_indices(txn: Transaction, indices: Sequence[Index]) -> list[Index]:
    """Open what is closed of these; what was opened now.

    :raises ClusterBlockError: the metadata of one is blocked, of an open one too.
    """
    check_all(indices, Operation.METADATA_WRITE)
    return _turn(txn, indices, closed=False)


def _turn(txn: Transaction, indices: Sequence[Index], *, closed: bool) -> list[Index]:
    turned = [index for index in indices if index.closed is not closed]
    check_all(turned, Operation.METADATA_WRITE)
    for index in turned:
        put_index(txn, index.with_closed(closed))
    return turned


def refuse_wildcards(catalog: Catalog, expression: Expression) -> None:
    """Destructive APIs (delete, close, open) take names only, unless ``action.destructive_requires_name`` is false.

    :raises IllegalArgumentError: a pattern, ``_all``, or no name.
    """
    if isinstance(expression, str) and catalog.index(expression) is not None:
        return
    parts = parts_of(expression)
    if parts != ["*", "-*"] and has_wildcard(parts) and cluster_setting(catalog, REQUIRES_NAME):
        raise IllegalArgumentError("Wildcard expressions or all indices are not allowed")
