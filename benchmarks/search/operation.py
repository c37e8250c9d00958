"""What is measured, without the words of any engine."""

from __future__ import annotations

from dataclasses import dataclass

HITS = 10
"""How many hits are returned, each with its source; all that match are counted."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One search. What a kind does not use stands at its default."""

    kind: str
    field: str
    text: str = ""
    low: int = 0
    high: int = 0
    number: str = ""
    descending: bool = True


KINDS = {
    "match": "match 2 terms",
    "phrase": "phrase",
    "bool": "bool + range",
    "prefix": "prefix",
    "fuzzy": "fuzzy",
    "range": "range",
    "terms": "terms agg",
    "terms_avg": "terms + avg",
    "sort": "sort",
}
"""Kinds of operations and their titles. ``match`` wants any of two terms, ``bool`` one term and a number in an interval, ``prefix`` and
``terms`` are over whole values, the aggregations and ``sort`` over all documents."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found: how many (of an aggregation: how many buckets), and the sources."""

    total: int
    sources: list[dict[str, object]]
