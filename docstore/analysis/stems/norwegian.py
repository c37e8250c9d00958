"""Norwegian, light and minimal: Bokmål and Nynorsk."""

from __future__ import annotations

from docstore.analysis.stems.cuts import Cut, cut, first_cut


def light(term: str) -> str:
    """``NorwegianLightStemmer`` for Bokmål.

    >>> [light(term) for term in ("hemmeligheten", "følelser", "husene", "kaker", "billigst")]
    ['hemmelig', 'føl', 'hus', 'kak', 'billig']
    """
    return first_cut(_BOKMAAL, _without_s(term))


def light_nynorsk(term: str) -> str:
    """``NorwegianLightStemmer`` for Nynorsk.

    >>> [light_nynorsk(term) for term in ("hemmelegheita", "gutane", "gutar")]
    ['hemmeleg', 'gut', 'gut']
    """
    return first_cut(_NYNORSK, _without_s(term))


def minimal(term: str) -> str:
    """``NorwegianMinimalStemmer`` for Bokmål."""
    return first_cut((cut(5, "ene"), cut(4, "er en et"), cut(3, "a e")), _without_s(term))


def minimal_nynorsk(term: str) -> str:
    """``NorwegianMinimalStemmer`` for Nynorsk."""
    return first_cut((cut(5, "ene ane"), cut(4, "er en et ar"), cut(3, "a e")), _without_s(term))


def _without_s(term: str) -> str:
    return term[:-1] if len(term) > 4 and term[-1] == "s" else term


_BOKMAAL: tuple[Cut, ...] = (
    cut(7, "heter heten"),
    cut(5, "dom het"),
    cut(7, "elser elsen"),
    cut(6, "ende else este eren"),
    cut(5, "ere est ene"),
    cut(4, "er en et st te"),
    cut(3, "a e n"),
)
_NYNORSK: tuple[Cut, ...] = (
    cut(7, "heita"),
    cut(8, "heiter leiken leikar"),
    cut(5, "dom"),
    cut(6, "heit semd leik"),
    cut(7, "elser elsen"),
    cut(6, "ande else aste aren"),
    cut(5, "are ast ene ane"),
    cut(4, "er en et ar te"),
    cut(3, "a e n"),
)
