"""``_ignored`` of hits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from docstore.mapping.history import History
from docstore.mapping.mapping import Mapping

Ignored = Callable[[dict[str, Any], int], tuple[str, ...]]
"""A document and its ``_seq_no``, and the fields of which not all values are indexed."""


def ignored_of(mapping: Mapping, history: History) -> tuple[Ignored | None, int]:
    """What tells it, None where no document has any; documents without a longer text than this, in bytes, need not be asked about."""
    if history.ignores_otherwise:
        return partial(history.ignored, mapping), -1
    if not mapping.may_ignore:
        return None, -1
    return partial(history.ignored, mapping), mapping.ignores_above
