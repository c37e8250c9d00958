"""``_cluster/reroute``: shards have one node to be on."""

from __future__ import annotations

from docstore.api.cluster.state import state
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Body, Privilege, api
from docstore.errors import IllegalArgumentError, JsonObject

_COMMANDS = ("move", "cancel", "allocate_replica", "allocate_stale_primary", "allocate_empty_primary")


@api("cluster.reroute", "POST /_cluster/reroute", privilege=Privilege.MANAGE)
def reroute(
    node: Node,
    *,
    commands: Body[list[JsonObject] | None] = None,
    dry_run: bool | None = None,
    explain: bool | None = None,
    master_timeout: Duration | None = None,
    metric: Names | None = None,
    retry_failed: bool | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Look again where shards can be: where they are.

    ``dry_run`` and ``retry_failed`` have no effect: nothing moves, and nothing has failed.

    :param commands: refused; there is no other node that a shard could move to, and no shard that could be allocated.
    :param explain: adds an empty list of explanations.
    :param metric: parts of the state to show, as in ``cluster.state``; none by default.
    :raises IllegalArgumentError: a command.
    """
    for command in commands or []:
        kind = next(iter(command), "") if isinstance(command, dict) else str(command)
        if kind not in _COMMANDS:
            raise IllegalArgumentError(f"unknown field [{kind}]")
        raise IllegalArgumentError(f"[{kind}] cannot be executed: a store has one node, and all its shards are there")
    answer: JsonObject = {"acknowledged": True}
    if metric is not None and metric != "none":
        answer["state"] = {key: value for key, value in state(node, metric=metric).items() if key != "cluster_name"}
    if flag("explain", explain, False):
        answer["explanations"] = []
    return answer
