"""What types of scalars share that may be told to pass over malformed values (``ignore_malformed``)."""

from __future__ import annotations

from typing import Any

from docstore.errors import ApiError
from docstore.mapping.field_type import Acceptance, FieldType, LocatedCause
from docstore.mapping.shape import Kind

SCALARS = Kind.NULL | Kind.BOOLEAN | Kind.INTEGER | Kind.BIG_INTEGER | Kind.FLOAT | Kind.WIDE_FLOAT | Kind.STRING
"""Whatever is neither an object nor an array."""


class LenientField(FieldType):
    """Objects are never passed over."""

    __slots__ = ()

    def converted(self, value: Any) -> Any:
        """The value to index, without regard to ``ignore_malformed``.

        :raises ApiError, LocatedCause: there is none.
        """
        raise NotImplementedError

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with ``ignore_malformed`` every scalar may come."""
        if self.get("ignore_malformed") and kind & SCALARS:
            return Acceptance.COPY
        return super().accepts(kind)

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        try:
            self.converted(value)
        except (ApiError, LocatedCause):
            if not self.get("ignore_malformed") or isinstance(value, dict):
                raise
