"""Queries over a real store: what is written is found, in a transaction too, through every kind of write."""

from __future__ import annotations

import random
from typing import Any

import docstore
from docstore.catalog.current import current
from docstore.columns import ColumnCache
from docstore.query import parse, select
from docstore.storage.index_reader import IndexReader
from docstore.storage.record import source_of
from docstore.storage.source import decode
from docstore.storage.transaction import Transaction
from tests.query.reference import evaluate

Json = dict[str, Any]

QUERIES: list[Json] = [
    {"term": {"n": 1}},
    {"range": {"n": {"gte": 1, "lt": 4}}},
    {"prefix": {"k.keyword": "a"}},
    {"terms": {"k": ["ab", "b"]}},
    {"bool": {"must": [{"exists": {"field": "n"}}], "must_not": [{"term": {"k.keyword": "ab"}}]}},
    {"ids": {"values": ["1", "2", "nope"]}},
]


def reader_of(txn: Transaction) -> IndexReader[Any]:
    index = current(txn).index("i")
    assert index is not None
    return IndexReader(txn, index.number, name="i", uuid=index.uuid, mapping=index.mapping, history=index.history)


def agrees(store: docstore.Store, cache: ColumnCache) -> None:
    with store._environment.read() as txn:
        reader = reader_of(txn)
        rows = [
            (int(seq), decode(source))
            for batch in reader.batches()
            for seq, source in zip(batch.seqs, map(source_of, batch.bodies), strict=True)
        ]
        ids = [doc_id for _, batch in reader.ids() for doc_id in batch]
        for query in QUERIES:
            slow = [
                seq
                for (seq, source), doc_id in zip(rows, ids, strict=True)
                if evaluate(query, source, doc_id, reader.mapping)
            ]
            assert select(reader, parse(query), cache=cache).tolist() == slow


def test_through_random_writes() -> None:
    chance, cache = random.Random(7), ColumnCache()
    with docstore.open() as store:
        store.index(index="i", id="0", document={"n": 1, "k": "ab"})
        for _ in range(60):
            doc_id = str(chance.randrange(12))
            if chance.random() < 0.3 and store.exists(index="i", id=doc_id):
                store.delete(index="i", id=doc_id)
            else:
                store.index(
                    index="i", id=doc_id, document={"n": chance.randrange(5), "k": chance.choice(["a", "ab", "b"])}
                )
            agrees(store, cache)


def test_what_a_transaction_took_back_is_not_found() -> None:
    with docstore.open() as store:
        store.index(index="i", id="0", document={"n": 1})
        try:
            with store.transaction():
                store.index(index="i", id="1", document={"n": 1})
                assert store.count(index="i", query={"term": {"n": 1}})["count"] == 2
                raise KeyError
        except KeyError:
            pass
        store.index(index="i", id="2", document={"n": 2})
        assert store.count(index="i", query={"term": {"n": 1}})["count"] == 1
        assert store.count(index="i", query={"term": {"n": 2}})["count"] == 1
