"""Aggregations, bucket by bucket, over lists of documents."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.search.reference.corpus import EPOCH, Corpus, Document, Json, milliseconds, order_of, type_of
from tests.search.reference.queries import evaluate

Documents = Sequence[Document]


def aggregate(body: Json, corpus: Corpus, documents: Documents) -> Json:
    """The result of one aggregation."""
    ((kind, how),) = ((key, value) for key, value in body.items() if key != "aggs")
    return KINDS[kind](how, corpus, documents, body.get("aggs", {}))


def _subs(aggs: Json, corpus: Corpus, documents: Documents) -> Json:
    return {name: aggregate(body, corpus, documents) for name, body in aggs.items()}


def values_of(document: Document, how: Json) -> list[Any]:
    """The values of the field, or what stands in for none."""
    found = document.values(how["field"])
    return found or ([how["missing"]] if "missing" in how else [])


def numbers(documents: Documents, how: Json) -> list[float]:
    """All values as doubles."""
    return [float(value) for document in documents for value in values_of(document, how)]


def _stats(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    found = numbers(documents, how)
    if not found:
        return {"count": 0, "min": None, "max": None, "avg": None, "sum": 0.0}
    total = math.fsum(found)
    return {"count": len(found), "min": min(found), "max": max(found), "avg": total / len(found), "sum": total}


def _cardinality(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    return {"value": len({(type(value), order_of(value)) for document in documents for value in values_of(document, how)})}


def _value_count(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    of = Document.distinct if type_of(how["field"]) == "keyword" else Document.values
    return {"value": sum(len(of(document, how["field"])) for document in documents)}


def _missing(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    lacking = [document for document in documents if not document.values(how["field"])]
    return {"doc_count": len(lacking), **_subs(aggs, corpus, lacking)}


def _filters(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    buckets, other = {}, list(documents)
    for name, query in sorted(how["filters"].items()):
        inside = [document for document in documents if evaluate(query, corpus, document) is not None]
        other = [document for document in other if document not in inside]
        buckets[name] = {"doc_count": len(inside), **_subs(aggs, corpus, inside)}
    if how.get("other_bucket"):
        buckets["_other_"] = {"doc_count": len(other), **_subs(aggs, corpus, other)}
    return {"buckets": buckets}


def _range(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    buckets = []
    for ends in sorted(how["ranges"], key=lambda each: (each.get("from", -math.inf), each.get("to", math.inf))):
        low, high = ends.get("from", -math.inf), ends.get("to", math.inf)
        inside = [each for each in documents if any(low <= float(value) < high for value in values_of(each, how))]
        shown = {key: float(ends[key]) for key in ("from", "to") if key in ends}
        key = "-".join(str(shown.get(end, "*")) for end in ("from", "to"))
        buckets.append({"key": key, **shown, "doc_count": len(inside), **_subs(aggs, corpus, inside)})
    return {"buckets": buckets}


def grouped(documents: Documents, keys: Callable[[Document], list[Any]]) -> list[tuple[Any, list[Document]]]:
    """The documents of each key, by key."""
    found: dict[Any, tuple[Any, list[Document]]] = {}
    for document in documents:
        for key in keys(document):
            _, inside = found.setdefault(order_of(key), (key, []))
            if document not in inside:
                inside.append(document)
    return [found[place] for place in sorted(found)]


def shown_key(key: Any, field: str) -> Json:
    """What a bucket of ``terms`` shows."""
    kind = type_of(field)
    if kind == "boolean":
        return {"key": int(key), "key_as_string": "true" if key else "false"}
    if kind == "date":
        return {"key": key, "key_as_string": iso(key)}
    return {"key": key}


def iso(millis: int) -> str:
    """A date as Elasticsearch prints it."""
    moment = EPOCH + timedelta(milliseconds=millis)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{millis % 1000:03d}Z"


def _terms(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    if type_of(how["field"]) is None and "missing" not in how:
        return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": []}
    groups = [(key, inside) for key, inside in grouped(documents, lambda each: values_of(each, how)) if len(inside) >= how.get(
        "min_doc_count", 1)]  # fmt: skip
    order = how.get("order", {"_count": "desc"})
    if order != {"_key": "asc"}:
        groups.sort(key=lambda group: -len(group[1]) if order == {"_count": "desc"} else len(group[1]))
    shown, rest = groups[: how.get("size", 10)], groups[how.get("size", 10) :]
    return {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": sum(len(inside) for _, inside in rest),
        "buckets": [
            {**shown_key(key, how["field"]), "doc_count": len(inside), **_subs(aggs, corpus, inside)} for key, inside in shown
        ],
    }  # fmt: skip


def _histogram(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    step, offset = how["interval"], how.get("offset", 0)

    def keys(document: Document) -> list[float]:
        return [math.floor((value - offset) / step) * step + offset + 0.0 for value in values_of(document, how)]

    groups = grouped(documents, keys)
    if how.get("min_doc_count", 0) == 0 and groups:
        there = dict(groups)
        count = round((groups[-1][0] - groups[0][0]) / step)
        every = [groups[0][0] + at * step for at in range(count + 1)]
        groups = [(key, there.get(key, [])) for key in every]
    return {"buckets": [{"key": key, "doc_count": len(inside), **_subs(aggs, corpus, inside)} for key, inside in groups]}


def floor_date(millis: int, unit: str) -> int:
    """The first instant of the day, month or year."""
    moment = EPOCH + timedelta(milliseconds=millis)
    start = datetime(moment.year, 1 if unit == "year" else moment.month, moment.day if unit == "day" else 1, tzinfo=UTC)
    return (start - EPOCH) // timedelta(milliseconds=1)


def _date_histogram(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    def keys(document: Document) -> list[int]:
        found = document.values(how["field"]) or ([milliseconds(how["missing"])] if "missing" in how else [])
        return [floor_date(value, how["calendar_interval"]) for value in found]

    return {
        "buckets": [
            {"key_as_string": iso(key), "key": key, "doc_count": len(inside), **_subs(aggs, corpus, inside)}
            for key, inside in grouped(documents, keys)
        ]
    }


def _composite(how: Json, corpus: Corpus, documents: Documents, aggs: Json) -> Json:
    names, rows = [], []
    for source in how["sources"]:
        ((name, kind),) = source.items()
        names.append((name, kind["terms"]))
    for document in documents:
        tuples: list[tuple[Any, ...]] = [()]
        for _, terms in names:
            values = document.distinct(terms["field"]) or ([None] if terms.get("missing_bucket") else [])
            tuples = [(*before, value) for before in tuples for value in values]
        rows += [(each, document) for each in tuples]
    buckets = []
    for key in _in_order({tuple(map(order_of, key)): key for key, _ in rows}, names):
        inside = [document for each, document in rows if tuple(map(order_of, each)) == tuple(map(order_of, key))]
        shown = {name: value for (name, _), value in zip(names, key, strict=True)}
        buckets.append({"key": shown, "doc_count": len(inside), **_subs(aggs, corpus, inside)})
    return {"buckets": buckets}


def _in_order(keys: dict[Any, tuple[Any, ...]], names: list[tuple[str, Json]]) -> list[tuple[Any, ...]]:
    ordered = list(keys.values())
    for at in reversed(range(len(names))):
        descending = names[at][1].get("order") == "desc"
        there = sorted((key for key in ordered if key[at] is not None), key=lambda key: order_of(key[at]), reverse=descending)
        none = [key for key in ordered if key[at] is None]
        ordered = there + none if descending else none + there
    return ordered


KINDS: dict[str, Callable[[Json, Corpus, Documents, Json], Json]] = {
    "stats": _stats, "cardinality": _cardinality, "value_count": _value_count, "missing": _missing, "filters": _filters,
    "range": _range, "terms": _terms, "histogram": _histogram, "date_histogram": _date_histogram, "composite": _composite,
}  # fmt: skip
