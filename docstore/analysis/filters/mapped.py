"""A filter that is a function of the term."""

from __future__ import annotations

from collections.abc import Callable

from docstore.analysis.casing import lower
from docstore.analysis.component import TermFilter


class Mapped(TermFilter):
    """Each term becomes what the function says; None drops it."""

    def __init__(self, function: Callable[[str], str | None], *, normalizes: bool = False) -> None:
        self._function = function
        self.normalizes = normalizes  # type: ignore[misc]

    @property
    def lowers(self) -> bool:
        """Whether it is lower case and nothing else."""
        return self._function is lower

    def term(self, term: str) -> str | None:
        """What a term becomes."""
        return self._function(term)
