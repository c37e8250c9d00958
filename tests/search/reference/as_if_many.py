"""What is done of many documents, or of many terms, done of a few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest

LIMITS = {
    "docstore.columns.text_column": {"_SMALL": 1},
    "docstore.columns.text_builder": {"_FEW": 1},
    "docstore.columns.dictionary": {"FEW": 1, "_FREE": 1, "_APART": 1, "_SEARCH": 1},
    "docstore.columns.drift": {"_FREE": 1},
    "docstore.columns.growing": {"_LEAST": 1, "_FEW": 1},
    "docstore.columns.kept": {"_SOON": 1},
    "docstore.columns.stored": {"LEAST": 1},
    "docstore.query.expansion": {"_MANY": 2},
    "docstore.query.matcher": {"_ALWAYS": 1},
    "docstore.query.numbers": {"_FEW": 1, "_STEP": 1},
    "docstore.query.patterns.dictionary": {"_FEW": 1},
    "docstore.query.scorer": {"_FEW": 2, "_FEW_ASKED": 1, "_SHORT": 1},
    "docstore.query.strings": {"_VARIANTS": 1, "_LISTED": 1},
    "docstore.search.aggregations.bucket.ranges": {"_FEW": 1},
    "docstore.search.aggregations.bucket.terms": {"_MANY": 1},
    "docstore.search.aggregations.groups": {"_DENSE": 1},
    "docstore.search.aggregations.metric.ordered": {"_FEW": 1},
    "docstore.search.top": {"_FEW": 1},
}
"""From where on something is many, by the module that says so."""


@contextmanager
def as_if_many() -> Iterator[None]:
    """For the length of a block."""
    with pytest.MonkeyPatch.context() as patch:
        for name, limits in LIMITS.items():
            for limit, value in limits.items():
                patch.setattr(import_module(name), limit, value)
        yield
