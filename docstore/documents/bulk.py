"""A bulk request: lines into operations (``BulkRequestParser``), operations into items of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from docstore.catalog.pipelines import NONE
from docstore.clock import Clock
from docstore.documents.bulk_items import Items
from docstore.documents.bulk_line import Place, action_of, place_of, templates_of
from docstore.documents.operation import (
    DeleteOperation,
    Guard,
    IndexOperation,
    Operation,
    OpType,
    UpdateOperation,
    check_update_keys,
    long_parameter,
)
from docstore.documents.plain import SURE_ID, PlainWrite
from docstore.documents.routing import as_text
from docstore.documents.source_filter import NOTHING, SourceFilter
from docstore.documents.writer import DocumentWriter
from docstore.errors import ApiError, IllegalArgumentError, JsonObject, NotImplementedByDocstoreError, ValidationError, XContentParseError
from docstore.frozen import frozen
from docstore.json_token import token_of
from docstore.mapping.java_text import java_string
from docstore.storage.transaction import Transaction


@frozen
class BulkDefaults:
    """What holds for operations that do not say it themselves."""

    index: str | None = None
    routing: str | None = None
    require_alias: bool = False
    require_data_stream: bool = False
    default_pipeline: bool = True
    returned: SourceFilter = NOTHING

    @property
    def plain(self) -> bool:
        """Whether nothing holds for operations that store documents, but for the index."""
        return not (self.routing or self.require_alias or self.require_data_stream) and self.default_pipeline


def parse(lines: Iterable[Any], defaults: BulkDefaults) -> Iterator[tuple[str, Operation | PlainWrite]]:
    """Pairs of an action's name and what it asks for, one after the other: a large body is never in memory as operations.

    :param lines: objects, or their JSON as text or bytes; each action is followed by its document, but for delete.
    :raises IllegalArgumentError, XContentParseError: a line that is not what must stand there.
    :raises ValidationError: no lines at all, or, at the end, operations whose parts do not go together.
    """
    numbered = enumerate(map(_object, lines), 1)
    problems: list[str] = []
    nothing, plain = True, defaults.plain
    for number, line in numbered:
        nothing = False
        try:
            place = place_of(line) if plain else None
            found = _operation(number, line, numbered, defaults) if place is None else _put(number, line, place, numbered, defaults)
        except ValidationError as error:
            problems += error.problems
            continue
        operation = found[1]
        if not isinstance(operation, PlainWrite):
            problems += _problems(operation)
        if not problems:
            yield found
    if problems or nothing:
        raise ValidationError(*(problems or ["no requests added"]))


def _problems(operation: Operation) -> tuple[str, ...]:
    """What does not go together in one operation; as in Elasticsearch (``BulkRequest.validate``) it refuses the whole request.

    An id that cannot be one refuses only its item.
    """
    try:
        operation.validate()
    except ValidationError as error:
        return error.problems
    except ApiError:
        pass
    return ()


_decode = msgspec.json.Decoder().decode


def _object(line: Any) -> Any:
    if type(line) is dict or not isinstance(line, str | bytes):
        return line
    try:
        return _decode(line)
    except msgspec.DecodeError as error:
        raise XContentParseError(f"could not parse a line of the bulk request: {error}") from None
    except UnicodeDecodeError:
        raise XContentParseError("could not parse a line of the bulk request: Invalid UTF-8 encoded string") from None


def _put(
    number: int, line: Any, place: Place, rest: Iterator[tuple[int, Any]], defaults: BulkDefaults
) -> tuple[str, Operation | PlainWrite]:
    action, index, doc_id = place
    index = index or defaults.index
    if index and (doc_id is None or 0 < len(doc_id) <= SURE_ID):
        return action, PlainWrite(index, _document(number, rest), doc_id, action)
    return _operation(number, line, rest, defaults)


def _operation(
    number: int, line: Any, rest: Iterator[tuple[int, Any]], defaults: BulkDefaults
) -> tuple[str, Operation | PlainWrite]:
    action, metadata = action_of(number, line)
    source: Any = None if action == "delete" else _document(number, rest)
    if metadata.get("pipeline") not in (None, "", NONE):
        raise NotImplementedByDocstoreError.yet("[pipeline] in a bulk action")
    templates = templates_of(number, action, metadata)
    index, doc_id = metadata.get("_index", defaults.index), metadata.get("_id")
    if not index:
        raise ValidationError("index is missing")
    common: dict[str, Any] = {
        "index": java_string(index),
        "guard": Guard.parse(*(metadata.get(name) for name in ("version", "version_type", "if_seq_no", "if_primary_term"))),
        "routing": as_text(metadata.get("routing", defaults.routing)),
        "require_alias": _flag(metadata.get("require_alias", defaults.require_alias)),
    }
    if action == "delete":
        return action, DeleteOperation(id="" if doc_id is None else java_string(doc_id), **common)
    if action == "update":
        return action, _update(source, "" if doc_id is None else java_string(doc_id), metadata, common, defaults)
    op_type = OpType.CREATE if "create" in (action, metadata.get("op_type")) else OpType.INDEX
    return op_type.value, IndexOperation(
        source=source,
        id=None if doc_id is None else java_string(doc_id),
        op_type=op_type,
        dynamic_templates=templates,
        require_data_stream=_flag(metadata.get("require_data_stream", defaults.require_data_stream)),
        default_pipeline=defaults.default_pipeline and metadata.get("pipeline") != NONE,
        **common,
    )


def _document(number: int, rest: Iterator[tuple[int, Any]]) -> JsonObject:
    """A copy of the document that follows an action."""
    at, source = next(rest, (number, None))
    if type(source) is dict:
        return source.copy()
    if not isinstance(source, Mapping):
        raise IllegalArgumentError(f"Malformed content after action/metadata line [{number}], found no document on line [{at}]")
    return dict(source)


def _update(
    body: Mapping[str, Any], doc_id: str, metadata: JsonObject, common: dict[str, Any], defaults: BulkDefaults
) -> UpdateOperation:
    if metadata.get("version") is not None or metadata.get("version_type") not in (None, "internal"):
        raise IllegalArgumentError("Update requests do not support versioning. Please use `if_seq_no` and `if_primary_term` instead")
    if _flag(metadata.get("require_data_stream", defaults.require_data_stream)):
        raise IllegalArgumentError(
            "Update requests do not support the `require_data_stream` flag, as data streams do not support update operations"
        )
    check_update_keys(body)
    for key in ("doc", "upsert"):
        if body.get(key) is not None and not isinstance(body[key], Mapping):
            raise XContentParseError(f"[UpdateRequest] {key} doesn't support values of type: {token_of(body[key])}")
    if body.get("script") is not None or body.get("scripted_upsert"):
        raise NotImplementedByDocstoreError.yet("[script] in an update")
    chosen = metadata.get("_source", body.get("_source"))
    return UpdateOperation(
        id=doc_id,
        doc=body.get("doc"),
        upsert=body.get("upsert"),
        doc_as_upsert=_flag(body.get("doc_as_upsert", False)),
        detect_noop=_flag(body.get("detect_noop", True)),
        retry_on_conflict=long_parameter("retry_on_conflict", metadata.get("retry_on_conflict")) or 0,
        returned=defaults.returned if chosen is None else SourceFilter.parse(chosen),
        **common,
    )


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if not isinstance(value, bool):
        raise IllegalArgumentError.not_boolean(value)
    return value


def perform(txn: Transaction, clock: Clock, operations: Iterable[tuple[str, Operation | PlainWrite]], items: Items) -> None:
    """Do the operations in order; one that is refused does not disturb the others. What becomes of each is added to ``items``.

    What the operations raise as they are read is raised, and the transaction must be undone.
    """
    writer = DocumentWriter(txn, clock)
    for action, operation in operations:
        if isinstance(operation, PlainWrite):
            stored = writer.put(operation)
            if stored is not None:
                items.store(stored)
                continue
            operation = operation.operation()
        items.add(action, writer.apply(operation))
    writer.save()
