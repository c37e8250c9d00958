"""``@frozen``: an object that is made of its fields and never changes, of which a request makes many.

To a type checker it is ``@dataclass(frozen=True, slots=True)``, and ``dataclasses.replace`` and ``fields`` know it. At run time nothing
guards it, for a guarded one takes six times as long to make. Its ``__init__`` is written when the first object is made: so the class takes
a tenth of the time of a dataclass, which a program that starts does not spend on what it never uses. The class that comes out is another
one than that which was written, as with every ``slots=True``: inside it, ``super()`` with nothing in its brackets fails.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, field
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, NamedTuple, TypeVar, dataclass_transform, overload

T = TypeVar("T")


class _Field(NamedTuple):
    hint: str
    default: Any
    """A value, a ``Field`` with a factory, or ``MISSING``."""

    kw_only: bool
    compare: bool


_Fields = dict[str, _Field]


@overload
def frozen(cls: type[T]) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = ..., eq: bool = ...) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, *, kw_only: bool = False, eq: bool = True) -> type[T] | Callable[[type[T]], type[T]]:
    """Equal, and hashed, by the fields; with ``eq=False`` only to itself."""
    return (lambda written: _made(written, kw_only, eq)) if cls is None else _made(cls, kw_only, eq)


def _made(cls: type[T], kw_only: bool, eq: bool) -> type[T]:
    inherited, own = _inherited(cls), _own(cls, kw_only)
    if inherited is None or own is None:
        return dataclasses.dataclass(frozen=True, slots=True, kw_only=kw_only, eq=eq)(cls)
    fields = inherited | own
    body = {name: each for name, each in vars(cls).items() if name not in own and name not in ("__dict__", "__weakref__")}
    if body.get("__hash__") is None:
        body.pop("__hash__", None)
    slots = tuple(name for name in own if name not in inherited)
    meta: Any = type(cls)
    made = meta(cls.__name__, cls.__bases__, {**_methods(fields, eq), **body, "__slots__": slots})
    made.__qualname__ = cls.__qualname__
    made.__dataclass_fields__ = _Described(made, fields)
    made.__dataclass_params__ = _PARAMETERS
    if "__init__" not in body:
        made.__init__ = _unwritten(made, fields)
    found: type[T] = made
    return found


def _own(cls: type, kw_only: bool) -> _Fields | None:
    """The fields of the class itself; ``None`` if they are more than names, defaults and factories."""
    found: _Fields = {}
    for name, hint in vars(cls).get("__annotations__", {}).items():
        if not isinstance(hint, str) or "KW_ONLY" in hint or "InitVar" in hint:
            return None
        if hint.startswith("ClassVar"):
            continue
        default, compare = vars(cls).get(name, MISSING), True
        if isinstance(default, Field):
            if _beyond(default):
                return None
            compare = default.compare
            default = default if default.default is MISSING and default.default_factory is not MISSING else default.default
        elif default is not MISSING and type(default).__hash__ is None:
            return None
        found[name] = _Field(hint, default, kw_only, compare)
    return found


def _inherited(cls: type) -> _Fields | None:
    """The fields of the bases; ``None`` if one of them is a dataclass."""
    found: _Fields = {}
    for base in cls.__mro__[:0:-1]:
        if "__frozen__" in vars(base):
            found |= vars(base)["__frozen__"]
        elif "__dataclass_fields__" in vars(base):
            return None
    return found


def _beyond(one: Field[Any]) -> bool:
    return not (one.init and one.repr) or one.hash is not None or one.kw_only is True


def _methods(fields: _Fields, eq: bool) -> dict[str, Any]:
    """What tells the objects of a class apart, and shows them."""
    names = tuple(fields)
    compared = tuple(name for name, each in fields.items() if each.compare)
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda one: ()

    def __eq__(self: Any, other: object) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        equal: bool = key(self) == key(other)
        return equal

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(key(self))

    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    placed = tuple(name for name, each in fields.items() if not each.kw_only)
    made = {"__repr__": __repr__, "__match_args__": placed, "__frozen__": fields}
    return made | {"__eq__": __eq__, "__hash__": __hash__} if eq else made


def _unwritten(cls: Any, fields: _Fields) -> Callable[..., None]:
    """An ``__init__`` that has itself replaced when it is first called."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        cls.__init__ = _written(cls, fields)
        cls.__init__(self, *args, **kwargs)

    return __init__


def _written(cls: type, fields: _Fields) -> Any:
    parameters, lines = ["self"], []
    scope: dict[str, Any] = {"MISSING": MISSING}
    named = False
    for name, (_, default, kw_only, _) in sorted(fields.items(), key=lambda each: each[1].kw_only):
        if kw_only and not named:
            parameters.append("*")
            named = True
        if default is MISSING:
            parameters.append(name)
            lines.append(f"self.{name} = {name}")
        elif isinstance(default, Field):
            scope[f"default_{name}"] = default.default_factory
            parameters.append(f"{name}=MISSING")
            lines.append(f"self.{name} = default_{name}() if {name} is MISSING else {name}")
        else:
            scope[f"default_{name}"] = default
            parameters.append(f"{name}=default_{name}")
            lines.append(f"self.{name} = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(lines or ["pass"]), scope)
    written = scope["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


class _Described:
    """``__dataclass_fields__``, worked out when somebody asks for it."""

    def __init__(self, cls: type, fields: _Fields) -> None:
        self._cls, self._fields = cls, fields

    def __get__(self, instance: object, owner: type) -> dict[str, Field[Any]]:
        hints = {name: each.hint for name, each in self._fields.items()}
        body: dict[str, Any] = {"__annotations__": hints, "__module__": self._cls.__module__}
        for name, (_, default, kw_only, compare) in self._fields.items():
            if isinstance(default, Field):
                body[name] = field(default_factory=default.default_factory, kw_only=kw_only, compare=compare)
            else:
                body[name] = field(default=default, kw_only=kw_only, compare=compare)
        found = _described(type(self._cls.__name__, (), body))
        self._cls.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


def _described(cls: Any) -> dict[str, Field[Any]]:
    """The fields of a class as ``dataclasses`` describes them, without any of its methods."""
    made = dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False)(cls)
    found: dict[str, Field[Any]] = made.__dataclass_fields__
    return found


@dataclasses.dataclass(frozen=True)
class _Empty:
    pass


_PARAMETERS: Any = _Empty.__dataclass_params__  # type: ignore[attr-defined]
