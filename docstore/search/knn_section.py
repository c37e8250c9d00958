"""``knn`` of a search: nearest documents beside those of the query (``KnnSearchBuilder``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError, XContentParseError
from docstore.frozen import frozen
from docstore.query.inner_hits import InnerHits, Others, parse_inner_hits
from docstore.query.joining import ScoreMode
from docstore.query.kinds.knn import FACTOR, MAX_CANDIDATES, VECTOR_KEYS, Knn, check_numbers
from docstore.query.kinds.nested import Nested
from docstore.query.matcher import Matcher
from docstore.query.query import Json, Query
from docstore.query.scorer import NO_BOOST, Boost, Scored
from docstore.query.wire import Declared, declared, token_of, with_standard_keys

_KEYS = {**VECTOR_KEYS, "inner_hits": Declared(frozenset({"START_OBJECT"}), parse_inner_hits)}
DEFAULT_SIZE = 10


@frozen
class KnnSection(Query):
    """As a query: the ``k`` nearest of all indices. Of vectors in nested objects, the documents that hold them."""

    knn: Knn
    inner_hits: InnerHits | None = None
    boost: float = 1.0
    name: str | None = None
    kind = "knn"

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "v", "query_vector": [1, 2], "k": 10, "num_candidates": 50, "filter": {...}}``.

        :raises XContentParseError: an unknown key, or a value that it does not take.
        :raises IllegalArgumentError: a key is missing.
        """
        found = declared("knn", body, with_standard_keys("knn", body, _KEYS))
        if "field" not in found:
            raise IllegalArgumentError("Required [field]")
        if "query_vector" not in found:
            raise IllegalArgumentError("either [query_vector_builder] or [query_vector] must be provided")
        return cls(Knn.of(found), found.get("inner_hits"))

    def sized(self, size: int) -> Self:
        """With what follows from the number of hits that are wanted.

        :raises IllegalArgumentError: numbers that cannot be.
        """
        k = self.knn.k if self.knn.k is not None else size or DEFAULT_SIZE
        candidates = self.knn.candidates
        candidates = candidates if candidates is not None else round(min(FACTOR * k, MAX_CANDIDATES))
        check_numbers(k, candidates)
        return replace(self, knn=replace(self.knn, k=k, candidates=candidates))

    def only(self, count: int) -> Self:
        """The nearest so many."""
        return replace(self, knn=replace(self.knn, k=count))

    @property
    def k(self) -> int:
        """How many of all indices."""
        assert self.knn.k is not None
        return self.knn.k

    def _query(self, view: IndexView) -> Query:
        field = view.fields.any(self.knn.field)
        path = None if field is None else view.fields.nested_path(field.path)
        return self.knn if path is None else Nested(path, self.knn, ScoreMode.MAX, self.inner_hits)

    def bind(self, view: IndexView) -> Matcher:
        """See ``Knn``."""
        return self._query(view).bind(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """See ``Knn``."""
        return self._query(view).bind_scored(view, boost)

    def clauses(self) -> tuple[Query, ...]:
        """The query, for its name."""
        return (self.knn,)

    @property
    def inner_name(self) -> str | None:
        """The name, else the field without its last part."""
        if self.inner_hits is None:
            return None
        return self.inner_hits.name or self.knn.field.rpartition(".")[0]

    def others(self, view: IndexView) -> Others | None:
        """The objects with the nearest vectors."""
        return self._query(view).others(view)


def parse_sections(value: Any) -> tuple[KnnSection, ...]:
    """One, or an array of them.

    :raises XContentParseError: something else.
    """
    sections = value if isinstance(value, list) else [value]
    for each in sections:
        if not isinstance(each, dict):
            raise XContentParseError(f"[knn] Expected START_OBJECT but was: {token_of(each)}")
    return tuple(map(KnnSection.parse, sections))


def shares(k: int, scores: Sequence[npt.NDArray[np.float32]]) -> list[int]:
    """How many of the best ``k`` each of several sorted lists of scores has; among equals the first list comes first."""
    lists = np.repeat(np.arange(len(scores)), [len(each) for each in scores])
    order = np.argsort(-np.concatenate(scores), kind="stable")[:k] if scores else np.zeros(0, dtype=np.int64)
    return np.bincount(lists[order], minlength=len(scores)).tolist()  # type: ignore[no-any-return]
