"""keyword_marker, keyword_repeat, stemmer_override: what stemmers leave alone."""

from __future__ import annotations

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.java_pattern import pattern_of
from docstore.analysis.registry import Scope, token_filter
from docstore.analysis.token import Token
from docstore.errors import IllegalArgumentError


class Marker(TokenFilter):
    """Marks tokens as keywords."""

    alone = True

    def __init__(self, words: frozenset[str], pattern: str | None, *, ignore_case: bool) -> None:
        self._words = frozenset(word.lower() for word in words) if ignore_case else words
        self._pattern = None if pattern is None else pattern_of(pattern)
        self._ignore_case = ignore_case

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        for token in tokens:
            if self._pattern is not None:
                token.keyword |= self._pattern.fullmatch(token.term) is not None
            else:
                token.keyword |= (token.term.lower() if self._ignore_case else token.term) in self._words
        return tokens


@token_filter("keyword_marker", configured=True)
def keyword_marker(definition: Definition, scope: Scope) -> Marker:
    """``keywords`` or ``keywords_pattern``, ``ignore_case`` (false).

    :raises IllegalArgumentError: neither, or both.
    """
    pattern, words = definition.text("keywords_pattern"), definition.words("keywords")
    if pattern is not None and words is not None:
        raise IllegalArgumentError("cannot specify both `keywords_pattern` and `keywords` or `keywords_path`")
    if pattern is None and words is None:
        raise IllegalArgumentError("keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured")
    return Marker(frozenset(words or ()), pattern, ignore_case=definition.flag("ignore_case", False))


class Repeat(TokenFilter):
    """Each token twice at its position, first as a keyword."""

    alone = True

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        made = []
        for token in tokens:
            kept, token.keyword = token.with_(token.term), False
            kept.keyword = True
            made += [kept, token]
        return made


@token_filter("keyword_repeat")
def keyword_repeat(definition: Definition, scope: Scope) -> Repeat:
    """No parameters."""
    return Repeat()


class Override(TokenFilter):
    """A stem given by hand, which stemmers leave alone."""

    alone = True

    def __init__(self, rules: dict[str, str]) -> None:
        self._rules = rules

    def apply(self, tokens: list[Token]) -> list[Token]:
        """The tokens as they become."""
        for token in tokens:
            if not token.keyword and (stem := self._rules.get(token.term)) is not None:
                token.term, token.keyword = stem, True
        return tokens


@token_filter("stemmer_override", configured=True)
def stemmer_override(definition: Definition, scope: Scope) -> Override:
    """``rules``: ``["running, runs => run"]``.

    :raises IllegalArgumentError: no rules, or one that cannot be read.
    """
    rules = definition.words("rules")
    if rules is None:
        raise IllegalArgumentError("stemmer override filter requires either `rules` or `rules_path` to be configured")
    read: dict[str, str] = {}
    for rule in rules:
        left, arrow, right = rule.partition("=>")
        keys = [key.strip() for key in left.split(",")]
        if not arrow or "=>" in right or not right.strip() or "," in right or not all(keys):
            raise IllegalArgumentError(f"Invalid Keyword override Rule:{rule}")
        for key in keys:
            read.setdefault(key, right.strip())
    return Override(read)
