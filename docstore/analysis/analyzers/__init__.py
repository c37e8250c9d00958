"""Analyzers that are made as a whole; importing this package registers all of them."""

from docstore.analysis.analyzers import basic, fingerprint, languages, pattern

__all__ = ["basic", "fingerprint", "languages", "pattern"]
