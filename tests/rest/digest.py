"""What a store holds, as one number for each thing that it holds: to see that nothing has changed."""

from __future__ import annotations

import hashlib

import docstore
from docstore.storage import index_tables
from docstore.storage.tables import CATALOG, STATES, STORE_TABLES, Table

Digest = dict[str, bytes]
"""By the name of a table; by table and key where a row tells of one index."""


def last_commit(store: docstore.Store) -> int:
    """The number of the newest commit; where it stands, nothing has changed."""
    return int(store._environment.raw.info()["last_txnid"])


def digest(store: docstore.Store) -> Digest:
    """A hash of all rows of each table that has some."""
    found: Digest = {}
    store._environment.open_new_tables()
    with store._environment.read() as txn:
        tables: list[Table] = [*STORE_TABLES, *index_tables.between(0, index_tables.last_number(txn))]
        for table in tables:
            whole = hashlib.sha1(usedforsecurity=False)
            for key, value in txn.prefixed(table, b""):
                if table in (CATALOG, STATES):
                    found[f"{table.name.decode()} {key!r}"] = value
                else:
                    whole.update(b"%d %b %d %b" % (len(key), key, len(value), value))
            if table not in (CATALOG, STATES) and txn.entries(table):
                found[table.name.decode()] = whole.digest()
    return found


def changed(before: Digest, after: Digest) -> set[str]:
    """The names of what is not as before."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
