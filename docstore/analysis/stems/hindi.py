"""Hindi, behind its normalization: "A Lightweight Stemmer for Hindi" of Ramanathan and Rao."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_SUFFIXES = (
    cut(6, "ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयाँ ाइयों ाइयां"),
    cut(5, "ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियाँ ियों ियां"),
    cut(4, "ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं"),
    cut(3, "कर ाओ िए ाई ाए ने नी ना ते ीं ती ता ाँ ां ों ें"),
    cut(2, "ो े ू ु ी ि ा"),
)


def stem(term: str) -> str:
    """``HindiStemmer``.

    >>> [stem(term) for term in ("लडका", "लडके", "लडकों", "गुरुओं", "दोस्त")]
    ['लडक', 'लडक', 'लडक', 'गुर', 'दोस्त']
    """
    return first_cut(_SUFFIXES, term)
