"""BM25 as Lucene works it out, from its published formula, in 32 bits where Lucene uses them.

weight = boost * (k1 + 1) * ln(1 + (N - n + 0.5) / (n + 0.5)); score = weight - weight / (1 + tf / (k1 * (1 - b + b * length / average))).
Lengths are kept in one byte (``SmallFloat.intToByte4``).
"""

from __future__ import annotations

import math

import numpy as np

from tests.search.reference.corpus import Corpus, Document, type_of

Float = np.float32
K1, B = Float(1.2), Float(0.75)


def squeezed(length: int) -> int:
    """A length as one byte remembers it: exact to 39, then 3 bits behind the first, from 24 on."""
    if length < 24:
        return length
    rest = length - 24
    bits = rest.bit_length()
    if bits < 4:
        return length
    shift = bits - 4
    return 24 + (rest >> shift << shift)


def has_term(document: Document, field: str, term: str) -> int:
    """How often; a keyword and a boolean are there or not."""
    if type_of(field) == "text":
        return sum(words.count(term) for words in document.words(field))
    return int(term in terms_of(document, field))


def terms_of(document: Document, field: str) -> list[str]:
    """All terms of a field, of a text with repetitions."""
    if type_of(field) == "text":
        return [word for words in document.words(field) for word in words]
    return [("T" if value else "F") if isinstance(value, bool) else value for value in document.distinct(field)]


def idf(corpus: Corpus, field: str, term: str) -> Float:
    """How rare a term is among the documents that have the field."""
    having = [document for document in corpus.documents if terms_of(document, field)]
    with_term = sum(has_term(document, field, term) > 0 for document in having)
    return Float(math.log(1 + (len(having) - with_term + 0.5) / (with_term + 0.5)))


def score(corpus: Corpus, document: Document, field: str, rarity: Float, tf: float, boost: float) -> Float:
    """Of something that is in a document ``tf`` times."""
    having = [each for each in corpus.documents if terms_of(each, field)]
    average = Float(sum(len(terms_of(each, field)) for each in having) / len(having))
    length = squeezed(len(terms_of(document, field))) if type_of(field) == "text" else 1
    inverse = Float(1) / (K1 * ((Float(1) - B) + B * Float(length) / average))
    weight = Float(boost) * (Float(1) + K1) * rarity
    return Float(weight - weight / (Float(1) + Float(tf) * inverse))


def term_score(corpus: Corpus, document: Document, field: str, term: str, boost: float) -> Float | None:
    """The score of a term; None where it is not."""
    tf = has_term(document, field, term)
    return score(corpus, document, field, idf(corpus, field, term), tf, boost) if tf else None


def phrase_score(corpus: Corpus, document: Document, field: str, phrase: list[str], boost: float) -> Float | None:
    """The score of words in a row, within one value."""
    tf = sum(words[at : at + len(phrase)] == phrase for words in document.words(field) for at in range(len(words)))
    if not tf:
        return None
    rarity = Float(sum(float(idf(corpus, field, word)) for word in phrase))
    return score(corpus, document, field, rarity, tf, boost)
