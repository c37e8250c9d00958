"""Queries for the words of a text in one field."""

from __future__ import annotations

from tests.search.reference.bm25 import phrase_score, term_score
from tests.search.reference.corpus import TEXTS, Corpus, Document
from tests.search.reference.queries.evaluation import Score, added, one_field, query
from tests.search.reference.queries.terms import alike, analyzed, prefix, term
from tests.search.reference.schema import Json


def enough(scores: list[Score], how: Json) -> Score:
    """The sum, where as many match as must."""
    found = [score for score in scores if score is not None]
    needed = len(scores) if how.get("operator", "or") == "and" else least(how.get("minimum_should_match", 1), len(scores))
    return added(list(found)) if len(found) >= max(needed, 1) else None


def least(asked: str | int, count: int) -> int:
    """How many of so many: a number, what may be missing, or percents of either."""
    text = str(asked)
    if text.endswith("%"):
        share = int(abs(int(text[:-1])) * count / 100)
        return count - share if text.startswith("-") else share
    return count + int(text) if int(text) < 0 else int(text)


def word_score(corpus: Corpus, document: Document, field: str, word: str, how: Json, boost: float) -> Score:
    """One word, or those like it."""
    if "fuzziness" in how:
        return alike(corpus, document, field, word, {**how, "transpositions": how.get("fuzzy_transpositions", True)}, boost)
    return term_score(corpus, document, field, word, boost)


@query("match")
def match(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "query", boost)
    mapped = corpus.schema.field(field)
    if mapped is None:
        return None
    if mapped["type"] not in TEXTS:
        return term({field: {"value": long["query"]}}, corpus, document, boost)
    words = analyzed(mapped, long["query"])
    if not words and long.get("zero_terms_query") == "all":
        return added([boost])  # type: ignore[list-item]
    if len(words) == 1:
        return word_score(corpus, document, field, words[0][0], long, boost)
    return enough([word_score(corpus, document, field, word, long, boost) for word, _ in words], long)


@query("match_phrase")
def match_phrase(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "query", boost)
    words = analyzed(corpus.schema.field(field) or {}, long["query"])
    if len(words) == 1:
        return term_score(corpus, document, field, words[0][0], boost)
    return phrase_score(corpus, document, field, words, boost) if words else None


@query("match_phrase_prefix")
def match_phrase_prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """The last word is the beginning of one: all words that begin so may stand there."""
    field, long, boost = one_field(body, "query", boost)
    words = analyzed(corpus.schema.field(field) or {}, long["query"])
    if not words:
        return None
    *before, (last, place) = words
    every = sorted({word for each in corpus.around(field) for word in each.words(field) if word.startswith(last)})
    return phrase_score(corpus, document, field, [*before, (every, place)], boost) if every else None


@query("match_bool_prefix")
def match_bool_prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """All words but the last as terms, the last as a prefix."""
    field, long, boost = one_field(body, "query", boost)
    *words, (last, _) = analyzed(corpus.schema.field(field) or {}, long["query"])
    scores = [word_score(corpus, document, field, word, long, boost) for word, _ in words]
    scores.append(prefix({field: {"value": last}}, corpus, document, boost))
    return enough(scores, long) if len(scores) > 1 else scores[0]
