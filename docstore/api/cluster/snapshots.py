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
    _check(repository)
    return {}


@api("snapshot.delete_repository", "DELETE /_snapshot/{name}", privilege=Privilege.MANAGE)
def delete_repository(node: Node, *, name: Names, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Forget repositories: there are none.

    :param name: names and wildcards.
    :param master_timeout, timeout: without meaning here.
    :raises RepositoryMissingError: one is named.
    """
    _check(name)
    return {"acknowledged": True}


@api("snapshot.get", "GET /_snapshot/{repository}/{snapshot}", privilege=Privilege.MONITOR)
def get(
    node: Node,
    *,
    repository: Names,
    snapshot: Names,
    after: str | None = None,
    from_sort_value: str | None = None,
    ignore_unavailable: bool | None = None,
    include_repository: bool | None = None,
    index_details: bool | None = None,
    index_names: bool | None = None,
    master_timeout: Duration | None = None,
    offset: int | None = None,
    order: str | None = None,
    size: int | None = None,
    slm_policy_filter: Names | None = None,
    sort: str | None = None,
    state: Names | None = None,
    verbose: bool | None = None,
) -> JsonObject:
    """The snapshots of repositories: none.

    :param snapshot, after, from_sort_value, ignore_unavailable, offset, order, size, slm_policy_filter, sort, state: which of them, without
        meaning where there are none, as ``master_timeout``.
    :param include_repository, index_details, index_names, verbose: how they are shown, likewise.
    :raises RepositoryMissingError: a repository is named.
    """
    _check(repository)
    return {"snapshots": [], "total": 0, "remaining": 0}


@api(
    "snapshot.status",
    "GET /_snapshot/_status",
    "GET /_snapshot/{repository}/_status",
    "GET /_snapshot/{repository}/{snapshot}/_status",
    privilege=Privilege.MONITOR,
)
def status(
    node: Node,
    *,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    repository: str | None = None,
    snapshot: Names | None = None,
) -> JsonObject:
    """The snapshots that are being taken: none.

    :param snapshot, ignore_unavailable, master_timeout: without meaning where there is no repository.
    :raises RepositoryMissingError: a repository is named.
    """
    _check(repository)
    return {"snapshots": []}


def _check(repository: Names | None) -> None:
    for name in [] if repository is None else names_of(repository):
        if name != "_all" and "*" not in name:
            raise RepositoryMissingError(f"[{name}] missing")
