"""Running searches as the task management APIs show them and call them off."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fnmatch import fnmatchcase

from docstore.api.node import Node
from docstore.errors import JsonObject
from docstore.tasks.searches import Search

BY_USER = "by user request"


def searches_of(node: Node, actions: Sequence[str], parent: int | None) -> list[Search]:
    """Those of these actions; with a parent only what runs for it."""
    return [
        each
        for each in node.searches
        if any(fnmatchcase(each.action, pattern) for pattern in actions) and (parent is None or _parent(each) == parent)
    ]


def shown(node: Node, search: Search, *, detailed: bool) -> JsonObject:
    """A running search as it stands in lists."""
    body: JsonObject = {"node": node.id, "id": search.number, "type": search.type, "action": search.action}
    if detailed:
        body["description"] = search.describe()
    body |= {
        "start_time_in_millis": search.started,
        "running_time_in_nanos": time.perf_counter_ns() - search.began,
        "cancellable": search.cancellable,
    }
    if search.cancellable:
        body["cancelled"] = search.cancelled is not None
    parent = _parent(search)
    if parent is not None:
        body["parent_task_id"] = f"{node.id}:{parent}"
    return {**body, "headers": search.headers}


def call_off(node: Node, searches: Sequence[Search], *, wait: bool) -> None:
    """Ask them to end, and wait until they have; with what runs for them."""
    for each in searches:
        each.cancelled = each.cancelled or BY_USER
    if wait:
        for each in searches:
            node.searches.wait(each, float("inf"))


def _parent(search: Search) -> int | None:
    return search.parent.number if isinstance(search.parent, Search) else None
