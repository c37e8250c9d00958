"""The targets by what they are for: a type of fields, or a part of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from docstore.kinds import Kinds

if TYPE_CHECKING:
    from docstore.query.targets.mapped import MappedTarget

T = TypeVar("T", bound="type[MappedTarget]")

TARGETS: Kinds[type[MappedTarget]] = Kinds(
    "docstore.query.targets",
    {
        "address": "ip",
        "flattened": "flattened_key",
        "mapped": "boolean date date_nanos",
        "opaque": """
            completion dense_vector geo_shape histogram no_column percolator point rank_feature rank_features shape sparse_vector
        """,
        "places": "geo_point",
        "ranges": "date_range double_range float_range integer_range ip_range long_range",
        "versions": "version",
    },
)
"""Other types are searched by what their columns hold (``resolve``)."""


def target(*names: str) -> Callable[[T], T]:
    """Register a class as that by which fields of these types are searched."""

    def register(cls: T) -> T:
        for name in names:
            TARGETS.add(name, cls)
        return cls

    return register
