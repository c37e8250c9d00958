"""Columns in files: written once they are built, mapped back without being copied (docs/storage.md, "Columns").

A file holds a column and the position that it stands at. It is taken for what it says only when all of this agrees: checksum, format and
version of docstore, index, field, definition of the field, and a few of the documents it was made of that are still there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from struct import Struct
from typing import Any

import msgspec
import numpy as np

from docstore.columns.column import Column
from docstore.columns.dictionary import Terms
from docstore.columns.entry import Entry
from docstore.columns.keyword_column import KeywordColumn
from docstore.columns.numeric_column import NumericColumn, VectorColumn
from docstore.columns.position import Position
from docstore.columns.presence_column import PresenceColumn
from docstore.columns.reader import Reader
from docstore.columns.rows import MultiRows, Rows, SingleRows, Slots
from docstore.columns.text_column import TextColumn
from docstore.columns.text_tokens import Tokens
from docstore.columns.want import Want
from docstore.storage.derived import FRAME
from docstore.version import VERSION

LEAST = 1_000
"""Columns of fewer documents are not kept: they are built in no time."""

_FORMAT = 1
_LENGTH = Struct("<I")
_ALIGN = 64
_PROBES = 8

Arrays = dict[str, Slots]


class Header(msgspec.Struct, frozen=True, array_like=True):
    """What stands at the beginning of a file, as a MessagePack array."""

    format: int
    version: str
    uuid: str
    path: str
    aspect: str
    definition: str
    kind: str
    next_seq: int
    removed: int
    count: int
    dense: bool
    """Whether the ordinals are the ``_seq_no``."""
    probes: list[tuple[int, bytes]]
    """Some ``_seq_no`` and the fingerprints of their documents."""
    arrays: list[tuple[str, str, list[int], int]]
    """Name, type, shape, offset behind the header."""


def group_of(uuid: str) -> str:
    """The files of an index, also those of its nested objects, stand together."""
    return uuid.partition("/")[0]


def name_of(uuid: str, want: Want) -> str:
    """The file of one column."""
    return sha256("\0".join((uuid, *want.key)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def load(reader: Reader, want: Want) -> Entry | None:
    """The column as it was kept; None when there is none that may be used here."""
    files = reader.files
    content = None if files is None else files.read(group_of(reader.uuid), name_of(reader.uuid, want))
    if content is None:
        return None
    header, body = opened(content)
    if header is None or not _is_of(header, reader, want):
        return None
    try:
        column, position = _restored(header, body)
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return Entry(want, column, position)


def _restored(header: Header, body: memoryview) -> tuple[Column, Position]:
    """What a file holds.

    :raises LookupError: something is missing.
    :raises ValueError: something is not as long as it must be.
    """
    arrays = {name: _array(body, dtype, shape, offset) for name, dtype, shape, offset in header.arrays}
    seqs = np.arange(header.count, dtype=np.int64) if header.dense else arrays["seqs"]
    _expect(seqs, header.count)
    kind = _KINDS[header.kind]
    if unknown := arrays.keys() - kind.known:
        raise KeyError(unknown)
    return kind.restored(arrays, header.count), Position(header.next_seq, header.removed, seqs)


def _expect(array: Slots, count: int) -> None:
    if len(array) != count:
        raise ValueError(f"{len(array)} and not {count}")


def save(reader: Reader, entry: Entry) -> bool:
    """Keep a column; whether that was done."""
    files, want = reader.files, entry.want
    kind = next((name for name, kind in _KINDS.items() if type(entry.column) is kind.type), None)
    if files is None or kind is None:
        return False
    try:
        arrays = _KINDS[kind].arrays(entry.column)
    except UnicodeEncodeError:
        return False
    position = entry.position
    dense = bool(position.count == 0 or position.seqs[-1] == position.count - 1)
    if not dense:
        arrays["seqs"] = position.seqs
    parts: list[bytes | memoryview] = []
    places: list[tuple[str, str, list[int], int]] = []
    at = 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        places.append((name, array.dtype.str, list(array.shape), at))
        padding = -array.nbytes % _ALIGN
        parts += [array.reshape(-1).view(np.uint8).data, bytes(padding)]
        at += array.nbytes + padding
    header = Header(
        _FORMAT,
        VERSION,
        reader.uuid,
        *want.key,
        digest(want),
        kind,
        position.next_seq,
        position.removed,
        position.count,
        dense,
        _probes(reader, position),
        places,
    )
    encoded = msgspec.msgpack.encode(header)
    head = (_LENGTH.pack(len(encoded)) + encoded).ljust(_body_at(len(encoded)), b"\0")
    return files.write(group_of(reader.uuid), name_of(reader.uuid, want), [head, *parts])


def opened(content: memoryview) -> tuple[Header | None, memoryview]:
    """The header of a file, if it is one of this format and version, and what follows."""
    if len(content) < _LENGTH.size:
        return None, content
    (length,) = _LENGTH.unpack_from(content)
    body = content[_body_at(length) :]
    try:
        header = _DECODER.decode(content[_LENGTH.size : _LENGTH.size + length])
    except msgspec.DecodeError:
        return None, body
    return (header if (header.format, header.version) == (_FORMAT, VERSION) else None), body


def _body_at(length: int) -> int:
    """Where the arrays begin, behind a header of so many bytes: at a good place of the file."""
    end = _LENGTH.size + length
    return end + -(FRAME.size + end) % _ALIGN


_DECODER = msgspec.msgpack.Decoder(Header)


def digest(want: Want) -> str:
    """The definition of a field, in few letters."""
    return sha256(json.dumps(want.definition, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()


def _is_of(header: Header, reader: Reader, want: Want) -> bool:
    same = (header.uuid, header.path, header.aspect, header.definition) == (reader.uuid, *want.key, digest(want))
    if not same or header.removed > reader.removed or header.next_seq > reader.next_seq:
        return False
    now = reader.fingerprints([seq for seq, _ in header.probes])
    return all(not found or found == kept for found, (_, kept) in zip(now, header.probes, strict=True))


def _probes(reader: Reader, position: Position) -> list[tuple[int, bytes]]:
    places = np.unique(np.linspace(0, position.count - 1, num=min(_PROBES, position.count)).astype(np.int64))
    seqs: list[int] = position.seqs[places].tolist()
    return list(zip(seqs, reader.fingerprints(seqs), strict=True))


def _array(body: memoryview, dtype: str, shape: Sequence[int], offset: int) -> Slots:
    size = int(np.prod(shape, dtype=np.int64))
    if not size:
        return np.zeros(shape, dtype=np.dtype(dtype))
    return np.frombuffer(body, dtype=np.dtype(dtype), count=size, offset=offset).reshape(shape)


class _Kind:
    """How the columns of a class are taken apart and put together."""

    def __init__(self, type_: type[Column], *names: str, terms: bool = False) -> None:
        self.type = type_
        self._names = names
        self._terms = terms
        self.known = frozenset({*names, "terms", "offsets", "present", "seqs"})
        """The arrays that there may be."""

    def arrays(self, column: Any) -> Arrays:
        """By name."""
        found = _rows_apart(column.rows) | {name: getattr(column, name) for name in self._names}
        return found | ({"terms": _terms_apart(column.terms)} if self._terms else {})

    def restored(self, arrays: Arrays, count: int) -> Column:
        """The column of so many ordinals."""
        rows = _rows_together(arrays, count)
        terms = (_terms_together(arrays["terms"]),) if self._terms else ()
        for name in self._names:
            _expect(arrays[name], rows.slots)
        column: Column = self.type(rows, *terms, *(arrays[name] for name in self._names))  # type: ignore[call-arg]
        return column


class _TextKind(_Kind):
    """The tokens of a text are several arrays."""

    def __init__(self) -> None:
        super().__init__(TextColumn, "norms", terms=True)
        self.known |= set(Tokens._fields)

    def arrays(self, column: Any) -> Arrays:
        """By name."""
        tokens: Arrays = column.tokens._asdict()
        return super().arrays(column) | tokens

    def restored(self, arrays: Arrays, count: int) -> Column:
        """The column of so many ordinals."""
        tokens = Tokens(arrays["starts"], arrays["spots"])
        terms, norms = _terms_together(arrays["terms"]), arrays["norms"]
        _expect(norms, count)
        _expect(tokens.starts, len(terms) + 1)
        _expect(tokens.spots, int(tokens.starts[-1]))
        return TextColumn(_rows_together(arrays, count), terms, tokens, norms)


def _rows_apart(rows: Rows) -> Arrays:
    if isinstance(rows, MultiRows):
        return {"offsets": rows.offsets}
    assert isinstance(rows, SingleRows)
    return {} if rows.present is None else {"present": rows.present}


def _rows_together(arrays: Arrays, count: int) -> Rows:
    offsets, present = arrays.get("offsets"), arrays.get("present")
    if offsets is not None:
        _expect(offsets, count + 1)
        return MultiRows(count, offsets)
    if present is not None:
        _expect(present, count)
    return SingleRows(count, present)


def _terms_apart(terms: Terms) -> Slots:
    return np.frombuffer(msgspec.msgpack.encode(list(terms)), dtype=np.uint8)


def _terms_together(encoded: Slots) -> Terms:
    return Terms(msgspec.msgpack.decode(encoded.data, type=list[str]))


_KINDS = {
    "numeric": _Kind(NumericColumn, "values"),
    "vector": _Kind(VectorColumn, "values"),
    "keyword": _Kind(KeywordColumn, "codes", terms=True),
    "text": _TextKind(),
    "presence": _Kind(PresenceColumn),
}
