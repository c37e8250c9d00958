"""Where a nested object stands in its document."""

from __future__ import annotations

from functools import reduce
from typing import Any

from docstore.columns.object_count import objects
from docstore.columns.spelled import all_objects
from docstore.columns.view import IndexView, NestedView
from docstore.frozen import frozen

Json = dict[str, Any]


@frozen
class NestedPlace:
    """For each nested object on the way, the outermost first: its field relative to the one before, and its place there."""

    steps: tuple[tuple[str, int], ...]

    @property
    def identity(self) -> Json:
        """``{"field": "comments", "offset": 1}``, with those further inside as its ``_nested``."""
        found: Json = {}
        for field, offset in reversed(self.steps):
            found = {"field": field, "offset": offset, **({"_nested": found} if found else {})}
        return found

    def alone(self, source: Json) -> Json:
        """A document that has nothing but this object, at its path."""
        inner = source
        keys: list[str] = []
        for field, offset in self.steps:
            parts = tuple(field.split("."))
            keys += parts
            inner = objects(all_objects(inner, parts))[offset]
        return reduce(lambda value, key: {key: value}, reversed(keys), inner)

    def within(self, source: Json) -> Json:
        """The object in such a document; empty when a filter has left nothing."""
        for field, _ in self.steps:
            for key in field.split("."):
                source = source.get(key, {})
        return source


def place_of(view: IndexView, ordinal: int) -> NestedPlace | None:
    """The place of an ordinal; None for a document."""
    steps: list[tuple[str, int]] = []
    while isinstance(view, NestedView):
        owner = int(view.owners[ordinal])
        prefix = f"{view.outer.scope}." if view.outer.scope else ""
        steps.append((view.scope.removeprefix(prefix), ordinal - int(view.offsets[owner])))
        view, ordinal = view.outer, owner
    return NestedPlace(tuple(reversed(steps))) if steps else None
