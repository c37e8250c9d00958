"""What Elasticsearch has and docstore has not: all routes of its API, by name, so that a call of one is refused under its name.

``elasticsearch_apis.txt`` has an API a line: its name, then for each of its paths the methods and the path.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NoReturn

from docstore.api.node import Node
from docstore.api.registry import APIS, Api, Privilege, Route
from docstore.errors import ApiNotSupportedError
from docstore.rest.router import Match, Router


def known_apis() -> Iterator[tuple[str, tuple[Route, ...]]]:
    """The APIs of Elasticsearch 9: name and routes."""
    text = resources.files("docstore.rest").joinpath("elasticsearch_apis.txt").read_text(encoding="ascii")
    for line in text.splitlines():
        name, *words = line.split(" ")
        pairs = zip(words[::2], words[1::2], strict=True)
        yield name, tuple(Route(method, path) for methods, path in pairs for method in methods.split("|"))


def _handler(node: Node) -> NoReturn:
    raise NotImplementedError


@cache
def _router() -> Router:
    return Router(Api(name, routes, Privilege.MONITOR, _handler) for name, routes in known_apis() if name not in APIS)


def methods(path: str) -> set[str]:
    """The methods that a path takes there."""
    return _router().methods(path)


def found(method: str, path: str) -> ApiNotSupportedError | None:
    """The refusal of a request that an API of Elasticsearch would take; ``None`` where none would."""
    match: Match | None = _router().find(method, path)
    if match is None:
        return None
    return ApiNotSupportedError(f"the API [{match.api.name}] is not supported by docstore")
