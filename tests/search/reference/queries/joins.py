"""Queries on other documents: objects in this one, children, the parent."""

from __future__ import annotations

from tests.search.reference.bm25 import Float, formula, rarity, weight_of
from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.queries.evaluation import Score, constant, evaluate, query
from tests.search.reference.schema import Json


def combined(scores: list[Score], mode: str, boost: float) -> Score:
    """What the scores of several become."""
    found = [float(score) for score in scores if score is not None]
    if not found:
        return None
    return Float({"avg": sum(found) / len(found), "sum": sum(found), "max": max(found), "min": min(found), "none": 0.0}[mode])


@query("nested")
def nested(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    if corpus.schema.properties.get(body["path"].partition(".")[0]) is None:
        return None
    inside = [each for each in corpus.level(body["path"]) if document.holds(each)]
    return combined([evaluate(body["query"], corpus, each, boost) for each in inside], body.get("score_mode", "avg"), boost)


def join_of(document: Document) -> tuple[str | None, str | None]:
    """The name in the join, and the parent."""
    found = document.source.get("j")
    return (found["name"], found["parent"]) if isinstance(found, dict) else (found, None)


@query("has_child")
def has_child(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    if join_of(document)[0] != "parent":
        return None
    children = [each for each in corpus.documents if join_of(each) == (body["type"], document.id)]
    scores = [score for each in children if (score := evaluate(body["query"], corpus, each, boost)) is not None]
    if not body.get("min_children", 1) <= len(scores) <= body.get("max_children", len(scores)):
        return None
    mode = body.get("score_mode", "none")
    return combined(list(scores), mode, boost) if mode != "none" else constant(bool(scores), boost)


@query("has_parent")
def has_parent(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    boost *= body.get("boost", 1.0)
    name, parent_id = join_of(document)
    parent = corpus.get(parent_id) if name == "child" and parent_id else None
    if parent is None or join_of(parent)[0] != body["parent_type"]:
        return None
    score = evaluate(body["query"], corpus, parent, boost)
    return score if body.get("score") else constant(score is not None, boost)


@query("parent_id")
def parent_id(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """The id of the parent is a term, which the parent has as well."""
    if join_of(document) != (body["type"], body["id"]):
        return None
    related = [each for each in corpus.documents if join_of(each)[0]]
    same = [each for each in related if body["id"] in (join_of(each)[1] or each.id,)]
    boost *= body.get("boost", 1.0)
    return formula(weight_of(rarity(len(related), len(same)), boost), 1, 1, Float(1))
