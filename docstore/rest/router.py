"""From method and path to an API: a tree of path segments, in which a literal segment goes before a ``{parameter}``.

A literal is as it is sent; only parameters are percent-encoded.

Where the literal branch leads nowhere the parameter is tried, as Elasticsearch's ``PathTrie`` does: ``/_cat`` may be one thing and
``/_cat/_doc/1`` the document of an index with a strange name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docstore.api.registry import Api
from docstore.rest.percent import decoded


@dataclass(frozen=True, slots=True)
class Match:
    """An API and the values of its path parameters."""

    api: Api[..., Any]
    values: dict[str, str]


@dataclass(slots=True)
class _Node:
    literal: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    handlers: dict[str, tuple[Api[..., Any], tuple[str, ...]]] = field(default_factory=dict)


class Router:
    """All routes of all APIs.

    >>> from docstore.api.listing import apis
    >>> router = Router(apis())
    >>> router.find("GET", "/books/_doc/1").values
    {'index': 'books', 'id': '1'}
    >>> sorted(router.methods("/books/_count"))
    ['GET', 'POST']
    """

    def __init__(self, apis: Iterable[Api[..., Any]]) -> None:
        self._root = _Node()
        for api in apis:
            for route in api.routes:
                self._add(api, route.method, route.path, route.parameters)

    def _add(self, api: Api[..., Any], method: str, path: str, names: tuple[str, ...]) -> None:
        node = self._root
        for segment in _segments(path):
            if segment.startswith("{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literal.setdefault(segment, _Node())
        if method in node.handlers:
            if node.handlers[method][0] is api:
                return
            raise ValueError(f"route [{method} {path}] belongs to [{node.handlers[method][0].name}] and to [{api.name}]")
        node.handlers[method] = (api, names)

    def find(self, method: str, path: str) -> Match | None:
        """The API of a request, if there is one.

        :raises IllegalArgumentError: a percent sign in the path that begins no byte.
        """
        segments = _segments(path)
        for node, values in _reached(self._root, segments, 0):
            found = node.handlers.get(method)
            if found is not None:
                return Match(found[0], dict(zip(found[1], values, strict=True)))
        return None

    def methods(self, path: str) -> set[str]:
        """The methods that a path takes."""
        return {method for node, _ in _reached(self._root, _segments(path), 0) for method in node.handlers}


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _reached(node: _Node, segments: list[str], at: int) -> Iterator[tuple[_Node, list[str]]]:
    """Where a path leads, the most literal first, with the values of the parameters on the way."""
    if at == len(segments):
        if node.handlers:
            yield node, []
        return
    segment = segments[at]
    literal = node.literal.get(segment)
    if literal is not None:
        yield from _reached(literal, segments, at + 1)
    if node.parameter is not None:
        for reached, values in _reached(node.parameter, segments, at + 1):
            yield reached, [decoded(segment), *values]
