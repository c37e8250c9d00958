"""``nested`` of a sort: which objects of a document it is sorted by (``NestedSortBuilder``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import numpy as np

from docstore.columns.nested_order import Inside
from docstore.columns.rows import Mask
from docstore.columns.view import IndexView, NestedView
from docstore.errors import IllegalArgumentError
from docstore.frozen import frozen
from docstore.query.matcher import Matcher
from docstore.query.query import Query
from docstore.query.registry import parse
from docstore.query.targets import refusal
from docstore.query.wire import integer, text

MANY = (1 << 31) - 1


@frozen
class NestedSort:
    """One level; ``nested`` is the next further in."""

    path: str
    filter: Query | None = None
    max_children: int = MANY
    nested: NestedSort | None = None

    @classmethod
    def parse(cls, body: Any) -> Self:
        """``{"path": "offers", "filter": {...}, "max_children": 10, "nested": {...}}``.

        :raises IllegalArgumentError: another shape, or an unknown key.
        """
        if not isinstance(body, dict):
            raise IllegalArgumentError("malformed nested sort format, must start with an object")
        found: dict[str, Any] = {}
        for key, value in body.items():
            match key:
                case "path":
                    found[key] = text(value)
                case "filter":
                    found[key] = parse(value)
                case "max_children":
                    found[key] = integer(value)
                case "nested":
                    found[key] = cls.parse(value)
                case _:
                    raise IllegalArgumentError(f"malformed nested sort format, unknown field name [{key}]")
        if "path" not in found:
            raise IllegalArgumentError("malformed nested sort format, [path] is missing")
        return cls(**found)

    def levels(self) -> Iterator[NestedSort]:
        """This one and those further in."""
        yield self
        if self.nested is not None:
            yield from self.nested.levels()

    def bind(self, view: IndexView) -> Inside:
        """On one index.

        :raises QueryShardError: a path that is no nested object, or a limit that is not on the last level.
        """
        inner = view
        filters: list[tuple[NestedView, Matcher]] = []
        most: int | None = None
        for level in self.levels():
            if level.nested is not None and level.max_children != MANY:
                raise refusal(view, "max_children is only supported on last level of nested sort")
            inner = _inside(inner, level.path)
            if level.filter is not None:
                filters.append((inner, level.filter.bind(inner)))
            most = None if level.max_children == MANY else level.max_children
        assert isinstance(inner, NestedView)
        innermost = inner

        def chosen() -> Mask:
            mask = np.ones(innermost.count, dtype=np.bool_)
            for outer, matcher in filters:
                found = matcher.run()
                mask &= found if outer is innermost else found[innermost.owners_in(outer)]
            return mask

        return Inside(innermost, chosen, most)


def _inside(view: IndexView, path: str) -> NestedView:
    levels = view.fields.nested_levels(path)
    if not levels or levels[-1] != path or (view.scope and view.scope not in levels[:-1]):
        raise refusal(view, f"[nested] failed to find nested object under path [{path}]")
    return view.nested(path)
