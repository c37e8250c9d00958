"""Documents in a file, in the forms in which they are passed around.

- a JSON list of objects, or a JSON object of objects (whose keys are then the ids);
- a document a line (ndjson), bare or as a hit, ``{"_id": ..., "_routing": ..., "_source": {...}}``: what ``docstore dump`` and
  elasticdump write;
- the lines of a ``_bulk`` request with ``index`` and ``create`` actions.

The content decides which it is, not the name; only a lone object on one line is an object of objects in a ``.json`` file and a
document elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any, NamedTuple

import msgspec

from docstore.cli.failure import CommandError
from docstore.errors import JsonObject

STDIN = "-"
_BULK_ACTIONS = ("index", "create")
_BULK_KEYS = {"_index", "_id", "_type", "routing", "_routing", "version", "version_type", "require_alias", "if_seq_no", "if_primary_term"}

_decode = msgspec.json.Decoder().decode


class Found(NamedTuple):
    """A document of a file; id and routing where the file tells them."""

    source: JsonObject
    id: str | None = None
    routing: str | None = None


def read(path: str) -> Iterator[Found]:
    """All documents of a file, or of stdin for ``-``.

    :raises CommandError: something in it is not a document; the line is told.
    :raises OSError: it cannot be read.
    """
    if path == STDIN:
        yield from _documents(sys.stdin.buffer, path)
        return
    with open(path, "rb") as file:
        yield from _documents(file, path)


def _documents(file: IO[bytes], path: str) -> Iterator[Found]:
    first = next((line for line in file if line.strip()), b"")
    if first.lstrip()[:1] == b"[":
        return _of_list(_whole(first, file, path), path)
    parsed = _object(first)
    if parsed is None and first:
        return _of_object(_whole(first, file, path), path)
    second = next((line for line in file if line.strip()), b"")
    if parsed is not None and not second and path.endswith(".json"):
        return _of_object(parsed, path)
    rows = _rows(chain([first] if first else [], [second] if second else [], file), path)
    return _of_bulk(rows, path) if parsed is not None and _is_action(parsed) else map(_of_line, rows)


def _whole(first: bytes, file: IO[bytes], path: str) -> Any:
    try:
        return _decode(first + file.read())
    except msgspec.DecodeError as error:
        raise CommandError(f"[{path}] is neither JSON nor a JSON document a line: {error}") from None


def _object(line: bytes) -> JsonObject | None:
    try:
        value = _decode(line)
    except msgspec.DecodeError:
        return None
    return value if isinstance(value, dict) else None


def _rows(lines: Iterable[bytes], path: str) -> Iterator[JsonObject]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = _object(line)
        if value is None:
            raise CommandError(f"[{path}] line {number} is not a JSON object: {line[:80].decode(errors='replace').rstrip()}")
        yield value


def _of_list(value: Any, path: str) -> Iterator[Found]:
    for at, document in enumerate(value):
        if not isinstance(document, dict):
            raise CommandError(f"[{path}] item {at} of the list is not an object")
        yield _of_line(document)


def _of_object(value: Any, path: str) -> Iterator[Found]:
    if not isinstance(value, dict) or not all(isinstance(document, dict) for document in value.values()):
        raise CommandError(f"[{path}] is not an object of objects; a single document goes into an .ndjson file")
    return (Found(document, key) for key, document in value.items())


def _of_line(document: JsonObject) -> Found:
    """A bare document, or a hit: no document can have a field ``_source`` of its own."""
    source = document.get("_source")
    if not isinstance(source, dict):
        return Found(document)
    return Found(source, _text(document.get("_id")), _text(document.get("_routing")))


def _is_action(value: JsonObject) -> bool:
    if len(value) != 1:
        return False
    action, meta = next(iter(value.items()))
    return action in _BULK_ACTIONS and isinstance(meta, dict) and meta.keys() <= _BULK_KEYS


def _of_bulk(rows: Iterator[JsonObject], path: str) -> Iterator[Found]:
    for row in rows:
        if not _is_action(row):
            raise CommandError(f"[{path}] is a bulk request with more than [index] and [create] actions: {str(row)[:80]}")
        (meta,) = row.values()
        source = next(rows, None)
        if source is None:
            raise CommandError(f"[{path}] ends with an action that no document follows")
        yield Found(source, _text(meta.get("_id")), _text(meta.get("routing", meta.get("_routing"))))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
