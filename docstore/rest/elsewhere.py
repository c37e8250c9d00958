"""What Elasticsearch has and docstore has not: all routes of its API, by name, so that a call of one is refused under its name; and what
OpenSearch has beside it, by how the paths begin.
"""

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


_OPENSEARCH = ("/_plugins/", "/_opendistro/", "/_search/pipeline", "/_list/", "/_ltr/", "/_insights/", "/_wlm/", "/_remotestore/")


def found(method: str, path: str) -> ApiNotSupportedError | None:
    """The refusal of a request that an API of Elasticsearch would take; ``None`` where none would."""
    match: Match | None = _router().find(method, path)
    if match is None:
        is_theirs = path.startswith(_OPENSEARCH)
        return ApiNotSupportedError(f"the API [{path}] of OpenSearch is not supported by docstore") if is_theirs else None
    return ApiNotSupportedError(f"the API [{match.api.name}] is not supported by docstore")
