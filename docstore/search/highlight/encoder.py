"""How the text between tags is written (Lucene's ``SimpleHTMLEncoder``)."""

from __future__ import annotations

from collections.abc import Callable

Encode = Callable[[str], str]

_ENTITIES = str.maketrans({'"': "&quot;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#x27;", "/": "&#x2F;"})


def encoder(name: str) -> Encode:
    """``html`` escapes; any other name leaves the text as it is.

    >>> encoder("html")("a < b")
    'a &lt; b'
    """
    return (lambda text: text.translate(_ENTITIES)) if name == "html" else str
