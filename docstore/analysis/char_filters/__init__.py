"""Char filters; importing this package registers all of them."""

from docstore.analysis.char_filters import html_strip, mapping, pattern_replace

__all__ = ["html_strip", "mapping", "pattern_replace"]
