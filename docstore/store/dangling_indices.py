"""``store.dangling_indices``: indices on disk that no cluster knows: there are none."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class DanglingIndicesClient(Client):
    """``store.dangling_indices``: indices on disk that no cluster knows: there are none."""

    list_dangling_indices = Method(lambda: cluster.dangling.list_dangling_indices)
    import_dangling_index = Method(lambda: cluster.dangling.import_dangling_index)
    delete_dangling_index = Method(lambda: cluster.dangling.delete_dangling_index)
