"""Which names an expression reaches, and in which clusters."""

from __future__ import annotations

from docstore.api.cluster.info import info
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names
from docstore.api.registry import Privilege, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.names import expression as expressions
from docstore.catalog.names.options import RESOLVE
from docstore.catalog.streams.data_stream import DataStream
from docstore.errors import IllegalArgumentError, IndexNotFoundError, JsonObject
from docstore.mapping.timestamp import TIMESTAMP

_MODE = "index.mode"
_MODES = ("standard", "time_series", "logsdb", "lookup")


@api("indices.resolve_index", "GET /_resolve/index/{name}", "POST /_resolve/index/{name}", privilege=Privilege.MONITOR)
def resolve_index(
    node: Node,
    *,
    name: Names,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_unavailable: bool | None = None,
    mode: Names | None = None,
) -> JsonObject:
    """Show which indices, aliases and data streams an expression reaches, each list in the order of the names.

    :param name: names, aliases, wildcards, date math.
    :param mode: only what has indices of these values of ``index.mode``, as in ``"logsdb,time_series"``.
    :raises IndexNotFoundError: a name does not exist.
    :raises NoSuchRemoteClusterError: ``cluster:index``; there are no other clusters.
    :raises IllegalArgumentError: an unknown mode.
    """
    how = RESOLVE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    modes = _modes(mode)
    with node.environment.read() as txn:
        catalog = current(txn)
        found = expressions.find(catalog, name, how)
    names = sorted({reached for by in found.values() for reached in by})
    indices = [index for index in map(catalog.index, names) if index is not None and _mode(index) in modes]
    others = [name for name in names if catalog.index(name) is None]
    streams = [stream for stream in map(catalog.stream, others) if stream is not None]
    aliases = [(alias, catalog.behind(alias)) for alias in others if catalog.stream(alias) is None]
    return {
        "indices": [_index(index, catalog.stream_of(index.name)) for index in indices],
        "aliases": [_alias(catalog, alias) for alias, behind in aliases if any(_mode(index) in modes for index in behind)],
        "data_streams": [_stream(stream) for stream in streams if any(_mode(index) in modes for index in catalog.behind(stream.name))],
    }


@api("indices.resolve_cluster", "GET /_resolve/cluster", "GET /_resolve/cluster/{name}", privilege=Privilege.MONITOR)
def resolve_cluster(
    node: Node,
    *,
    name: Names | None = None,
    allow_no_indices: bool | None = None,
    expand_wildcards: Names | None = None,
    ignore_throttled: bool | None = None,
    ignore_unavailable: bool | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Show which clusters a search over an expression would ask: ``{"(local)": {"connected": true, "matching_indices": true, ...}}``.

    :param name: names, aliases, wildcards; without it, the other clusters, of which there are none.
    :param ignore_throttled, timeout: without meaning here.
    :raises NoSuchRemoteClusterError: ``cluster:index``.
    """
    if name is None:
        return {}
    how = RESOLVE.with_request(
        expand_wildcards=expand_wildcards, ignore_unavailable=ignore_unavailable, allow_no_indices=allow_no_indices
    )
    body: JsonObject = {"connected": True, "skip_unavailable": False}
    try:
        with node.environment.read() as txn:
            body["matching_indices"] = bool(expressions.find(current(txn), name, how))
    except IndexNotFoundError as error:
        return {"(local)": {**body, "error": error.reason}}
    shown = ("number", "build_flavor", "minimum_wire_compatibility_version", "minimum_index_compatibility_version")
    return {"(local)": {**body, "version": {key: info(node)["version"][key] for key in shown}}}


def _modes(mode: Names | None) -> list[str]:
    """:raises IllegalArgumentError: not a value of ``index.mode``."""
    if not mode:
        return list(_MODES)
    given = mode.split(",") if isinstance(mode, str) else list(mode)
    for word in given:
        if word not in _MODES:
            raise IllegalArgumentError(f"[{word}] is an invalid index mode, valid modes are: [{','.join(_MODES)}]")
    return given


def _mode(index: Index) -> str:
    return str(index.settings.get(_MODE))


def _index(index: Index, stream: DataStream | None) -> JsonObject:
    shown: JsonObject = {"name": index.name}
    if index.aliases:
        shown["aliases"] = sorted(index.aliases)
    shown["attributes"] = sorted(["closed" if index.closed else "open", *(["hidden"] if index.hidden else [])])
    if stream is not None:
        shown["data_stream"] = stream.name
    return {**shown, "mode": _mode(index)}


def _alias(catalog: Catalog, name: str) -> JsonObject:
    holders: list[Index | DataStream] = [*catalog.alias(name), *catalog.stream_alias(name)]
    return {"name": name, "indices": [holder.name for holder in holders]}


def _stream(stream: DataStream) -> JsonObject:
    return {"name": stream.name, "backing_indices": list(stream.backing), "timestamp_field": TIMESTAMP}
