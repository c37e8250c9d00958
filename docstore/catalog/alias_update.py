"""Carrying out alias actions: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docstore.catalog.alias import Alias
from docstore.catalog.alias_actions import Add, AliasAction, Remove, RemoveIndex
from docstore.catalog.alias_rules import check_alias_properties, check_new_alias
from docstore.catalog.blocks import Operation
from docstore.catalog.changes import delete_index, put_index
from docstore.catalog.current import current
from docstore.catalog.index import Index, check_all
from docstore.catalog.lookup import matches
from docstore.catalog.options import IndicesOptions
from docstore.errors import AliasesNotFoundError, ApiError, JsonObject, ResourceNotFoundError
from docstore.storage.transaction import Transaction

TARGETS = IndicesOptions(allow_no_indices=False, aliases=False)
"""Actions name concrete indices; wildcards match open ones, and must match one."""


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
class _Step:
    """One alias of one index: to be set, or to be taken away."""

    index: str
    alias: Alias | str
    must_exist: bool = False


def update_aliases(txn: Transaction, actions: Sequence[AliasAction]) -> list[ActionResult]:
    """Carry out actions in order, indices to be removed first. When it raises, undo the transaction or its savepoint.

    :raises IndexNotFoundError: an action names an index that does not exist.
    :raises AliasesNotFoundError: no action finds anything to do.
    :raises ResourceNotFoundError: ``must_exist`` and there is no such alias.
    :raises InvalidAliasNameError, CatalogConflictError: see ``alias_rules``.
    """
    catalog = current(txn)
    targets = [catalog.resolve(action.indices, TARGETS) for action in actions]
    steps = [step for action, indices in zip(actions, targets, strict=True) for step in _steps(action, indices)]
    doomed = _doomed(actions, targets)
    if not steps and not doomed:
        raise aliases_not_found([name for action in actions for name in _alias_names(action)])
    check_all(dict.fromkeys(index for indices in targets for index in indices), Operation.METADATA_WRITE)
    for index in doomed:
        delete_index(txn, index)
    gone = {index.name for index in doomed}
    for step in steps:
        if step.index not in gone:
            _take(txn, step)
    for name in {step.alias.name if isinstance(step.alias, Alias) else step.alias for step in steps}:
        check_alias_properties(current(txn), name)
    return [_result(action, indices) for action, indices in zip(actions, targets, strict=True)]


def aliases_not_found(names: Sequence[str]) -> AliasesNotFoundError:
    """``aliases [a, b] missing``."""
    listed = list(dict.fromkeys(names))
    metadata: JsonObject = {"resource.type": "aliases", "resource.id": listed[0] if len(listed) == 1 else listed}
    return AliasesNotFoundError(f"aliases [{', '.join(listed)}] missing", **metadata)


def _steps(action: AliasAction, indices: Iterable[Index]) -> list[_Step]:
    match action:
        case Add(aliases=aliases):
            return [_Step(index.name, alias) for index in indices for alias in aliases]
        case Remove():
            return [
                _Step(index.name, alias, action.must_exist) for index in indices for alias in _removed(action, index)
            ]
        case RemoveIndex():
            return []


def _removed(action: Remove, index: Index) -> list[str]:
    found = [alias for alias in index.aliases if matches(action.aliases, alias)]
    return list(action.aliases) if not found and action.must_exist else found


def _doomed(actions: Sequence[AliasAction], targets: Sequence[list[Index]]) -> list[Index]:
    found = [
        index
        for action, indices in zip(actions, targets, strict=True)
        if isinstance(action, RemoveIndex)
        for index in indices
    ]
    return list(dict.fromkeys(found))


def _take(txn: Transaction, step: _Step) -> None:
    catalog = current(txn)
    index = catalog.index(step.index)
    assert index is not None
    if isinstance(step.alias, Alias):
        check_new_alias(catalog, step.alias, index.name)
        _put(txn, index, index.with_alias(step.alias))
    elif step.alias in index.aliases:
        _put(txn, index, index.without_alias(step.alias))
    elif step.must_exist:
        raise ResourceNotFoundError(f"required alias [{step.alias}] does not exist")


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


def _result(action: AliasAction, indices: list[Index]) -> ActionResult:
    kind = {Add: "add", Remove: "remove", RemoveIndex: "remove_index"}[type(action)]
    result = ActionResult(kind, list(action.indices), _alias_names(action))
    if isinstance(action, Remove) and not any(_removed(action, index) for index in indices):
        return replace(result, error=aliases_not_found(action.aliases))
    return result


def results_body(results: Iterable[ActionResult]) -> JsonObject:
    """The response: what failed is told action by action."""
    bodies = list(results)
    errors = any(result.error is not None for result in bodies)
    answer: JsonObject = {"acknowledged": True, "errors": errors}
    return {**answer, "action_results": [result.to_body() for result in bodies]} if errors else answer
