"""standard, simple, whitespace, keyword, stop."""

from __future__ import annotations

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.casing import lower
from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.filters.stop import Stop
from docstore.analysis.kinds import analyzer
from docstore.analysis.registry import Scope
from docstore.analysis.stop_words import ENGLISH, stop_words
from docstore.analysis.tokenizers.keyword import KeywordTokenizer
from docstore.analysis.tokenizers.letters import lowercase, whitespace
from docstore.analysis.tokenizers.spans import longest_of
from docstore.analysis.tokenizers.standard import StandardTokenizer


def stopping(words: frozenset[str]) -> list[TokenFilter]:
    """A stop filter, where there are words."""
    return [Stop(words)] if words else []


@analyzer("standard")
def standard(definition: Definition, scope: Scope) -> Analyzer:
    """``max_token_length`` (255), ``stopwords`` (none)."""
    filters = [Mapped(lower, normalizes=True), *stopping(stop_words(definition))]
    return Analyzer(definition.name, StandardTokenizer(longest_of(definition)), filters)


@analyzer("simple")
def simple(definition: Definition, scope: Scope) -> Analyzer:
    """Letters in lower case; no parameters."""
    return Analyzer(definition.name, lowercase(Definition(definition.name), scope))


@analyzer("whitespace")
def whitespace_analyzer(definition: Definition, scope: Scope) -> Analyzer:
    """What stands between spaces; no parameters."""
    return Analyzer(definition.name, whitespace(Definition(definition.name), scope))


@analyzer("keyword")
def keyword(definition: Definition, scope: Scope) -> Analyzer:
    """The whole text; no parameters."""
    return Analyzer(definition.name, KeywordTokenizer())


@analyzer("stop")
def stop(definition: Definition, scope: Scope) -> Analyzer:
    """Letters in lower case without ``stopwords`` (``_english_``)."""
    words = stop_words(definition, default=ENGLISH)
    return Analyzer(definition.name, lowercase(Definition(definition.name), scope), stopping(words))
