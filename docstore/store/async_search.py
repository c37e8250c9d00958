"""``store.async_search``: searches that may take longer than their request waits."""

from __future__ import annotations

from docstore.api import search
from docstore.api.method import Method
from docstore.store.client import Client


class AsyncSearchClient(Client):
    """``store.async_search``: searches that may take longer than their request waits."""

    submit = Method(lambda: search.async_search.submit)
    get = Method(lambda: search.async_search.get)
    status = Method(lambda: search.async_search.status)
    delete = Method(lambda: search.async_search.delete)
