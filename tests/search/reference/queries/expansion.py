"""What becomes of the terms that a pattern accepts (``rewrite``)."""

from __future__ import annotations

from collections.abc import Callable

from tests.search.reference.bm25 import having, term_score, terms_of
from tests.search.reference.corpus import TEXTS, Corpus, Document
from tests.search.reference.queries.evaluation import Score, added, constant
from tests.search.reference.schema import Json

Boosted = tuple[str, float]
"""A term, and how much it counts."""


def every_term(corpus: Corpus, field: str) -> list[str]:
    """All terms of a field, ascending."""
    text = corpus.schema.type_of(field) in TEXTS
    return sorted({each for document in corpus.around(field) for each in (document.words(field) if text else terms_of(document, field))})


def accepted(corpus: Corpus, field: str, accepts: Callable[[str], bool]) -> list[Boosted]:
    """The terms for which a pattern holds."""
    return [(each, 1.0) for each in every_term(corpus, field) if accepts(each)]


def rewritten(found: list[Boosted], corpus: Corpus, document: Document, field: str, how: Json, boost: float) -> Score:
    """The score of a document: that of its terms together, or the boost of each, or the boost."""
    rewrite = how.get("rewrite", "constant_score")
    name, _, most = rewrite.rpartition("_") if rewrite.startswith("top_") else (rewrite, "", "")
    if name.startswith("constant_score"):
        return constant(any(has_term(document, field, each) for each, _ in found), boost)
    if most:
        found = sorted(found, key=lambda each: (-each[1], each[0]))[: int(most)]
    if name == "top_terms_boost":
        return added([constant(has_term(document, field, each), boost * own) for each, own in found])
    stated = max((having(corpus, field, each) for each, _ in found), default=0) if name == "top_terms_blended_freqs" else None
    return added([term_score(corpus, document, field, each, boost * own, stated) for each, own in found])


def has_term(document: Document, field: str, term: str) -> bool:
    """Whether it is there."""
    return term in (document.words(field) if document.schema.type_of(field) in TEXTS else terms_of(document, field))
