"""Carrying out alias actions: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docstore.catalog.aliases.actions import Add, AliasAction, Remove, RemoveIndex
from docstore.catalog.aliases.alias import Alias
from docstore.catalog.aliases.rules import check_alias_mode, check_alias_properties, check_new_alias
from docstore.catalog.blocks import Operation
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import delete_index, put_index, put_object
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.names.expression import parts_of
from docstore.catalog.names.lookup import matches
from docstore.catalog.names.options import IndicesOptions
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.errors import AliasesNotFoundError, ApiError, IllegalArgumentError, JsonObject, ResourceNotFoundError
from docstore.storage.transaction import Transaction

TARGETS = IndicesOptions(allow_no_indices=False, aliases=False, streams=False)
"""Actions name concrete indices and data streams; wildcards match open ones, and must match one."""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What became of one action; ``error`` of a removal that found nothing, while others did."""

    kind: str
    indices: list[str]
    aliases: list[str]
    error: ApiError | None = None

    def to_body(self) -> JsonObject:
        """The entry of ``action_results``."""
        action: JsonObject = {"type": self.kind, "indices": self.indices, "aliases": self.aliases}
        body: JsonObject = {"action": action, "status": 200 if self.error is None else self.error.status}
        return body if self.error is None else {**body, "error": self.error.cause}


@dataclass(frozen=True, slots=True)
class _Targets:
    """What the names of one action mean."""

    indices: list[Index]
    streams: list[DataStream]

    def __iter__(self) -> Iterator[Index | DataStream]:
        return iter((*self.indices, *self.streams))


@dataclass(frozen=True, slots=True)
class _Step:
    """One alias of one index or data stream: to be set, or to be taken away."""

    holder: str
    alias: Alias | str
    must_exist: bool = False


def update_aliases(txn: Transaction, actions: Sequence[AliasAction]) -> list[ActionResult]:
    """Carry out actions in order, indices to be removed first. When it raises, undo the transaction or its savepoint.

    :raises IndexNotFoundError: an action names an index that does not exist.
    :raises AliasesNotFoundError: no action finds anything to do.
    :raises ResourceNotFoundError: ``must_exist`` and there is no such alias.
    :raises InvalidAliasNameError, CatalogConflictError: see ``rules``.
    """
    catalog = current(txn)
    targets = [_targets(catalog, action) for action in actions]
    steps = [step for action, found in zip(actions, targets, strict=True) for step in _steps(action, found)]
    doomed = _doomed(actions, targets)
    if not steps and not doomed:
        raise aliases_not_found([name for action in actions for name in _alias_names(action)])
    check_all(dict.fromkeys(index for found in targets for index in found.indices), Operation.METADATA_WRITE)
    for index in doomed:
        delete_index(txn, index)
    gone = {index.name for index in doomed}
    for step in steps:
        if step.holder not in gone:
            _take(txn, step)
    for name in {step.alias.name if isinstance(step.alias, Alias) else step.alias for step in steps}:
        check_alias_properties(current(txn), name)
    return [_result(action, found) for action, found in zip(actions, targets, strict=True)]


def _targets(catalog: Catalog, action: AliasAction) -> _Targets:
    streams: dict[str, DataStream] = {}
    names: list[str] = []
    for name in parts_of(action.indices):
        found = [] if isinstance(action, RemoveIndex) else _streams(catalog, name)
        streams |= {stream.name: stream for stream in found}
        if not found or "*" in name:
            names.append(name)
    options = replace(TARGETS, allow_no_indices=bool(streams))
    indices = catalog.resolve(names, options) if names else []
    if isinstance(action, Add):
        _check_add(catalog, action, indices, streams)
    return _Targets(indices, list(streams.values()))


def _streams(catalog: Catalog, name: str) -> list[DataStream]:
    if "*" in name:
        return [stream for stream in catalog.lookup.streams.values() if matches((name,), stream.name) and not stream.hidden]
    stream = catalog.stream(name)
    return [] if stream is None else [stream]


def _check_add(catalog: Catalog, action: Add, indices: list[Index], streams: Mapping[str, DataStream]) -> None:
    if indices and streams:
        raise IllegalArgumentError(
            f"expressions [{', '.join(action.indices)}] that match with both data streams and regular indices are disallowed"
        )
    for index in indices:
        parent = catalog.stream_of(index.name)
        if parent is not None:
            raise IllegalArgumentError(
                f"The provided expressions [{','.join(action.indices)}] match a backing index belonging to data stream [{parent.name}]. "
                "Data stream backing indices don't support aliases."
            )
    for alias in action.aliases if streams else ():
        for key in ("index_routing", "search_routing", "is_hidden"):
            if getattr(alias, key) is not None:
                raise IllegalArgumentError(f"aliases backed by data streams do not support {key}")


def aliases_not_found(names: Sequence[str]) -> AliasesNotFoundError:
    """``aliases [a, b] missing``."""
    listed = list(dict.fromkeys(names))
    metadata: JsonObject = {"resource.type": "aliases", "resource.id": listed[0] if len(listed) == 1 else listed}
    return AliasesNotFoundError(f"aliases [{', '.join(listed)}] missing", **metadata)


def _steps(action: AliasAction, holders: _Targets) -> list[_Step]:
    match action:
        case Add(aliases=aliases):
            return [_Step(holder.name, alias) for holder in holders for alias in aliases]
        case Remove():
            return [
                _Step(holder.name, alias, action.must_exist) for holder in holders for alias in _removed(action, holder)
            ]
        case RemoveIndex():
            return []


def _removed(action: Remove, holder: Index | DataStream) -> list[str]:
    found = [alias for alias in holder.aliases if matches(action.aliases, alias)]
    return list(action.aliases) if not found and action.must_exist else found


def _doomed(actions: Sequence[AliasAction], targets: Sequence[_Targets]) -> list[Index]:
    found = [
        index
        for action, holders in zip(actions, targets, strict=True)
        if isinstance(action, RemoveIndex)
        for index in holders.indices
    ]
    return list(dict.fromkeys(found))


def _take(txn: Transaction, step: _Step) -> None:
    catalog = current(txn)
    stream = catalog.stream(step.holder)
    if stream is not None:
        _take_of_stream(txn, stream, step)
        return
    index = catalog.index(step.holder)
    assert index is not None
    if isinstance(step.alias, Alias):
        check_new_alias(catalog, step.alias, index.name)
        check_alias_mode(step.alias, index.settings)
        _put(txn, index, index.with_alias(step.alias))
    elif step.alias in index.aliases:
        _put(txn, index, index.without_alias(step.alias))
    elif step.must_exist:
        raise ResourceNotFoundError(f"required alias [{step.alias}] does not exist")


def _take_of_stream(txn: Transaction, stream: DataStream, step: _Step) -> None:
    catalog = current(txn)
    if isinstance(step.alias, str):
        if step.alias in stream.aliases:
            put_object(txn, DATA_STREAMS, stream.name, stream.without_alias(step.alias))
        elif step.must_exist:
            raise ResourceNotFoundError(f"required alias [{step.alias}] does not exist")
        return
    check_new_alias(catalog, step.alias, stream.name)
    if step.alias.is_write_index:
        for other in catalog.stream_alias(step.alias.name):
            present = other.aliases[step.alias.name]
            put_object(txn, DATA_STREAMS, other.name, other.with_alias(replace(present, is_write_index=None)))
    latest = current(txn).stream(stream.name) or stream
    before = latest.aliases.get(step.alias.name)
    kept = step.alias if step.alias.filter is not None or before is None else replace(step.alias, filter=before.filter)
    put_object(txn, DATA_STREAMS, stream.name, latest.with_alias(replace(kept, is_write_index=kept.is_write_index or None)))


def _put(txn: Transaction, old: Index, new: Index) -> None:
    if new.aliases != old.aliases:
        put_index(txn, new)


def _alias_names(action: AliasAction) -> list[str]:
    match action:
        case Add(aliases=added):
            return [alias.name for alias in added]
        case Remove(aliases=removed):
            return list(removed)
        case RemoveIndex():
            return []


def _result(action: AliasAction, holders: _Targets) -> ActionResult:
    kind = {Add: "add", Remove: "remove", RemoveIndex: "remove_index"}[type(action)]
    result = ActionResult(kind, [holder.name for holder in holders], _alias_names(action))
    if isinstance(action, Remove) and not any(_removed(action, holder) for holder in holders):
        return replace(result, error=aliases_not_found(action.aliases))
    return result


def results_body(results: Iterable[ActionResult]) -> JsonObject:
    """The response: what failed is told action by action."""
    bodies = list(results)
    errors = any(result.error is not None for result in bodies)
    answer: JsonObject = {"acknowledged": True, "errors": errors}
    return {**answer, "action_results": [result.to_body() for result in bodies]} if errors else answer
