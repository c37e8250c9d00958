"""The actions of ``POST /_aliases``: from JSON to values (``IndicesAliasesRequest``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docstore.catalog.aliases.alias import FLAGS, ROUTINGS, Alias, parse_alias
from docstore.catalog.names.date_math import resolved
from docstore.errors import IllegalArgumentError, JsonObject, ValidationError, XContentParseError

_ALIAS_KEYS = frozenset(("filter", *ROUTINGS, *FLAGS))
_NAME_KEYS = frozenset(("index", "indices", "alias", "aliases", "must_exist"))


@dataclass(frozen=True, slots=True)
class Add:
    """Give these indices these aliases."""

    indices: tuple[str, ...]
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Take these aliases (names or patterns) from these indices."""

    indices: tuple[str, ...]
    aliases: tuple[str, ...]
    must_exist: bool = False


@dataclass(frozen=True, slots=True)
class RemoveIndex:
    """Delete these indices in the same step, so that an alias can take the name of one."""

    indices: tuple[str, ...]


AliasAction = Add | Remove | RemoveIndex


def parse_actions(actions: Iterable[Mapping[str, Any]] | None) -> list[AliasAction]:
    """Read a list of actions.

    ``[{"add": {"index": "i", "alias": "a"}}, {"remove": {...}}, {"remove_index": {"index": "j"}}]``:
    ``index`` or ``indices``, ``alias`` or ``aliases``; ``add`` takes what an alias can have, ``remove`` also
    ``must_exist``.

    :raises IllegalArgumentError: a missing, doubled or empty key.
    :raises XContentParseError: an unknown key.
    :raises ValidationError: no actions.
    """
    if actions is None:
        raise IllegalArgumentError("No action specified")
    parsed = [_parse(action) for action in actions]
    if not parsed:
        raise ValidationError("Must specify at least one alias action")
    return parsed


def _parse(action: Mapping[str, Any]) -> AliasAction:
    if len(action) > 1:
        raise IllegalArgumentError("Too many operations declared on operation entry")
    for kind, body in action.items():
        if kind not in _PARSERS:
            raise XContentParseError(f"[alias_action] unknown field [{kind}]")
        if not isinstance(body, Mapping):
            raise XContentParseError(f"[alias_action] {kind} doesn't support values of type: {type(body).__name__}")
        return _PARSERS[kind](body)
    raise IllegalArgumentError("No action specified")


def _add(body: Mapping[str, Any]) -> Add:
    _known("add", body, _NAME_KEYS | _ALIAS_KEYS)
    _unsupported("ADD", body, "must_exist")
    names = _names(body, "alias", "aliases")
    properties: JsonObject = {key: value for key, value in body.items() if key in _ALIAS_KEYS}
    return Add(_names(body, "index", "indices"), tuple(parse_alias(resolved(name), properties) for name in names))


def _remove(body: Mapping[str, Any]) -> Remove:
    _known("remove", body, _NAME_KEYS)
    must_exist = body.get("must_exist") in (True, "true")
    return Remove(_names(body, "index", "indices"), _names(body, "alias", "aliases"), must_exist)


def _remove_index(body: Mapping[str, Any]) -> RemoveIndex:
    _known("remove_index", body, _NAME_KEYS)
    _unsupported("REMOVE_INDEX", body, "alias", "aliases", "must_exist")
    return RemoveIndex(_names(body, "index", "indices"))


_PARSERS: dict[str, Callable[[Mapping[str, Any]], AliasAction]] = {
    "add": _add,
    "remove": _remove,
    "remove_index": _remove_index,
}


def _known(kind: str, body: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in body:
        if key not in keys:
            raise XContentParseError(f"[{kind}] unknown field [{key}]")


def _unsupported(kind: str, body: Mapping[str, Any], *keys: str) -> None:
    for key in keys:
        if key in body:
            raise IllegalArgumentError(f"[{key}] is unsupported for [{kind}]")


def _names(body: Mapping[str, Any], one: str, many: str) -> tuple[str, ...]:
    """The value of ``index`` or ``indices``: one of them, not empty."""
    if body.get(one) is not None and body.get(many) is not None:
        raise IllegalArgumentError(f"Only one of [{one}] and [{many}] is supported")
    given = body.get(one) if body.get(one) is not None else body.get(many)
    if given is None:
        raise IllegalArgumentError(f"One of [{one}] or [{many}] is required")
    if not isinstance(given, str) and not (isinstance(given, list | tuple) and all(isinstance(name, str) for name in given)):
        raise XContentParseError(f"[{one}] must be a string, [{many}] an array of strings")
    names = (given,) if isinstance(given, str) else tuple(given)
    if not names:
        raise IllegalArgumentError(f"[{many}] can't be empty")
    if "" in names:
        raise IllegalArgumentError(
            f"[{one}] can't be empty string" if isinstance(given, str) else f"[{many}] can't contain empty string"
        )
    return names
