"""Terms that stand for each other: scored as if they were one (Lucene's ``SynonymQuery``)."""

from __future__ import annotations

import numpy as np

from docstore.columns.view import IndexView
from docstore.frozen import frozen
from docstore.query.fulltext.clause import Clause
from docstore.query.matcher import MatchesNone
from docstore.query.scorer import NO_BOOST, Boost, Scored, Uniform
from docstore.query.targets import target_of
from docstore.query.targets.mapped import TextTarget


@frozen
class Synonyms(Clause):
    """One of these terms, as they are in the dictionary of a field."""

    field: str
    terms: tuple[str, ...]
    boost: float = 1.0

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """An unmapped field matches nothing."""
        target = target_of(view, self.field)
        if target is None:
            return Scored(MatchesNone(view), Uniform(np.float32(0), self.text))
        matcher = target.terms(self.terms)
        scorer = target.terms_scorer(self.terms, self.boosted(boost)) if isinstance(target, TextTarget) else None
        return Scored(matcher, scorer or Uniform(self.boosted(boost), self.text))

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        if len(self.terms) == 1:
            return f"{self.field}:{self.terms[0]}"
        return f"Synonym({' '.join(f'{self.field}:{term}' for term in self.terms)})"
