"""Threads that write, search, copy and delete the same few indices as they like: each call answers or is refused, and nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import docstore
from docstore.errors import ApiError

_QUERY = {"bool": {"must": {"match": {"t": "w1"}}, "filter": {"range": {"n": {"gte": 2}}}}}


def _calls(store: docstore.Store, chance: random.Random) -> list[Callable[[], Any]]:
    name, many = chance.choice(("i0", "i1")), chance.choice(("kept", "i0", "i0,i1", "i*", "_all"))
    lines = [part for n in range(20) for part in ({"index": {"_id": str(chance.randrange(50))}}, {"n": n, "t": "w1 b", "k": "k1"})]
    return [
        lambda: store.index(index=name, document={"n": chance.randrange(99), "t": "w1 b"}),
        lambda: store.bulk(index=name, operations=lines),
        lambda: store.delete(index=name, id=str(chance.randrange(50))),
        lambda: store.update(index="kept", id="1", doc={"m": chance.random()}),
        lambda: store.search(index=many, query=_QUERY, aggs={"k": {"terms": {"field": "k.keyword"}}}, sort=[{"n": "desc"}], size=5),
        lambda: store.search(index=name, query={"query_string": {"query": "t:w*"}}, highlight={"fields": {"t": {}}}, scroll="1m", size=2),
        lambda: store.count(index=many, query={"exists": {"field": "n"}}),
        lambda: store.reindex(source={"index": "kept", "size": 40}, dest={"index": name}),
        lambda: store.update_by_query(index=name, query={"term": {"n": 3}}, conflicts="proceed"),
        lambda: store.delete_by_query(index=name, query={"range": {"n": {"lt": 20}}}, conflicts="proceed"),
        lambda: store.indices.delete(index=name),
        lambda: store.indices.create(index=name, mappings={"properties": {"n": {"type": "long"}}}),
        lambda: store.indices.forcemerge(index=name),
        lambda: store.indices.put_alias(index=name, name="both"),
        lambda: (store.cat.indices(format="json"), store.indices.stats(index=many), store.tasks.list(), store.nodes.stats()),
    ]


@pytest.mark.slow
def test_threads_do_as_they_like(store: docstore.Store) -> None:
    store.load(index="kept", documents=({"n": n, "t": f"w{n % 7} x", "k": f"k{n % 5}"} for n in range(120)), id="n")

    def work(seed: int) -> list[str]:
        chance, found = random.Random(seed), []
        for _ in range(60):
            try:
                chance.choice(_calls(store, chance))()
            except ApiError as error:
                if error.status >= 500:
                    found.append(repr(error))
        return found

    with ThreadPoolExecutor(8) as pool:
        assert [each for found in pool.map(work, range(8)) for each in found] == []
    assert store.check() == []
    assert store.count(index="kept")["count"] == 120
    assert store.tasks.list(actions="*write*")["nodes"] == {}
