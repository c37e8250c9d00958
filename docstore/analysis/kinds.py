"""The kinds of analyzers that are made as a whole."""

from __future__ import annotations

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.registry import Kinds

ANALYZERS: Kinds[Analyzer] = Kinds("analyzer")

analyzer = ANALYZERS.kind
