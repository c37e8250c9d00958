"""Settings that data streams have of their own."""

from __future__ import annotations

from dataclasses import replace

from docstore.api.indices.each_stream import latest, shown_each, try_each
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, WholeBody, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_object
from docstore.catalog.current import current
from docstore.catalog.settings.known import find, is_dynamic
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import Settings, flattened, nested, parse_settings
from docstore.catalog.settings.update import update_settings
from docstore.catalog.streams.changes import backing_indices, next_parts
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError
from docstore.storage.transaction import Transaction


@api("indices.get_data_stream_settings", "GET /_data_stream/{name}/_settings", privilege=Privilege.MONITOR)
def get(node: Node, *, name: Names, master_timeout: Duration | None = None) -> JsonObject:
    """Show the settings that data streams have of their own, and those of the next backing index.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return shown_each(node, name, None, _shown)


def _shown(catalog: Catalog, stream: DataStream) -> JsonObject:
    settings, _ = next_parts(catalog, stream)
    return {"settings": nested(_flat(stream.settings)), "effective_settings": nested(settings)}


def _flat(settings: JsonObject) -> dict[str, Raw]:
    return {key: raw for key, raw in parse_settings(settings).items() if raw is not None}


@api("indices.put_data_stream_settings", "PUT /_data_stream/{name}/_settings", privilege=Privilege.MANAGE)
def put(
    node: Node,
    *,
    name: Names,
    dry_run: bool = False,
    master_timeout: Duration | None = None,
    settings: WholeBody[JsonObject | None] = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Give data streams settings of their own. What may change of an open index changes in the backing indices too.

    :param settings: nested or flat; null takes one back.
    :param dry_run: only tell what would be.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    :raises ValidationError: no settings.
    """
    if not settings:
        raise ValidationError("no settings to update")
    unknown = sorted(key for key in flattened(settings) if find(key) is None)
    changes = {} if unknown else parse_settings(settings)
    dynamic = {key: raw for key, raw in changes.items() if is_dynamic(key)}
    results = {
        "applied_to_data_stream_only": sorted(set(changes) - set(dynamic)),
        "applied_to_data_stream_and_backing_indices": sorted(dynamic),
    }

    def change(txn: Transaction, stream: DataStream) -> JsonObject:
        if unknown:
            raise IllegalArgumentError(f"Cannot set the following settings on a data stream: [{','.join(unknown)}]")
        merged = Settings(_flat(stream.settings)).merged(changes)
        put_object(txn, DATA_STREAMS, stream.name, replace(stream, settings=dict(merged.flat)))
        if dynamic:
            update_settings(txn, backing_indices(current(txn), stream), dynamic, preserve_existing=False, reopen=False)
        return {"index_settings_results": results, **_shown(current(txn), latest(txn, stream))}

    return try_each(node, name, "applied_to_data_stream", change, dry_run=dry_run)
