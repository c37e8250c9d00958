"""``@value``: an object that is made of its fields and never changes, of which a request makes many.

To a type checker it is ``@dataclass(frozen=True, slots=True)``. At run time nothing guards it, for a guarded one takes six times as long
to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Equal, and hashed, by the fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
