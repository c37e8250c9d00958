"""What an API is, and the list of all of them.

An API is a function: its keyword parameters, with their types and defaults, *are* the declaration. A parameter named in a path is a
path parameter, one annotated ``Body`` is a key of the JSON request body, ``WholeBody`` is the body itself; all others are query
parameters. So the façade, the router and the documentation read the same signature, and a type checker sees it too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Annotated, Any, Concatenate, Generic, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from docstore.api.body_keys import UNKNOWN_KEYS
from docstore.api.node import Node
from docstore.api.printed import Printed
from docstore.frozen import frozen

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Place(Enum):
    """Where a request carries a parameter."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"
    WHOLE_BODY = "whole body"


Body = Annotated[T, Place.BODY]
"""A parameter that is a key of the request body."""

BodyOrQuery = Annotated[T, Place.BODY, Place.QUERY]
"""A parameter that is a key of the request body, and that a query string may give as well; what the query string says goes first."""

PathOrBody = Annotated[T, Place.PATH, Place.BODY]
"""A parameter of the path that the request body may give as well."""

WholeBody = Annotated[T, Place.WHOLE_BODY]
"""A parameter that is the request body."""


@frozen
class Wire:
    """The name of a parameter in a request, where that is not its name in Python."""

    name: str


class Privilege(Enum):
    """What a caller must be allowed to do (Elasticsearch's index and cluster privileges)."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"
    MONITOR = "monitor"


@frozen
class Route:
    """One method and path of an API, as in ``GET /{index}/_doc/{id}``."""

    method: str
    path: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names between braces."""
        return tuple(re.findall(r"{(\w+)}", self.path))


@frozen
class Parameter:
    """One parameter of an API."""

    name: str
    wire_name: str
    """The name in a request: ``_source`` is ``source`` in Python."""

    place: Place
    type: Any
    required: bool
    default: Any
    also_in_query: bool = False
    """Whether a query string may give what belongs into the body."""
    in_body: bool = False

    @property
    def is_callback(self) -> bool:
        """Whether the parameter is a function, which no request can carry."""
        return any(get_origin(each) is get_origin(Callable[[], None]) for each in (self.type, *get_args(self.type)))


@frozen
class Api(Generic[P, R]):
    """One API. Calling it runs its handler on a node."""

    name: str
    routes: tuple[Route, ...]
    privilege: Privilege
    handler: Callable[Concatenate[Node, P], R]
    answer: Callable[[Node, Mapping[str, Any]], Any] | None = None
    """What the handler does, asked with the arguments that are given as a dict: for an API whose parameters are so many that passing all
    of them takes as long as using some.
    """
    printed: Callable[[Node, Mapping[str, Any]], Printed] | None = None
    """The same for those who want text, of an API whose answer can be large."""
    body_first: bool = False
    """Whether the body has the last word where path and query string say the same thing; mostly they have it."""
    body_name: str | None = None
    """What elasticsearch-py also calls ``body``, where it knows no keys of it."""

    def __call__(self, node: Node, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the handler."""
        return self.handler(node, *args, **kwargs)

    def run(self, node: Node, given: Mapping[str, Any]) -> R:
        """The answer to arguments by name."""
        found: R = self.handler(node, **given) if self.answer is None else self.answer(node, given)  # type: ignore[call-arg]
        return found

    def asked(self, node: Node, given: Mapping[str, Any]) -> R | Printed:
        """The answer to a request."""
        return self.run(node, given) if self.printed is None else self.printed(node, given)

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return (inspect.getdoc(self.handler) or "").split("\n", 1)[0]

    @property
    def takes_unknown_keys(self) -> bool:
        """Whether the handler itself says what it thinks of keys of the body that are no parameters (``UnknownKeys``)."""
        return UNKNOWN_KEYS in inspect.signature(self.handler).parameters

    def body_keys(self) -> dict[str, str]:
        """The parameters that are keys of the request body, by key."""
        return {p.wire_name: p.name for p in self.parameters() if p.in_body}

    def parameters(self) -> list[Parameter]:
        """All parameters of a request, in the order of the signature."""
        in_path = {name for route in self.routes for name in route.parameters}
        hints = get_type_hints(self.handler, include_extras=True)
        signature = inspect.signature(self.handler)
        named = [p for p in signature.parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY and p.name != UNKNOWN_KEYS]
        return [_parameter(p, hints[p.name], in_path) for p in named]


def _parameter(declared: inspect.Parameter, hint: Any, in_path: set[str]) -> Parameter:
    name, named, both, in_body = declared.name, None, False, False
    place = Place.PATH if name in in_path else Place.QUERY
    if get_origin(hint) is Annotated:
        hint, *marks = get_args(hint)
        place = next((mark for mark in marks if isinstance(mark, Place)), place)
        both, in_body = Place.BODY in marks and Place.QUERY in marks, Place.BODY in marks
        named = next((mark.name for mark in marks if isinstance(mark, Wire)), None)
    if named is None:
        named = _QUERY_NAMES.get(name, name) if place is Place.QUERY else name
    required = declared.default is inspect.Parameter.empty
    return Parameter(name, named, place, hint, required, None if required else declared.default, both, in_body)


_QUERY_NAMES = {
    "source": "_source",
    "source_includes": "_source_includes",
    "source_excludes": "_source_excludes",
    "source_exclude_vectors": "_source_exclude_vectors",
}
"""Query parameters that elasticsearch-py spells without their underscore, in every API that has them."""


_APIS: dict[str, Api[..., Any]] = {}

APIS: Mapping[str, Api[..., Any]] = _APIS
"""All APIs by name."""


def api(
    name: str,
    *routes: str,
    privilege: Privilege,
    answer: Callable[[Node, Mapping[str, Any]], Any] | None = None,
    printed: Callable[[Node, Mapping[str, Any]], Printed] | None = None,
    body_first: bool = False,
    body_name: str | None = None,
) -> Callable[[Callable[Concatenate[Node, P], R]], Api[P, R]]:
    """Declare the decorated function as the API ``name`` at these routes (``"GET /{index}/_doc/{id}"``)."""

    def declare(handler: Callable[Concatenate[Node, P], R]) -> Api[P, R]:
        found = tuple(Route(*route.split(" ", 1)) for route in routes)
        declared = Api(name, found, privilege, handler, answer, printed, body_first, body_name)
        if name in _APIS:
            raise ValueError(f"API [{name}] is declared twice")
        _APIS[name] = declared
        return declared

    return declare
