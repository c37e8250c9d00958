"""A request and a response, as any edge carries them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Request:
    """What came in. Header names are lower case."""

    method: str
    path: str
    """As it was sent: percent-encoded, without the query string."""

    query: str = ""
    """The query string as it was sent, without the question mark."""

    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def uri(self) -> str:
        """Path and query string, as error texts quote them."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | str | None = None) -> Request:
        """A request to a target with or without a query string; header names in any case."""
        path, _, query = target.partition("?")
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        sent = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body or b""
        return cls(method, path, query, lowered, sent)


@dataclass(frozen=True, slots=True)
class Response:
    """What goes out. Header names are as Elasticsearch writes them."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    pieces: Iterator[bytes] | None = None
    """In place of a body that is too large to be in memory as a whole; only for an edge that asks for it."""
