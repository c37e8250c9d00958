"""What a mapping says of all documents of one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from docstore.errors import ApiError
from docstore.frozen import frozen
from docstore.mapping.field_type import FieldType, LocatedCause

if TYPE_CHECKING:
    from docstore.mapping.mapping import Mapping


class Check(NamedTuple):
    """What has to be valid in documents of the shape."""

    keys: tuple[str, ...]
    """They lead to the value."""
    validate: Callable[[Any], None]
    """Raises if it is not valid there."""
    whole: bool
    """Whether arrays are taken as they are."""
    single: bool
    """Whether a document may have one value only."""


class Action(Enum):
    """What has to be done with a document of the shape before it may be written."""

    COPY = auto()  # nothing: it is valid and maps nothing new
    CHECK = auto()  # look at some of its values
    DYNAMIC = auto()  # it adds fields: ``Mapping.extended`` with it, then judge again; without a change, it is valid
    REJECT = auto()  # it is not valid: ``Mapping.validate`` raises why


@frozen
class Verdict:
    """Exact: what it lets pass ``Mapping.validate`` lets pass, and the other way round."""

    action: Action
    fields: tuple[str, ...] = ()
    """CHECK: the top-level keys that must be looked at."""
    max_bytes: int | None = None
    """A document whose ``_source`` is at least this long must be looked at in ``long_fields`` too."""
    long_fields: tuple[str, ...] = ()
    _mapping: Mapping | None = field(default=None, repr=False, compare=False)
    _quick: tuple[Check, ...] | None = field(default=None, repr=False, compare=False)
    _quick_long: tuple[Check, ...] | None = field(default=None, repr=False, compare=False)
    open: tuple[tuple[str, FieldType], ...] | None = field(default=(), repr=False, compare=False)
    """CHECK: what many documents can be asked at once (``FieldType.surely_valid``): the values at a path, of a field. None: one by one."""

    def fields_for(self, size: int) -> tuple[str, ...]:
        """The top-level keys to look at in a document with a ``_source`` of this many bytes; () to write it unseen.

        Only for COPY and CHECK.
        """
        if self.max_bytes is None or size < self.max_bytes:
            return self.fields
        return self.fields + tuple(key for key in self.long_fields if key not in self.fields)

    def check(self, source: dict[str, Any], doc_id: str, size: int) -> None:
        """Raises ``DocumentParsingError`` if the document, whose ``_source`` has so many bytes, is not valid.

        ``source`` may be a projection on ``fields_for``; then the line and column of the error are those of the
        projection. For the right ones decode the whole document and call ``Mapping.validate``, which raises the same.
        """
        quick = self._quick if self.max_bytes is None or size < self.max_bytes else self._quick_long
        if quick is not None and _passes(source, quick):
            return
        if self._mapping is not None:
            self._mapping.check(source, doc_id, frozenset((*self.fields, *self.long_fields)))


def _passes(source: dict[str, Any], checks: tuple[Check, ...]) -> bool:
    """Whether all that is checked is valid; False leaves it open, as where a document may have several values of which one is allowed."""
    try:
        return all(_valid(source, check.keys, check) for check in checks)
    except (ApiError, LocatedCause):
        return False


def _valid(value: Any, keys: tuple[str, ...], check: Check, *, outermost: bool = True) -> bool:
    """Whether all that these keys lead to is valid, or it raises. The outermost keys have no dots, which the shape tells."""
    for depth, key in enumerate(keys):
        if type(value) is dict:
            if (depth or not outermost) and depth < len(keys) - 1 and any("." in name for name in value):
                return False
            value = value.get(key)
        elif value is None:
            break
        elif type(value) is list and not check.single:
            return all(_valid(item, keys[depth:], check, outermost=False) for item in value)
        else:
            return False
    if type(value) is not list or check.whole:
        check.validate(value)
        return True
    return not check.single and all(_valid(item, (), check, outermost=False) for item in value)
