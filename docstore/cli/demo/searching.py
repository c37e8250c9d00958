"""The scene in which the cities are searched, and each answer is compared with one that plain Python finds."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from statistics import median

from docstore.cli.demo.cities import Cities
from docstore.cli.demo.scene import Scene
from docstore.cli.demo.stage import CITIES, Stage
from docstore.errors import JsonObject

_WORD = "juan"
_WORDS = re.compile(r"\w+(?:['’.]\w+)*")
_LARGE = 100_000
_COUNTRIES = ["FR", "IT", "ES"]
_REPEATED = 5


def searching(stage: Stage) -> Scene:
    """Three searches, first without columns, then with them."""
    title = "search: words, ranges, buckets"
    first, warm, problems = 0.0, [], []
    with stage.bar(title):
        began = time.monotonic()
        for name, request, expected in (_words(stage.cities), _ranges(stage.cities), _buckets(stage.cities)):
            search = partial(stage.store.search, index=CITIES, **request)
            answer, seconds = _timed(search)
            first += seconds
            warm.append(median(_timed(search)[1] for _ in range(_REPEATED)))
            if _essence(answer) != expected:
                problems.append(f"{name}: {_essence(answer)}, not {expected}")
        took = time.monotonic() - began
    outcome = f"first {first * 1000:.0f} ms, then {' '.join(f'{each * 1000:.1f}' for each in warm)} ms"
    return Scene(title, 0, took, outcome, problems=problems)


def _words(cities: Cities) -> tuple[str, JsonObject, JsonObject]:
    found = sum(_WORD in _WORDS.findall(city["name"].lower()) for city in cities.values())
    return "words", {"query": {"match": {"name": _WORD}}, "size": 0, "track_total_hits": True}, {"total": found, "first": []}


def _ranges(cities: Cities) -> tuple[str, JsonObject, JsonObject]:
    large = [city for city in cities.values() if city["population"] >= _LARGE and city["countrycode"] in _COUNTRIES]
    best = sorted(large, key=lambda city: -city["population"])[:3]
    query = {"bool": {"filter": [{"range": {"population": {"gte": _LARGE}}}, {"terms": {"countrycode.keyword": _COUNTRIES}}]}}
    request = {"query": query, "sort": [{"population": "desc"}], "size": 3}
    return "ranges", request, {"total": len(large), "first": [city["name"] for city in best]}


def _buckets(cities: Cities) -> tuple[str, JsonObject, JsonObject]:
    counts = Counter(city["countrycode"] for city in cities.values())
    expected = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:5]
    aggs = {"countries": {"terms": {"field": "countrycode.keyword", "size": 5}}}
    return "buckets", {"size": 0, "aggs": aggs, "track_total_hits": True}, {"total": len(cities), "first": [], "buckets": expected}


def _timed(search: Callable[[], JsonObject]) -> tuple[JsonObject, float]:
    began = time.perf_counter()
    answer = search()
    return answer, time.perf_counter() - began


def _essence(answer: JsonObject) -> JsonObject:
    """What is compared of an answer."""
    found: JsonObject = {"total": answer["hits"]["total"]["value"], "first": [hit["_source"]["name"] for hit in answer["hits"]["hits"]]}
    if "aggregations" in answer:
        found["buckets"] = [(bucket["key"], bucket["doc_count"]) for bucket in answer["aggregations"]["countries"]["buckets"]]
    return found
