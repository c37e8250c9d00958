"""The items of a bulk answer. As objects they take a kilobyte each, so they stay rows until somebody wants objects, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from docstore.documents.results import Outcome, Written, status_of
from docstore.errors import JsonObject
from docstore.frozen import frozen
from docstore.json_text import encoded
from docstore.storage.record import PRIMARY_TERM

_MANY = 4_096
"""Rows after which they are packed, and rows that are one piece of JSON."""


@frozen(eq=False)
class Head:
    """What the items of many documents have in common."""

    action: str
    index: str
    copies: int
    result: str

    def shown(self, doc_id: str, version: int, seq: int, forced: JsonObject) -> JsonObject:
        """An item."""
        item: JsonObject = {"_index": self.index, "_id": doc_id, "_version": version, "result": self.result, **forced}
        item["_shards"] = {"total": self.copies, "successful": 1, "failed": 0}
        item["_seq_no"], item["_primary_term"], item["status"] = seq, PRIMARY_TERM, status_of(self.result)
        return {self.action: item}

    def texts(self, forced: str) -> tuple[str, str, str, str]:
        """The same as JSON: what stands around ``_id``, ``_version`` and ``_seq_no``."""
        return (
            f'{{"{self.action}":{{"_index":{_quoted(self.index)},"_id":',
            ',"_version":',
            f',"result":"{self.result}"{forced},"_shards":{{"total":{self.copies},"successful":1,"failed":0}},"_seq_no":',
            f',"_primary_term":{PRIMARY_TERM},"status":{status_of(self.result)}}}}}',
        )


Stored = tuple[Head, str, int, int]
"""A document that was stored: ``_id``, ``_version``, ``_seq_no``."""

_Row = Stored | JsonObject | bytes
"""An item; where there is more to say, as an object, or as its JSON."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[tuple[int, str, int, int] | bytes]).decode


class Items:
    """In the order of the operations.

    :param forced_refresh: whether each says that searches see it at once.
    """

    def __init__(self, *, forced_refresh: bool = False) -> None:
        self.errors = False
        """Whether an operation was refused."""
        self._forced = forced_refresh
        self._heads: dict[Head, int] = {}
        """Those of packed rows, numbered."""
        self._packed: list[bytes] = []
        self._rows: list[_Row] = []

    @property
    def are_many(self) -> bool:
        """Whether they are more than one piece of JSON."""
        return bool(self._packed)

    def store(self, stored: Stored) -> None:
        """Add the item of a document that was stored."""
        rows = self._rows
        rows.append(stored)
        if len(rows) >= _MANY:
            self._pack()

    def add(self, action: str, outcome: Outcome) -> None:
        """Add the item of any operation."""
        if isinstance(outcome, Written):
            body = outcome.body(forced_refresh=self._forced)
            body["status"] = outcome.status
        else:
            self.errors = True
            body = {"_index": outcome.index, "_id": outcome.id, "status": outcome.status}
            if outcome.failure_store is not None:
                body["failure_store"] = outcome.failure_store
            body["error"] = outcome.error.cause
        self._rows.append({action: body})
        if len(self._rows) >= _MANY:
            self._pack()

    def _pack(self) -> None:
        heads = self._heads
        packed: list[tuple[Any, ...] | bytes] = []
        for row in self._rows:
            if type(row) is tuple:
                head, *rest = row
                packed.append((heads.setdefault(head, len(heads)), *rest))
            else:
                packed.append(encoded(row))
        self._packed.append(_pack(packed))
        self._rows = []

    def objects(self) -> Iterator[list[JsonObject]]:
        """The items, some thousands at a time."""
        forced = {"forced_refresh": True} if self._forced else {}
        for rows in self._parts():
            yield [_object(row, forced) for row in rows]

    def pieces(self) -> Iterator[bytes]:
        """The items as JSON, with the commas between them."""
        forced = ',"forced_refresh":true' if self._forced else ""
        texts: dict[Head, tuple[str, str, str, str]] = {}
        comma = b""
        for rows in self._parts():
            found = []
            for row in rows:
                if type(row) is tuple:
                    head, doc_id, version, seq = row
                    before, then, after, end = texts.get(head) or texts.setdefault(head, head.texts(forced))
                    found.append(f"{before}{_quoted(doc_id)}{then}{version}{after}{seq}{end}")
                else:
                    found.append((row if type(row) is bytes else encoded(row)).decode("utf-8", "surrogatepass"))
            if found:
                yield comma + ",".join(found).encode("utf-8", "surrogatepass")
                comma = b","

    def _parts(self) -> Iterator[list[_Row]]:
        heads = list(self._heads)
        for packed in self._packed:
            yield [row if type(row) is bytes else (heads[row[0]], *row[1:]) for row in _unpack(packed)]
        yield self._rows


def _object(row: _Row, forced: JsonObject) -> JsonObject:
    if isinstance(row, tuple):
        head, doc_id, version, seq = row
        return head.shown(doc_id, version, seq, forced)
    found: JsonObject = json.loads(row) if isinstance(row, bytes) else row
    return found


def _quoted(text: str) -> str:
    return f'"{text}"' if text.isalnum() else encoded(text).decode("utf-8", "surrogatepass")
