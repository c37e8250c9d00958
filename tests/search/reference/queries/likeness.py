"""``more_like_this``: some of the words that tell most about a text or a document."""

from __future__ import annotations

import math
from collections import Counter

from tests.search.reference.bm25 import Float, having, terms_of
from tests.search.reference.corpus import TEXTS, Corpus, Document
from tests.search.reference.queries.evaluation import Score, evaluate, query
from tests.search.reference.queries.fulltext import least
from tests.search.reference.queries.terms import analyzed
from tests.search.reference.schema import Json


def chosen(counts: Counter[str], fields: list[str], corpus: Corpus, body: Json, skipped: set[tuple[str, str]], of: str) -> list[Json]:
    """A query for each of the best words, in that field where most documents have it. They may count as much as they are better than the
    least of them.
    """
    found: list[tuple[float, str, Json]] = []
    for word, times in counts.items():
        short = len(word) < body.get("min_word_length", 0) or len(word) > (body.get("max_word_length") or math.inf)
        if times < body.get("min_term_freq", 2) or short or word in body.get("stop_words", []) or (of, word) in skipped:
            continue
        best = max(fields, key=lambda name: having(corpus, name, word))
        documents = having(corpus, best, word)
        if documents and body.get("min_doc_freq", 5) <= documents <= body.get("max_doc_freq", math.inf):
            rare = Float(math.log((len(corpus.documents) + 1) / (documents + 1)) + 1)
            found.append((float(Float(times * rare)), word, {"term": {best: {"value": word}}}))
    found.sort(key=lambda each: (-each[0], each[1]))
    best = found[: body.get("max_query_terms", 25)]
    for value, _, clause in best if body.get("boost_terms") else []:
        next(iter(clause["term"].values()))["boost"] = float(Float(body["boost_terms"]) * Float(value) / Float(best[-1][0]))
    return [clause for _, _, clause in best]


@query("more_like_this")
def more_like_this(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """Each text and each field of the documents for itself; the documents themselves are not like themselves. What they shall not be like
    are texts, and documents where they shall be like documents.
    """
    fields, likes = body["fields"], body["like"] if isinstance(body["like"], list) else [body["like"]]
    unlike = body.get("unlike", [])
    first = corpus.schema.field(fields[0]) or {}
    texts = [each for each in likes if isinstance(each, str)]
    ids = [each["_id"] for each in likes if not isinstance(each, str)]
    skipped = {(fields[0], word) for text in unlike if isinstance(text, str) for word, _ in analyzed(first, text)}
    others = [found for each in unlike if ids and isinstance(each, dict) and (found := corpus.get(each["_id"])) is not None]
    skipped |= {(name, word) for each in others for name in fields for word in words_of(each, name, corpus)}
    groups = []
    if ids:
        documents = [found for each in ids if (found := corpus.get(each)) is not None]
        groups.append([clause for name in fields for clause in _of_documents(documents, name, corpus, body, skipped)])
    if texts:
        counts = Counter(word for text in texts for word, _ in analyzed(first, text))
        groups.append(chosen(counts, fields, corpus, body, skipped, fields[0]))
    asked = body.get("minimum_should_match", "30%")
    should = [
        {"bool": {"should": group, "minimum_should_match": max(least(asked, len(group)), 1)}} if group else {"match_none": {}}
        for group in groups
    ]
    without = [] if body.get("include") else [{"ids": {"values": ids}}]
    return evaluate({"bool": {"should": should, "must_not": without, "boost": body.get("boost", 1.0)}}, corpus, document, boost)


def words_of(document: Document, name: str, corpus: Corpus) -> list[str]:
    """The terms of a field."""
    return document.words(name) if corpus.schema.type_of(name) in TEXTS else terms_of(document, name)


def _of_documents(documents: list[Document], name: str, corpus: Corpus, body: Json, skipped: set[tuple[str, str]]) -> list[Json]:
    counts = Counter(term for each in documents for term in words_of(each, name, corpus))
    return chosen(counts, [name], corpus, body, skipped, name)
