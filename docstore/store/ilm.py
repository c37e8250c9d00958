"""``store.ilm``: lifecycle policies, which are kept and shown."""

from __future__ import annotations

from docstore.api import indices
from docstore.api.method import Method
from docstore.store.client import Client


class IlmClient(Client):
    """``store.ilm``: lifecycle policies, which are kept and shown, and nothing carries out."""

    put_lifecycle = Method(lambda: indices.ilm.put_lifecycle)
    get_lifecycle = Method(lambda: indices.ilm.get_lifecycle)
    delete_lifecycle = Method(lambda: indices.ilm.delete_lifecycle)
    explain_lifecycle = Method(lambda: indices.ilm.explain_lifecycle)
    remove_policy = Method(lambda: indices.ilm.remove_policy)
    get_status = Method(lambda: indices.ilm.get_status)
    start = Method(lambda: indices.ilm.start)
    stop = Method(lambda: indices.ilm.stop)
