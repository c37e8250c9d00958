"""Hungarian, light, after Jacques Savoy: cases, possessives, plurals."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_LETTERS = str.maketrans("áëéíóőõöúűũûü", "aeeioooouuuuu")
_VOWELS = frozenset("aeiouy")


def light(term: str) -> str:
    """``HungarianLightStemmer``.

    >>> [light(term) for term in ("házakat", "házaknak", "könyvek")]
    ['haz', 'haz', 'konyv']
    """
    term = _without_case(term.translate(_LETTERS))
    term = _without_plural(_without_possessive(term))
    return term[:-1] if len(term) > 3 and term[-1] in "aeio" else term


_LONG_CASES = (cut(6, "kent"), cut(5, "nak nek val vel ert rol ban ben bol nal nel hoz hez tol"))
_CASES = (cut(4, "at et ot va ve ra re ba be ul ig"),)


def _without_case(term: str) -> str:
    made = first_cut(_LONG_CASES, term)
    if made != term:
        return made
    if len(term) > 5 and term.endswith(("al", "el")) and _doubled(term, 3):
        return term[:-3]
    made = first_cut(_CASES, term)
    if made != term or len(term) <= 4:
        return made
    if term.endswith(("on", "en")) and term[-3] not in _VOWELS:
        return term[:-2]
    if term[-1] in "tn":
        return term[:-1]
    return term[:-2] if term[-1] in "ae" and _doubled(term, 2) else term


def _doubled(term: str, at: int) -> bool:
    """Whether the letter that far from the end is a consonant that stands twice."""
    return term[-at] not in _VOWELS and term[-at] == term[-at - 1]


_POSSESSIVES = (
    (6, 5, False, "atok otok etek"),
    (6, 0, False, "itek itok"),
    (5, 4, False, "unk tok tek"),
    (5, 4, True, "juk"),
    (5, 0, False, "ink"),
    (4, 3, False, "am em om ad ed od uk"),
    (4, 3, True, "nk ja je"),
    (4, 0, False, "im id ik"),
    (3, 2, False, "a e"),
    (3, 2, True, "m d"),
    (3, 0, False, "i"),
)
"""Longer than so much; where there must stand a vowel, or must not; endings."""


def _without_possessive(term: str) -> str:
    for over, at, vowel, suffixes in _POSSESSIVES:
        if len(term) > over and (not at or (term[-at] in _VOWELS) is vowel):
            made = first_cut((cut(over, suffixes),), term)
            if made != term:
                return made
    return term


def _without_plural(term: str) -> str:
    if len(term) <= 3 or term[-1] != "k":
        return term
    return term[:-2] if len(term) > 4 and term[-2] in "aoe" else term[:-1]
