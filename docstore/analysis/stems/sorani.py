"""Sorani Kurdish, behind its normalization: postpositions, possessives, then articles and plurals."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_POSTPOSITIONS = (cut(5, "دا"), cut(4, "نا", 1), cut(6, "ەوە"))
_POSSESSIVES = (cut(6, "مان یان تان"),)
_ENDINGS = (
    cut(6, "ێکی"),
    cut(7, "یەکی"),
    cut(5, "ێک"),
    cut(6, "یەک"),
    cut(6, "ەکە"),
    cut(5, "کە"),
    cut(7, "ەکان"),
    cut(6, "کان"),
    cut(7, "یانی"),
    cut(6, "انی"),
    cut(6, "یان"),
    cut(5, "ان"),
    cut(7, "یانە"),
    cut(6, "انە"),
    cut(5, "ایە ەیە", 2),
    cut(4, "ە"),
    cut(4, "ی"),
)


def stem(term: str) -> str:
    """``SoraniStemmer``.

    >>> [stem(term) for term in ("پیاوێک", "پیاوەکە", "پیاوەکان", "پیاوان", "دەرگایەک")]
    ['پیاو', 'پیاو', 'پیاو', 'پیاو', 'دەرگا']
    """
    return first_cut(_ENDINGS, first_cut(_POSSESSIVES, first_cut(_POSTPOSITIONS, term)))
