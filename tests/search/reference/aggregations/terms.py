"""A bucket for each value."""

from __future__ import annotations

import math
import re
from itertools import product
from typing import Any

from tests.search.reference.aggregations.evaluation import Corpora, Hits, aggregation, bucket, grouped, values_of
from tests.search.reference.aggregations.formats import written
from tests.search.reference.aggregations.keys import plain_key, shown_key
from tests.search.reference.hashing import murmur3
from tests.search.reference.schema import Json
from tests.search.reference.values import address, shown_address

NONE: Json = {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": []}


def sort_key(found: Json, order: list[Json], place: int, aggs: Json) -> tuple[Any, ...]:
    """What buckets are compared by; ``place`` is that of the key. What is no number goes last."""
    key: list[Any] = []
    for each in [*order, {"_key": "asc"}]:
        ((path, direction),) = each.items()
        number = found["doc_count"] if path == "_count" else place if path == "_key" else below(found, path)
        if number is None:
            number = of_nothing(path, aggs)
        key.append(math.inf if number is None else -number if direction == "desc" else number)
    return tuple(key)


def of_nothing(path: str, aggs: Json) -> float | None:
    """The least of no numbers is infinite, and so is, below zero, the greatest; others are no number."""
    name, _, value = path.partition(".")
    return {"min": math.inf, "max": -math.inf}.get(value or next(iter(aggs[name])))


def below(found: Json, path: str) -> Any:
    """A number of a result below: ``name``, ``name.value`` or ``one>other``."""
    first, *more = path.split(">")
    name, _, value = first.partition(".")
    result = found[name]
    if more:
        return below(result, ">".join(more))
    return result["doc_count"] if "doc_count" in result else result[value or "value"]


def chosen(buckets: list[Json], how: Json, aggs: Json) -> Json:
    """The first of the buckets, which come by key, in the order that is asked for."""
    enough = [each for each in buckets if each["doc_count"] >= how.get("min_doc_count", 1)]
    order = how.get("order", {"_count": "desc"})
    criteria = order if isinstance(order, list) else [order]
    places = {id(each): place for place, each in enumerate(enough)}
    enough.sort(key=lambda each: sort_key(each, criteria, places[id(each)], aggs))
    shown, rest = enough[: how.get("size", 10)], enough[how.get("size", 10) :]
    others = sum(each["doc_count"] for each in rest)
    if how.get("show_term_doc_count_error"):
        shown = [{**each, "doc_count_error_upper_bound": 0} for each in shown]
    return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": others, "buckets": shown}


def wanted(key: Any, how: Json) -> bool:
    """Whether ``include`` and ``exclude`` let a key pass."""
    return ("include" not in how or _named(key, how["include"])) and ("exclude" not in how or not _named(key, how["exclude"]))


def _named(key: Any, names: Any) -> bool:
    if isinstance(names, dict):
        return signed(murmur3(key.encode(), 31)) % names["num_partitions"] == names["partition"]
    return key in names if isinstance(names, list) else re.fullmatch(names, key) is not None


def signed(number: int) -> int:
    """A number of 32 bits, of which the first is its sign."""
    return number - 2**32 if number >= 2**31 else number


@aggregation("terms")
def terms(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    kind = corpora[0].schema.type_of(how["field"])
    if kind is None and "missing" not in how:
        return dict(NONE)
    groups = grouped(hits, lambda hit: values_of(hit, how))
    if how.get("min_doc_count") == 0:
        every = {value: [] for corpus in corpora for document in corpus.documents for value in document.values(how["field"])}
        groups = sorted((every | dict(groups)).items())
    shown = {key: shown_key(key, kind) | ({"key_as_string": written(key, how["format"])} if "format" in how else {}) for key, _ in groups}
    return chosen([bucket(inside, aggs, corpora, **shown[key]) for key, inside in groups if wanted(key, how)], how, aggs)


@aggregation("multi_terms")
def multi_terms(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    kinds = [corpora[0].schema.type_of(each["field"]) for each in how["terms"]]
    groups = grouped(hits, lambda hit: list(product(*(dict.fromkeys(values_of(hit, each)) for each in how["terms"]))))
    buckets = []
    for key, inside in groups:
        keys = [plain_key(each, kind) for each, kind in zip(key, kinds, strict=True)]
        text = "|".join(str(each).lower() if isinstance(each, bool) else str(each) for each in keys)
        buckets.append(bucket(inside, aggs, corpora, key=keys, key_as_string=text))
    return chosen(buckets, how, aggs)


@aggregation("ip_prefix")
def ip_prefix(how: Json, hits: Hits, aggs: Json, corpora: Corpora) -> Json:
    """Networks of one length, by their addresses."""
    length, wide = how["prefix_length"], how.get("is_ipv6", False)
    width = 128 if wide else 32
    mask = ((1 << length) - 1) << (width - length)
    buckets = []
    for network, inside in grouped(hits, lambda hit: [value & mask for value in hit.document.values(how["field"])]):
        text = shown_address(network if wide else network + address("0.0.0.0"))
        shown: Json = {"key": text + (f"/{length}" if how.get("append_prefix_length") else ""), "is_ipv6": wide}
        more: Json = {"prefix_length": length} | ({} if wide else {"netmask": shown_address(mask + address("0.0.0.0"))})
        if len(inside) >= how.get("min_doc_count", 1):
            buckets.append(bucket(inside, aggs, corpora, **shown, **more))
    if how.get("keyed"):
        return {"buckets": {each.pop("key"): each for each in buckets}}
    return {"buckets": buckets}
