"""Queries for the words of a text in one field."""

from __future__ import annotations

from itertools import product

from tests.search.reference.bm25 import phrase_score, rarity_of, score, synonym_score, term_score
from tests.search.reference.corpus import TEXTS, Corpus, Document
from tests.search.reference.queries.evaluation import Score, added, constant, one_field, query
from tests.search.reference.queries.expansion import every_term
from tests.search.reference.queries.terms import alike, analyzed, prefix, term
from tests.search.reference.schema import Json
from tests.search.reference.words import Segment, segments


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


def cut(field: Json, how: Json) -> list[tuple[str, int]]:
    """The words that are asked for, by the analyzer that is asked for."""
    return analyzed(field | ({"search_analyzer": how["analyzer"]} if "analyzer" in how else {}), how["query"])


def word_score(corpus: Corpus, document: Document, field: str, word: str, how: Json, boost: float) -> Score:
    """One word, or those like it."""
    if "fuzziness" in how:
        how = {**how, "transpositions": how.get("fuzzy_transpositions", True)}
        return alike(corpus, document, field, word, {**how, "rewrite": how["fuzzy_rewrite"]} if "fuzzy_rewrite" in how else how, boost)
    return term_score(corpus, document, field, word, boost)


@query("match")
def match(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "query", boost)
    mapped = corpus.schema.field(field)
    if mapped is None:
        return None
    if mapped["type"] not in TEXTS and long.get("lenient"):
        return None  # of a word that is no value of the field
    if mapped["type"] not in TEXTS:
        return term({field: {"value": long["query"]}}, corpus, document, boost)
    if field == "ts":
        return linked(segments(long["query"]), long, corpus, document, field, boost)
    words = cut(mapped, long)
    if not words:
        return constant(long.get("zero_terms_query") == "all", boost)
    if len(words) == 1:
        return word_score(corpus, document, field, words[0][0], long, boost)
    return enough([word_score(corpus, document, field, word, long, boost) for word, _ in words], long)


def linked(every: list[Segment], how: Json, corpus: Corpus, document: Document, field: str, boost: float) -> Score:
    """Each piece in any of the ways to say it."""
    scores = [said(each, how, corpus, document, field, boost) for each in every]
    return scores[0] if len(scores) == 1 else enough(scores, how)


def said(ways: Segment, how: Json, corpus: Corpus, document: Document, field: str, boost: float) -> Score:
    """Single words as if they were one; several words as a phrase, or, if it is not wanted, wherever they stand."""
    if all(len(way) == 1 for way in ways):
        return synonym_score(corpus, document, field, [word for (word,) in ways], boost)
    found: list[Score] = []
    for way in ways:
        if len(way) > 1 and how.get("auto_generate_synonyms_phrase_query", True):
            found.append(phrase_score(corpus, document, field, [(word, place) for place, word in enumerate(way)], boost))
        else:
            found.append(enough([term_score(corpus, document, field, word, boost) for word in way], {"operator": "and"}))
    return added(found)


def linked_phrase(every: list[Segment], corpus: Corpus, document: Document, field: str, boost: float) -> Score:
    """All ways to say the whole. Where a way has several words, each word counts once for how rare the whole is."""
    if all(len(way) == 1 for segment in every for way in segment):
        places = [[word for (word,) in segment] for segment in every]
        if len(places) == 1:
            return synonym_score(corpus, document, field, places[0], boost)
        return phrase_score(corpus, document, field, [(words, place) for place, words in enumerate(places)], boost)
    there = set(document.tokens(field))
    ways = [[word for part in parts for word in part] for parts in product(*every)]
    starts = {place for _, place in there}
    tf = sum(any(all((word, start + at) in there for at, word in enumerate(way)) for way in ways) for start in starts)
    words = sorted({word for segment in every for way in segment for word in way})
    return score(corpus, document, field, rarity_of(corpus, field, words), tf, boost) if tf else None


@query("match_phrase")
def match_phrase(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    field, long, boost = one_field(body, "query", boost)
    if field == "ts":
        return linked_phrase(segments(long["query"]), corpus, document, field, boost)
    words = cut(corpus.schema.field(field) or {}, long)
    if len(words) == 1:
        return term_score(corpus, document, field, words[0][0], boost)
    if not words:
        return constant(long.get("zero_terms_query") == "all", boost)
    return phrase_score(corpus, document, field, words, boost, long.get("slop", 0))


@query("match_phrase_prefix")
def match_phrase_prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """The last word is the beginning of one: all words that begin so may stand there."""
    field, long, boost = one_field(body, "query", boost)
    words = cut(corpus.schema.field(field) or {}, long)
    if not words:
        return constant(long.get("zero_terms_query") == "all", boost)
    *before, (last, place) = words
    every = [word for word in every_term(corpus, field) if word.startswith(last)][: long.get("max_expansions", 50)]
    return phrase_score(corpus, document, field, [*before, (every, place)], boost) if every else None


@query("match_bool_prefix")
def match_bool_prefix(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """All words but the last as terms, the last as a prefix."""
    field, long, boost = one_field(body, "query", boost)
    every = cut(corpus.schema.field(field) or {}, long)
    if not every:
        return None
    *words, (last, _) = every
    scores = [word_score(corpus, document, field, word, long, boost) for word, _ in words]
    scores.append(prefix({field: {"value": last}}, corpus, document, boost))
    return enough(scores, long) if len(scores) > 1 else scores[0]
