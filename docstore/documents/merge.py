"""Merging a partial document into a whole one (``XContentHelper.update``)."""

from __future__ import annotations

from docstore.storage.source import Source


def merged(source: Source, changes: Source) -> tuple[Source, bool]:
    """A new document in which objects are merged and everything else is replaced; and whether anything changed."""
    result = dict(source)
    changed = False
    for key, value in changes.items():
        old = result.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key], inner = merged(old, value)
            changed = changed or inner
        elif key not in result or not _same(old, value):
            result[key] = value
            changed = True
    return result, changed


def _same(left: object, right: object) -> bool:
    """Equal as JSON: 1 is not true, and 1 is not 1.0, though Python thinks so."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return left == right
