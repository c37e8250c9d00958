"""Reading a few fields out of many encoded documents without decoding the rest.

A struct type with one member for each needed top-level key is made on the fly; the decoder skips every other key in C.
A dotted path needs several keys, since ``{"a": {"b": 1}}`` and ``{"a.b": 1}`` are the same field: ``a.b`` needs ``a``
and ``a.b``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

OBJECTS = "\0"
"""Before the path of nested objects."""

ROUTING = "\1"
"""Instead of a path: the routing of the document."""

DOC_ID = "\2"
"""Instead of a path: the id of the document."""

ABSENT = msgspec.UNSET
"""What stands for a value that a document has not at all; ``null`` is None."""


class Several(list[Any]):
    """Values from several places of a document, where a plain list is one value of a field that takes arrays whole."""


BIG_INTEGER = 1
"""The extension type of integers beyond 64 bits: ASCII decimal."""


DECIMAL = 2
"""The extension type of decimals that no double is: as it stood in the JSON. Columns have the nearest double."""


def extension(code: int, data: memoryview) -> Any:
    """The extension types of ``_source``."""
    if code == BIG_INTEGER:
        return int(bytes(data))
    if code == DECIMAL:
        return float(bytes(data))
    raise ValueError(f"unknown MessagePack extension type [{code}] in a document")


def keys_of(path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The top-level keys under which a path may begin, and the rest of the path below each."""
    parts = path.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length]), tuple(parts[length:])


class Projection:
    """The values of some paths in batches of documents, all paths in one pass."""

    def __init__(self, paths: Sequence[str], whole: Collection[int] = ()) -> None:
        """Of the paths at the positions in ``whole``, arrays are values: several places give ``Several``. The path ``""`` is the
        whole document.
        """
        self._special = {at: _SPECIAL[path] for at, path in enumerate(paths) if path in _SPECIAL}
        lists: list[type[list[Any]]] = [Several if at in whole else list for at in range(len(paths)) if at not in self._special]
        paths = [path for path in paths if path not in _SPECIAL]
        keys = sorted({key for path in paths for key, _ in keys_of(path)})
        member = {key: f"k{number}" for number, key in enumerate(keys)}
        self._decode: Callable[[bytes], list[Any]] = _decoder(tuple(keys)).decode
        self._getters = [[(attrgetter(member[key]), rest) for key, rest in keys_of(path)] for path in paths]
        self._lists = lists

    def read(self, batch: bytes) -> list[list[Any]]:
        """For each path a list with one value for each document: ``ABSENT``, a JSON value, or the list of several.

        :param batch: a MessagePack array in which every second value is a document (``Reader.streams``); the others are binary.
        """
        documents = self._decode(batch)[1::2] if self._getters else []
        found = [
            self._values(documents, getters, lists) for getters, lists in zip(self._getters, self._lists, strict=True)
        ]
        for at, read in self._special.items():
            found.insert(at, read(batch))
        return found

    def _values(
        self, documents: list[Any], getters: list[tuple[Any, tuple[str, ...]]], lists: type[list[Any]]
    ) -> list[Any]:
        found: list[Any] | None = None
        for getter, rest in getters:
            values = list(map(getter, documents))
            if rest:
                values = [v if v is ABSENT else descend(v, rest, lists) for v in values]
            found = values if found is None else [both(a, b, lists) for a, b in zip(found, values, strict=True)]
        return found or []


_WHOLE: msgspec.msgpack.Decoder[list[Any]] = msgspec.msgpack.Decoder(list[Any], ext_hook=extension)


def whole_documents(batch: bytes) -> list[Any]:
    """The documents of a batch, all of them."""
    return _WHOLE.decode(batch)[1::2]


def routings(batch: bytes) -> list[Any]:
    """The routings of a batch of documents (``storage/record.py`` tells how they stand in it)."""
    return [one[2 + (one[0] << 8) + one[1] :].decode() or ABSENT for one in _decoder(()).decode(batch)[0::2]]


def doc_ids(batch: bytes) -> list[Any]:
    """The ids of a batch of documents."""
    return [one[2 : 2 + (one[0] << 8) + one[1]].decode("utf-8", "surrogatepass") for one in _decoder(()).decode(batch)[0::2]]


_SPECIAL: dict[str, Callable[[bytes], list[Any]]] = {"": whole_documents, ROUTING: routings, DOC_ID: doc_ids}


@lru_cache(maxsize=256)
def _decoder(keys: tuple[str, ...]) -> Any:
    """Of the top-level keys; the member of key ``i`` is ``ki``."""
    fields = [(f"k{number}", Any, ABSENT) for number in range(len(keys))]
    names = {f"k{number}": key for number, key in enumerate(keys)}
    document = msgspec.defstruct("Document", fields, rename=names, gc=False)
    return msgspec.msgpack.Decoder(list[document | bytes], ext_hook=extension)  # type: ignore[valid-type]


def descend(value: Any, rest: tuple[str, ...], lists: type[list[Any]] = list) -> Any:
    """What stands below a value at the rest of a path; arrays of objects give the list of what their objects give."""
    if type(value) is dict:
        if len(rest) == 1:
            return value.get(rest[0], ABSENT)
        return _below(value, rest, lists)
    if type(value) is list:
        inner = [got for got in (descend(item, rest, lists) for item in value) if got is not ABSENT]
        return lists(inner) if inner else ABSENT
    return ABSENT


def _below(value: dict[str, Any], rest: tuple[str, ...], lists: type[list[Any]]) -> Any:
    found: Any = ABSENT
    for length in range(1, len(rest) + 1):
        inner = value.get(".".join(rest[:length]), ABSENT)
        if inner is not ABSENT and length < len(rest):
            inner = descend(inner, rest[length:], lists)
        found = both(found, inner, lists)
    return found


def both(first: Any, second: Any, lists: type[list[Any]] = list) -> Any:
    """The values of a path that a document spells in two ways."""
    if first is ABSENT:
        return second
    return first if second is ABSENT else lists([first, second])
