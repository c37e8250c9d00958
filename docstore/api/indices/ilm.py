"""Index lifecycle management (``_ilm``): policies are kept and shown, and nothing carries them out.

That is what Elasticsearch does once ``_ilm/stop`` was called, and ``_ilm/status`` says so: ``STOPPED``. An index is rolled over, shrunk or
deleted by whoever asks for it.
"""

from __future__ import annotations

from dataclasses import replace

from docstore.api.cat.units import instant_text, time_text
from docstore.api.node import Node
from docstore.api.parameters import Duration, Names, flag, names_of
from docstore.api.registry import Body, Privilege, api
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import delete_object, put_object
from docstore.catalog.current import current
from docstore.catalog.index import Index
from docstore.catalog.lifecycle_policy import LIFECYCLE_POLICIES, LifecyclePolicy, check_name
from docstore.catalog.names import options
from docstore.catalog.settings.settings import Settings
from docstore.catalog.settings.update import Changes, update_settings
from docstore.catalog.streams.data_stream import DATA_STREAMS
from docstore.catalog.streams.retention import Management
from docstore.catalog.templates.composable import ComposableTemplate
from docstore.catalog.templates.composition import composed, template_of
from docstore.catalog.templates.known import index_templates
from docstore.catalog.templates.rules import selected
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, NotImplementedByDocstoreError, ResourceNotFoundError

_PREFIX = "index.lifecycle."


@api("ilm.put_lifecycle", "PUT /_ilm/policy/{name}", privilege=Privilege.MANAGE)
def put_lifecycle(
    node: Node,
    *,
    name: str,
    master_timeout: Duration | None = None,
    policy: Body[JsonObject | None] = None,
    timeout: Duration | None = None,
) -> JsonObject:
    """Keep a policy, over one that is there. It is checked, and nothing carries it out.

    :param policy: ``{"phases": {"hot": {"actions": {"rollover": {"max_age": "30d"}}}, "delete": {"min_age": "90d", "actions": {...}}}}``.
    :param master_timeout, timeout: without meaning for one local node.
    :raises IllegalArgumentError: a name that may not be; a phase, or an action in it, that there is not.
    :raises XContentParseError: an unknown key.
    """
    check_name(name)
    if policy is None:
        raise IllegalArgumentError("Required [policy]")
    parsed = LifecyclePolicy.parse(policy)
    with node.environment.write() as txn:
        known = current(txn).section(LIFECYCLE_POLICIES).get(name)
        if known is None or known.to_body() != parsed.to_body():
            version = 1 if known is None else known.version + 1
            put_object(txn, LIFECYCLE_POLICIES, name, replace(parsed, version=version, modified=node.clock.millis()))
    return {"acknowledged": True}


@api("ilm.get_lifecycle", "GET /_ilm/policy", "GET /_ilm/policy/{name}", privilege=Privilege.MONITOR)
def get_lifecycle(
    node: Node, *, name: Names | None = None, master_timeout: Duration | None = None, timeout: Duration | None = None
) -> JsonObject:
    """Policies: ``{"logs": {"version": 1, "modified_date": ..., "policy": {"phases": {...}}, "in_use_by": {...}}}``.

    :param name: names and wildcards; all when left out.
    :param master_timeout, timeout: without meaning for one local node.
    :raises ResourceNotFoundError: there is none of a name.
    """
    with node.environment.read() as txn:
        catalog = current(txn)
        known = catalog.section(LIFECYCLE_POLICIES)
        wanted = ["*"] if name is None else names_of(name)
        for each in wanted:
            if "*" not in each and each not in known:
                raise ResourceNotFoundError(f"Lifecycle policy not found: {each}")
        return {each: _shown(catalog, each, known[each]) for each in selected(wanted, known)}


def _shown(catalog: Catalog, name: str, policy: LifecyclePolicy) -> JsonObject:
    used = {
        "indices": [index.name for index in catalog if _policy(index.settings) == name],
        "data_streams": [stream for stream in catalog.section(DATA_STREAMS) if _gives(catalog, template_of(catalog, stream), name)],
        "composable_templates": [each.name for each in index_templates(catalog).values() if _gives(catalog, each, name)],
    }
    return {
        "version": policy.version,
        "modified_date": instant_text(policy.modified),
        "policy": policy.to_body(),
        "in_use_by": {kind: sorted(names) for kind, names in used.items()},
    }


def _policy(settings: Settings) -> str | None:
    return Management.of(settings).policy


def _gives(catalog: Catalog, template: ComposableTemplate | None, policy: str) -> bool:
    """Whether indices that are made from a template get the policy."""
    if template is None:
        return False
    try:
        given = composed(catalog, template, template.name).settings
    except ApiError:
        return False
    return given is not None and _policy(Settings(given)) == policy


@api("ilm.delete_lifecycle", "DELETE /_ilm/policy/{name}", privilege=Privilege.MANAGE)
def delete_lifecycle(node: Node, *, name: str, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Remove a policy.

    :param master_timeout, timeout: without meaning for one local node.
    :raises ResourceNotFoundError: there is none of that name.
    :raises IllegalArgumentError: indices name it.
    """
    with node.environment.write() as txn:
        catalog = current(txn)
        users = sorted(index.name for index in catalog if _policy(index.settings) == name)
        if users:
            raise IllegalArgumentError(f"Cannot delete policy [{name}]. It is in use by one or more indices: [{', '.join(users)}]")
        if name not in catalog.section(LIFECYCLE_POLICIES):
            raise ResourceNotFoundError(f"Lifecycle policy not found: {name}")
        delete_object(txn, LIFECYCLE_POLICIES, name)
    return {"acknowledged": True}


@api("ilm.explain_lifecycle", "GET /{index}/_ilm/explain", privilege=Privilege.MONITOR)
def explain_lifecycle(
    node: Node, *, index: Names, master_timeout: Duration | None = None, only_errors: bool = False, only_managed: bool = False
) -> JsonObject:
    """Which policy indices name: ``{"indices": {"a": {"index": "a", "managed": true, "policy": "logs", ...}}}``; they are in no phase.

    :param master_timeout: without meaning for one local node.
    :param only_errors: only indices of which a step has failed: none.
    :param only_managed: only those that name a policy.
    :raises IndexNotFoundError: a name does not exist.
    """
    errors, managed = flag("only_errors", only_errors, False), flag("only_managed", only_managed, False)
    with node.environment.read() as txn:
        found = current(txn).resolve(index, options.OPEN)
    if errors:
        return {"indices": {}}
    return {"indices": {each.name: _explained(node, each) for each in found if not managed or _policy(each.settings) is not None}}


def _explained(node: Node, index: Index) -> JsonObject:
    policy = _policy(index.settings)
    if policy is None:
        return {"index": index.name, "managed": False}
    return {
        "index": index.name,
        "managed": True,
        "policy": policy,
        "index_creation_date_millis": index.created,
        "time_since_index_creation": time_text((node.clock.millis() - index.created) * 1_000_000),
        "skip": bool(index.settings.get("index.lifecycle.skip")),
    }


@api("ilm.remove_policy", "POST /{index}/_ilm/remove", privilege=Privilege.MANAGE)
def remove_policy(node: Node, *, index: Names) -> JsonObject:
    """Take the policy, and what else is set of it, from indices.

    :raises IndexNotFoundError: a name does not exist.
    """
    with node.environment.write() as txn:
        for found in current(txn).resolve(index, options.CHANGE):
            changes: Changes = {name: None for name in found.settings.flat if name.startswith(_PREFIX)}
            if changes:
                update_settings(txn, [found], changes, preserve_existing=False, reopen=False)
    return {"has_failures": False, "failed_indexes": []}


@api("ilm.get_status", "GET /_ilm/status", privilege=Privilege.MONITOR)
def get_status(node: Node) -> JsonObject:
    """Whether policies are carried out: ``{"operation_mode": "STOPPED"}``."""
    return {"operation_mode": "STOPPED"}


@api("ilm.stop", "POST /_ilm/stop", privilege=Privilege.MANAGE)
def stop(node: Node, *, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Carry out no policies: as it is.

    :param master_timeout, timeout: without meaning for one local node.
    """
    return {"acknowledged": True}


@api("ilm.start", "POST /_ilm/start", privilege=Privilege.MANAGE)
def start(node: Node, *, master_timeout: Duration | None = None, timeout: Duration | None = None) -> JsonObject:
    """Refused.

    :param master_timeout, timeout: without meaning for one local node.
    :raises NotImplementedByDocstoreError: always.
    """
    raise NotImplementedByDocstoreError("docstore carries out no lifecycle policies: they are kept and shown")
