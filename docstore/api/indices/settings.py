"""Index settings: get, put."""

from __future__ import annotations

from collections.abc import Mapping

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Privilege, WholeBody, api
from docstore.catalog.blocks import Operation
from docstore.catalog.current import current
from docstore.catalog.index import check_all
from docstore.catalog.names import options
from docstore.catalog.names.lookup import matches
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import nested
from docstore.catalog.settings.update import parse_update, update_settings
from docstore.errors import JsonObject


@api(
    "indices.get_settings",
    "GET /_settings",
    "GET /{index}/_settings",
    "GET /_settings/{name}",
    "GET /{index}/_settings/{name}",
    privilege=Privilege.MONITOR,
)
def get_settings(
    node: Node,
    *,
    index: Names | None = None,
    name: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flat_settings: bool = False,
    ignore_unavailable: bool | None = None,
    include_defaults: bool = False,
    local: bool | None = None,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show settings: ``{"index": {"settings": {"index": {"number_of_shards": "1", ...}}}}``; all values are texts.

    :param index: names, aliases, wildcards; all when left out.
    :param name: full names or patterns (``index.number_*``) of the settings to show.
    :param flat_settings: by full name instead of nested.
    :param include_defaults: also, under ``defaults``, those of what is not set.
    :param local, master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    how = options.OPEN.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    flat, defaults = flag("flat_settings", flat_settings, False), flag("include_defaults", include_defaults, False)
    wanted = None if name is None else (name.split(",") if isinstance(name, str) else list(name))
    answer: JsonObject = {}
    with node.environment.read() as txn:
        indices = current(txn).resolve(index, how)
        check_all(indices, Operation.METADATA_READ)
        for found in indices:
            body = {"settings": _shown(found.settings.flat, wanted, flat=flat)}
            if defaults:
                body["defaults"] = _shown(found.settings.defaults(), wanted, flat=flat)
            if any(body.values()):
                answer[found.name] = body
    return answer


@api("indices.put_settings", "PUT /_settings", "PUT /{index}/_settings", privilege=Privilege.MANAGE)
def put_settings(
    node: Node,
    *,
    settings: WholeBody[JsonObject | None] = None,
    index: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    flat_settings: bool = False,
    ignore_unavailable: bool | None = None,
    master_timeout: Duration | None = None,
    preserve_existing: bool = False,
    reopen: bool = False,
    timeout: Duration | None = None,
) -> JsonObject:
    """Change settings of indices.

    :param settings: ``{"number_of_replicas": 2}`` or ``{"settings": {...}}``, nested or flat; null resets.
    :param index: names, aliases, wildcards; all when left out.
    :param preserve_existing: leave alone what an index has set already.
    :param reopen: allow static settings of open indices.
    :param flat_settings, master_timeout, timeout: without meaning here.
    :raises IllegalArgumentError: an unknown setting or a wrong value, a static or a final setting.
    :raises ValidationError: no settings.
    :raises ClusterBlockError: the metadata of an index is blocked.
    """
    changes = parse_update(settings)
    how = options.CHANGE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    with node.environment.write() as txn:
        indices = current(txn).resolve(index, how)
        update_settings(
            txn,
            indices,
            changes,
            preserve_existing=flag("preserve_existing", preserve_existing, False),
            reopen=flag("reopen", reopen, False),
        )
    return {"acknowledged": True}


def _shown(settings: Mapping[str, Raw], names: list[str] | None, *, flat: bool) -> JsonObject:
    kept = dict(settings) if names is None else {key: raw for key, raw in settings.items() if matches(names, key)}
    return dict(sorted(kept.items())) if flat else nested(kept)
