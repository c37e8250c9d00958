"""``@once``: a property that is worked out when it is first asked for.

It is ``functools.cached_property`` without the lock that this has up to Python 3.11, which costs more than most of what is kept here.
Two threads that ask at the same time may both work it out, so it is for what comes out the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once:  # noqa: N801 (it is used as a decorator)
        """Kept in the object under its own name, where later look-ups find it first."""

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, instance: Any, owner: type) -> Any:
            if instance is None:
                return self
            made = instance.__dict__[self._name] = self._make(instance)
            return made


__all__ = ["once"]
