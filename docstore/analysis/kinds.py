"""The kinds of analyzers that are made as a whole."""

from __future__ import annotations

from docstore.analysis.analyzer import Analyzer
from docstore.analysis.analyzers import MODULES
from docstore.analysis.registry import Components

ANALYZERS: Components[Analyzer] = Components("analyzer", "docstore.analysis.analyzers", MODULES)

analyzer = ANALYZERS.kind
