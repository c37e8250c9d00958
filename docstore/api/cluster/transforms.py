"""``_transform``: indices that are kept as summaries of others: there are none."""

from __future__ import annotations

from typing import Annotated

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, names_of
from docstore.api.registry import Privilege, Wire, api
from docstore.errors import JsonObject, ResourceNotFoundError


@api("transform.get_transform", "GET /_transform", "GET /_transform/{transform_id}", privilege=Privilege.MONITOR)
def get_transform(
    node: Node,
    *,
    allow_no_match: bool = True,
    exclude_generated: bool | None = None,
    from_: Annotated[int | None, Wire("from")] = None,
    size: int | None = None,
    transform_id: Names | None = None,
) -> JsonObject:
    """The transforms: none.

    :param allow_no_match: false: refuse a wildcard that means none.
    :param exclude_generated, from_, size: without meaning here.
    :raises ResourceNotFoundError: one is named.
    """
    return _none(transform_id, allow_no_match)


@api("transform.get_transform_stats", "GET /_transform/{transform_id}/_stats", privilege=Privilege.MONITOR)
def get_transform_stats(
    node: Node,
    *,
    transform_id: Names,
    allow_no_match: bool = True,
    basic: bool | None = None,
    from_: Annotated[int | None, Wire("from")] = None,
    size: int | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """What transforms have done: there are none.

    :param allow_no_match: false: refuse a wildcard that means none.
    :param basic, from_, size, timeout: without meaning here.
    :raises ResourceNotFoundError: one is named.
    """
    return _none(transform_id, allow_no_match)


def _none(transform_id: Names | None, allow_no_match: bool) -> JsonObject:
    allowed = flag("allow_no_match", allow_no_match, True)
    for name in names_of(transform_id or []):
        if not allowed or ("*" not in name and name != "_all"):
            raise ResourceNotFoundError(f"Transform with id [{name}] could not be found")
    return {"count": 0, "transforms": []}
