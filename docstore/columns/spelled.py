"""Nested objects that a document spells in longer keys: ``{"comments.text": "x"}`` is one object in ``comments``."""

from __future__ import annotations

from typing import Any

from docstore.columns.projection import ABSENT, Several, both, descend

Json = dict[str, Any]


def all_objects(value: Any, parts: tuple[str, ...]) -> Any:
    """What stands below a value at a path of objects; those in longer keys stand behind the others."""
    return both(descend(value, parts, Several), spelled(value, parts), Several)


def spelled(value: Any, parts: tuple[str, ...]) -> Any:
    """The objects at a path of which the keys go on into the objects: one for each key.

    >>> spelled({"c.t": "x", "c.o.y": 1, "c": {"t": "z"}}, ("c",))
    [{'t': 'x'}, {'o.y': 1}]
    """
    found = _found(value, parts)
    return Several(found) if found else ABSENT


def _found(value: Any, parts: tuple[str, ...]) -> list[Json]:
    if type(value) is list:
        return [each for item in value for each in _found(item, parts)]
    found: list[Json] = []
    if type(value) is dict:
        for key, inner in value.items():
            names = tuple(key.split("."))
            length = min(len(names), len(parts))
            if names[:length] != parts[:length] or len(names) == len(parts):
                continue
            if len(names) > length:
                found.append({".".join(names[length:]): inner})
            else:
                found += _found(inner, parts[length:])
    return found
