"""keep, keep_types: only tokens of some words, or of some types (``KeepWordFilterFactory``, ``KeepTypesFilterFactory``)."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


@token_filter("keep", configured=True)
def keep(definition: Definition, scope: Scope) -> Mapped:
    """``keep_words``, ``keep_words_case`` (false: the words are compared as they are; true: lowercased).

    :raises IllegalArgumentError: no words.
    """
    words = definition.words("keep_words")
    if words is None:
        raise IllegalArgumentError("keep requires either `keep_words` or `keep_words_path` to be configured")
    if definition.flag("keep_words_case", False):
        lowered = frozenset(word.lower() for word in words)
        return Mapped(lambda term: term if term.lower() in lowered else None)
    kept = frozenset(words)
    return Mapped(lambda term: term if term in kept else None)


class KeepTypes(TokenFilter):
    """Tokens of these types, or of all others."""

    def __init__(self, types: frozenset[str], *, include: bool) -> None:
        self._types = types
        self._include = include

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        return [token for token in tokens if (token.type in self._types) is self._include]


@token_filter("keep_types", configured=True)
def keep_types(definition: Definition, scope: Scope) -> KeepTypes:
    """``types``, ``mode`` (include).

    :raises IllegalArgumentError: no types, or another mode.
    """
    types = definition.texts("types")
    if not types:
        raise IllegalArgumentError("keep_types requires `types` to be configured")
    mode = (definition.text("mode", "include") or "").lower()
    if mode not in ("include", "exclude"):
        raise IllegalArgumentError(f"`keep_types` tokenfilter mode can only be [include] or [exclude] but was [{mode}].")
    return KeepTypes(frozenset(types), include=mode == "include")
