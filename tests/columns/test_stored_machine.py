"""Random writes, searches, reopenings and forgetting: columns that are kept say what a build says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import docstore
from docstore.columns import stored
from docstore.columns.cache import CACHE
from tests.examples import TIMES

IDS = st.integers(0, 12).map(str)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(-5, 5),
        "tag": st.lists(st.sampled_from(["a", "b", "ü", ""]), max_size=3),
        "text": st.lists(st.sampled_from(["red", "blue", "blau"]), max_size=4).map(" ".join),
    },
)
MAPPINGS = {"properties": {"n": {"type": "integer"}, "tag": {"type": "keyword"}, "text": {"type": "text"}}}
QUERIES: list[dict[str, Any]] = [
    {"range": {"n": {"gte": 1}}},
    {"terms": {"tag": ["b", "ü"]}},
    {"match": {"text": "red blau"}},
    {"match_phrase": {"text": "blue red"}},
]


class Kept(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patches = [mock.patch.object(stored, "LEAST", 1), mock.patch("docstore.columns.shelf._SHARE", 3)]
        for patch in self.patches:
            patch.start()
        self.path = Path(tempfile.mkdtemp())
        self.model: dict[str, dict[str, Any]] = {}
        self.open()
        self.store.indices.create(index="i", mappings=MAPPINGS)

    def open(self) -> None:
        self.store = docstore.open(self.path / "store", durability="async")

    def answers(self) -> list[Any]:
        found = []
        for query in QUERIES:
            hits = dict(self.store.search(index="i", query=query, size=100))["hits"]["hits"]
            found.append([(hit["_id"], hit["_score"], hit["_source"]) for hit in hits])
        return found

    @rule(doc_id=IDS, document=DOCUMENTS)
    def index(self, doc_id: str, document: dict[str, Any]) -> None:
        self.store.index(index="i", id=doc_id, document=document)
        self.model[doc_id] = document

    @rule(doc_id=IDS)
    def delete(self, doc_id: str) -> None:
        if self.model.pop(doc_id, None) is not None:
            self.store.delete(index="i", id=doc_id)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        CACHE.clear()
        self.open()

    @rule()
    def forget(self) -> None:
        CACHE.clear()

    @rule(field=st.sampled_from(["n", "tag", "text"]))
    def ask_one(self, field: str) -> None:
        found = self.store.count(index="i", query={"exists": {"field": field}})["count"]
        assert found == sum(document.get(field) not in (None, []) for document in self.model.values())

    @invariant()
    def the_same_as_built(self) -> None:
        answers = self.answers()
        with self.store.transaction():
            assert self.answers() == answers
        expected = [doc_id for doc_id, document in self.model.items() if document.get("n", 0) >= 1]
        assert sorted(doc_id for doc_id, _, _ in answers[0]) == sorted(expected)

    def teardown(self) -> None:
        assert self.store.check() == []
        self.store.close()
        CACHE.clear()
        shutil.rmtree(self.path)
        for patch in self.patches:
            patch.stop()


TestKept = Kept.TestCase
TestKept.settings = settings(max_examples=25 * TIMES, stateful_step_count=20, deadline=None)
