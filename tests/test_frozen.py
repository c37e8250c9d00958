"""It is a frozen dataclass in all that a program sees, but for the guard."""

from __future__ import annotations

import copy
import dataclasses
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from docstore.frozen import frozen

T = TypeVar("T")


@frozen
class Point:
    """Two numbers."""

    x: int
    y: int = 0
    tags: list[str] = dataclasses.field(default_factory=list)
    origin: ClassVar[str] = "here"

    @property
    def sum(self) -> int:
        return self.x + self.y


@frozen
class Place(Point):
    """A point with a name."""

    name: str = "nowhere"


@frozen
class Box(Generic[T]):
    """One thing, twice the same."""

    content: T
    again: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "again", self.content)


class Shape(ABC):
    @abstractmethod
    def area(self) -> int: ...


@frozen
class Square(Shape):
    """A shape."""

    side: int

    def area(self) -> int:
        return self.side * self.side


@frozen
class Hidden:
    """A field that does not count."""

    shown: int
    hidden: int = dataclasses.field(default=0, compare=False)


@frozen(eq=False)
class Same:
    """Equal to itself."""

    one: int


@frozen(kw_only=True)
class Named(Point):
    """Fields that are given by name, and without a default behind those that have one."""

    first: int
    second: int = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Dataclass(Point):
    """A dataclass may have such a base."""

    more: int = 1


@frozen
class Below(Dataclass):
    """And be one."""

    most: int = 2


def test_is_made_of_its_fields() -> None:
    point = Point(1, y=2)
    assert (point.x, point.y, point.tags, point.sum, point.origin) == (1, 2, [], 3, "here")
    assert Point(1).tags is not Point(1).tags
    assert repr(Place(1, name="a")) == "Place(x=1, y=0, tags=[], name='a')"
    assert Box(3).again == 3
    assert not hasattr(point, "__dict__")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Point(1), Point(1, 0, []), True),
        (Point(1), Point(2), False),
        (Point(1), Place(1), False),
        (Square(2), Square(2), True),
        (Hidden(1, 2), Hidden(1, 3), True),
        (Same(1), Same(1), False),
        (Point(1), 1, False),
    ],
)
def test_is_equal_by_its_fields(one: Any, other: Any, equal: bool) -> None:
    assert (one == other) is equal
    if equal and not isinstance(one, Point):
        assert hash(one) == hash(other)


EXAMPLES = [Place(1, 2, ["a"], "b"), Square(2), Hidden(1, 2), Box("a"), Dataclass(1, 2), Below(1, most=3), Named(1, first=1)]


@pytest.mark.parametrize("one", EXAMPLES)
def test_dataclasses_knows_it(one: Any) -> None:
    names = [each.name for each in dataclasses.fields(one)]
    assert dataclasses.replace(one) == one
    assert list(type(one).__match_args__) == [each.name for each in dataclasses.fields(one) if not each.kw_only]
    assert copy.copy(one) == one
    changed = dataclasses.replace(one, **{names[0]: 7})
    assert getattr(changed, names[0]) == 7
    assert type(changed) is type(one)


def test_arguments_are_checked() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="takes from 2 to 4 positional arguments but 5"):
        Named(1, 2, [], 4)  # type: ignore[call-arg, misc]
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'first'"):
        Named(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="abstract"):
        frozen(type("Nothing", (Shape,), {}))()
