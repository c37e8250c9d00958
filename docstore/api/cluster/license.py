"""What programs ask of a server before they begin: its license, its features, what it is capable of."""

from __future__ import annotations

from docstore.api.listing import apis
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, names_of
from docstore.api.registry import Privilege, api
from docstore.catalog.current import current
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.errors import IllegalArgumentError, JsonObject, answered
from docstore.storage import layout
from docstore.version import BUILD_DATE, BUILD_MILLIS, ELASTICSEARCH_VERSION

_CATEGORIES = ("build", "license", "features")
_THERE = ("aggregate_metric", "data_streams")
_NOT_THERE = (
    "analytics", "archive", "ccr", "data_tiers", "enrich", "enterprise_search", "eql", "esql", "gpu_vector_indexing", "graph", "ilm",
    "logsdb", "logstash", "ml", "monitoring", "rollup", "searchable_snapshots", "security", "slm", "spatial", "sql", "transform",
    "universal_profiling", "voting_only", "watcher",
)  # fmt: skip


@api("license.get", "GET /_license", privilege=Privilege.MONITOR)
def get(node: Node, *, accept_enterprise: bool | None = None, local: bool | None = None) -> JsonObject:
    """A license as programs expect one: of the type ``basic``, without an end. docstore's own is in its package.

    :param accept_enterprise, local: without meaning here.
    """
    with node.environment.read() as txn:
        uid = layout.store_id(txn)
    granted = {"status": "active", "uid": uid, "type": "basic", "issued_to": "docstore", "issuer": "docstore"}
    issued = {"issue_date": BUILD_DATE, "issue_date_in_millis": BUILD_MILLIS, "start_date_in_millis": -1}
    return {"license": {**granted, "max_nodes": 1, "max_resource_units": None, **issued}}


@api("license.get_basic_status", "GET /_license/basic_status", privilege=Privilege.MONITOR)
def get_basic_status(node: Node) -> JsonObject:
    """Whether a basic license could be begun: there is one."""
    return {"eligible_to_start_basic": False}


@api("license.get_trial_status", "GET /_license/trial_status", privilege=Privilege.MONITOR)
def get_trial_status(node: Node) -> JsonObject:
    """Whether a trial could be begun: there is nothing to try."""
    return {"eligible_to_start_trial": False}


@api("license.post_start_basic", "POST /_license/start_basic", privilege=Privilege.MANAGE)
def post_start_basic(
    node: Node, *, acknowledge: bool | None = None, master_timeout: Duration | None = None, timeout: Duration | None = None
) -> JsonObject:
    """Begin a basic license: there is one.

    :param acknowledge: without meaning here.
    :raises AuthorizationException: always, as Elasticsearch answers where there is one.
    """
    answer = {"acknowledged": True, "basic_was_started": False, "error_message": "Operation failed: Current license is basic."}
    raise answered(403, answer, str(answer["error_message"]))


@api("features.reset_features", "POST /_features/_reset", privilege=Privilege.MANAGE)
def reset_features(node: Node, *, master_timeout: Duration | None = None) -> JsonObject:
    """Bring features back to how they were in the beginning: none has anything to lose."""
    return {"features": []}


def _features() -> JsonObject:
    return {name: {"available": name in _THERE, "enabled": name in _THERE} for name in sorted((*_THERE, *_NOT_THERE))}


@api("xpack.info", "GET /_xpack", privilege=Privilege.MONITOR)
def info(node: Node, *, accept_enterprise: bool | None = None, categories: Names | None = None) -> JsonObject:
    """Which of the features beyond the core are there: data streams are, and most others are not.

    :param accept_enterprise: without meaning here.
    :param categories: of ``build``, ``license``, ``features``; all by default.
    :raises IllegalArgumentError: another category.
    """
    wanted = _CATEGORIES if categories is None else names_of(categories)
    unknown = [name for name in wanted if name not in _CATEGORIES]
    if unknown:
        raise IllegalArgumentError(f"No enum constant org.elasticsearch.protocol.xpack.XPackInfoRequest.Category.{unknown[0].upper()}")
    with node.environment.read() as txn:
        uid = layout.store_id(txn)
    parts: JsonObject = {
        "build": {"hash": "docstore", "date": ELASTICSEARCH_VERSION},
        "license": {"uid": uid, "type": "basic", "mode": "basic", "status": "active"},
        "features": _features(),
    }
    return {**{name: parts[name] for name in _CATEGORIES if name in wanted}, "tagline": "You know, for X"}


@api("xpack.usage", "GET /_xpack/usage", privilege=Privilege.MONITOR)
def usage(node: Node, *, master_timeout: Duration | None = None) -> JsonObject:
    """The features beyond the core, as ``xpack.info`` has them, and how much data streams are used.

    :param master_timeout: without meaning for one local node.
    """
    with node.environment.read() as txn:
        streams = current(txn).section(DATA_STREAMS).values()
        used = {"data_streams": len(streams), "indices_count": sum(len(each.backing) for each in streams)}
    features = _features()
    return {**features, "data_streams": {**features["data_streams"], **used}}


@api("features.get_features", "GET /_features", privilege=Privilege.MONITOR)
def get_features(node: Node, *, master_timeout: Duration | None = None) -> JsonObject:
    """Features with indices of their own, which snapshots would hold: none."""
    return {"features": []}


@api("capabilities", "GET /_capabilities", privilege=Privilege.MONITOR)
def capabilities(
    node: Node,
    *,
    capabilities: Names | None = None,
    local_only: bool | None = None,
    method: str | None = None,
    parameters: Names | None = None,
    path: str | None = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Whether a path takes a method and these parameters. Named ``capabilities`` of Elasticsearch's own versions are never claimed.

    :param local_only, timeout: without meaning here: there is one node.
    :param path: as in ``/_reindex/{task_id}``.
    """
    wanted = (method or "GET").upper(), f"/{(path or '/').strip('/')}"
    found = next((each for each in apis() if any((route.method, route.path) == wanted for route in each.routes)), None)
    known = {parameter.wire_name for parameter in found.parameters()} if found is not None else set()
    supported = found is not None and capabilities is None and set(names_of(parameters or [])) <= known
    nodes = {"total": 1, "successful": 1, "failed": 0}
    return {"_nodes": nodes, "cluster_name": "docstore", "supported": supported}
