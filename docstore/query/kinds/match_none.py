"""``match_none``."""

from __future__ import annotations

from dataclasses import field
from typing import Self

from docstore.columns.view import IndexView
from docstore.errors import ApiError, ParsingError
from docstore.frozen import frozen
from docstore.query.matcher import Matcher, MatchesNone
from docstore.query.query import Json, Query
from docstore.query.registry import query
from docstore.query.wire import checked_boost, is_scalar, number, text, token_of, unsupported


@query("match_none")
@frozen
class MatchNone(Query):
    """No document."""

    boost: float = 1.0
    name: str | None = None
    why: str = field(default='User requested "match_none" query.', compare=False)
    """What an explanation says."""

    @classmethod
    def parse(cls, body: Json) -> Self:
        """``{}``."""
        for key, value in body.items():
            if not is_scalar(value):
                raise ParsingError(f"[match_none] unknown token [{token_of(value)}] after [{key}]")
            if key not in ("boost", "_name"):
                raise unsupported("match_none", key)
        name = text(body["_name"]) if "_name" in body else None
        return cls(checked_boost(number(body.get("boost", 1.0)), "match_none", body), name)

    def bind(self, view: IndexView) -> Matcher:
        """Needs nothing."""
        return MatchesNone(view)

    @property
    def text(self) -> str:
        """As Lucene writes it."""
        return f'MatchNoDocsQuery("{self.why}")'


def unmapped(*names: str) -> MatchNone:
    """A query on fields that are not there (``Queries.newUnmappedFieldQuery``)."""
    return MatchNone(why=f"unmapped field{'s' if len(names) > 1 else ''} [{', '.join(names)}]")


def no_terms() -> MatchNone:
    """A text of which nothing is left (``ZeroTermsQueryOption.NONE``)."""
    return MatchNone(why="Matching no documents because no terms present")


def refused(name: str, error: ApiError) -> MatchNone:
    """A query that a field refused, where that does no harm (``Queries.newLenientFieldQuery``)."""
    return MatchNone(why=f"failed [{name}] query, caused by {error.type}:[{error.reason}]")
