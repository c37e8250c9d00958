"""An alias of one index: what a search through it sees and where a write through it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docstore.errors import IllegalArgumentError, JsonObject, ParsingError
from docstore.frozen import frozen
from docstore.json_token import token_of

ROUTINGS = {
    "routing": "routing",
    "index_routing": "index_routing",
    "indexRouting": "index_routing",
    "index-routing": "index_routing",
    "search_routing": "search_routing",
    "searchRouting": "search_routing",
    "search-routing": "search_routing",
}
"""The spellings of the routing properties."""

FLAGS = ("is_write_index", "is_hidden")
"""Properties that are true or false."""


@frozen
class Alias:
    """One name for one index. An alias over many indices is one ``Alias`` in each of them."""

    name: str
    filter: JsonObject | None = None
    index_routing: str | None = None
    search_routing: str | None = None
    is_write_index: bool | None = None
    is_hidden: bool | None = None

    def to_body(self) -> JsonObject:
        """The alias as ``GET _alias`` shows it: only what was set."""
        shown = {
            "filter": self.filter,
            "index_routing": self.index_routing,
            "search_routing": self.search_routing,
            "is_write_index": self.is_write_index,
            "is_hidden": self.is_hidden,
        }
        return {key: value for key, value in shown.items() if value is not None}

    @property
    def search_routings(self) -> frozenset[str] | None:
        """The single routing values of ``search_routing`` (``"a,b"``); ``None`` if there are none."""
        return frozenset(self.search_routing.split(",")) if self.search_routing else None


def parse_alias(name: str, body: Mapping[str, Any] | None) -> Alias:
    """Read an alias as it stands in a create-index or put-alias body.

    ``{"filter": {...}, "routing": "a", "index_routing": "a", "search_routing": "a,b", "is_write_index": true,
    "is_hidden": false}``; all keys may be left out, ``routing`` stands for both.

    :raises IllegalArgumentError: an unknown key, or a value of the wrong type.
    """
    if not isinstance(body or {}, Mapping):
        raise IllegalArgumentError(f"the properties of the alias [{name}] must be an object")
    given: dict[str, Any] = {}
    for key, value in (body or {}).items():
        if value is not None:
            given[ROUTINGS.get(key, key)] = _checked(name, key, value)
    both = given.get("routing")
    return Alias(
        name,
        filter=given.get("filter") or None,
        index_routing=given.get("index_routing", both),
        search_routing=given.get("search_routing", both),
        is_write_index=given.get("is_write_index"),
        is_hidden=given.get("is_hidden"),
    )


def parse_aliases(body: Mapping[str, Any] | None) -> dict[str, Alias]:
    """Read the ``aliases`` object of an index or a template: ``{"name": {...}}``.

    :raises ParsingError: not an object.
    """
    if not isinstance(body or {}, Mapping):
        raise ParsingError("[aliases] must be an object")
    return {name: parse_alias(name, alias) for name, alias in (body or {}).items()}


def _checked(name: str, key: str, value: object) -> object:
    if key in ROUTINGS and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if key == "filter":
        expected: type = dict
    elif key in ROUTINGS:
        expected = str
    elif key in FLAGS:
        expected = bool
    else:
        raise IllegalArgumentError(f"Unknown field [{key}] in alias [{name}]")
    if not isinstance(value, expected):
        raise IllegalArgumentError(f"Unknown token [{token_of(value)}] in alias [{name}]")
    return value
