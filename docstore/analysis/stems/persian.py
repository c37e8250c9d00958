"""Persian, behind its normalization: common suffixes."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, every_cut

_SUFFIXES = tuple(cut(len(suffix) + 1, suffix) for suffix in ("ات", "ان", "ترين", "تر", "يي", "ي", "ها", "\u200c"))


def stem(term: str) -> str:
    """``PersianStemmer``.

    >>> [stem(term) for term in ("دوستان", "كتابها", "بهترين")]
    ['دوست', 'كتاب', 'به']
    """
    return every_cut(_SUFFIXES, term)
