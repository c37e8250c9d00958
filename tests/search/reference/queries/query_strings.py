"""Lucene's query languages, made of other queries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.search.reference.corpus import Corpus, Document
from tests.search.reference.queries.evaluation import Score, evaluate, query
from tests.search.reference.queries.fields import weighted
from tests.search.reference.schema import Json

TOKEN = re.compile(
    r"\s*(?:(?P<close>\))(?:\^(?P<power>[0-9.]+))?|(?P<joint>AND|OR|&&|\|\|?)(?=\s|$)|(?P<sign>NOT\s|[+!-])"
    r'|(?:(?P<field>[a-z0-9.]+):)?(?:(?P<open>\()|(?P<what>"[^"]*"|\[[^\]]*\]|[^\s^()"]+)(?:\^(?P<boost>[0-9.]+))?))'
)
"""One piece; what stands between brackets is a range."""

Token = re.Match[str]


@dataclass
class Pieces:
    """The pieces of a text, to be taken one by one."""

    text: str
    rest: list[Token] = field(init=False)

    def __post_init__(self) -> None:
        self.rest = list(TOKEN.finditer(self.text))

    def next_is(self, name: str, place: int = 0) -> str | None:
        """The text of a piece to come, if it is of this kind."""
        return self.rest[place][name] if place < len(self.rest) else None

    def take(self, name: str) -> str | None:
        """The next piece, if it is of this kind."""
        found = self.next_is(name)
        if found is not None:
            self.rest.pop(0)
        return found


def part(what: str, field: str, boost: float, how: Json) -> Json:
    """``"a phrase"``, ``[a TO b]``, ``prefix*``, ``word~1`` or words."""
    analyzer = {key: how[key] for key in ("analyzer",) if key in how}
    if what.startswith('"'):
        return {"match_phrase": {field: {"query": what.strip('"'), "boost": boost, "slop": how.get("phrase_slop", 0), **analyzer}}}
    if what.startswith("["):
        low, high = what.strip("[]").split(" TO ")
        return {"range": {field: {"gte": int(low), "lte": int(high), "boost": boost}}}
    if what.endswith("*"):
        rewrite = {key: how[key] for key in ("rewrite",) if key in how}
        return {"prefix": {field: {"value": what.removesuffix("*"), "boost": boost, **rewrite}}}
    if "~" in what:
        word, _, edits = what.partition("~")
        fuzzy = {key: how[f"fuzzy_{key}"] for key in ("prefix_length", "max_expansions", "transpositions") if f"fuzzy_{key}" in how}
        return {"fuzzy": {field: {"value": word, "fuzziness": int(edits), "boost": boost, **fuzzy}}}
    return {"match": {field: {"query": what, "boost": boost, "operator": how.get("default_operator", "or"), **analyzer}}}


def boosted(inner: Json, power: str | None) -> Json:
    """A query that counts more, or less."""
    return {"bool": {"must": [inner], "boost": float(power)}} if power else inner


def best_of_fields(what: str, fields: dict[str, float], how: Json, tie: float | None = None) -> Json:
    """In the best of the fields."""
    tie = how.get("tie_breaker", 1.0 if how.get("type") == "most_fields" else 0.0) if tie is None else tie
    return {"dis_max": {"queries": [part(what, name, own, how) for name, own in fields.items()], "tie_breaker": tie}}


def is_word(pieces: Pieces, place: int) -> bool:
    """Whether a piece is a word and nothing but a word."""
    what = pieces.next_is("what", place)
    plain = what is not None and re.fullmatch(r"[^\"\[*~]+", what) is not None
    return plain and pieces.next_is("field", place) is None and pieces.next_is("boost", place) is None


def words(pieces: Pieces) -> str | None:
    """Words that stand next to each other are one text; the last before ``AND`` or ``OR`` is not among them."""
    count = 0
    while is_word(pieces, count) and (count == 0 or pieces.next_is("joint", count + 1) is None):
        count += 1
    return " ".join(str(pieces.rest.pop(0)["what"]) for _ in range(count)) if count > 1 else None


def clause(pieces: Pieces, fields: dict[str, float], how: Json) -> Json:
    """A word, or what is between parentheses."""
    token = pieces.rest.pop(0)
    inside = {str(token["field"]): 1.0} if token["field"] else fields
    if token["open"] is None:
        return boosted(best_of_fields(token["what"], inside, how), token["boost"])
    found = lucene(pieces, inside, how)
    power = pieces.next_is("power")
    pieces.take("close")
    return boosted(found, power)


def lucene(pieces: Pieces, fields: dict[str, float], how: Json) -> Json:
    """Clauses that must, must not, or may match. ``AND`` says of both its sides that they must."""
    every = how.get("default_operator") == "and"
    clauses: list[list[Any]] = []
    while pieces.rest and pieces.next_is("close") is None:
        joint = {"&&": "AND", "||": "OR"}.get(found := pieces.take("joint") or "", found)
        together = None if joint else words(pieces)
        if together is not None:
            clauses.append(["must" if every else "should", best_of_fields(together, fields, how)])
            continue
        sign = (pieces.take("sign") or "").strip()
        inner = clause(pieces, fields, how)
        if clauses and clauses[-1][0] != "must_not" and (joint == "AND" or (joint == "OR" and every)):
            clauses[-1][0] = "must" if joint == "AND" else "should"
        must = joint != "OR" if every else sign == "+" or joint == "AND"
        clauses.append(["must_not" if sign in ("-", "!", "NOT") else "must" if must else "should", inner])
    made: Json = {occur: [inner for each, inner in clauses if each == occur] for occur in ("must", "must_not", "should")}
    if not made["must"] and not made["should"]:
        made["filter"] = [{"match_all": {}}]
    return {"bool": made}


@query("query_string")
def query_string(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    fields = weighted(body["fields"] if "fields" in body else [body["default_field"]])
    found = lucene(Pieces(body["query"]), fields, body)
    return evaluate(boosted(found, str(body.get("boost", 1.0))), corpus, document, boost)


def simple(pieces: Pieces, fields: dict[str, float], how: Json) -> Json | None:
    """From left to right: what was read so far and the next clause must both match, or one of them; ``-`` is all but what follows."""
    read: Json | None = None
    joint = ""
    while pieces.rest and pieces.take("close") is None:
        with_ = "must" if how.get("default_operator") == "and" else "should"
        sign = pieces.take("sign")
        if sign == "+" or pieces.take("joint"):
            with_ = "must" if sign == "+" else "should"
            sign = pieces.take("sign")
        token = pieces.rest.pop(0)
        found: Json | None
        if token["open"] is not None:
            found = simple(pieces, fields, how)
        else:
            kept = {key: value for key, value in how.items() if key != "default_operator"}
            found = best_of_fields(token["what"], fields, kept, 0.0 if token["what"].startswith('"') else 1.0)
        if found is None:
            continue
        if sign == "-":
            found = {"bool": {"must_not": [found], "should": [{"match_all": {}}]}}
        if read is None:
            read = found
        elif joint == with_:
            read["bool"][with_].append(found)
        else:
            read, joint = {"bool": {with_: [read, found]}}, with_
    return read


@query("simple_query_string")
def simple_query_string(body: Json, corpus: Corpus, document: Document, boost: float) -> Score:
    read = simple(Pieces(body["query"]), weighted(body["fields"]), body)
    if read is None:
        return None
    return evaluate({"bool": {"must": [read], "boost": body.get("boost", 1.0)}}, corpus, document, boost)
