"""BM25 as Lucene works it out, from its published formula, in 32 bits where Lucene uses them.

weight = boost * (k1 + 1) * ln(1 + (N - n + 0.5) / (n + 0.5)); score = weight - weight / (1 + tf / (k1 * (1 - b + b * length / average))).
Lengths are kept in one byte (``SmallFloat.intToByte4``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tests.search.reference import sloppy
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.sloppy import Finger

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


def terms_of(document: Document, field: str) -> list[str]:
    """All terms of a field, of a text with repetitions."""
    if document.schema.type_of(field) == "text":
        return document.words(field)
    return [("T" if value else "F") if isinstance(value, bool) else value for value in document.distinct(field)]


def rarity(documents: int, having: int) -> Float:
    """How rare something is."""
    return Float(math.log(1 + (documents - having + 0.5) / (having + 0.5)))


def having(corpus: Corpus, field: str, term: str) -> int:
    """How many have a term."""
    return sum(term in terms_of(document, field) for document in corpus.around(field))


def idf(corpus: Corpus, field: str, term: str, stated: int | None = None) -> Float:
    """How rare a term is among the documents that have the field."""
    return rarity(len(corpus.around(field)), having(corpus, field, term) if stated is None else stated)


def rarity_of(corpus: Corpus, field: str, words: Sequence[str]) -> Float:
    """How rare words are together; those that nobody has are left out."""
    return Float(sum(float(idf(corpus, field, word)) for word in words if having(corpus, field, word)))


def formula(weight: Float, tf: float, length: float, average: Float) -> Float:
    """The last step."""
    inverse = Float(1) / (K1 * ((Float(1) - B) + B * Float(length) / average))
    return Float(weight - weight / (Float(1) + Float(tf) * inverse))


def weight_of(rare: Float, boost: float) -> Float:
    """What a term can count at most."""
    return Float(boost) * (Float(1) + K1) * rare


def score(corpus: Corpus, document: Document, field: str, rare: Float, tf: float, boost: float) -> Float:
    """Of something that is in a document ``tf`` times. Words at one place count once for its length, and each for the average."""
    lengths = [len(terms_of(each, field)) for each in corpus.around(field)]
    average = Float(sum(lengths) / len(lengths))
    mapped = corpus.schema.field(field) or {}
    normed = mapped["type"] == "text" and mapped.get("norms", True)
    length = squeezed(len({place for _, place in document.tokens(field)})) if normed else 1
    return formula(weight_of(rare, boost), tf, length, average)


def term_score(corpus: Corpus, document: Document, field: str, term: str, boost: float, stated: int | None = None) -> Float | None:
    """The score of a term; None where it is not. ``stated`` is how many are said to have it."""
    if corpus.schema.type_of(field) == "match_only_text":
        return Float(boost) if term in document.words(field) else None
    tf = terms_of(document, field).count(term)
    return score(corpus, document, field, idf(corpus, field, term, stated), tf, boost) if tf else None


Phrase = Sequence[tuple[str | Sequence[str], int]]
"""Words, or several for one place, with their places."""


def _any(words: str | Sequence[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def frequency(document: Document, field: str, phrase: Phrase) -> int:
    """How often words stand at these distances."""
    there = set(document.tokens(field))
    starts = {place - phrase[0][1] for word, place in there if word in _any(phrase[0][0])}
    return sum(all(any((word, start + place) in there for word in _any(words)) for words, place in phrase) for start in starts)


def sloppy_frequency(document: Document, field: str, phrase: Phrase, slop: int) -> float:
    """How often words stand nearly at these distances."""
    there = sorted(document.tokens(field), key=lambda token: token[1])
    fingers = [Finger(tuple(_any(words)), own, [at for word, at in there if word in _any(words)]) for words, own in phrase]
    return sloppy.frequency(fingers, slop)


def phrase_score(corpus: Corpus, document: Document, field: str, phrase: Phrase, boost: float, slop: int = 0) -> Float | None:
    """The score of words at given distances, or nearly so."""
    tf = sloppy_frequency(document, field, phrase, slop) if slop else frequency(document, field, phrase)
    if not tf:
        return None
    if corpus.schema.type_of(field) == "match_only_text":
        return Float(boost)
    rare = rarity_of(corpus, field, [word for words, _ in phrase for word in _any(words)])
    return score(corpus, document, field, rare, tf, boost)


def synonym_score(corpus: Corpus, document: Document, field: str, words: Sequence[str], boost: float) -> Float | None:
    """Words that are one: as often as all of them, as rare as the most frequent."""
    tf = sum(terms_of(document, field).count(word) for word in words)
    most = max(having(corpus, field, word) for word in words)
    return score(corpus, document, field, rarity(len(corpus.around(field)), most), tf, boost) if tf else None
