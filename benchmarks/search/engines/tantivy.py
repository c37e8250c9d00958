"""tantivy through its Python package: text, ranges, sort."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.data import Document
from benchmarks.search.corpus import Corpus
from benchmarks.search.memory import resident
from benchmarks.search.operation import HITS, Answer, Operation


class Tantivy:
    """An index on disk; the documents are stored as JSON."""

    kinds = frozenset({"match", "phrase", "bool", "fuzzy", "range", "sort"})

    def __init__(self, directory: Path, corpus: Corpus) -> None:
        self._path, self._corpus = directory / "tantivy", corpus
        self._path.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("doc", stored=True, index_option="basic")
        builder.add_text_field("text", index_option="position")
        for name in corpus.numbers:
            if name in ("latitude", "longitude"):
                builder.add_float_field(name, indexed=True, fast=True)
            else:
                builder.add_integer_field(name, indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self._path))
        self._searcher = self._index.searcher()

    def load(self, documents: list[Document]) -> None:
        """One commit."""
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        numbers, text = self._corpus.numbers, self._corpus.text
        for document in documents:
            row: dict[str, Any] = {name: document[name] for name in numbers}
            writer.add_document(tantivy.Document(doc=json.dumps(document), text=document[text], **row))
        writer.commit()
        writer.wait_merging_threads()
        self.open()

    def run(self, operation: Operation) -> Answer:
        """Searched, counted, and the documents read and parsed."""
        options: dict[str, Any] = {}
        if operation.kind == "sort":
            options = {"order_by_field": operation.field, "order": tantivy.Order.Desc if operation.descending else tantivy.Order.Asc}
        searcher: Any = self._searcher
        found = searcher.search(self._query(operation), HITS, count=True, **options)
        return Answer(found.count, [json.loads(searcher.doc(address).get_first("doc")) for _, address in found.hits])

    def _query(self, operation: Operation) -> tantivy.Query:
        schema, words = self._schema, operation.text.split()
        terms = [tantivy.Query.term_query(schema, "text", word) for word in words]
        match operation.kind:
            case "match":
                return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
            case "phrase":
                return tantivy.Query.phrase_query(schema, "text", [*words])
            case "bool":
                interval = self._interval(operation.number, operation)
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, terms[0]), (tantivy.Occur.Must, interval)])
            case "fuzzy":
                return tantivy.Query.fuzzy_term_query(schema, "text", words[0], distance=2 if len(words[0]) > 5 else 1)
            case "range":
                return self._interval(operation.field, operation)
        return tantivy.Query.all_query()

    def _interval(self, field: str, operation: Operation) -> tantivy.Query:
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self._schema, field, kind, operation.low, operation.high, include_upper=False)

    def close(self) -> None:
        """Nothing is to be done."""

    def open(self) -> None:
        """What the last commit wrote."""
        self._index = tantivy.Index.open(str(self._path))
        self._index.reload()
        self._searcher = self._index.searcher()

    def memory(self) -> int:
        """Of this process."""
        return resident("self")
