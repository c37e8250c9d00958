"""length, truncate, limit: terms and texts of a limited length."""

from __future__ import annotations

from docstore.analysis.component import TermFilter, TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


@token_filter("length")
def length(definition: Definition, scope: Scope) -> Mapped:
    """``min`` (0), ``max`` (2147483647).

    :raises IllegalArgumentError: no range.
    """
    low, high = definition.integer("min", 0), definition.integer("max", 2**31 - 1)
    if low < 0:
        raise IllegalArgumentError("minimum length must be greater than or equal to zero")
    if low > high:
        raise IllegalArgumentError("maximum length must not be greater than minimum length")
    return Mapped(lambda term: term if low <= len(term) <= high else None)


class Truncate(TermFilter):
    """Keywords stay whole."""

    stems = True

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def term(self, term: str) -> str:
        """What a term becomes."""
        return term[: self._longest]


@token_filter("truncate")
def truncate(definition: Definition, scope: Scope) -> Truncate:
    """``length``; the filter of that name, which nobody defined, keeps 10.

    :raises IllegalArgumentError: no length, or not a positive one.
    """
    longest = definition.integer("length", 10 if definition.type is None else -1)
    if longest <= 0:
        raise IllegalArgumentError("length parameter must be provided")
    return Truncate(longest)


class Limit(TokenFilter):
    """The first tokens."""

    def __init__(self, most: int) -> None:
        self._most = most

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        return tokens[: self._most]


@token_filter("limit")
def limit(definition: Definition, scope: Scope) -> Limit:
    """``max_token_count`` (1); ``consume_all_tokens`` has no effect on the tokens.

    :raises IllegalArgumentError: not a count.
    """
    most = definition.integer("max_token_count", 1)
    definition.flag("consume_all_tokens", False)
    if most < 1:
        raise IllegalArgumentError("maxTokenCount must be greater than zero")
    return Limit(most)
