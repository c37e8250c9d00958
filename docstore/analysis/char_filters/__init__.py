"""Char filters. A module is imported when one of its kinds is first asked for."""

MODULES = {
    "html_strip": "html_strip htmlStrip",
    "mapping": "mapping",
    "pattern_replace": "pattern_replace",
}
"""The kinds that each module holds."""
