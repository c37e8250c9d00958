"""Arabic: articles and conjunctions in front, common suffixes behind ("light10" of Larkey, Ballesteros and Connell)."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, every_cut

_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES = tuple(cut(len(suffix) + 1, suffix) for suffix in ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"))


def stem(term: str) -> str:
    """``ArabicStemmer``.

    >>> [stem(term) for term in ("الحسن", "والحسن", "زوجها", "ساهدات", "حسن")]
    ['حسن', 'حسن', 'زوج', 'ساهد', 'حسن']
    """
    for prefix in _PREFIXES:
        shortest = 4 if len(prefix) == 1 else len(prefix) + 2
        if len(term) >= shortest and term.startswith(prefix):
            term = term[len(prefix) :]
            break
    return every_cut(_SUFFIXES, term)
