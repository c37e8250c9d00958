"""What templates are made of, and how each part is written.

Elasticsearch's own sections are here too: ``toJson``, ``join`` and ``url`` (``CustomMustacheFactory``).
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from docstore.errors import IllegalArgumentError
from docstore.mapping.java_text import java_string

Encode = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Scope:
    """The values that names mean, the innermost last."""

    values: tuple[Any, ...]
    encode: Encode
    strict: bool = False
    """Whether a name without a value is refused."""

    def inside(self, value: Any) -> Scope:
        """Within a section."""
        return Scope((*self.values, value), self.encode, self.strict)

    def get(self, name: str) -> Any:
        """What a dotted name means; None for nothing. The innermost value that knows the first part counts."""
        if name == ".":
            return self.values[-1]
        first, *rest = name.split(".")
        for value in reversed(self.values):
            found = _member(value, first)
            if found is not _NOTHING:
                for part in rest:
                    found = _member(found, part)
                return None if found is _NOTHING else found
        return None


_NOTHING = object()


def _member(value: Any, name: str) -> Any:
    """A key of an object, an element or the ``size`` of an array."""
    if isinstance(value, dict):
        return value.get(name, _NOTHING)
    if isinstance(value, list):
        if name == "size":
            return len(value)
        return value[int(name)] if name.isascii() and name.isdigit() and int(name) < len(value) else _NOTHING
    return _NOTHING


class Node(ABC):
    """A part of a template."""

    @abstractmethod
    def render(self, scope: Scope) -> str:
        """Its text."""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """What stands between tags."""

    text: str

    def render(self, scope: Scope) -> str:
        """As it is."""
        return self.text


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """``{{name}}``; ``{{{name}}}`` and ``{{&name}}`` are written as they are."""

    name: str
    encoded: bool = True

    def render(self, scope: Scope) -> str:
        """Nothing for nothing.

        :raises IllegalArgumentError: there is no such value, where that is wanted.
        """
        value = scope.get(self.name)
        if value is None:
            if scope.strict:
                raise IllegalArgumentError(f"Parameter [{self.name}] is missing")
            return ""
        text = java_string(value)
        return scope.encode(text) if self.encoded else text


@dataclass(frozen=True, slots=True)
class Section(Node):
    """``{{#name}}...{{/name}}``: for each element of an array, once for anything else but null, false and the empty string."""

    name: str
    nodes: Sequence[Node]

    def render(self, scope: Scope) -> str:
        """Within its value."""
        value = scope.get(self.name)
        if _is_empty(value):
            return ""
        values = value if isinstance(value, list) else [value]
        return "".join(written(self.nodes, scope.inside(each)) for each in values)


@dataclass(frozen=True, slots=True)
class Inverted(Node):
    """``{{^name}}...{{/name}}``: where there is nothing."""

    name: str
    nodes: Sequence[Node]

    def render(self, scope: Scope) -> str:
        """Once, or not at all."""
        return written(self.nodes, scope) if _is_empty(scope.get(self.name)) else ""


@dataclass(frozen=True, slots=True)
class ToJson(Node):
    """``{{#toJson}}name{{/toJson}}``: arrays and objects as JSON, anything else as it is."""

    name: str

    def render(self, scope: Scope) -> str:
        """Never encoded."""
        value = scope.get(self.name)
        if isinstance(value, dict | list):
            return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return "" if value is None else java_string(value)


@dataclass(frozen=True, slots=True)
class Join(Node):
    """``{{#join}}name{{/join}}``: the elements of an array with a delimiter between them."""

    name: str
    delimiter: str

    def render(self, scope: Scope) -> str:
        """Never encoded; the name itself where it means no array."""
        value = scope.get(self.name)
        if not isinstance(value, list):
            return self.name
        return self.delimiter.join("" if each is None else java_string(each) for each in value)


@dataclass(frozen=True, slots=True)
class Url(Node):
    """``{{#url}}...{{/url}}``: its text in the form of a query string."""

    nodes: Sequence[Node]

    def render(self, scope: Scope) -> str:
        """``java.net.URLEncoder``."""
        return form_encoded(written(self.nodes, scope))


def form_encoded(text: str) -> str:
    """As ``java.net.URLEncoder`` writes it.

    >>> form_encoded("a b~*")
    'a+b%7E*'
    """
    return quote_plus(text, safe="*").replace("~", "%7E")


def written(nodes: Sequence[Node], scope: Scope) -> str:
    """The text of several parts."""
    return "".join(node.render(scope) for node in nodes)


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == "" or value == []
