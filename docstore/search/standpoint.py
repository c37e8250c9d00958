"""Where a search on one index is made."""

from __future__ import annotations

from docstore.catalog.catalog import Target
from docstore.columns.cache import ColumnCache
from docstore.frozen import frozen
from docstore.storage.transaction import Transaction


@frozen
class Standpoint:
    """An index at one moment, as one of those that are searched together."""

    txn: Transaction
    target: Target
    cache: ColumnCache
    boost: float = 1.0
    """What its scores count beside those of the others."""
    alone: bool = True
    number: int = 0
    """Which of them it is."""
