"""A reindex request, parsed and validated; it knows no store.

The texts are those of ``ReindexRequest``, ``ReindexValidator`` and ``AbstractBulkByPaginatedSearchRequest``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from docstore.documents.operation import OpType
from docstore.documents.source_filter import EVERYTHING, SourceFilter
from docstore.documents.versioning import VersionType
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    JsonObject,
    NotImplementedByDocstoreError,
    NumberFormatError,
    ParsingError,
    Token,
    ValidationError,
    XContentParseError,
)
from docstore.query import parse as parse_query
from docstore.query import parse_sort
from docstore.query.wire import at_key, token_of
from docstore.reindex.remote import Remote
from docstore.reindex.routing import KEEP, Routing
from docstore.reindex.slices import AUTO, Slice, parse_slices
from docstore.reindex.throttle import parse_rate
from docstore.spelling import did_you_mean

ALL_DOCS = -1
"""``max_docs`` that was not given."""

DEFAULT_SIZE = 1000
"""``source.size``: how many documents a batch has."""


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """``source``: which documents, from where. ``query`` and ``sort`` are as they came, and known to be valid."""

    indices: tuple[str, ...]
    query: JsonObject | None = None
    size: int = DEFAULT_SIZE
    filter: SourceFilter = EVERYTHING
    sort: tuple[Any, ...] = ()
    slice: Slice | None = None
    remote: Remote | None = None
    most: int = 0
    """Of each index no more than so many, the first that match (``terminate_after``); 0 is no limit."""


class LoopRequest(Protocol):
    """What the loop asks of a request, whatever is done with the documents."""

    @property
    def source(self) -> SourceRequest:
        """Which documents, from where."""

    @property
    def proceed(self) -> bool:
        """Whether version conflicts are counted and passed over."""

    @property
    def max_docs(self) -> int:
        """How many documents at most."""

    @property
    def slices(self) -> int:
        """How many workers share the work; ``AUTO`` to be told by the sources."""

    @property
    def requests_per_second(self) -> float:
        """The pace."""

    @property
    def description(self) -> str:
        """As the task shows it."""


@dataclass(frozen=True, slots=True)
class DestRequest:
    """``dest``: into what, and over what."""

    index: str
    version_type: VersionType = VersionType.INTERNAL
    op_type: OpType = OpType.INDEX
    routing: Routing = KEEP


@dataclass(frozen=True, slots=True)
class ReindexRequest:
    """A whole request; ``body`` and ``params`` are what it was parsed from, kept for resuming."""

    source: SourceRequest
    dest: DestRequest
    proceed: bool = False
    max_docs: int = ALL_DOCS
    slices: int = 1
    requests_per_second: float = float("inf")
    require_alias: bool = False
    refresh: bool = False
    active_shards: int = 1
    timeout: str = "1m"
    ignore_unavailable: bool = False

    @property
    def description(self) -> str:
        """As the task shows it."""
        return f"reindex from [{', '.join(self.source.indices)}] to [{self.dest.index}]"


_KEYS = ("source", "dest", "conflicts", "max_docs", "size", "script")
_DEST_KEYS = ("index", "op_type", "version_type", "routing", "pipeline", "type")
_SOURCE_KEYS = {"index", "query", "size", "_source", "sort", "slice", "remote", "type", "runtime_mappings"}


def parse(body: JsonObject, params: JsonObject) -> ReindexRequest:
    """From a request body and the query parameters.

    :raises XContentParseError, ParsingError, IllegalArgumentError, ValidationError: with Elasticsearch's texts.
    """
    _known_keys(body, _KEYS, "reindex")
    if body.get("script") is not None:
        raise NotImplementedByDocstoreError.yet("[script] in a reindex")
    try:
        refuse_size(body)
    except IllegalArgumentError as error:
        failed = XContentParseError("[reindex] failed to parse field [size]", caused_by=error, root_cause=error)
        raise at_key(failed, "size", within=body) from error
    source = _within(body, "source", _source)
    dest = _within(body, "dest", _dest)
    proceed = conflicts(body.get("conflicts", params.get("conflicts")))
    slices = parse_slices(params.get("slices"))
    request = ReindexRequest(
        source=source,
        dest=dest,
        proceed=proceed,
        max_docs=max_docs(body, params),
        slices=slices,
        requests_per_second=parse_rate(params.get("requests_per_second")),
        require_alias=bool(params.get("require_alias")),
        refresh=bool(params.get("refresh")),
        active_shards=params.get("active_shards", 1),
        timeout=params.get("timeout", "1m"),
        ignore_unavailable=bool(params.get("ignore_unavailable")),
    )
    _validate(request, body)
    return request


def _known_keys(body: JsonObject, known: tuple[str, ...], parser: str) -> None:
    for key in body:
        if key not in known:
            raise at_key(XContentParseError(f"[{parser}] unknown field [{key}]{did_you_mean(key, list(known))}"), key, Token.KEY, body)


def _within(body: JsonObject, key: str, read: Any) -> Any:
    """Parse one object of the body; a parse error inside is told as one of the whole, as Elasticsearch's ObjectParser does."""
    value = body.get(key)
    if value is not None and not isinstance(value, dict):
        raise at_key(XContentParseError(f"[reindex] {key} doesn't support values of type: {token_of(value)}"), key, within=body)
    try:
        return read(value or {})
    except (XContentParseError, ParsingError, IllegalArgumentError, NumberFormatError) as error:
        causes = list(_causes(error))
        failed = XContentParseError(f"[reindex] failed to parse field [{key}]", caused_by=error, root_cause=causes[-1])
        raise (failed if any(each.place for each in causes) else at_key(failed, key, within=body)) from error


def _causes(error: ApiError | None) -> Iterator[ApiError]:
    while error is not None:
        yield error
        error = error.caused_by


def _source(value: JsonObject) -> SourceRequest:
    for key in value:
        if key in ("from", "stored_fields"):
            raise ValidationError(f"{key} is not supported in this context")
        if key not in _SOURCE_KEYS:
            raise at_key(ParsingError(f"Unknown key for a {token_of(value[key])} in [{key}]."), key, within=value)
    remote = None if value.get("remote") is None else Remote.parse(value["remote"])
    if value.get("runtime_mappings"):
        raise NotImplementedByDocstoreError.yet("[source.runtime_mappings]")
    query = value.get("query")
    chosen = value.get("_source")
    if query is not None:
        parse_query(query)
    sort = value.get("sort") or ()
    parse_sort(sort or None)
    return SourceRequest(
        indices=index_names(value.get("index")),
        query=query,
        size=page_size(value.get("size", DEFAULT_SIZE)),
        filter=EVERYTHING if chosen is None else SourceFilter.parse(chosen),
        sort=tuple(sort) if isinstance(sort, list | tuple) else (sort,),
        slice=None if value.get("slice") is None else Slice.parse(value["slice"]),
        remote=remote,
    )


def index_names(value: Any) -> tuple[str, ...]:
    """Names of indices, as a comma list or a list."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(name for part in value for name in index_names(part))
    raise IllegalArgumentError(f"Expected [index] to be a list or a string but was [{value}]")


def page_size(value: Any) -> int:
    """How many documents a batch has."""
    try:
        size = int(value)
    except (TypeError, ValueError):
        raise NumberFormatError.of(value) from None
    if size < 0:
        raise IllegalArgumentError(f"[size] parameter cannot be negative, found [{size}]")
    if size == 0:
        raise ValidationError("[size] cannot be [0] in a scroll context")
    return size


def _dest(value: JsonObject) -> DestRequest:
    _known_keys(value, _DEST_KEYS, "dest")
    if value.get("pipeline") is not None:
        raise NotImplementedByDocstoreError.yet("[dest.pipeline]")
    if value.get("type") is not None:
        raise XContentParseError("[dest] unknown field [type]")
    index = value.get("index")
    if index is not None and not isinstance(index, str):
        raise XContentParseError(f"[dest] index doesn't support values of type: {token_of(index)}")
    return DestRequest(
        index=index or "",
        version_type=VersionType.parse(value.get("version_type")),
        op_type=OpType.parse(value.get("op_type")),
        routing=Routing.parse(value.get("routing")),
    )


def conflicts(value: Any) -> bool:
    """Whether a run goes on over version conflicts."""
    if value not in (None, "abort", "proceed"):
        raise IllegalArgumentError(f'conflicts may only be "proceed" or "abort" but was [{value}]')
    return bool(value == "proceed")


def refuse_size(body: JsonObject) -> None:
    """:raises IllegalArgumentError: the name that ``max_docs`` had once."""
    if body.get("size") is not None:
        raise IllegalArgumentError("invalid parameter [size], use [max_docs] instead")


def max_docs(body: JsonObject, params: JsonObject) -> int:
    """How many documents at most, ``ALL_DOCS`` without a limit; given once, or twice the same."""
    found: int | None = None
    for value in (body.get("max_docs"), params.get("max_docs")):
        if value is None:
            continue
        try:
            number = int(value)
        except (TypeError, ValueError):
            raise IllegalArgumentError(f"Failed to parse int parameter [max_docs] with value [{value}]") from None
        if number < 0:
            raise IllegalArgumentError(f"[max_docs] parameter cannot be negative, found [{number}]")
        if found is not None and found != number:
            raise IllegalArgumentError(f"[max_docs] set to two different values [{found}] and [{number}]")
        found = number
    return ALL_DOCS if found is None else found


def _validate(request: ReindexRequest, body: JsonObject) -> None:
    problems = []
    if not request.source.indices:
        problems.append("use _all if you really want to copy from all existing indexes")
    if not request.source.filter.fetch:
        problems.append("_source:false is not supported in this context")
    if not request.dest.index:
        problems.append("index must be specified")
    if not request.dest.routing.valid:
        problems.append("routing must be unset, [keep], [discard] or [=<some new value>]")
    if request.source.slice is not None and request.slices != 1:
        problems.append("can't specify both manual and automatic slicing at the same time")
    if request.source.remote is not None and request.slices != 1:
        problems.append(f"reindex from remote sources doesn't support slices > 1 but was [{request.slices}]")
    if request.source.remote is not None:
        problems += request.source.remote.problems
    if problems:
        raise ValidationError(*problems)
    if request.source.remote is not None:
        raise request.source.remote.refusal()
    if 0 <= request.max_docs < request.slices and request.slices != AUTO:
        raise IllegalArgumentError("[max_docs] should be >= [slices]")
