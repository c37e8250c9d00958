"""Terms that become several at their position (``Analyzer.stacked``): worked out once for each, then only numbers."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np

from docstore.columns.rows import Ints


class Stacks:
    """What has become of the terms that it was asked for."""

    def __init__(self, terms: Callable[[str], list[str]], number: Callable[[str], int]) -> None:
        """``terms`` is what a term becomes, ``number`` that of one of these."""
        self._become, self._number_of = terms, number
        self._numbers: dict[str, int] = {}
        self._starts, self._terms = array("q", [0]), array("q")

    def number(self, term: str) -> int:
        """That of a term before it becomes others."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            self._terms.extend(map(self._number_of, self._become(term)))
            self._starts.append(len(self._terms))
        return number

    def read(self, numbers: Ints) -> tuple[Ints, Ints]:
        """How many terms become of each of these, and the numbers of them all in this order."""
        starts, terms = np.frombuffer(self._starts, dtype=np.int64), np.frombuffer(self._terms, dtype=np.int64)
        begins = starts[numbers]
        heights = starts[numbers + 1] - begins
        ends = np.cumsum(heights)
        slots = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - (ends - heights), heights)
        return heights, terms[slots]
