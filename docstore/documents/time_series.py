"""Documents of an index in ``index.mode: time_series`` (``IndexRouting.ExtractFromSource``, ``TsidExtractingIdFieldMapper``).

A document is a point of the series that its dimensions name: its ``_id`` follows from them and from ``@timestamp``, which lies in the
index's span.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from docstore.catalog.time_series import has_unhashed_ids, is_time_series
from docstore.documents.operation import DeleteOperation, Operation, UpdateOperation
from docstore.documents.time_series_id import is_address, point_id, unhashed_id
from docstore.documents.time_span import shown_time, span_of
from docstore.errors import DocumentParsingError, IllegalArgumentError, ResourceNotFoundError
from docstore.mapping.location import Token, column
from docstore.mapping.object_mapping import Dynamic
from docstore.mapping.series import dimension_fields, encoded_dimensions, places_in, values_at
from docstore.mapping.series_id import Encoded, hash_of_series
from docstore.mapping.series_route import Routed, routes, routing_hash, routing_values, scalars
from docstore.mapping.timestamp import TIMESTAMP
from docstore.storage.source import Source

if TYPE_CHECKING:
    from docstore.catalog.index import Index
    from docstore.mapping.mapping import Mapping
    from docstore.mapping.shape import Shape

_NANOS_PER_MILLI = 1_000_000

def check_operation(operation: Operation, index: Index) -> None:
    """Refuse what an index in that mode does not take.

    :raises IllegalArgumentError: an update, a routing.
    :raises ResourceNotFoundError: a deletion by what can be no id.
    """
    if isinstance(operation, UpdateOperation):
        raise IllegalArgumentError(f"update is not supported because the destination index [{index.name}] is in time_series mode")
    check_routing(index, operation.routing)
    if isinstance(operation, DeleteOperation):
        check_id(index, operation.id)


def check_routing(index: Index, routing: str | None) -> None:
    """:raises IllegalArgumentError: there is one: points are routed by their dimensions."""
    if routing is not None:
        raise IllegalArgumentError(
            f"specifying routing is not supported because the destination index [{index.name}] is in time_series mode"
        )


def check_id(index: Index, doc_id: str) -> None:
    """:raises ResourceNotFoundError: no point can have that id: none says where it is routed to."""
    if not is_address(doc_id):
        raise ResourceNotFoundError(f"invalid id [{doc_id}] for index [{index.name}] in time series mode")


def check_searched(index: Index, routing: object) -> None:
    """:raises IllegalArgumentError: a search of a time series names a routing."""
    if routing is not None and is_time_series(index):
        raise IllegalArgumentError(
            f"searching with a specified routing is not supported because the destination index [{index.name}] is in time_series mode"
        )


def read_keys(index: Index) -> tuple[str, ...]:
    """The top-level keys of a document that its id may follow from."""
    paths = [TIMESTAMP, *(path for path, _ in dimension_fields(index.mapping))]
    keys = (".".join(parts[:count]) for parts in (path.split(".") for path in paths) for count in range(1, len(parts) + 1))
    return tuple(dict.fromkeys(keys))


def id_in_series(index: Index, source: Source, given: str | None, shape: Shape | None = None) -> str:
    """The id of a document that the mapping accepts.

    :param given: the id that the request has; it may only be the very same.
    :param shape: the document's, where it is known.
    :raises IllegalArgumentError: the document has none of the fields that it is routed by.
    :raises DocumentParsingError: it is out of the index's span, or another id is given.
    """
    address = None if shape is None else _quick_address(index, source, shape)
    if address is None:
        address = _address(index, source)
    millis = _timestamp(index, source)
    found = unhashed_id(index.mapping, source, millis) if has_unhashed_ids(index) else point_id(address, millis)
    if given is not None and given != found:
        _refuse(source, f"_id must be unset or set to [{found}] but was [{given}] because [{index.name}] is in time_series mode")
    return found


def _quick_address(index: Index, source: Source, shape: Shape) -> bytes | None:
    places = places_in(index.mapping, index.mapping.settings.query.routing_path, shape)
    return None if places is None else places.address(source)


def _address(index: Index, source: Source) -> bytes:
    """The hash of what a point is routed by, and that of its series."""
    dimensions = encoded_dimensions(index.mapping, source)
    routed = routing_values(index.mapping.settings.query.routing_path, source)
    if not routed or not dimensions:
        _check_mapped(index, source)
    if not routed:
        raise IllegalArgumentError("Error extracting routing: source didn't contain any routing fields")
    return _hashed(routed, dimensions)


@lru_cache(maxsize=16384)
def _hashed(routed: Routed, dimensions: Encoded) -> bytes:
    return routing_hash(routed) + hash_of_series(dimensions)


def _check_mapped(index: Index, source: Source) -> None:
    """Points are not routed by what the mapping ignores."""
    for path, _ in scalars(source):
        first = _first_unmapped(index.mapping, path)
        if first and routes(index.mapping.settings.query.routing_path, first) and index.mapping.dynamic_at(first) is Dynamic.FALSE:
            raise IllegalArgumentError(f"All fields matching [routing_path] must be mapped but [{first}] was declared as [dynamic: false]")


def _first_unmapped(mapping: Mapping, path: str) -> str:
    """The first part of a path that the mapping does not know."""
    parts = path.split(".")
    for count in range(1, len(parts) + 1):
        known = ".".join(parts[:count])
        if mapping.field(known) is not None:
            break
        if mapping.object_at(known) is None:
            return known
    return ""


def _timestamp(index: Index, source: Source) -> int:
    """In milliseconds; the mapping has seen to it that there is one."""
    field = index.mapping.fields()[TIMESTAMP]
    unit = 1 if field.type_name == "date_nanos" else _NANOS_PER_MILLI
    nanos = int(field.column_value(values_at(source, TIMESTAMP)[0])) * unit  # type: ignore[arg-type]
    millis = nanos // _NANOS_PER_MILLI
    start, end = span_of(index)
    if not start <= millis < end:
        side, bound = ("larger", start) if millis < start else ("smaller", end)
        said = f"must be {side} than {_instant(bound * _NANOS_PER_MILLI)}"
        _refuse(source, f"time series index @timestamp value [{_instant(nanos)}] {said}")
    return millis


def _instant(nanos: int) -> str:
    """``Instant.toString``: no more digits of a second than are needed, three at a time."""
    seconds, rest = shown_time(nanos // _NANOS_PER_MILLI, "seconds")[:-1].partition(".")[0], nanos % 1_000_000_000
    digits = f".{rest:09d}" if rest else ""
    while digits.endswith("000"):
        digits = digits[:-3]
    return f"{seconds}{digits}Z"


def _refuse(source: Source, problem: str) -> NoReturn:
    at = column(source, [], Token.END)
    raise DocumentParsingError(f"[1:{at}] failed to parse: {problem}", caused_by=IllegalArgumentError(problem))
