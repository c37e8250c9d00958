"""A key of a request body that is called like a parameter which no body has."""

from __future__ import annotations


class ForeignKey(str):
    """Shown as any text, and equal to no name: so a handler meets it among the keys that it does not know.

    >>> ForeignKey("index") == "index", "index" in {ForeignKey("index")}, f"[{ForeignKey('index')}]"
    (False, False, '[index]')
    """

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other
