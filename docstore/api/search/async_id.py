"""Ids of asynchronous searches: the id of the stored outcome and that of the task, as Elasticsearch packs them (``AsyncExecutionId``)."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from docstore.errors import IllegalArgumentError

_LONGEST = 127
"""Of a text whose length is one byte."""


class AsyncId(NamedTuple):
    """One id."""

    doc_id: str
    task_id: str

    @property
    def encoded(self) -> str:
        """As programs have it."""
        parts = (part.encode() for part in self)
        return base64.urlsafe_b64encode(b"".join(bytes([len(part)]) + part for part in parts)).decode()


def decoded(text: str) -> AsyncId:
    """The reverse of ``encoded``.

    :raises IllegalArgumentError: it is none.
    """
    try:
        raw = base64.urlsafe_b64decode(text)
        length = raw[0]
        doc_id, rest = raw[1 : 1 + length], raw[1 + length :]
        if max(length, rest[0]) <= _LONGEST and len(rest) == 1 + rest[0] and length == len(doc_id):
            return AsyncId(doc_id.decode(), rest[1:].decode())
    except (binascii.Error, IndexError, UnicodeError, ValueError):
        pass
    raise IllegalArgumentError(f"invalid id: [{text}]")
