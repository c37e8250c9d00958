"""Where the fields of a mapping have their values: in the document itself, in nested objects, or in both."""

from __future__ import annotations

from typing import Any

from docstore.frozen import frozen

Json = dict[str, Any]

ROOT = ""
"""The scope of the document itself; the others are the paths of nested objects."""


@frozen
class Scope:
    """What an object of a mapping is to the fields below it."""

    seen_from: frozenset[str] = frozenset({ROOT})
    """The scopes in which they have values."""
    hidden_by: str | None = None
    """The nested or disabled object that hides them from the document itself."""
    nested: tuple[str, ...] = ()
    """The nested objects around them, the outermost first."""

    def below(self, path: str, body: Json) -> Scope:
        """That of an object in this one (``NestedObjectMapper``: ``include_in_parent``, ``include_in_root``)."""
        if body.get("enabled") is False:
            return Scope(frozenset(), path, self.nested)
        if body.get("type") != "nested":
            return self
        seen, hidden = {path}, path if not body.get("include_in_parent") else self.hidden_by
        if body.get("include_in_parent"):
            seen |= self.seen_from
        if body.get("include_in_root"):
            seen.add(ROOT)
            hidden = None
        return Scope(frozenset(seen), hidden, (*self.nested, path))


DOCUMENT = Scope()
"""The document itself."""
