"""The keys of an API's request body, and the arguments of its handler that they are."""

from __future__ import annotations

from collections.abc import Sequence

from docstore.api.registry import Parameter


class ForeignKey(str):
    """A key that is called like a parameter which no body has.

    Shown as any text, and equal to no name: so a handler meets it among the keys that it does not know.

    >>> ForeignKey("index") == "index", "index" in {ForeignKey("index")}, f"[{ForeignKey('index')}]"
    (False, False, '[index]')
    """

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


class BodyKeys:
    """Those of one API; ``names`` are the arguments by key."""

    __slots__ = ("_elsewhere", "names")

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.names = {p.wire_name: p.name for p in parameters if p.in_body}
        self._elsewhere = frozenset(p.name for p in parameters) - self.names.keys()

    def argument(self, key: str) -> str:
        """The argument that a key is, or would be."""
        return self.names.get(key) or (ForeignKey(key) if key in self._elsewhere else key)
