"""Index statistics."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.api.indices.sections import Counted, counted, parse_metrics, sections, shards_of
from docstore.api.indices.state import shards_of as answered
from docstore.api.node import Node
from docstore.api.parameters import Names
from docstore.api.registry import Privilege, api
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names import options
from docstore.errors import IllegalArgumentError, JsonObject

_LEVELS = ("cluster", "indices", "shards")


@api(
    "indices.stats",
    "GET /_stats",
    "GET /_stats/{metric}",
    "GET /{index}/_stats",
    "GET /{index}/_stats/{metric}",
    privilege=Privilege.MONITOR,
)
def stats(
    node: Node,
    *,
    index: Names | None = None,
    metric: Names | None = None,
    completion_fields: Names | None = None,
    expand_wildcards: Names | None = None,
    fielddata_fields: Names | None = None,
    fields: Names | None = None,
    forbid_closed_indices: bool = True,
    groups: Names | None = None,
    include_segment_file_sizes: bool = False,
    include_unloaded_segments: bool = False,
    level: str = "indices",
) -> JsonObject:
    """Figures of indices: ``{"_all": {"primaries": {...}, "total": {...}}, "indices": {"name": {...}}}``.

    Operations are counted since the store was opened, by each process for itself. What a store has not, as merges in the background,
    caches and a translog, is shown with zeros. One node holds no replicas, so ``total`` equals ``primaries``.

    :param index: names, aliases, wildcards; all when left out.
    :param metric: as in ``docs,indexing``; all when left out.
    :param forbid_closed_indices: ``False`` counts closed indices that are named.
    :param level: ``cluster``, ``indices``, or ``shards``: all documents of an index are in its first.
    :param groups: names, with ``*``, or ``_all``: what was counted of the searches that gave themselves such a name (``stats``).
    :param completion_fields, fielddata_fields, fields: for what is not counted field by field.
    :param include_segment_file_sizes, include_unloaded_segments: without meaning here.
    :raises IndexNotFoundError: a name does not exist.
    :raises IndexClosedError: a closed index is named.
    :raises IllegalArgumentError: an unknown metric or level.
    """
    metrics = _parse_metrics(index, metric)
    if level not in _LEVELS:
        raise IllegalArgumentError(
            f"level parameter must be one of [cluster] or [indices] or [shards] but was [{level}]"
        )
    base = options.MAINTAIN if forbid_closed_indices else options.OPEN
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, base.with_request(expand_wildcards=expand_wildcards))
        check_all(indices, Operation.METADATA_READ)
        known = counted(txn, indices)
        places = {name: shards_of(node, txn, each, metrics) for name, each in known.items()} if level == "shards" else {}
    answer: JsonObject = {"_shards": answered(indices), "_all": _both(list(known.values()), metrics, groups)}
    if level != "cluster":
        answer["indices"] = {found.name: {**_identity(found), **_both([known[found.name]], metrics, groups)} for found in indices}
    for name, shards in places.items():
        answer["indices"][name]["shards"] = {number: [shard] for number, shard in shards.items()}
    return answer


def _identity(index: Index) -> JsonObject:
    health = "yellow" if index.settings.number_of_replicas else "green"
    return {"uuid": index.uuid, "health": health, "status": "close" if index.closed else "open"}


def _both(known: Sequence[Counted], metrics: frozenset[str], groups: Names | None) -> JsonObject:
    body = sections(known, metrics, groups)
    return {"primaries": body, "total": body}


def _parse_metrics(index: Names | None, metric: Names | None) -> frozenset[str]:
    at = "" if index is None else f"/{index if isinstance(index, str) else ','.join(index)}"
    return parse_metrics(f"{at}/_stats", metric, "metric")
