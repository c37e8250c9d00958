"""Analyzers that are made as a whole. A module is imported when one of its kinds is first asked for."""

MODULES = {
    "basic": "standard simple whitespace keyword stop",
    "fingerprint": "fingerprint",
    "languages": """
        armenian basque catalan danish dutch english estonian finnish french german hungarian irish italian lithuanian
        norwegian portuguese romanian russian spanish swedish turkish cjk snowball
    """,
    "pattern": "pattern",
}
"""The kinds that each module holds."""
