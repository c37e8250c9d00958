"""``knn``: the documents with the nearest vectors, found by looking at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from docstore.columns.numeric_column import VectorColumn
from docstore.columns.rows import Ints, Mask
from docstore.columns.view import IndexView, NestedView
from docstore.columns.want import Want
from docstore.errors import ApiError, IllegalArgumentError, NotBuiltError, NotImplementedByDocstoreError
from docstore.frozen import frozen
from docstore.mapping.field_type import LocatedCause
from docstore.mapping.types.dense_vector import DenseVectorField
from docstore.mapping.types.vector_elements import WrongLength
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import parse, query
from docstore.query.scorer import NO_BOOST, Boost, Explanation, Scored, Scorer, Scores, Uniform, float32, score_of
from docstore.query.similarities import least_score, scores
from docstore.query.vector_text import checked_text, vector_of_text
from docstore.query.wire import Declared, declared, integer, number, text, with_standard_keys

MAX_CANDIDATES = 10_000
FACTOR = 1.5
"""How many candidates there are for each of ``k``, where nothing is said."""

_INTEGER = frozenset({"VALUE_NUMBER", "VALUE_STRING"})


def _filters(value: Any) -> tuple[Query, ...]:
    return tuple(map(parse, value)) if isinstance(value, list) else (parse(value),)


def _no_models(value: Any) -> Any:
    raise NotImplementedByDocstoreError("docstore has no models: [query_vector_builder] cannot be used, give a [query_vector]")


VECTOR_KEYS = {
    "field": Declared(frozenset({"VALUE_STRING"}), text),
    "query_vector": Declared(frozenset({"START_ARRAY", "START_OBJECT", "VALUE_STRING", "VALUE_NUMBER"}), checked_text),
    "query_vector_builder": Declared(frozenset({"START_OBJECT"}), _no_models),
    "k": Declared(_INTEGER, integer),
    "num_candidates": Declared(_INTEGER, integer),
    "similarity": Declared(_INTEGER, number),
    "filter": Declared(frozenset({"START_OBJECT", "START_ARRAY"}), _filters),
    "rescore_vector": Declared(frozenset({"START_OBJECT"}), lambda body: _oversample(body)),
    "visit_percentage": Declared(_INTEGER, lambda value: _percentage(number(value))),
}
"""The keys of a query and of a ``knn`` section. ``rescore_vector`` and ``visit_percentage`` have no effect: all vectors are looked at
and scores are exact.
"""


def _oversample(body: Json) -> None:
    found = declared("rescore_vector", body, {"oversample": Declared(_INTEGER, number)})
    if "oversample" not in found:
        raise IllegalArgumentError("Required [oversample]")
    if found["oversample"] and found["oversample"] < 1:
        raise NotBuiltError("rescore_vector", IllegalArgumentError("[oversample] must be >= 1.0"))


def _percentage(value: float) -> float:
    if not 0 <= value <= 100:
        raise IllegalArgumentError("[visit_percentage] must be between 0.0 and 100.0")
    return value


def check_numbers(k: int | None, candidates: int | None) -> None:
    """:raises IllegalArgumentError: numbers that cannot be."""
    if k is not None and k < 1:
        raise IllegalArgumentError("[k] must be greater than 0")
    if candidates is not None and candidates < 1:
        raise IllegalArgumentError("[num_candidates] must be greater than 0")
    if candidates is not None and k is not None and candidates < k:
        raise IllegalArgumentError("[num_candidates] cannot be less than [k]")
    if candidates is not None and candidates > MAX_CANDIDATES:
        raise IllegalArgumentError(f"[num_candidates] cannot exceed [{MAX_CANDIDATES}]")


@query("knn")
@frozen
class Knn(Query):
    """The ``k`` documents of those that pass the filters whose vectors are nearest."""

    field: str
    vector: Any
    k: int | None = None
    candidates: int | None = None
    similarity: float | None = None
    filters: tuple[Query, ...] = ()
    boost: float = 1.0
    name: str | None = None
    exact: bool = False
    """All that have a vector, not only the nearest: what inner hits are of documents that were found by it."""

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{"field": "v", "query_vector": [1, 2], "k": 10, "num_candidates": 50}`` (``KnnVectorQueryBuilder.PARSER``).

        :raises XContentParseError: an unknown key, or a value that it does not take.
        :raises IllegalArgumentError: no field.
        """
        found = declared("knn", body, with_standard_keys("knn", body, VECTOR_KEYS))
        if "field" not in found:
            raise IllegalArgumentError("Required [field]")
        try:
            check_numbers(found.get("k"), found.get("num_candidates"))
            if "query_vector" not in found:
                raise IllegalArgumentError("either [query_vector_builder] or [query_vector] must be provided")
        except IllegalArgumentError as error:
            raise NotBuiltError("knn", error) from error
        return cls.of(found)

    @classmethod
    def of(cls, found: Json) -> Self:
        """From keys that were read."""
        return cls(
            found["field"],
            found["query_vector"],
            found.get("k"),
            found.get("num_candidates"),
            found.get("similarity"),
            found.get("filter", ()),
            found.get("boost", 1.0),
            found.get("_name"),
        )

    def bind(self, view: IndexView) -> Matcher:
        """The nearest; a field that is not mapped, or has no vectors yet, matches nothing."""
        return self._nearest(view) or MatchesNone(view)

    def bind_scored(self, view: IndexView, boost: Boost = NO_BOOST) -> Scored:
        """Nearness as the similarity of the field has it."""
        nearest = self._nearest(view)
        if nearest is None:
            return Scored(MatchesNone(view), Uniform(boost, "MatchNoDocsQuery"))
        return Scored(nearest, NearestScorer(nearest, self.boosted(boost)))

    def _nearest(self, view: IndexView) -> Nearest | None:
        field = view.field(self.field)
        if field is None:
            return None
        type_ = field.type
        if not isinstance(type_, DenseVectorField):
            raise IllegalArgumentError("[knn] queries are only supported on [dense_vector] fields")
        if not type_.get("index"):
            raise IllegalArgumentError(
                f"to perform knn search on field [{field.path}], its mapping must have [index] set to [true]"
            )
        if type_.dims is None:
            return None
        target = _target(type_, self.vector)
        root = _document_view(view)
        own = tuple(each for each in self.filters if _about_objects(each, view))
        asked = () if self.exact else (*self.filters, *([] if root.restriction is None else [root.restriction]))
        filters = tuple(each.bind(root) for each in asked if each not in own)
        own_filters = tuple(each.bind(view) for each in own)
        assert type_.similarity is not None
        element = type_.element.name
        least = None if self.similarity is None else least_score(type_.similarity, element, type_.dims, self.similarity)
        want = view.need(Want(field.part("vector")))
        return Nearest(view, want, target, type_.similarity, element, self._wanted(view), filters, own_filters, least)

    def _wanted(self, view: IndexView) -> int | None:
        if self.exact:
            return None
        if self.k is not None:
            return self.k
        size = _document_view(view).wanted
        return self.candidates or round(min(FACTOR * size, MAX_CANDIDATES))

    def clauses(self) -> tuple[Query, ...]:
        """The filters."""
        return self.filters


def _document_view(view: IndexView) -> IndexView:
    while isinstance(view, NestedView):
        view = view.outer
    return view


def _about_objects(query: Query, view: IndexView) -> bool:
    """Whether a filter asks about fields of the objects of a view, and only about those (``NestedHelper``)."""
    if not view.scope:
        return False
    leaves = list(_leaves(query))
    fields = [name for leaf in leaves if (name := getattr(leaf, "field", None)) is not None]
    return bool(fields) and len(fields) == len(leaves) and all(name.startswith(f"{view.scope}.") for name in fields)


def _leaves(query: Query) -> Iterator[Query]:
    inner = query.clauses()
    if not inner:
        yield query
    for clause in inner:
        yield from _leaves(clause)


def _target(type_: DenseVectorField, value: Any) -> Any:
    """The vector of a query as numbers.

    :raises IllegalArgumentError: it is none for this field.
    """
    element = type_.element
    assert type_.dims is not None
    try:
        if isinstance(value, str):
            vector = vector_of_text(value, element.name, type_.dims)
        elif isinstance(value, list) and element.count(value) != type_.dims:
            raise WrongLength(element.count(value))
        else:
            vector = element.read(value, type_.dims)
        element.check_magnitude(vector, type_.similarity)
        return element.numbers(vector)
    except WrongLength as wrong:
        raise IllegalArgumentError(
            f"The query vector has a different number of dimensions [{wrong.count}] than the document vectors [{type_.dims}]."
        ) from None
    except LocatedCause as cause:
        raise IllegalArgumentError(str(cause)) from None
    except ApiError as error:
        raise IllegalArgumentError(error.reason) from error


@dataclass
class Nearest(Matcher):
    """The best of a view; among the objects of a nested field, the best of each document."""

    view: IndexView
    want: Want
    target: Any
    similarity: str
    element: str
    wanted: int | None
    filters: tuple[Matcher, ...]
    """About documents."""
    own_filters: tuple[Matcher, ...]
    """About the objects of the view."""
    least: float | None
    _found: tuple[Ints, Scores] | None = None

    def found(self) -> tuple[Ints, Scores]:
        """Their ordinals, ascending, and scores."""
        if self._found is None:
            self._found = self._search()
        return self._found

    def _search(self) -> tuple[Ints, Scores]:
        column = self.view.column(self.want)
        assert isinstance(column, VectorColumn)
        ordinals = np.flatnonzero(column.exists() & self._allowed())
        if not len(ordinals):
            return ordinals, np.zeros(0, np.float32)
        found = scores(self.similarity, self.element, column, ordinals, self.target).astype(np.float32)
        if self.least is not None:
            good = found >= float32(self.least)
            ordinals, found = ordinals[good], found[good]
        if self.wanted is None:
            return ordinals, found
        order = _best_first(found, None if isinstance(self.view, NestedView) else self.wanted)
        if isinstance(self.view, NestedView):
            owners = self.view.owners_in(_document_view(self.view))[ordinals[order]]
            order = order[np.sort(np.unique(owners, return_index=True)[1])]
        best = np.sort(order[: self.wanted])
        return ordinals[best], found[best]

    def _allowed(self) -> Mask:
        """What passes the filters."""
        documents = _document_view(self.view)
        mask = np.ones(documents.count, dtype=np.bool_)
        for each in self.filters:
            mask &= each.run()
        if isinstance(self.view, NestedView):
            mask = mask[self.view.owners_in(documents)]
        for each in self.own_filters:
            mask &= each.run()
        return mask

    def run(self) -> Mask:
        """The best."""
        mask = np.zeros(self.view.count, dtype=np.bool_)
        mask[self.found()[0]] = True
        return mask


def _best_first(found: Scores, wanted: int | None) -> Ints:
    """The places of the best, the first of equals first; of all where so many may not be enough."""
    if wanted is None or wanted >= len(found):
        return np.argsort(-found, kind="stable")
    least = np.partition(found, len(found) - wanted)[len(found) - wanted] if wanted else np.inf
    among = np.flatnonzero(found >= least)
    return among[np.argsort(-found[among], kind="stable")]


@frozen
class NearestScorer(Scorer):
    """Nearness."""

    nearest: Nearest
    boost: Boost

    def scores(self, ordinals: Ints) -> Scores:
        """Known since they were found."""
        known, found = self.nearest.found()
        return (found[np.searchsorted(known, ordinals)] * self.boost).astype(np.float32)

    def explain(self, ordinal: int) -> Explanation:
        """``KnnScoreDocQuery.explain``."""
        return Explanation(score_of(self, ordinal), "within top k documents")


def all_of(query: Query) -> Query:
    """For inner hits: a change for ``rewritten``."""
    return replace(query, exact=True) if isinstance(query, Knn) else query
