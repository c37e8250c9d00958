"""Lucene's query language, without parentheses, made of other queries."""

from __future__ import annotations

import re

from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.queries.evaluation import Score, evaluate, query
from tests.search.reference.queries.fields import weighted
from tests.search.reference.schema import Json

CLAUSE = re.compile(r'(?P<sign>[+-]?)(?:(?P<field>[a-z0-9.]+):)?(?P<what>"[^"]*"|\[[^\]]*\]|[^\s^]+)(?:\^(?P<boost>[0-9.]+))?(?:\s+|$)')
"""One clause; what stands between brackets is a range."""


def part(what: str, field: str, boost: float) -> Json:
    """``"a phrase"``, ``[a TO b]``, ``prefix*``, ``word~1`` or a word."""
    if what.startswith('"'):
        return {"match_phrase": {field: {"query": what.strip('"'), "boost": boost}}}
    if what.startswith("["):
        low, high = what.strip("[]").split(" TO ")
        return {"range": {field: {"gte": int(low), "lte": int(high), "boost": boost}}}
    if what.endswith("*"):
        return {"prefix": {field: {"value": what.removesuffix("*"), "boost": boost}}}
    if "~" in what:
        word, _, edits = what.partition("~")
        return {"fuzzy": {field: {"value": word, "fuzziness": int(edits), "boost": boost}}}
    return {"match": {field: {"query": what, "boost": boost}}}


@query("query_string")
def query_string(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """Each clause must, must not, or may match."""
    made: dict[str, list[Json]] = {"must": [], "must_not": [], "should": []}
    for found in CLAUSE.finditer(body["query"]):
        fields = {found["field"]: 1.0} if found["field"] else weighted(body["fields"])
        parts = [part(found["what"], name, own * float(found["boost"] or 1)) for name, own in fields.items()]
        unsigned = "must" if body.get("default_operator") == "and" else "should"
        made[{"+": "must", "-": "must_not", "": unsigned}[found["sign"]]].append({"dis_max": {"queries": parts}})
    if not made["must"] and not made["should"]:
        made["filter"] = [{"match_all": {}}]
    return evaluate({"bool": {**made, "boost": body.get("boost", 1.0)}}, corpus, document, boost)


@query("simple_query_string")
def simple_query_string(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    """From left to right: what was read so far and the next clause must both match, or one of them; ``-`` is all but what follows."""
    unsigned = "must" if body.get("default_operator") == "and" else "should"
    fields = weighted(body["fields"])
    read: Json | None = None
    joint = ""
    for found in CLAUSE.finditer(body["query"]):
        tie = 0.0 if found["what"].startswith('"') else 1.0
        parts = [part(found["what"], name, own) for name, own in fields.items()]
        clause: Json = {"dis_max": {"queries": parts, "tie_breaker": tie}}
        if found["sign"] == "-":
            clause = {"bool": {"must_not": [clause], "should": [{"match_all": {}}]}}
        with_ = "must" if found["sign"] == "+" else unsigned
        if read is None:
            read = clause
        elif joint == with_:
            read["bool"][with_].append(clause)
        else:
            read, joint = {"bool": {with_: [read, clause]}}, with_
    if read is None:
        return None
    return evaluate({"bool": {"must": [read], "boost": body.get("boost", 1.0)}}, corpus, document, boost)
