"""One token of a text (Lucene's term, offset, position, type and keyword attributes)."""

from __future__ import annotations

WORD = "word"
ALPHANUM = "<ALPHANUM>"
SYNONYM = "SYNONYM"


class Token:
    """A term and where it stands.

    ``start`` and ``end`` are offsets in code points of the text as it was given, ``position`` counts from 0 over the text (not as
    an increment), ``length`` is the number of positions that the token spans. ``keyword`` keeps stemmers away; ``payload`` are the
    bytes that ``delimited_payload`` and ``type_as_payload`` keep.
    """

    __slots__ = ("end", "keyword", "length", "payload", "position", "start", "term", "type")

    def __init__(
        self,
        term: str,
        start: int,
        end: int,
        position: int,
        *,
        type: str = WORD,
        length: int = 1,
        keyword: bool = False,
        payload: bytes | None = None,
    ) -> None:
        self.term = term
        self.start = start
        self.end = end
        self.position = position
        self.type = type
        self.length = length
        self.keyword = keyword
        self.payload = payload

    def with_(
        self,
        term: str,
        *,
        start: int | None = None,
        end: int | None = None,
        position: int | None = None,
        type: str | None = None,
        length: int | None = None,
    ) -> Token:
        """A copy with another term, and what else is given."""
        return Token(
            term,
            self.start if start is None else start,
            self.end if end is None else end,
            self.position if position is None else position,
            type=type or self.type,
            length=self.length if length is None else length,
            keyword=self.keyword,
            payload=self.payload,
        )

    def __repr__(self) -> str:
        return f"Token({self.term!r}, {self.start}, {self.end}, {self.position}, type={self.type!r}, length={self.length})"
