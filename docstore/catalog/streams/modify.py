"""Changing which indices a data stream has (``MetadataDataStreamsService``, ``MetadataMigrateToDataStreamService``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docstore.catalog.changes import put_index, put_object
from docstore.catalog.current import current
from docstore.catalog.definition import Definition
from docstore.catalog.index import Index
from docstore.catalog.settings.settings import Settings
from docstore.catalog.streams.changes import stream_template
from docstore.catalog.streams.data_stream import DATA_STREAMS, DataStream
from docstore.errors import IllegalArgumentError, ValidationError, XContentParseError
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.mapping.parameter import boolean
from docstore.storage.transaction import Transaction

_ADD, _REMOVE = "add_backing_index", "remove_backing_index"


@dataclass(frozen=True, slots=True)
class StreamAction:
    """One index into a data stream, or out of it."""

    adds: bool
    stream: str
    index: str
    failures: bool = False
    """It is about the failure store of the stream."""


def parse_stream_actions(actions: Sequence[Mapping[str, Any]] | None) -> list[StreamAction]:
    """Read the ``actions`` of a modify request.

    :raises ValidationError: there are none.
    :raises XContentParseError: an unknown action or key.
    """
    if not actions:
        raise ValidationError("must specify at least one data stream modification action")
    return [_parsed(action) for action in actions]


def _parsed(action: Mapping[str, Any]) -> StreamAction:
    if len(action) != 1:
        raise IllegalArgumentError("Too many operations declared on operation entry" if action else "No action specified")
    ((kind, body),) = action.items()
    if kind not in (_ADD, _REMOVE):
        raise XContentParseError(f"[data_stream_action] unknown field [{kind}]")
    if not isinstance(body, Mapping):
        raise XContentParseError(f"[data_stream_action] {kind} doesn't support values of type: VALUE_STRING")
    for key in body:
        if key not in ("data_stream", "index", "failure_store"):
            raise XContentParseError(f"[{kind}] unknown field [{key}]")
    for key, said in (("data_stream", "data stream"), ("index", "index")):
        if not isinstance(body.get(key), str) or not body[key]:
            raise IllegalArgumentError(f"[{said}] can't be empty string" if key in body else f"Required [{key}]")
    return StreamAction(kind == _ADD, body["data_stream"], body["index"], boolean("failure_store", body.get("failure_store", False)))


def modify(txn: Transaction, actions: Sequence[StreamAction]) -> None:
    """Carry out actions in order. When it raises, undo the transaction or its savepoint.

    :raises IllegalArgumentError: an action that cannot be done.
    """
    for action in actions:
        catalog = current(txn)
        stream = catalog.stream(action.stream)
        if stream is None:
            raise IllegalArgumentError(f"data stream [{action.stream}] not found")
        index = catalog.index(action.index)
        if action.adds:
            if index is None:
                raise IllegalArgumentError(f"index [{action.index}] not found")
            _add(txn, stream, index, failures=action.failures)
        elif action.failures:
            _remove_failures(txn, stream, action.index, index)
        else:
            _remove(txn, stream, action.index, index)


def _add(txn: Transaction, stream: DataStream, index: Index, *, failures: bool) -> None:
    parent = current(txn).stream_of(index.name)
    where = f"cannot add index [{index.name}] to data stream [{stream.name}]"
    if parent is not None:
        kept = index.name in parent.failures
        if parent.name == stream.name and kept is failures:
            return
        what = "failure store index" if kept else "backing index"
        raise IllegalArgumentError(f"{where} because it is already a {what} on data stream [{parent.name}]")
    if index.settings.get("index.mode") == "lookup":
        raise IllegalArgumentError(f"{where} because it specifies [index.mode=lookup], which is not supported for data streams")
    if index.aliases:
        names = f"[{', '.join(sorted(index.aliases))}]"
        raise IllegalArgumentError(f"{where} until its {f'aliases {names} are' if len(index.aliases) > 1 else f'alias {names} is'} removed")
    put_index(txn, _backing(index))
    if failures:
        changed = replace(stream, failures=(index.name, *stream.failures), generation=stream.generation + 1)
    else:
        changed = replace(stream, backing=(index.name, *stream.backing), generation=stream.generation + 1)
    put_object(txn, DATA_STREAMS, stream.name, changed)


def _remove(txn: Transaction, stream: DataStream, name: str, index: Index | None) -> None:
    if name not in stream.backing:
        raise IllegalArgumentError(f"index [{name}] not found")
    if name == stream.write_index:
        raise IllegalArgumentError(f"cannot remove backing index [{name}] of data stream [{stream.name}] because it is the write index")
    put_object(txn, DATA_STREAMS, stream.name, stream.without_index(name))
    _show(txn, index)


def _remove_failures(txn: Transaction, stream: DataStream, name: str, index: Index | None) -> None:
    """Also the one that refused documents go to: the next of them makes another."""
    if name not in stream.failures:
        raise IllegalArgumentError(f"index [{name}] not found")
    put_object(txn, DATA_STREAMS, stream.name, stream.without_failure_index(name))
    _show(txn, index)


def _show(txn: Transaction, index: Index | None) -> None:
    if index is not None:
        put_index(txn, index.with_settings(index.settings.merged({"index.hidden": None})))


def _backing(index: Index) -> Index:
    """The index hidden, its aliases gone, and its mapping that of a data stream.

    :raises IllegalArgumentError: it has no ``@timestamp`` that is a date.
    """
    mapping = index.mapping
    if not mapping.timestamp_required:
        mapping = FieldMapping.parse({**mapping.to_body(), "_data_stream_timestamp": {"enabled": True}}, settings=index.settings.flat)
    hidden: Settings = index.settings.merged({"index.hidden": "true"})
    return replace(index, definition=Definition.of(mapping), aliases={}).with_settings(hidden)


def migrate(txn: Transaction, name: str) -> DataStream:
    """Make a data stream of an alias.

    :raises IllegalArgumentError: there is no such alias, it filters or routes, it has no write index, or no template fits.
    """
    catalog = current(txn)
    indices = catalog.alias(name)
    if not indices:
        raise IllegalArgumentError(f"alias [{name}] does not exist")
    for index in indices:
        alias = index.aliases[name]
        if alias.filter is not None or alias.index_routing or alias.search_routing:
            raise IllegalArgumentError(
                f"alias [{name}] may not have custom filtering or routing in order to be converted to a data stream"
            )
        if len(index.aliases) > 1:
            others = ", ".join(other for other in sorted(index.aliases) if other != name)
            raise IllegalArgumentError(
                f"other aliases referencing indices [{index.name}] must be removed before migrating to a data stream: [{others}]"
            )
    writers = [index for index in indices if index.aliases[name].is_write_index or len(indices) == 1]
    if not writers:
        raise IllegalArgumentError(f"alias [{name}] must specify a write index")
    template = stream_template(catalog, name)
    assert template.data_stream is not None
    for index in indices:
        put_index(txn, _backing(index))
    backing = [index.name for index in indices if index is not writers[0]]
    stream = DataStream(
        name,
        (*backing, writers[0].name),
        len(indices),
        hidden=template.data_stream.hidden,
        allow_custom_routing=template.data_stream.allow_custom_routing,
    )
    put_object(txn, DATA_STREAMS, name, stream)
    return stream
