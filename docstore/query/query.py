"""A parsed query: a recipe that knows no index."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

from docstore.columns.view import IndexView
from docstore.query.matcher import Matcher

Json = dict[str, Any]


class Query(ABC):
    """What was asked for, as a frozen value. Parse, bind, run: ``parse`` makes it from JSON, ``bind`` meets the
    mapping.
    """

    kind: ClassVar[str]
    boost: float
    name: str | None

    @classmethod
    @abstractmethod
    def parse(cls, body: Json) -> Self:
        """The query of a clause's body; unknown keys fail here."""

    @abstractmethod
    def bind(self, view: IndexView) -> Matcher:
        """The query on one index. Notes every column it needs on the view, builds none."""
