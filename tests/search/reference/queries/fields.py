"""Queries for the words of a text in several fields."""

from __future__ import annotations

from tests.search.reference.bm25 import Float, formula, having, rarity, squeezed, term_score, weight_of
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.queries.evaluation import Score, best, constant, query
from tests.search.reference.queries.fulltext import enough, match, match_bool_prefix, match_phrase, match_phrase_prefix
from tests.search.reference.queries.terms import analyzed
from tests.search.reference.schema import Json

EACH = {
    "best_fields": match,
    "most_fields": match,
    "phrase": match_phrase,
    "phrase_prefix": match_phrase_prefix,
    "bool_prefix": match_bool_prefix,
}
ADDED = ("most_fields", "bool_prefix")


def weighted(names: list[str]) -> dict[str, float]:
    """Fields with what each counts."""
    return {name.partition("^")[0]: float(name.partition("^")[2] or 1) for name in names}


@query("multi_match")
def multi_match(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    how = {key: value for key, value in body.items() if key not in ("fields", "type", "boost", "tie_breaker")}
    kind = body.get("type", "best_fields")
    if kind == "cross_fields":
        return cross_fields(body, corpus, document, boost)
    scores = [EACH[kind]({name: how}, corpus, document, boost * own) for name, own in weighted(body["fields"]).items()]
    return best(scores, body.get("tie_breaker", 1.0 if kind in ADDED else 0.0))


def cross_fields(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """Each word in the best of the fields; it is as rare in all of them as where most documents have it."""
    fields = weighted(body["fields"])
    first = next(iter(fields))
    words = analyzed(corpus.schema.field(first) or {}, body["query"])
    scores = []
    for word, _ in words:
        stated = blended(corpus, list(fields), word)
        every = [term_score(corpus, document, name, word, boost * own, stated[name]) for name, own in fields.items()]
        scores.append(best(every, body.get("tie_breaker", 0.0)))
    return scores[0] if len(scores) == 1 else enough(scores, body)


def blended(corpus: Corpus, fields: list[str], word: str) -> dict[str, int]:
    """How many documents are said to have a word in each field: as many as where most have it, and one more for each rarer field."""
    counts = {name: having(corpus, name, word) for name in fields}
    if len(fields) == 1:
        return counts
    lengths = [sum(len(each.words(name)) for each in corpus.around(name)) for name in fields if counts[name]]
    limit = min([len(corpus.documents), *lengths])
    ordered = sorted((name for name in fields if counts[name]), key=lambda name: -counts[name])
    stated, before = {}, 0
    for name in ordered:
        if name == ordered[0]:
            said = min(limit, counts[name])
        elif counts[name] < before:
            said += 1
        stated[name] = min(limit, said, len(corpus.around(name)))
        before = counts[name]
    return {name: stated.get(name, 0) for name in fields}


@query("combined_fields")
def combined_fields(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """As if the texts of all fields were one; each field is as often in it as it counts."""
    boost *= body.get("boost", 1.0)
    fields = weighted(body["fields"])
    words = analyzed(corpus.schema.field(next(iter(fields))) or {}, body["query"])
    if not words:
        return constant(body.get("zero_terms_query") == "all", boost)
    documents = max(len(corpus.around(name)) for name in fields)
    if not documents:
        return None
    total = 0
    for name, own in fields.items():
        total = int(total + own * sum(len(each.words(name)) for each in corpus.around(name)))
    scores: list[Score] = []
    for word, _ in words:
        tf = sum(own * document.words(name).count(word) for name, own in fields.items())
        length = squeezed(round_up(sum(own * squeezed(len(document.words(name))) for name, own in fields.items())))
        rare = rarity(documents, max(having(corpus, name, word) for name in fields))
        scores.append(formula(weight_of(rare, boost), tf, length, Float(total / documents)) if tf else None)
    return scores[0] if len(scores) == 1 else enough(scores, body)


def round_up(value: float) -> int:
    """The nearest whole number, a half upwards."""
    return int(value + 0.5)
