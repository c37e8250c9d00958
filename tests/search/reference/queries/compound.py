"""Queries made of others."""

from __future__ import annotations

import json
from base64 import b64decode

from tests.search.reference.bm25 import Float
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.queries.evaluation import Score, added, best, constant, evaluate, matches, query
from tests.search.reference.schema import Json


@query("match_all")
def match_all(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return Float(boost * body.get("boost", 1.0))


@query("match_none")
def match_none(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return None


@query("bool")
def bool_(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    parts = {part: body.get(part, []) for part in ("must", "filter", "should", "must_not")}
    if not any(parts.values()):
        return Float(boost)
    if not body.get("adjust_pure_negative", True) and not (parts["must"] or parts["filter"] or parts["should"]):
        return None
    if not all(matches(each, corpus, document) for each in [*parts["must"], *parts["filter"]]):
        return None
    if any(matches(each, corpus, document) for each in parts["must_not"]):
        return None
    should = [score for each in parts["should"] if (score := evaluate(each, corpus, document, boost)) is not None]
    needed = body.get("minimum_should_match", 1 if parts["should"] and not parts["must"] and not parts["filter"] else 0)
    if len(should) < needed:
        return None
    must = [evaluate(each, corpus, document, boost) for each in parts["must"]]
    return added([Float(0), *must, *should])


@query("constant_score")
def constant_score(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return constant(matches(body["filter"], corpus, document), boost * body.get("boost", 1.0))


@query("dis_max")
def dis_max(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    return best([evaluate(each, corpus, document, boost) for each in body["queries"]], body.get("tie_breaker", 0.0))


@query("boosting")
def boosting(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    score = evaluate(body["positive"], corpus, document, boost * body.get("boost", 1.0))
    if score is None or not matches(body["negative"], corpus, document):
        return score
    return Float(score * Float(body["negative_boost"]))


@query("wrapper")
def wrapper(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    return evaluate(json.loads(b64decode(body["query"])), corpus, document, boost)
