"""``script_score`` as a function: the place where scripts will come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import NotImplementedByDocstoreError
from docstore.query.functions.function import BoundFunction, ScoreFunction, score_function
from docstore.query.wire import Json


@score_function("script_score")
@dataclass(frozen=True, slots=True)
class ScriptScore(ScoreFunction):
    """A score that a script computes: refused, scripts are not supported."""

    @classmethod
    def parse(cls, body: Json) -> Self:
        """:raises NotImplementedByDocstoreError: always."""
        raise NotImplementedByDocstoreError("docstore does not support scripts: [script_score] cannot be used in [function_score]")

    def bind(self, view: IndexView) -> BoundFunction:
        """Never reached."""
        raise NotImplementedByDocstoreError("docstore does not support scripts")
