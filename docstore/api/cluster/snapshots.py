"""``_snapshot``: repositories of snapshots, of which a store has none; ``store.backup`` copies it."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject, RepositoryMissingError


@api("snapshot.get_repository", "GET /_snapshot", "GET /_snapshot/{repository}", privilege=Privilege.MONITOR)
def get_repository(
    node: Node, *, repository: Names | None = None, local: bool | None = None, master_timeout: Duration | None = None
) -> JsonObject:
    """The repositories: none, so that programs which clean up after themselves find nothing to do.

    :param repository: names and wildcards; all when left out.
    :raises RepositoryMissingError: one is named.
    """
    for name in [] if repository is None else names_of(repository):
        if name != "_all" and "*" not in name:
            raise RepositoryMissingError(f"[{name}] missing")
    return {}
