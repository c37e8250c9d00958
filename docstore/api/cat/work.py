"""Tables of tasks and of templates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docstore.api.cat.table import Row, cat, number, text
from docstore.api.cat.units import Time
from docstore.api.cluster.tasks import list_
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.catalog.current import current
from docstore.catalog.names.lookup import matches
from docstore.catalog.sections import LEGACY_TEMPLATES
from docstore.catalog.templates.known import Components, index_templates

_TASKS = (
    text("id", "id of the task with the node", shown=False),
    text("action", "task action", "ac"),
    text("task_id", "unique task id", "ti"),
    text("parent_task_id", "parent task id", "pti"),
    text("type", "task type", "ty"),
    text("start_time", "start time in ms", "start"),
    text("timestamp", "start time in HH:MM:SS", "ts", "hms", "hhmmss"),
    text("running_time_ns", "running time ns", "time", shown=False),
    text("running_time", "running time"),
    text("node_id", "unique node id", "ni", shown=False),
    text("ip", "ip address", "i"),
    text("node", "node name", "n"),
    text("description", "task action", "desc", shown=False),
)


@cat("cat.tasks", "GET /_cat/tasks", columns=_TASKS)
def tasks(
    node: Node,
    *,
    actions: Names | None = None,
    detailed: bool | None = None,
    nodes: Names | None = None,
    parent_task_id: str | None = None,
    timeout: Duration | None = None,
    wait_for_completion: bool | None = None,
) -> Iterator[Row]:
    """A line for each task that has not ended.

    :param detailed: descriptions, for whoever asks for their column.
    """
    found = list_(
        node,
        actions=actions,
        detailed=True,
        group_by="none",
        nodes=nodes,
        parent_task_id=parent_task_id,
        timeout=timeout,
        wait_for_completion=wait_for_completion,
    )
    for task in found["tasks"]:
        task_id = f"{task['node']}:{task['id']}"
        began, took = task["start_time_in_millis"], task["running_time_in_nanos"]
        time_of_day = datetime.fromtimestamp(began / 1000, UTC).strftime("%H:%M:%S")
        head = (task["id"], task["action"], task_id, task.get("parent_task_id", "-"), task["type"], began, time_of_day, took, Time(took))
        yield (*head, node.id, "127.0.0.1", node.name, task["description"])


_TEMPLATES = (
    text("name", "template name", "n"),
    text("index_patterns", "template index patterns", "t"),
    text("order", "template application order/priority number", "o", "p"),
    text("version", "version", "v"),
    text("composed_of", "component templates comprising index template", "c"),
)


@cat("cat.templates", "GET /_cat/templates", "GET /_cat/templates/{name}", columns=_TEMPLATES)
def templates(
    node: Node, *, name: str | None = None, local: bool | None = None, master_timeout: Duration | None = None
) -> Iterator[Row]:
    """A line for each template, legacy ones first."""
    with node.environment.read() as txn:
        catalog = current(txn)
        legacy, composable = catalog.section(LEGACY_TEMPLATES), index_templates(catalog)
    for key, old in sorted(legacy.items()):
        if _named(key, name):
            yield (key, f"[{', '.join(old.patterns)}]", old.order, old.version, "")
    for key, new in sorted(composable.items()):
        if _named(key, name):
            yield (key, f"[{', '.join(new.patterns)}]", new.priority or 0, new.version, f"[{', '.join(new.composed_of)}]")


_COMPONENTS = (
    text("name", "component template name", "n"),
    text("version", "version", "v"),
    number("alias_count", "number of aliases", "a"),
    number("mapping_count", "number of mappings", "m"),
    number("settings_count", "number of settings", "s"),
    number("metadata_count", "number of metadata", "me"),
    text("included_in", "included in index templates", "i"),
)


@cat("cat.component_templates", "GET /_cat/component_templates", "GET /_cat/component_templates/{name}", columns=_COMPONENTS)
def component_templates(
    node: Node, *, name: str | None = None, local: bool | None = None, master_timeout: Duration | None = None
) -> Iterator[Row]:
    """A line for each component template."""
    with node.environment.read() as txn:
        catalog = current(txn)
        components, composable = Components(catalog), index_templates(catalog)
    for key, one in sorted(components.items()):
        if _named(key, name):
            inside = one.template
            users = [user for user, template in sorted(composable.items()) if key in template.composed_of]
            counts = (_size(inside.aliases), _fields(inside.mappings), _size(inside.settings), _size(one.meta))
            yield (key, one.version, *counts, f"[{', '.join(users)}]")


def _named(key: str, wanted: str | None) -> bool:
    return wanted is None or matches(wanted.split(","), key)


def _size(value: Any) -> int:
    return len(value or ())


def _fields(mappings: Any) -> int:
    return _size((mappings or {}).get("properties"))
