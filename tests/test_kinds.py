"""Kinds are found by name in a new process, whichever module was imported before."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

from docstore.analysis.kinds import ANALYZERS
from docstore.analysis.registry import CHAR_FILTERS, TOKEN_FILTERS, TOKENIZERS
from docstore.kinds import Kinds
from docstore.mapping.registry import FIELD_TYPES
from docstore.query.registry import KINDS as QUERIES
from docstore.query.sort import BY_NAME as SORTS
from docstore.query.targets.registry import TARGETS
from docstore.search.aggregations.registry import KINDS as AGGREGATIONS
from docstore.search.aggregations.registry import PIPELINES

_ALL = {
    "analyzers": ANALYZERS, "char filters": CHAR_FILTERS, "tokenizers": TOKENIZERS, "token filters": TOKEN_FILTERS,
    "field types": FIELD_TYPES, "queries": QUERIES, "sorts": SORTS, "targets": TARGETS, "aggregations": AGGREGATIONS,
    "pipelines": PIPELINES,
}  # fmt: skip


@pytest.mark.parametrize("kinds", _ALL.values(), ids=_ALL)
def test_the_place_of_every_kind_is_known(kinds: Kinds[Any]) -> None:
    package = import_module(kinds._package)
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    assert set(kinds._added) == set(kinds._places)
