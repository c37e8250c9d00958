"""fingerprint: all words of a text as one sorted token (``FingerprintAnalyzerProvider``)."""

from __future__ import annotations

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.analyzers.basic import stopping
from docstore.analysis.casing import lower
from docstore.analysis.definition import Definition
from docstore.analysis.filters.ascii_folding import fold
from docstore.analysis.filters.fingerprint import fingerprint as fingerprint_filter
from docstore.analysis.filters.mapped import Mapped
from docstore.analysis.kinds import analyzer
from docstore.analysis.registry import Scope
from docstore.analysis.stop_words import stop_words
from docstore.analysis.tokenizers.spans import MAX_TOKEN_LENGTH
from docstore.analysis.tokenizers.standard import StandardTokenizer


@analyzer("fingerprint")
def fingerprint(definition: Definition, scope: Scope) -> Analyzer:
    """``separator`` (a space), ``max_output_size`` (255), ``stopwords`` (none)."""
    normalizing = [Mapped(lower, normalizes=True), Mapped(fold, normalizes=True)]
    filters = [*normalizing, *stopping(stop_words(definition)), fingerprint_filter(definition, scope)]
    return Analyzer(definition.name, StandardTokenizer(MAX_TOKEN_LENGTH), filters)
