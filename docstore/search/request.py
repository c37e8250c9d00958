"""``_search``: what was asked for (``SearchSourceBuilder``). Knows no index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from docstore.documents.source_filter import EVERYTHING, NOTHING, SourceFilter
from docstore.errors import IllegalArgumentError, NotImplementedByDocstoreError, ParsingError, Token
from docstore.once import once
from docstore.query import Query, Sort, parse, parse_sort
from docstore.query.inner_hits import read_requests_with
from docstore.query.kinds.bool import Bool
from docstore.query.wire import TOKENS, at_key, boolean, integer, number, text, token_of
from docstore.search import aggregations, highlight
from docstore.search.collapse import Collapse
from docstore.search.field_and_format import FieldAndFormat, fields_and_formats
from docstore.search.knn_section import DEFAULT_SIZE, KnnSection, parse_sections
from docstore.search.point_in_time import PointInTime
from docstore.search.rescore import Rescore, parse_rescores
from docstore.search.slice import Slice
from docstore.time_value import millis

if TYPE_CHECKING:
    from docstore.search.aggregations.request import Tree
    from docstore.search.highlight.request import Highlight

Json = dict[str, Any]
Read = Callable[[Any], Any]

ACCURATE = (1 << 31) - 1
"""Hits are counted to the end."""

DISABLED = -1
"""Hits are not counted."""

DEFAULT_TOTAL = 10_000

_NONE = "_none_"


@dataclass(frozen=True)
class SearchRequest:
    """A search. Defaults are Elasticsearch's. It has no slots, so that ``parse`` sets what is given and all else is found in the class."""

    query: Query | None = None
    post_filter: Query | None = None
    from_: int = 0
    size: int = 10
    sort: tuple[Sort, ...] = ()
    search_after: tuple[Any, ...] | None = None
    min_score: float | None = None
    terminate_after: int = 0
    track_scores: bool = False
    track_total_hits: int = DEFAULT_TOTAL
    source: SourceFilter | None = None
    """None: as the other parts of the request have it."""
    fields: tuple[FieldAndFormat, ...] = ()
    docvalue_fields: tuple[FieldAndFormat, ...] = ()
    stored_fields: tuple[str, ...] | None = None
    explain: bool = False
    version: bool = False
    seq_no_primary_term: bool = False
    indices_boost: tuple[tuple[str, float], ...] = ()
    collapse: Collapse | None = None
    rescore: tuple[Rescore, ...] = ()
    slice: Slice | None = None
    aggregations: Tree | None = None
    highlight: Highlight | None = None
    profile: bool = False
    stats: tuple[str, ...] = ()
    """Under which names it counts in the statistics of its indices."""
    runtime_mappings: Json | None = None
    """More runtime fields, for this search."""
    pit: PointInTime | None = None
    knn: tuple[KnnSection, ...] = ()
    named_scores: bool = False
    rebuilt: bool = False
    """``_source`` as if the indices had synthetic source."""
    unlimited: bool = False
    """All that match are put in order, for a scroll; ``batch`` is how many are shown at a time."""
    batch: int = 10
    timeout: float | None = None
    """How many seconds it may take; None for as long as it wants, which the cluster may not."""

    @classmethod
    def parse(cls, body: Mapping[str, Any], *, named_scores: bool = False, rebuilt: bool = False) -> SearchRequest:
        """The keys of a request body; a key that is absent has its default. The others are said beside a body.

        :raises ParsingError: an unknown key, or a value of a kind that it does not take.
        :raises IllegalArgumentError: a value outside of its range, or parts that do not go together.
        """
        found: Json = {}
        for key, value in body.items():
            reader, token = _KEYS.get(key), TOKENS[type(value)]
            if reader is None or token not in reader[0]:
                raise at_key(ParsingError(f"Unknown key for a {token} in [{key}]."), key, within=body)
            try:
                found[reader[1]] = reader[2](value)
            except ParsingError as error:
                if error.place is None and not isinstance(value, list):
                    at_key(error, key, Token.END if isinstance(value, dict) else Token.VALUE, body)
                raise
        if "knn" in found:
            found["knn"] = tuple(section.sized(found.get("size", DEFAULT_SIZE)) for section in found["knn"])
        if found.get("stored_fields") == (_NONE,):
            _check_without_fields(found)
        request = cls.__new__(cls)
        if named_scores:
            found["named_scores"] = True
        if rebuilt:
            found["rebuilt"] = True
        request.__dict__.update(found)
        if not _TOGETHER.isdisjoint(found):
            request._check()
        return request

    def _check(self) -> None:
        after = self.search_after is not None
        if self.collapse is not None and after and (len(self.sort) != 1 or self.sort[0].field != self.collapse.field):
            raise IllegalArgumentError(
                "Cannot use [collapse] in conjunction with [search_after] unless the search is sorted on the same field. Multiple"
                " sort fields are not allowed."
            )
        if after:
            self._check_search_after()
        if self.rescore and self.sort and not (len(self.sort) == 1 and self.sort[0].field == "_score"):
            raise IllegalArgumentError("Cannot use [sort] option in conjunction with [rescore].")

    def _check_search_after(self) -> None:
        assert self.search_after is not None
        if self.from_ > 0:
            raise IllegalArgumentError("`from` parameter must be set to 0 when `search_after` is used")

    @once
    def asked(self) -> Query | None:
        """The query, and what is nearest to vectors beside it."""
        if not self.knn:
            return self.query
        parts = (*(() if self.query is None else (self.query,)), *self.knn)
        return Bool(should=parts) if len(parts) > 1 else parts[0]

    @once
    def needs_scores(self) -> bool:
        """Whether scores are worked out for all that match."""
        if self.from_ + self.size == 0 and self.min_score is None:
            return False
        if not self.sort:
            return True
        sorted_by = any(sort.field == "_score" for sort in self.sort)
        return sorted_by or self.track_scores or self.min_score is not None or bool(self.rescore)

    @property
    def wants_special_hits(self) -> bool:
        """Whether hits show more, or less, than their ids, scores, documents and what they sort by."""
        return not _SPECIAL.isdisjoint(self.__dict__) and (self.stored_fields is not None or any(_flags(self)))

    @property
    def anonymous(self) -> bool:
        """Whether hits do not even show their ids (``stored_fields: _none_``)."""
        return self.stored_fields == (_NONE,)

    @property
    def fetched_source(self) -> SourceFilter:
        """Which parts of ``_source`` are shown: none when only stored fields are asked for."""
        if self.source is not None:
            return self.source
        if self.stored_fields is not None and "_source" not in self.stored_fields:
            return NOTHING
        return EVERYTHING


_FLAGS = ("source", "fields", "docvalue_fields", "explain", "version", "seq_no_primary_term", "highlight", "rebuilt")
_flags = attrgetter(*_FLAGS)
_SPECIAL = frozenset({*_FLAGS, "stored_fields"})

_TOGETHER = frozenset({"collapse", "rescore", "search_after"})
"""What does not go with everything."""

_VALUE = frozenset({"VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN"})
_OBJECT = frozenset({"START_OBJECT"})
_ARRAY = frozenset({"START_ARRAY"})


def _from(value: Any) -> int:
    found = integer(value)
    if found < 0:
        raise IllegalArgumentError(f"[from] parameter cannot be negative but was [{found}]")
    return found


def _size(value: Any) -> int:
    found = integer(value)
    if found < 0:
        raise IllegalArgumentError(f"[size] parameter cannot be negative, found [{found}]")
    return found


def _terminate_after(value: Any) -> int:
    found = integer(value)
    if found < 0:
        raise IllegalArgumentError("terminateAfter must be > 0")
    return found


def _timeout(value: Any) -> float | None:
    found = millis(text(value), "timeout")
    return None if found < 0 else found / 1000


def _track_total_hits(value: Any) -> int:
    if isinstance(value, bool) or value in ("true", "false"):
        return ACCURATE if value in (True, "true") else DISABLED
    found = integer(value)
    if found < -1:
        raise IllegalArgumentError(f"[track_total_hits] parameter must be positive or equals to -1, got {found}")
    return found


def _search_after(value: Any) -> tuple[Any, ...]:
    for at, each in enumerate(value):
        if isinstance(each, list | dict):
            found = "Expected [VALUE_STRING] or [VALUE_NUMBER] or [VALUE_BOOLEAN] or [VALUE_NULL] but found "
            raise at_key(ParsingError(f"{found}[{token_of(each)}] inside search_after."), at, within=value)
    if not value:
        raise IllegalArgumentError("Values must contains at least one value.")
    return tuple(value)


def _indices_boost(value: Any) -> tuple[tuple[str, float], ...]:
    pairs = []
    for each in value.items() if isinstance(value, dict) else [_boost(value, at) for at in range(len(value))]:
        pairs.append((each[0], number(each[1])))
    return tuple(pairs)


def _boost(boosts: list[Any], at: int) -> tuple[str, Any]:
    one, text_ = boosts[at], "Expected [{}] in [indices_boost] but found [{}]"
    if not isinstance(one, dict):
        raise at_key(ParsingError(text_.format("START_OBJECT", token_of(one))), at, within=boosts)
    if not one:
        raise at_key(ParsingError(text_.format("FIELD_NAME", "END_OBJECT")), None, Token.END, one)
    if len(one) > 1:
        raise at_key(ParsingError(text_.format("END_OBJECT", "FIELD_NAME")), list(one)[1], Token.KEY, one)
    return next(iter(one.items()))


def _source(value: Any) -> SourceFilter:
    if isinstance(value, str) and value in ("true", "false"):
        value = value == "true"
    return SourceFilter.parse(value)


def _stored_fields(value: Any) -> tuple[str, ...]:
    names = [text(value)] if not isinstance(value, list) else [text(name) for name in value]
    if "_none_" in names:
        if len(names) > 1:
            raise IllegalArgumentError("cannot combine _none_ with other fields")
        return (_NONE,)
    return tuple(names)


def _check_without_fields(found: Json) -> None:
    """:raises IllegalArgumentError: ``stored_fields: _none_``, and something that needs them."""
    source = found.get("source")
    if source is not None and source.fetch:
        raise IllegalArgumentError("[stored_fields] cannot be disabled if [_source] is requested")
    if found.get("fields"):
        raise IllegalArgumentError("[stored_fields] cannot be disabled when using the [fields] option")
    if found.get("version"):
        raise IllegalArgumentError("[stored_fields] cannot be disabled if [version] is requested")


def _refused(name: str) -> Read:
    def refuse(value: Any) -> None:
        if value not in ({}, [], None):
            raise NotImplementedByDocstoreError(f"docstore has no [{name}] in a search yet")

    return refuse


_KEYS: dict[str, tuple[frozenset[str], str, Read]] = {
    "query": (_OBJECT, "query", parse),
    "post_filter": (_OBJECT, "post_filter", parse),
    "from": (_VALUE, "from_", _from),
    "size": (_VALUE, "size", _size),
    "sort": (_VALUE | _OBJECT | _ARRAY, "sort", parse_sort),
    "search_after": (_ARRAY, "search_after", _search_after),
    "min_score": (_VALUE, "min_score", number),
    "terminate_after": (_VALUE, "terminate_after", _terminate_after),
    "timeout": (_VALUE, "timeout", _timeout),
    "track_total_hits": (_VALUE, "track_total_hits", _track_total_hits),
    "_source": (_VALUE | _OBJECT | _ARRAY, "source", _source),
    "fields": (_ARRAY, "fields", lambda value: fields_and_formats(value, "fields")),
    "docvalue_fields": (_ARRAY, "docvalue_fields", lambda value: fields_and_formats(value, "docvalue_fields")),
    "stored_fields": (_VALUE | _ARRAY, "stored_fields", _stored_fields),
    "indices_boost": (_OBJECT | _ARRAY, "indices_boost", _indices_boost),
    "collapse": (_OBJECT, "collapse", Collapse.parse),
    "rescore": (_OBJECT | _ARRAY, "rescore", parse_rescores),
    "slice": (_OBJECT, "slice", Slice.parse),
    "aggs": (_OBJECT, "aggregations", lambda value: aggregations.registry.parse(value)),
    "aggregations": (_OBJECT, "aggregations", lambda value: aggregations.registry.parse(value)),
    "highlight": (_OBJECT, "highlight", lambda value: highlight.request.Highlight.parse(value)),
    "pit": (_OBJECT, "pit", PointInTime.parse),
    "knn": (_OBJECT | _ARRAY, "knn", parse_sections),
    "stats": (_ARRAY, "stats", lambda value: tuple(map(text, value))),
    "runtime_mappings": (_OBJECT, "runtime_mappings", lambda value: value or None),
    **{name: (_VALUE, name, boolean) for name in ("track_scores", "explain", "version", "seq_no_primary_term", "profile")},
    **{name: (_OBJECT | _ARRAY, name, _refused(name)) for name in ("suggest", "script_fields", "rank", "retriever", "ext")},
}
"""For each key the tokens that its value may begin with, the attribute that it becomes, and how it is read."""

read_requests_with(SearchRequest.parse)
