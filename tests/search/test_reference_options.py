"""The reference asks for every option of every query and aggregation in more than one way; or the option is excused, with a reason."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from docstore.query import parse as parse_query
from docstore.search.aggregations.registry import parse as parse_aggregations
from docstore.search.request import SearchRequest
from tests.search.reference.excused import OPTIONS
from tests.search.reference.schema import Json
from tests.search.reference.strategies import aggregations, queries

Told = dict[str, set[str]]
"""The values of each option, by ``Kind.option``."""
Strategies = dict[str, st.SearchStrategy[Any]]
ROUNDS = 25


def note(value: Any, told: Told) -> None:
    """The options of what was parsed, and of what is in it. What a search has of options is another question."""
    if isinstance(value, tuple):
        for each in value:
            note(each, told)
    elif dataclasses.is_dataclass(value) and not isinstance(value, SearchRequest):
        for each in dataclasses.fields(value):
            found = getattr(value, each.name)
            if each.name != "name":
                told[f"{type(value).__name__}.{each.name}"].add(repr(found))
            note(found, told)


def examples(strategy: st.SearchStrategy[Any], parse: Callable[[Json], Any], number: int) -> Told:
    """What 12 examples say; others for another number."""
    told: Told = defaultdict(set)

    @seed(number)
    @settings(max_examples=12, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(strategy)
    def tell(body: Json) -> None:
        note(parse(body), told)

    tell()
    return told


def never_varied(strategies: Strategies, parse: Callable[[Json], Any]) -> set[str]:
    """The options of which all examples say the same. More of them are tried of kinds with such options."""
    told: Told = defaultdict(set)
    kinds: dict[str, set[str]] = {}
    missing: set[str] = set()
    for number in range(ROUNDS):
        for kind, strategy in strategies.items():
            if number == 0 or kinds[kind] & missing - OPTIONS.keys():
                found = examples(strategy, parse, number)
                kinds[kind] = kinds.get(kind, set()) | found.keys()
                for name, values in found.items():
                    told[name] |= values
        missing = {name for name, values in told.items() if len(values) < 2}
    return missing


def inside(body: Json) -> Any:
    """An aggregation, in a bucket that it may stand in."""
    return parse_aggregations({"x": {"filter": {"match_all": {}}, "aggs": {"x": body}}})


def test_every_option_is_asked_for() -> None:
    assert never_varied(queries.KINDS, parse_query) | never_varied(aggregations.EVERY, inside) == OPTIONS.keys()
