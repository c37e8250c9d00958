"""The names of fields in documents: dots mean objects, and some names are refused.

The rules and texts are those of Elasticsearch's ``DotExpandingXContentParser`` and ``DocumentParser.innerParseObject``.
"""

from __future__ import annotations

_NOT_JAVA_WHITESPACE = "\u00a0\u2007\u202f\u0085"


class MalformedNameError(ValueError):
    """A key that no object of a document may have; ``direct`` errors are not wrapped in ``failed to parse:``."""

    def __init__(self, text: str, *, direct: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.direct = direct


def is_blank(name: str) -> bool:
    """Whether the name is empty or white space only, in Java's sense."""
    return not name or (name.isspace() and not any(ch in _NOT_JAVA_WHITESPACE for ch in name))


def segments(key: str) -> tuple[str, ...]:
    """The path that a key of a document means.

    >>> segments("a.b"), segments("a"), segments("a.")
    (('a', 'b'), ('a',), ('a',))
    """
    if not key:
        raise MalformedNameError("field name cannot be an empty string")
    if "." not in key:
        if is_blank(key):
            raise MalformedNameError("Field name cannot contain only whitespace: [{path}]", direct=True)
        return (key,)
    parts = key.split(".")
    while parts and not parts[-1]:
        parts.pop()
    if not parts:
        raise MalformedNameError("field name cannot contain only dots")
    for part in parts:
        if not part:
            raise MalformedNameError(f"field name cannot contain only whitespace: ['{key}']")
        if is_blank(part):
            raise MalformedNameError(
                f"field name starting or ending with a [.] makes object resolution ambiguous: [{key}]"
            )
    return tuple(parts)
