"""Czech, after Dolamic and Savoy: case endings, possessives, and letters that change before them."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_CASES = (
    cut(7, "atech"),
    cut(6, "ětem etem atům"),
    cut(5, "ech ich ích ého ěmi emi ému ěte ete ěti eti ího iho ími ímu imu ách ata aty ých ama ami ové ovi ými"),
    cut(4, "em es ém ím ům at ám os us ým mi ou"),
    cut(3, "a e i o u ů y á é í ý ě"),
)
_POSSESSIVES = (cut(5, "ov in ův", 2),)
_LETTERS = (cut(1, "čt", tail="ck"), cut(1, "št", tail="sk"), cut(0, "c č", tail="k"), cut(0, "z ž", tail="h"))


def stem(term: str) -> str:
    """``CzechStemmer``.

    >>> [stem(term) for term in ("pánové", "hradů", "moře", "předsedům", "ženách", "Karlův")]
    ['pán', 'hrad', 'moř', 'předsd', 'žn', 'Karl']
    """
    term = first_cut(_POSSESSIVES, first_cut(_CASES, term))
    made = first_cut(_LETTERS, term)
    if made != term:
        return made
    if len(term) > 1 and term[-2] == "e":
        return term[:-2] + term[-1]
    if len(term) > 2 and term[-2] == "ů":
        return term[:-2] + "o" + term[-1]
    return term
