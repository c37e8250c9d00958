"""pattern: what a regular expression leaves (``PatternAnalyzerProvider``)."""

from __future__ import annotations

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.analyzers.basic import stopping
from docstore.analysis.casing import lower
from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.java_pattern import pattern_of
from docstore.analysis.kinds import analyzer
from docstore.analysis.registry import Scope
from docstore.analysis.stop_words import stop_words
from docstore.analysis.tokenizers.pattern import PatternTokenizer


@analyzer("pattern")
def pattern(definition: Definition, scope: Scope) -> Analyzer:
    r"""``pattern`` (``\W+``), ``flags``, ``lowercase`` (true), ``stopwords`` (none)."""
    compiled = pattern_of(definition.text("pattern", r"\W+") or "", definition.text("flags"))
    filters: list[TokenFilter] = [Mapped(lower, normalizes=True)] if definition.flag("lowercase", True) else []
    return Analyzer(definition.name, PatternTokenizer(compiled, -1), filters + stopping(stop_words(definition)))
