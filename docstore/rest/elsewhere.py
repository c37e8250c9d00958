"""What Elasticsearch has and docstore has not: all routes of its API, by name, so that a call of one is refused under its name."""

from __future__ import annotations

from functools import cache
from typing import NoReturn

from docstore.api.known import known_apis
from docstore.api.node import Node
from docstore.api.registry import APIS, Api, Privilege
from docstore.errors import ApiNotSupportedError
from docstore.rest.router import Match, Router


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
