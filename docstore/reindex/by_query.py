"""``_update_by_query`` and ``_delete_by_query``: a request, parsed and validated; and its plan over the loop of ``run``.

They write into the indices that they read, each document only if it is still the one that was found (``if_seq_no``), so there is no
destination, no mapping of names and nothing to settle at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from docstore.catalog.current import current
from docstore.catalog.names.options import OPEN_NOT_CLOSED
from docstore.errors import IllegalArgumentError, JsonObject, NotImplementedByDocstoreError, ParsingError, ValidationError
from docstore.query import parse as parse_query
from docstore.query import parse_sort
from docstore.query.wire import token_of
from docstore.reindex import plan as plans
from docstore.reindex.plan import SourceIndex
from docstore.reindex.request import ALL_DOCS, DEFAULT_SIZE, SourceRequest, conflicts, index_names, max_docs, page_size, refuse_size
from docstore.reindex.slices import AUTO, Slice, parse_slices
from docstore.reindex.throttle import parse_rate

if TYPE_CHECKING:
    from docstore.storage.transaction import Transaction


class Deed(Enum):
    """What is done to each document; the value is how Elasticsearch spells it in descriptions."""

    UPDATE = "update"
    DELETE = "delete"

    @property
    def action(self) -> str:
        """The name of the task's action."""
        return f"indices:data/write/{self.value}/byquery"


@dataclass(frozen=True, slots=True)
class ByQueryRequest:
    """A whole request."""

    deed: Deed
    source: SourceRequest
    proceed: bool = False
    max_docs: int = ALL_DOCS
    slices: int = 1
    requests_per_second: float = float("inf")
    active_shards: int = 1
    timeout: str = "1m"

    @property
    def description(self) -> str:
        """As the task shows it."""
        return f"{self.deed.value}-by-query [{', '.join(self.source.indices)}]"


_KEYS = ("query", "conflicts", "max_docs", "size", "slice", "sort", "_source")


def parse(deed: Deed, body: JsonObject, params: JsonObject) -> ByQueryRequest:
    """From a request body and the query parameters.

    :raises ParsingError, IllegalArgumentError, ValidationError: with Elasticsearch's texts.
    """
    _refuse(deed, body)
    request = ByQueryRequest(
        deed,
        _source(body, params),
        proceed=conflicts(body.get("conflicts", params.get("conflicts"))),
        max_docs=max_docs(body, params),
        slices=parse_slices(params.get("slices")),
        requests_per_second=parse_rate(params.get("requests_per_second")),
        active_shards=params.get("active_shards", 1),
        timeout=params.get("timeout", "1m"),
    )
    _validate(request, params)
    return request


def _refuse(deed: Deed, body: JsonObject) -> None:
    """Keys that there are not, or not here. ``_source`` says nothing to a deletion; an update would write parts of documents."""
    if body.get("script") is not None:
        raise NotImplementedByDocstoreError.yet("[script] in an update by query")
    if deed is Deed.UPDATE and body.get("_source") not in (None, True, "true"):
        raise NotImplementedByDocstoreError.yet("[_source] in an update by query")
    refuse_size(body)
    refused = next((key for key in ("from", "stored_fields") if key in body), None)
    if refused is not None:
        raise ValidationError(f"{refused} is not supported in this context")
    unknown = [key for key in body if key not in _KEYS and key != "script"]
    if unknown:
        raise ParsingError(f"Unknown key for a {token_of(body[unknown[0]])} in [{unknown[0]}].")


def _source(body: JsonObject, params: JsonObject) -> SourceRequest:
    query = body.get("query")
    if query is not None:
        parse_query(query)
    sort = body.get("sort") or params.get("sort") or ()
    parse_sort(sort or None)
    return SourceRequest(
        indices=index_names(params["index"]),
        query=query,
        size=page_size(DEFAULT_SIZE if params.get("scroll_size") is None else params["scroll_size"]),
        sort=tuple(sort) if isinstance(sort, list | tuple) else (sort,),
        slice=None if body.get("slice") is None else Slice.parse(body["slice"]),
        most=_terminate_after(params.get("terminate_after")),
    )


def _terminate_after(value: int | None) -> int:
    if value is not None and value < 0:
        raise IllegalArgumentError("terminateAfter must be > 0")
    return value or 0


def _validate(request: ByQueryRequest, params: JsonObject) -> None:
    problems = []
    if params.get("from") not in (None, -1):
        problems.append("from is not supported in this context")
    remote = [name for name in request.source.indices if ":" in name]
    if remote:
        what = "Cross-cluster calls are not supported in this context but remote indices were requested"
        problems.append(f"{what}: [{', '.join(remote)}]")
    if not request.source.indices and request.deed is Deed.DELETE:
        problems.append("use _all if you really want to delete from all existing indexes")
    if request.source.query is None and request.deed is Deed.DELETE:
        problems.append("query is missing")
    if request.source.slice is not None and request.slices != 1:
        problems.append("can't specify both manual and automatic slicing at the same time")
    if problems:
        raise ValidationError(*problems)
    if 0 <= request.max_docs < request.slices and request.slices != AUTO:
        raise IllegalArgumentError("[max_docs] should be >= [slices]")


@dataclass(frozen=True, slots=True)
class ByQuery:
    """A request as it came: what a task keeps to begin again."""

    deed: Deed
    body: JsonObject
    params: JsonObject

    @property
    def action(self) -> str:
        """The name of the task's action."""
        return self.deed.action

    @property
    def kept(self) -> JsonObject:
        """What the task keeps."""
        return {"body": self.body, "params": self.params}

    def parse(self) -> ByQueryRequest:
        """:raises ApiError: as ``parse``."""
        return parse(self.deed, self.body, self.params)

    def sources(self, txn: Transaction, request: ByQueryRequest) -> list[SourceIndex]:
        """The indices that are read and written.

        :raises IndexNotFoundError: one is missing.
        :raises NotImplementedByDocstoreError: a sort over several.
        """
        names = ("expand_wildcards", "ignore_unavailable", "allow_no_indices")
        options = OPEN_NOT_CLOSED.with_request(**{name: self.params.get(name) for name in names})
        targets = current(txn).search_targets(list(request.source.indices), options)
        if request.source.sort and len(targets) > 1:
            raise NotImplementedByDocstoreError(
                f"docstore sorts a {self.deed.value} by query over one index only; name one, or leave out [sort]"
            )
        return plans.readable(txn, targets, request.source)
