"""Finnish, light, after Jacques Savoy."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_LETTERS = str.maketrans("äåö", "aao")
_VOWELS = frozenset("aeiouy")
_CLITICS = (cut(8, "kin"), cut(8, "ko"))
_LONG = (cut(11, "dellinen"), cut(11, "dellisuus"))
_ADVERBS = (cut(5, "lla tse sti"), cut(5, "ni"), cut(5, "aa", 1))
_CASES = (
    cut(8, "nnen", tail="s"),
    cut(8, "ntena", tail="s"),
    cut(8, "tten"),
    cut(8, "eiden"),
    cut(6, "neen niin seen teen inen"),
    *(cut(6, f"h{vowel}n") for vowel in "aeiouy"),
    cut(6, "den", tail="s"),
    cut(6, "ksen", tail="s"),
    cut(6, "ssa sta lla lta tta ksi lle"),
    cut(5, "na ne"),
    cut(5, "nei"),
    cut(4, "ja ta"),
    cut(4, "a"),
)


def light(term: str) -> str:
    """``FinnishLightStemmer``.

    >>> [light(term) for term in ("aseistettujen", "talossa", "taloissa")]
    ['aseistet', 'talo', 'talo']
    """
    if len(term) < 4:
        return term
    term = term.translate(_LETTERS)
    while (shorter := first_cut(_CLITICS, term)) != term:
        term = shorter
    term = first_cut(_ADVERBS, first_cut(_LONG, term))
    return _undoubled(_normal(_case(term)))


def _case(term: str) -> str:
    made = first_cut(_CASES, term)
    if made == term and len(term) > 4 and term[-1] == "n":
        return term[:-2] if term[-2] in _VOWELS else term[:-1]
    return made


def _normal(term: str) -> str:
    if len(term) > 5 and term.endswith("hde"):
        term = term[:-3] + "ksi"
    return first_cut((cut(4, "ei at"), cut(3, "t s j e a i")), term)


def _undoubled(term: str) -> str:
    if len(term) > 8 and term[-1] in "eou":
        term = term[:-1]
    if len(term) > 4 and term[-1] == "i":
        term = term[:-1]
    if len(term) <= 4:
        return term
    made = term[0]
    for letter in term[1:]:
        if letter != made[-1] or letter not in "kpt":
            made += letter
    return made
