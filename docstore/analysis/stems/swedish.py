"""Swedish, light, after Jacques Savoy."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_LIGHT = (
    cut(7, "elser heten"),
    cut(6, "arne erna ande else aste orna aren"),
    cut(5, "are ast het"),
    cut(4, "ar er or en at te et"),
    cut(3, "t a e n"),
)


def light(term: str) -> str:
    """``SwedishLightStemmer``.

    >>> [light(term) for term in ("flickorna", "husets", "skolans")]
    ['flick', 'hus', 'skola']
    """
    return first_cut(_LIGHT, _without_s(term))


def _without_s(term: str) -> str:
    return term[:-1] if len(term) > 4 and term[-1] == "s" else term
