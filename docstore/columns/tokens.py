"""The analyzers of fields, as the builders of columns ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docstore.analysis.analyzer import Analyzer
from docstore.mapping.field_type import FieldType


def analyzer_of(field_type: FieldType) -> Analyzer:
    """What cuts the texts of a field's documents into terms; ``standard`` for types that say nothing."""
    analyzers = getattr(field_type, "analyzers", None)
    found = analyzers.index if analyzers is not None else field_type.settings.analyzers.analyzer("default")
    assert found is not None
    return found


def token_counter_for(field_type: Any) -> Callable[[str], int]:
    """What a ``token_count`` field counts in a text."""
    counter: Callable[[str], int] = field_type.count
    return counter
