"""Configuration of data streams: lifecycle, options, settings and mappings of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag
from docstore.api.registry import Body, Privilege, WholeBody, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import put_object
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.catalog.names.options import Expand, parse_expand
from docstore.catalog.settings.known import find, is_dynamic
from docstore.catalog.settings.setting import Raw
from docstore.catalog.settings.settings import Settings, flattened, nested, parse_settings
from docstore.catalog.settings.update import update_settings
from docstore.catalog.streams.changes import backing_indices, next_parts
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.catalog.streams.lifecycle import check_lifecycle, check_options
from docstore.catalog.streams.names import select_streams
from docstore.catalog.streams.retention import LIFECYCLE, GlobalRetention, manager, shown_lifecycle
from docstore.catalog.templates.mapping_merge import merged_mappings
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, ValidationError
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.storage.transaction import Transaction


def _select(
    node: Node, name: Names, expand_wildcards: Names | None, shown: Callable[[Catalog, DataStream], JsonObject]
) -> JsonObject:
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    with node.environment.read() as txn:
        catalog = current(txn)
        return {"data_streams": [{"name": stream.name, **shown(catalog, stream)} for stream in select_streams(catalog, name, expand)]}


def _change(node: Node, name: Names, expand_wildcards: Names | None, changed: Callable[[DataStream], DataStream]) -> JsonObject:
    expand = Expand.OPEN if expand_wildcards is None else parse_expand(expand_wildcards)
    with node.environment.write() as txn:
        for stream in select_streams(current(txn), name, expand):
            put_object(txn, DATA_STREAMS, stream.name, changed(stream))
    return {"acknowledged": True}


@api("indices.get_data_lifecycle", "GET /_data_stream/{name}/_lifecycle", privilege=Privilege.MONITOR)
def get_lifecycle(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    include_defaults: bool = False,
    master_timeout: Duration | None = None,
) -> JsonObject:
    """Show how long data streams are to be kept. It is configuration only: docstore deletes nothing by age.

    :param include_defaults: also when an index would be rolled over.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    defaults = flag("include_defaults", include_defaults, False)

    def shown(catalog: Catalog, stream: DataStream) -> JsonObject:
        lifecycle = shown_lifecycle(catalog, stream, defaults=defaults)
        return {} if lifecycle is None else {"lifecycle": lifecycle}

    with node.environment.read() as txn:
        cluster = GlobalRetention.of(current(txn)).to_body()
    return {**_select(node, name, expand_wildcards, shown), "global_retention": cluster}


@api("indices.put_data_lifecycle", "PUT /_data_stream/{name}/_lifecycle", privilege=Privilege.MANAGE)
def put_lifecycle(
    node: Node,
    *,
    name: Names,
    data_retention: Body[str | None] = None,
    downsampling: Body[Sequence[JsonObject] | None] = None,
    downsampling_method: Body[str | None] = None,
    enabled: Body[bool | None] = None,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Say how long data streams are to be kept. It is kept and shown, and moves with the catalog; docstore deletes nothing by age.

    :param data_retention: ``"7d"``; for ever without it.
    :param downsampling, downsampling_method: kept only.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    given = {
        "enabled": enabled,
        "data_retention": data_retention,
        "downsampling": None if downsampling is None else list(downsampling),
        "downsampling_method": downsampling_method,
    }
    body = check_lifecycle({key: value for key, value in given.items() if value is not None})
    return _change(node, name, expand_wildcards, lambda stream: replace(stream, lifecycle=body))


@api("indices.delete_data_lifecycle", "DELETE /_data_stream/{name}/_lifecycle", privilege=Privilege.MANAGE)
def delete_lifecycle(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take the lifecycle from data streams.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return _change(node, name, expand_wildcards, lambda stream: replace(stream, lifecycle=None))


@api("indices.explain_data_lifecycle", "GET /{index}/_lifecycle/explain", privilege=Privilege.MONITOR)
def explain_lifecycle(
    node: Node, *, index: Names, include_defaults: bool = False, master_timeout: Duration | None = None
) -> JsonObject:
    """Show for indices whether a lifecycle governs them: of which data stream.

    :param include_defaults: also when an index would be rolled over.
    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: a name does not exist.
    """
    answer: JsonObject = {}
    defaults = flag("include_defaults", include_defaults, False)
    with node.environment.read() as txn:
        catalog = current(txn)
        for found in catalog.resolve(index, options.OPEN):
            stream = catalog.stream_of(found.name)
            managed = manager(found, stream) == LIFECYCLE
            body: JsonObject = {"index": found.name, "managed_by_lifecycle": managed}
            if managed and stream is not None:
                lifecycle = shown_lifecycle(catalog, stream, defaults=defaults)
                body |= {"index_creation_date_millis": found.created, "lifecycle": lifecycle}
            answer[found.name] = body
    return {"indices": answer}


@api("indices.get_data_lifecycle_stats", "GET /_lifecycle/stats", privilege=Privilege.MONITOR)
def get_lifecycle_stats(node: Node) -> JsonObject:
    """How many data streams have a lifecycle. Nothing runs in the background, so that there is no last run."""
    with node.environment.read() as txn:
        streams = [stream for stream in current(txn).section(DATA_STREAMS).values() if stream.lifecycle is not None]
        counts = [{"name": each.name, "backing_indices_in_total": len(each.backing), "backing_indices_in_error": 0} for each in streams]
    return {"data_stream_count": len(streams), "data_streams": counts}


@api("indices.get_data_stream_options", "GET /_data_stream/{name}/_options", privilege=Privilege.MONITOR)
def get_options(node: Node, *, name: Names, expand_wildcards: Names | None = None, master_timeout: Duration | None = None) -> JsonObject:
    """Show the options of data streams: the failure store.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return _select(node, name, expand_wildcards, lambda _, stream: {} if stream.options is None else {"options": stream.options})


@api("indices.put_data_stream_options", "PUT /_data_stream/{name}/_options", privilege=Privilege.MANAGE)
def put_options(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    failure_store: Body[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Set the options of data streams: whether documents that they refuse are kept in a failure store.

    How long they are to be kept is shown, and nothing more.

    :param failure_store: ``{"enabled": true}``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    body = check_options({} if failure_store is None else {"failure_store": failure_store})
    return _change(node, name, expand_wildcards, lambda stream: replace(stream, options=body))


@api("indices.delete_data_stream_options", "DELETE /_data_stream/{name}/_options", privilege=Privilege.MANAGE)
def delete_options(
    node: Node,
    *,
    name: Names,
    expand_wildcards: Names | None = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Take the options from data streams.

    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return _change(node, name, expand_wildcards, lambda stream: replace(stream, options=None))


@api("indices.get_data_stream_settings", "GET /_data_stream/{name}/_settings", privilege=Privilege.MONITOR)
def get_settings(node: Node, *, name: Names, master_timeout: Duration | None = None) -> JsonObject:
    """Show the settings that data streams have of their own, and those of the next backing index.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return _select(node, name, None, _settings_shown)


def _settings_shown(catalog: Catalog, stream: DataStream) -> JsonObject:
    settings, _ = next_parts(catalog, stream)
    return {"settings": nested(_flat(stream.settings)), "effective_settings": nested(settings)}


def _flat(settings: JsonObject) -> dict[str, Raw]:
    return {key: raw for key, raw in parse_settings(settings).items() if raw is not None}


@api("indices.put_data_stream_settings", "PUT /_data_stream/{name}/_settings", privilege=Privilege.MANAGE)
def put_settings(
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
        return {"index_settings_results": results, **_settings_shown(current(txn), _latest(txn, stream))}

    return _each(node, name, "applied_to_data_stream", change, dry_run=dry_run)


@api("indices.get_data_stream_mappings", "GET /_data_stream/{name}/_mappings", privilege=Privilege.MONITOR)
def get_mappings(node: Node, *, name: Names, master_timeout: Duration | None = None) -> JsonObject:
    """Show the mappings that data streams have of their own, and those of the next backing index.

    :param master_timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    return _select(node, name, None, _mappings_shown)


def _mappings_shown(catalog: Catalog, stream: DataStream) -> JsonObject:
    settings, mappings = next_parts(catalog, stream)
    effective = FieldMapping.parse(mappings, settings=settings)
    return {"mappings": stream.mappings, "effective_mappings": effective.to_body()}


@api("indices.put_data_stream_mappings", "PUT /_data_stream/{name}/_mappings", privilege=Privilege.MANAGE)
def put_mappings(
    node: Node,
    *,
    name: Names,
    dry_run: bool = False,
    mappings: WholeBody[JsonObject | None] = None,
    master_timeout: Duration | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Give data streams mappings of their own: for backing indices to come, above those of the template.

    :param mappings: ``{"properties": {...}}``; empty takes them back.
    :param dry_run: only tell what would be.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IndexNotFoundError: there is none of a name.
    """
    given = dict(mappings or {})
    given = given["_doc"] if given.keys() == {"_doc"} else given

    def change(txn: Transaction, stream: DataStream) -> JsonObject:
        put_object(txn, DATA_STREAMS, stream.name, replace(stream, mappings=merged_mappings([stream.mappings, given]) if given else {}))
        return _mappings_shown(current(txn), _latest(txn, stream))

    return _each(node, name, "applied_to_data_stream", change, dry_run=dry_run)


class _DryRun(Exception):
    """Undoes what was only tried."""


def _each(
    node: Node, name: Names, applied: str, change: Callable[[Transaction, DataStream], JsonObject], *, dry_run: bool
) -> JsonObject:
    """Change data streams one by one; what one of them refuses is told, and leaves it as it was."""
    rows: list[JsonObject] = []
    with suppress(_DryRun), node.environment.write() as txn:
        for stream in select_streams(current(txn), name):
            try:
                with txn.savepoint():
                    rows.append({"name": stream.name, applied: True, **change(txn, stream)})
            except ApiError as error:
                rows.append({"name": stream.name, applied: False, "error": error.reason})
        if dry_run:
            raise _DryRun
    return {"data_streams": rows}


def _latest(txn: Transaction, stream: DataStream) -> DataStream:
    return current(txn).stream(stream.name) or stream
