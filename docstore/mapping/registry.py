"""The field types by name: the registry behind parsing, the unknown-type error and the coverage page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from docstore.kinds import Kinds
from docstore.mapping.field_type import FieldType
from docstore.mapping.types import MODULES

FIELD_TYPES: Kinds[type[FieldType]] = Kinds("docstore.mapping.types", MODULES)
"""Every leaf type; ``object``, ``nested`` and ``passthrough`` are not leaves (``object_mapping.py``)."""

KNOWN_ELSEWHERE = frozenset(
    [
        "exponential_histogram",
        "murmur3",
        "pattern_text",
        "rank_vectors",
        "semantic_text",
        "annotated_text",
        "icu_collation_keyword",
    ]
)
"""Types that Elasticsearch has and docstore has not: refused by saying so."""

T = TypeVar("T", bound=FieldType)


def field_type(name: str) -> Callable[[type[T]], type[T]]:
    """Registers a class as the field type of this name."""

    def register(cls: type[T]) -> type[T]:
        cls.type_name = name
        FIELD_TYPES.add(name, cls)
        return cls

    return register
