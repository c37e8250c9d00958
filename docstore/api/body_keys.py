"""The keys of an API's request body, and the arguments of its handler that they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

UnknownKeys = Mapping[str, Any]
"""What a body holds beside the keys that are parameters: for handlers that refuse it in words of their own."""

UNKNOWN_KEYS = "unknown_keys"
"""The parameter of a handler that takes them."""

NO_KEYS: UnknownKeys = MappingProxyType({})


def arguments_of(body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What is in a body, by the names of the parameters; unknown keys stand together where the first of them stood.

    >>> arguments_of({"from": 5, "index": "a", "size": 1}, {"from": "from_", "size": "size"})
    {'from_': 5, 'unknown_keys': {'index': 'a'}, 'size': 1}

    :param names: of the parameters, by key.
    """
    found: dict[str, Any] = {}
    for key, value in body.items():
        name = names.get(key)
        if name is None:
            found.setdefault(UNKNOWN_KEYS, {})[str(key)] = value
        else:
            found[name] = value
    return found


def body_of(arguments: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The body again: what of the arguments is in it."""
    keys = {name: key for key, name in names.items()}
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        if name in keys:
            found[keys[name]] = value
        elif name == UNKNOWN_KEYS:
            found.update(value)
    return found
