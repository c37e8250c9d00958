"""``_ingest/pipeline``: pipelines that documents go through, of which none can be made."""

from __future__ import annotations

from docstore.api.node import Node
from docstore.api.parameters import Duration, names_of
from docstore.api.registry import Privilege, api
from docstore.errors import JsonObject, ResourceNotFoundError, answered


@api("ingest.get_pipeline", "GET /_ingest/pipeline", "GET /_ingest/pipeline/{id}", privilege=Privilege.MONITOR)
def get_pipeline(
    node: Node, *, id: str | None = None, master_timeout: Duration | None = None, summary: bool | None = None
) -> JsonObject:
    """The pipelines: none, so that programs see that theirs is not there.

    :param id: ids and wildcards; all when left out.
    :param summary, master_timeout: without meaning here.
    :raises NotFoundError: one is named.
    """
    if any("*" not in name for name in names_of(id or [])):
        raise answered(404, {}, f"there is no pipeline [{id}]")
    return {}


@api("ingest.delete_pipeline", "DELETE /_ingest/pipeline/{id}", privilege=Privilege.MANAGE)
def delete_pipeline(node: Node, *, id: str, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove pipelines: there are none.

    :param id: an id or a wildcard.
    :param master_timeout, timeout: without meaning here.
    :raises ResourceNotFoundError: one is named.
    """
    if "*" not in id:
        raise ResourceNotFoundError(f"pipeline [{id}] is missing")
    return {"acknowledged": True}
