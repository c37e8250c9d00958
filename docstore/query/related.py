"""Queries about documents, or objects, that belong to those that they find: what ``nested``, ``has_child`` and their kin share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from docstore.errors import IllegalArgumentError
from docstore.query.inner_hits import InnerHits, parse_inner_hits
from docstore.query.query import Json, Query
from docstore.query.registry import parse
from docstore.query.wire import Readers, boolean, checked_boost, is_scalar, number, text, unsupported

_COMMON: Readers = {
    "boost": ("boost", number),
    "ignore_unmapped": ("ignore_unmapped", boolean),
    "_name": ("name", text),
}


class Related(Query):
    """Asks ``query`` of the others, and may show them."""

    query: Query
    inner_hits: InnerHits | None

    @property
    @abstractmethod
    def others_name(self) -> str:
        """What the others are called that ``inner_hits`` gives no name."""

    def elsewhere(self) -> tuple[Query, ...]:
        """What is asked of the others."""
        return (self.query,)

    @property
    def inner_name(self) -> str | None:
        """The name under which the others are shown."""
        return None if self.inner_hits is None else self.inner_hits.name or self.others_name


def read(kind: str, body: Json, keys: Readers, required: Mapping[str, str], *, asks: bool = True) -> Json:
    """The attributes of a query about others.

    :param keys: beside ``boost``, ``ignore_unmapped`` and ``_name``; values are scalars.
    :param required: attributes that must be there, and their keys.
    :param asks: whether there is a ``query``, and ``inner_hits``.
    :raises ParsingError: an unknown key, a value of another shape.
    :raises IllegalArgumentError: something required is missing.
    """
    found: Json = {}
    known = {**_COMMON, **keys}
    for key, value in body.items():
        if asks and isinstance(value, dict) and key == "query":
            found["query"] = parse(value)
        elif asks and isinstance(value, dict) and key == "inner_hits":
            found["inner_hits"] = parse_inner_hits(value)
        elif is_scalar(value) and key in known:
            name, reader = known[key]
            found[name] = reader(value)
        elif is_scalar(value) or isinstance(value, dict) or not asks:
            raise unsupported(kind, key)
    for name, key in required.items():
        if name not in found:
            raise IllegalArgumentError(f"[{kind}] requires '{key}' field")
    checked_boost(found.get("boost", 1.0), kind, body)
    return found
