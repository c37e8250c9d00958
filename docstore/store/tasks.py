"""``store.tasks``: what runs, or ran, in the background."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class TasksClient(Client):
    """``store.tasks``: what runs, or ran, in the background."""

    get = Method(lambda: cluster.tasks.get)
    list = Method(lambda: cluster.tasks.list_)
    cancel = Method(lambda: cluster.task_cancelling.cancel)
    resume = Method(lambda: cluster.tasks.resume)
    delete = Method(lambda: cluster.tasks.delete)
