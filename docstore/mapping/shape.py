"""The shape of a document: its structure without its values.

A shape is the set of (field path, JSON kinds found there). Two documents of one shape are accepted, refused and mapped
alike wherever only the kinds decide, so a mapping judges a shape once (``verdict.py``) instead of every document.

``Shapes.of`` runs on every write. It looks a document up by its keys and the types of its values; what the types do not
tell (is the integer within 64 bits, is the float finite, what is in the list) is looked at field by field.
"""

from __future__ import annotations

import threading
from enum import IntFlag
from math import isfinite
from typing import Any, ClassVar, cast
from weakref import WeakValueDictionary

import msgpack

from docstore.exact import Exact
from docstore.mapping.names import MalformedNameError, segments

LONG_MIN = -(2**63)
LONG_MAX = 2**63 - 1
FLOAT_LIMIT = 3.4028235677973366e38
"""From here on a number rounds to an infinite 32-bit float."""


class Kind(IntFlag):
    """What stands at a path, in at least one place of the document; arrays are transparent, ``ARRAY`` marks them."""

    NULL = 1
    BOOLEAN = 2
    INTEGER = 4  # fits signed 64 bits
    BIG_INTEGER = 8
    FLOAT = 16  # finite as a 32-bit number
    NON_FINITE = 32
    STRING = 64
    OBJECT = 128
    ARRAY = 256
    MALFORMED = 512  # the object at this path has a key that no object may have (names.py); the root's path is ""
    WIDE_FLOAT = 2048  # finite, but only in 64 bits
    SPELLING = 1024  # not a path: a top-level key with dots, as it is spelled


class Shape:
    """An interned, immutable structure: equal shapes are the same object, so comparing and hashing is by identity."""

    __slots__ = ("__weakref__", "entries")

    _interned: ClassVar[WeakValueDictionary[tuple[tuple[str, Kind], ...], Shape]] = WeakValueDictionary()
    _lock: ClassVar[threading.Lock] = threading.Lock()

    entries: tuple[tuple[str, Kind], ...]
    """Sorted by path; every object on the way to a path has an entry of its own."""

    def __new__(cls, entries: tuple[tuple[str, Kind], ...]) -> Shape:
        """The one shape with these entries, which must be sorted."""
        with cls._lock:
            shape = cls._interned.get(entries)
            if shape is None:
                shape = super().__new__(cls)
                object.__setattr__(shape, "entries", entries)
                cls._interned[entries] = shape
            return shape

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a shape is immutable")

    def to_bytes(self) -> bytes:
        """The canonical bytes: equal shapes have equal bytes, in every process and version."""
        return cast(bytes, msgpack.packb([item for path, kind in self.entries for item in (path, int(kind))]))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Shape:
        """The shape that ``to_bytes`` wrote."""
        flat = msgpack.unpackb(raw)
        return cls(tuple((path, Kind(kind)) for path, kind in zip(flat[::2], flat[1::2], strict=True)))

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return Shape.from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        return f"Shape({', '.join(f'{path}: {kind!r}' for path, kind in self.entries)})"


class ForeignValueError(TypeError):
    """The document holds a value that is not JSON: ``json_values.normalise`` it, then ask for its shape again."""

    def __init__(self, value_type: type) -> None:
        super().__init__(f"not a JSON type: {value_type.__name__}")
        self.value_type = value_type


class Form:
    """The structure of one object within a document, with paths relative to it. Internal to ``Shapes``."""

    __slots__ = ("entries", "shape")

    def __init__(self, entries: dict[str, int], spellings: tuple[str, ...]) -> None:
        self.entries = entries
        everything = [*entries.items(), *((key, int(Kind.SPELLING)) for key in spellings)]
        self.shape = Shape(tuple((path, Kind(kind)) for path, kind in sorted(everything)))


_Sign = tuple[int, frozenset[Form]]
"""What one value is: its kinds as a plain integer (enum members hash and combine slowly), and its inner objects."""

_ARRAY = int(Kind.ARRAY)
_OBJECT = int(Kind.OBJECT)
_INTEGER = int(Kind.INTEGER)
_FLOAT = int(Kind.FLOAT)
_SCALARS: dict[type, int] = {
    type(None): int(Kind.NULL),
    bool: int(Kind.BOOLEAN),
    int: _INTEGER,
    float: _FLOAT,
    Exact: _FLOAT,
    str: int(Kind.STRING),
}
_STRINGS = {str}
_NONE: frozenset[Form] = frozenset()
_STRING_LIST: _Sign = (int(Kind.STRING | Kind.ARRAY), _NONE)
_BIG: _Sign = (int(Kind.BIG_INTEGER), _NONE)
_WIDE: _Sign = (int(Kind.WIDE_FLOAT), _NONE)
_NOT_FINITE: _Sign = (int(Kind.NON_FINITE), _NONE)


class _Entry:
    """What is known of all objects with the same keys and types of values."""

    __slots__ = ("dicts", "floats", "form", "ints", "lists", "plain", "variants")

    def __init__(self, source: dict[str, Any]) -> None:
        by_type: dict[type, list[str]] = {}
        for key, value in source.items():
            kind = type(value)
            if kind not in _SCALARS and kind is not list and kind is not dict:
                raise ForeignValueError(kind)
            if type(key) is not str:
                raise ForeignValueError(type(key))
            by_type.setdefault(kind, []).append(key)
        self.ints = tuple(by_type.get(int, ()))
        self.floats = (*by_type.get(float, ()), *by_type.get(Exact, ()))
        self.lists = tuple(by_type.get(list, ()))
        self.dicts = tuple(by_type.get(dict, ()))
        self.plain = not (self.ints or self.floats or self.lists or self.dicts)
        self.form = _form_of(source, {})
        self.variants: dict[tuple[Any, ...], Form] = {}


def _form_of(source: dict[str, Any], odd: dict[str, _Sign]) -> Form:
    """The form of an object whose values are as their types say, but for the keys in ``odd``."""
    entries: dict[str, int] = {}
    spellings = []
    for key, value in source.items():
        sign = odd.get(key)
        if sign is None:
            kind = _SCALARS.get(type(value))
            sign = _STRING_LIST if kind is None else (kind, _NONE)
        try:
            parts = segments(key)
        except MalformedNameError:
            entries[""] = entries.get("", 0) | Kind.MALFORMED | _all_kinds(sign) & Kind.NON_FINITE
            continue
        if "." in key:
            spellings.append(key)
        _enter(entries, parts, sign)
    return Form(entries, tuple(spellings))


def _all_kinds(sign: _Sign) -> int:
    kinds, children = sign
    for child in children:
        for kind in child.entries.values():
            kinds |= kind
    return kinds


def _enter(entries: dict[str, int], parts: tuple[str, ...], sign: _Sign) -> None:
    path = parts[0]
    for part in parts[1:]:
        entries[path] = entries.get(path, 0) | _OBJECT
        path = f"{path}.{part}"
    kinds, children = sign
    entries[path] = entries.get(path, 0) | kinds
    for child in children:
        for name, kind in child.entries.items():
            inner = f"{path}.{name}" if name else path
            entries[inner] = entries.get(inner, 0) | kind


def _scalar_kinds(kind: type, items: list[Any]) -> int:
    """The kinds of those items of a list that are of one scalar type."""
    if kind is int:
        inside = {LONG_MIN <= value <= LONG_MAX for value in items if type(value) is int}
        return (_INTEGER if True in inside else 0) | (_BIG[0] if False in inside else 0)
    if kind is float or kind is Exact:
        kinds = 0
        for value in items:
            if type(value) is kind:
                finite = _WIDE[0] if isfinite(value) else _NOT_FINITE[0]
                kinds |= _FLOAT if -FLOAT_LIMIT < value < FLOAT_LIMIT else finite
        return kinds
    scalar = _SCALARS.get(kind)
    if scalar is None:
        raise ForeignValueError(kind)
    return scalar


class Shapes:
    """A memo of shapes; safe to share between threads, bounded in size."""

    def __init__(self, *, limit: int = 8192) -> None:
        self._limit = limit
        self._entries: dict[tuple[Any, ...], _Entry] = {}

    def of(self, source: dict[str, Any]) -> Shape:
        """The shape of a document. Raises ``ForeignValueError`` for a value that JSON has not.

        >>> shape = Shapes().of({"a": 1, "b": {"c": ["x", None]}})
        >>> [(path, int(kind)) for path, kind in shape.entries]
        [('a', 4), ('b', 128), ('b.c', 321)]
        """
        return self._form(source).shape

    def _form(self, source: dict[str, Any]) -> Form:
        entry = self._entries.get((*source, *map(type, source.values())))
        if entry is None:
            entry = self._remember(source)
        if entry.plain:
            return entry.form
        odd: tuple[tuple[str, _Sign], ...] = ()
        for key in entry.ints:
            if not LONG_MIN <= source[key] <= LONG_MAX:
                odd += ((key, _BIG),)
        for key in entry.floats:
            if not -FLOAT_LIMIT < source[key] < FLOAT_LIMIT:
                odd += ((key, _WIDE if isfinite(source[key]) else _NOT_FINITE),)
        for key in entry.lists:
            types = {*map(type, source[key])}
            if types != _STRINGS:
                odd += ((key, self._list(source[key], types)),)
        for key in entry.dicts:
            odd += ((key, (_OBJECT, frozenset((self._form(source[key]),)))),)
        if not odd:
            return entry.form
        form = entry.variants.get(odd)
        if form is None:
            form = self._vary(entry, source, odd)
        return form

    def _list(self, items: list[Any], types: set[type]) -> _Sign:
        kinds = _ARRAY
        forms: set[Form] = set()
        for kind in types:
            if kind is dict:
                kinds |= _OBJECT
                forms.update(self._form(value) for value in items if type(value) is dict)
            elif kind is list:
                for value in items:
                    if type(value) is list:
                        inner, children = self._list(value, {*map(type, value)})
                        kinds |= inner
                        forms |= children
            else:
                kinds |= _scalar_kinds(kind, items)
        return kinds, frozenset(forms)

    def _remember(self, source: dict[str, Any]) -> _Entry:
        entry = _Entry(source)
        if len(self._entries) >= self._limit:
            self._entries.clear()
        self._entries[(*source, *map(type, source.values()))] = entry
        return entry

    def _vary(self, entry: _Entry, source: dict[str, Any], odd: tuple[tuple[str, _Sign], ...]) -> Form:
        form = _form_of(source, dict(odd))
        if len(entry.variants) >= self._limit:
            entry.variants.clear()
        entry.variants[odd] = form
        return form
