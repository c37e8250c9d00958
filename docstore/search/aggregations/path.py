"""Paths to results: ``a>b``, ``a>b.max``, ``a['key']>b`` (``AggregationPath``)."""

from __future__ import annotations

from collections.abc import Iterator


def split_path(path: str) -> list[str]:
    """``a>b.c`` as its steps; brackets hold together what is in them. A dot is one in the last part only, so names may have some.

    >>> split_path("a.b>c['d.e']>f.g.max")
    ['a.b', 'c', "['d.e']", 'f.g', 'max']
    """
    *above, last = path.split(">")
    found = [step for part in above for step in _keyed(part)]
    if "[" in last or "." not in last:
        return [*found, *_keyed(last)]
    return [*found, *last.rsplit(".", 1)]


def names_along(path: str) -> list[str]:
    """The aggregations along a path, without keys of buckets and names of metrics."""
    *above, last = path.split(">")
    return [*(next(_keyed(part)) for part in above), split_path(last)[0]]


def _keyed(part: str) -> Iterator[str]:
    name, bracket, key = part.partition("[")
    yield name
    if bracket:
        yield bracket + key
