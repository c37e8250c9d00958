"""``@frozen``: an object that is made of its fields and never changes, of which a request makes many.

To a type checker it is ``@dataclass(frozen=True, slots=True)``. At run time nothing guards it, for a guarded one takes six times as long
to make. The class that comes out is another one than that which was written, as with every ``slots=True``: inside it, ``super()`` with
nothing in its brackets fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T]) -> type[T]: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Equal, and hashed, by the fields."""

    def made(cls: type[T]) -> type[T]:
        return dataclass(slots=True, unsafe_hash=True, kw_only=kw_only)(cls)

    return made if cls is None else made(cls)
