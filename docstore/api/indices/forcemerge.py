"""``_forcemerge``: what deletions and single writes have left behind is put in order."""

from __future__ import annotations

from docstore.api.cluster.task_answers import keeper
from docstore.api.cluster.task_ids import task_id_of
from docstore.api.indices.state import maintained, shards_of
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.errors import JsonObject, ValidationError
from docstore.tasks import merging


@api("indices.forcemerge", "POST /_forcemerge", "POST /{index}/_forcemerge", privilege=Privilege.WRITE)
def forcemerge(
    node: Node,
    *,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flush: bool | None = None,
    ignore_unavailable: bool | None = None,
    max_num_segments: int | None = None,
    only_expunge_deletes: bool = False,
    wait_for_completion: bool = True,
) -> JsonObject:
    """Forget deletions that are older than ``index.gc_deletes``, and put what single writes and updates have left loose into full blocks.

    Commits in steps, so that others may write meanwhile, unless a transaction is open.

    :param index: names, aliases, wildcards; all when left out.
    :param only_expunge_deletes: only forget deletions.
    :param max_num_segments: any number is one: a log has no segments. Not together with ``only_expunge_deletes``.
    :param flush: without meaning here; ``indices.flush`` brings writes to the disk.
    :param wait_for_completion: false answers ``{"task": "<node>:<number>"}`` at once.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    """
    if only_expunge_deletes and max_num_segments is not None:
        raise ValidationError(
            "cannot set only_expunge_deletes and max_num_segments at the same time, those two parameters are mutually "
            "exclusive"
        )
    if not wait_for_completion:
        node.tasks.refuse_in_transaction()
    how = maintained(expand_wildcards, ignore_unavailable, allow_no_indices)
    task = None
    with node.environment.write() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_WRITE)
        merging.forget(txn, indices, node.clock)
        answer: JsonObject = {"_shards": shards_of(indices)}
        if not wait_for_completion:
            names = ", ".join(each.name for each in indices)
            segments = -1 if max_num_segments is None else max_num_segments
            said = f"Force-merge indices [{names}], maxSegments[{segments}], onlyExpungeDeletes[{str(only_expunge_deletes).lower()}]"
            said += f", flush[{str(flush is not False).lower()}]"
            task = merging.begin(node.tasks, txn, indices, said, answer, blocks=not only_expunge_deletes)
    if task is not None:
        merging.start(node.tasks, task, keeper(node))
        return {"task": task_id_of(node, task)}
    if not only_expunge_deletes:
        for found in indices:
            merging.compact(node.environment, found.name, found.uuid)
    return answer
