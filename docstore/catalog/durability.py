"""``index.translog.durability``: whether a write to an index is on the disk when it is acknowledged.

All indices of a store are in one file, so an index can only ask for more than the store's durability gives: one that says ``request``
has its writes flushed in a store under ``"async"``. One that says ``async``, in a store under ``"request"``, is flushed with the others;
one that says nothing goes with the store.
"""

from __future__ import annotations

from docstore.catalog.index import Index
from docstore.storage.durability import Durability
from docstore.storage.transaction import Transaction

_SETTING = "index.translog.durability"


def asks_at_each_write(index: Index) -> bool:
    """Whether each transaction that writes to the index is to be admitted, however often others were."""
    return _SETTING in index.settings.flat


def admit_write(txn: Transaction, index: Index) -> None:
    """Let documents be written to an index in this transaction.

    :raises IndexClosedError: it is closed.
    :raises ClusterBlockError: ``index.blocks.*`` forbids it.
    """
    index.check_writable()
    if txn.environment.durability is Durability.ASYNC and _SETTING in index.settings.flat:
        txn.flushes = txn.flushes or index.settings.get(_SETTING) == Durability.REQUEST.value
