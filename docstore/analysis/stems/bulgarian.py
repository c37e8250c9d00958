"""Bulgarian, after Jacques Savoy: articles, plurals, then what is left of a declension."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_ARTICLES = (cut(6, "ият"), cut(5, "ът то те та ия"), cut(4, "ят"))
_BEFORE_E = (
    cut(6, "овци", 3),
    cut(6, "ове"),
    cut(6, "еве", tail="й"),
    cut(5, "ища"),
    cut(5, "та"),
    cut(5, "ци", tail="к"),
    cut(5, "зи", tail="г"),
)
_BEHIND_E = (cut(4, "си", tail="х"), cut(4, "и"))
_VOWELS = (cut(0, "а о е"),)


def stem(term: str) -> str:
    """``BulgarianStemmer``.

    >>> [stem(term) for term in ("градът", "градове", "човекът", "братята", "река", "вестници")]
    ['град', 'град', 'човек', 'брат', 'рек', 'вестник']
    """
    if len(term) < 4:
        return term
    if len(term) > 5 and term.endswith("ища"):
        return term[:-3]
    term = _singular(first_cut(_ARTICLES, term))
    if len(term) > 3:
        term = first_cut(_VOWELS, term.removesuffix("я"))
    if len(term) > 4 and term.endswith("ен"):
        term = term[:-2] + "н"
    if len(term) > 5 and term[-2] == "ъ":
        term = term[:-2] + term[-1]
    return term


def _singular(term: str) -> str:
    made = first_cut(_BEFORE_E, term)
    if made != term:
        return made
    if len(term) > 5 and term[-3] == "е" and term[-1] == "и":
        return term[:-3] + "я" + term[-2]
    return first_cut(_BEHIND_E, term)
