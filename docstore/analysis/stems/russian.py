"""Russian, light, after Dolamic and Savoy: case endings."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_CASES = (
    cut(6, "иями оями"),
    cut(5, "иям иях оях ями оям оьв ами его ему ери ими ого ому ыми оев"),
    cut(4, "ая яя ях юю ах ею их ия ию ьв ою ую ям ых ея ам ем ей ём ев ий им ое ой ом ов ые ый ым ми"),
    cut(3, "а е и о у й ы я ь"),
)
_ENDINGS = (cut(3, "ь и"), cut(3, "нн", 1))


def light(term: str) -> str:
    """``RussianLightStemmer``.

    >>> [light(term) for term in ("журналы", "журналистов", "журналами", "длинный")]
    ['журнал', 'журналист', 'журнал', 'длин']
    """
    return first_cut(_ENDINGS, first_cut(_CASES, term))
