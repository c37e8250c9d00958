"""Scores that other things than words make."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tests.search.reference.bm25 import Float
from tests.search.reference.corpus import Corpus, Document, raw_values
from tests.search.reference.earth import distance, metres
from tests.search.reference.queries.evaluation import Score, evaluate, matches, query
from tests.search.reference.queries.randoms import random_score
from tests.search.reference.schema import Json
from tests.search.reference.values import milliseconds, point, read

DAY = 86_400_000
Function = Callable[[Json, Corpus, Document], float]
MODIFIERS: dict[str, Callable[[float], float]] = {
    "none": lambda value: value,
    "square": lambda value: value * value,
    "log1p": lambda value: math.log10(value + 1),
    "log2p": lambda value: math.log10(value + 2),
    "ln1p": lambda value: math.log(value + 1),
    "ln2p": lambda value: math.log(value + 2),
    "sqrt": math.sqrt,
    "reciprocal": lambda value: 1 / value,
}


def _factor(how: Json, corpus: Corpus, document: Document) -> float:
    value = min(document.values(how["field"]), default=how["missing"])
    return MODIFIERS[how.get("modifier", "none")](float(value) * how.get("factor", 1.0))


def apart(field: str, origin: Any, document: Document) -> list[float]:
    """How far each value is from an origin."""
    kind = document.schema.type_of(field)
    if kind == "geo_point":
        return [distance(each, point(origin)) for each in document.values(field)]
    start = milliseconds(origin) if kind == "date" else origin
    return [abs(value - start) for value in document.values(field)]


def size(field: str, value: Any, document: Document) -> float:
    """A distance as a request writes it."""
    kind = document.schema.type_of(field)
    return metres(value) if kind == "geo_point" else int(value.removesuffix("d")) * DAY if kind == "date" else value


CURVES: dict[str, Callable[[float, float, float], float]] = {
    "gauss": lambda far, scale, decay: math.exp(math.log(decay) * far**2 / scale**2),
    "exp": lambda far, scale, decay: math.exp(math.log(decay) * far / scale),
    "linear": lambda far, scale, decay: max(0.0, 1 - far * (1 - decay) / scale),
}


def _decay(name: str) -> Function:
    def value(how: Json, corpus: Corpus, document: Document) -> float:
        mode = {"min": min, "max": max, "avg": lambda found: sum(found) / len(found), "sum": sum}[
            how.get("multi_value_mode", "min").lower()
        ]
        ((field, curve),) = ((key, value) for key, value in how.items() if key != "multi_value_mode")
        distances = apart(field, curve["origin"], document)
        if not distances:
            return 1.0
        offset = size(field, curve["offset"], document) if "offset" in curve else 0
        far = mode([max(0.0, each - offset) for each in distances])
        return CURVES[name](far, size(field, curve["scale"], document), curve.get("decay", 0.5))

    return value


FUNCTIONS: dict[str, Function] = {
    "field_value_factor": _factor,
    "random_score": random_score,
    "gauss": _decay("gauss"),
    "exp": _decay("exp"),
    "linear": _decay("linear"),
}


def _value(function: Json, corpus: Corpus, document: Document) -> float:
    """What a function gives, times its weight."""
    given = [FUNCTIONS[name](how, corpus, document) for name, how in function.items() if name in FUNCTIONS]
    return float(Float(function.get("weight", 1.0))) * math.prod(given)


def _together(mode: str, functions: list[Json], values: list[float]) -> float:
    if not values:
        return 1.0
    if mode == "avg":
        return sum(values) / sum(float(function.get("weight", 1.0)) for function in functions)
    return float({"sum": sum, "multiply": math.prod, "max": max, "min": min, "first": lambda found: found[0]}[mode](values))


@query("function_score")
def function_score(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    score = evaluate(body["query"], corpus, document, boost * body.get("boost", 1.0))
    if score is None:
        return None
    applied = [each for each in body["functions"] if matches(each.get("filter", {"match_all": {}}), corpus, document)]
    values = [_value(each, corpus, document) for each in applied]
    made = min(_together(body.get("score_mode", "multiply"), applied, values), body.get("max_boost", math.inf))
    given = float(score)
    mode = body.get("boost_mode", "multiply")
    both = {"multiply": given * made, "replace": made, "sum": given + made, "avg": (given + made) / 2}
    result = Float(both[mode] if mode in both else {"max": max, "min": min}[mode](given, made))
    return result if result >= body.get("min_score", -math.inf) else None


@query("distance_feature")
def distance_feature(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """The nearest value counts; half at the pivot."""
    distances = apart(body["field"], body["origin"], document)
    if not distances:
        return None
    pivot = size(body["field"], body["pivot"], document)
    return Float(boost * body.get("boost", 1.0) * (pivot / (pivot + min(distances))))


@query("rank_feature")
def rank_feature(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    found = _feature(document, body["field"])
    if found is None:
        return None
    boost *= body.get("boost", 1.0)
    if "log" in body:
        return Float(boost * math.log(body["log"]["scaling_factor"] + found))
    if "sigmoid" in body:
        power, pivot = found ** body["sigmoid"]["exponent"], body["sigmoid"]["pivot"] ** body["sigmoid"]["exponent"]
        return Float(boost * power / (power + pivot))
    if "linear" in body:
        return Float(boost * found)
    return Float(boost * found / (found + body["saturation"]["pivot"]))


def _feature(document: Document, path: str) -> float | None:
    found = list(raw_values(document.source, path))
    return float(read(found[0], {"type": "rank_feature"})) if found else None


def likeness(field: Json, one: Any, other: Any) -> Float:
    """How near two vectors are, by the measure of the field."""
    measure = field["similarity"]
    if measure == "l2_norm":
        return Float(1) / (Float(1) + Float(sum((Float(a) - Float(b)) ** 2 for a, b in zip(one, other, strict=True))))
    product = sum(a * b for a, b in zip(one, other, strict=True))
    if measure == "max_inner_product":
        return Float(1 / (1 - product) if product < 0 else product + 1)
    return Float((1 + (product / (math.hypot(*one) * math.hypot(*other)) if measure == "cosine" else product)) / 2)


def least_of(field: Json, similarity: float) -> Float:
    """The score of two vectors that are just so similar."""
    if field["similarity"] == "l2_norm":
        return Float(1) / Float(1 + similarity**2)
    if field["similarity"] == "max_inner_product":
        return Float(1 / (1 - similarity) if similarity < 0 else similarity + 1)
    return Float((1 + similarity) / 2)


@query("knn")
def knn(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """The nearest of those that the filter lets pass."""
    boost *= body.get("boost", 1.0)
    asked = body["query_vector"]
    near: list[tuple[Float, int, Document]] = []
    for number, each in enumerate(corpus.documents):
        for vector in each.values(body["field"]):
            if all(matches(query, corpus, each) for query in body.get("filter", [])):
                near.append((likeness(corpus.schema.field(body["field"]) or {}, vector, asked), -number, each))
    chosen = sorted(near, key=lambda found: found[:2], reverse=True)[: body["k"]]
    score = next((score for score, _, each in chosen if each is document), None)
    if score is None or ("similarity" in body and score < least_of(corpus.schema.field(body["field"]) or {}, body["similarity"])):
        return None
    return Float(score * Float(boost))
