"""Analyzers that are made as a whole. A module is imported when one of its kinds is first asked for."""

MODULES = {
    "basic": "standard simple whitespace keyword stop",
    "fingerprint": "fingerprint",
    "languages": """
        arabic armenian basque bengali brazilian bulgarian catalan czech danish dutch english estonian finnish french german greek hindi
        hungarian indonesian irish italian latvian lithuanian norwegian persian portuguese romanian russian serbian sorani spanish swedish
        turkish cjk snowball
    """,
    "pattern": "pattern",
}
"""The kinds that each module holds."""
