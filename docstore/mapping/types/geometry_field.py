"""What the field types of points and shapes share (``AbstractGeometryFieldMapper``)."""

from __future__ import annotations

from typing import Any, ClassVar

from docstore.errors import ApiError, DocumentParsingError
from docstore.mapping import parameter as p
from docstore.mapping.field_type import Acceptance, Fetcher, FieldType, LocatedCause
from docstore.mapping.geo.geometry import Geometry
from docstore.mapping.geo.writing import format_named
from docstore.mapping.shape import Kind
from docstore.mapping.types.lenient import SCALARS

IGNORE_Z_VALUE = p.flag("ignore_z_value", True, updatable=True, explicit=True)


class GeometryField(FieldType):
    """Parses documents itself; with ``ignore_malformed`` a value that is no geometry is skipped."""

    __slots__ = ()
    names_itself: ClassVar[bool] = False
    several: ClassVar[bool] = True
    takes_arrays: ClassVar[bool] = True
    checkable: ClassVar[Kind] = Kind.OBJECT | Kind.STRING
    copyable: ClassVar[Kind] = Kind.NULL

    def accepts(self, kind: Kind) -> Acceptance:
        """See the base class; with ``ignore_malformed`` every scalar may come."""
        if self.get("ignore_malformed") and kind & SCALARS & ~Kind.STRING:
            return Acceptance.COPY
        return super().accepts(kind)

    def malformed(self, error: ApiError | LocatedCause) -> None:
        """What becomes of a malformed geometry: nothing, or a refusal.

        :raises DocumentParsingError, LocatedCause: it is not ignored.
        """
        if self.get("ignore_malformed"):
            return
        reason = f"failed to parse field [{self.path}] of type [{self.type_name}]"
        if isinstance(error, ApiError):
            raise DocumentParsingError(reason, caused_by=error) from None
        located = error

        def at(start: int, after: int) -> ApiError:
            return DocumentParsingError(reason, caused_by=located.at(start, after))

        raise LocatedCause(at) from None

    def fetcher(self, pattern: str | None) -> Fetcher:
        """GeoJSON or well-known text."""
        show = format_named(pattern)
        return lambda value: [show(geometry) for geometry in self.geometries(value)]

    def geometries(self, value: Any) -> list[Geometry]:
        """The geometries of a field's value; malformed ones are left out where they are ignored.

        :raises ApiError, LocatedCause: they are not.
        """
        raise NotImplementedError

    def ignores(self, value: Any) -> bool:
        """Whether a value that ``validate`` passes has a geometry that is left out of the index."""
        return bool(self.get("ignore_malformed")) and self.skips(value)

    def skips(self, value: Any) -> bool:
        """Whether a geometry of a value is malformed, where these are ignored."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        """Raises why the value cannot be indexed."""
        raise NotImplementedError
