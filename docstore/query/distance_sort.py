"""``_geo_distance`` as a criterion of a sort (``GeoDistanceSortBuilder``)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any, ClassVar

import numpy as np

from docstore.columns.column import Column
from docstore.columns.nested_order import Inside, gathered
from docstore.columns.numeric_column import NumericColumn
from docstore.columns.rows import Slots, lay_out
from docstore.columns.sort import FieldOrder, Mode, SortKey
from docstore.columns.view import IndexView
from docstore.errors import ElasticsearchParseError, IllegalArgumentError, ParsingError
from docstore.frozen import frozen
from docstore.mapping.geo.distance import METERS, parse_unit
from docstore.mapping.geo.normalize import normalized
from docstore.mapping.geo.point_reader import XY, EarthPointReader
from docstore.mapping.java_text import java_double
from docstore.query.earth import Places, Validation, distances, plane_distances
from docstore.query.nested_sort import NestedSort
from docstore.query.numbers import numeric
from docstore.query.sort import BY_NAME, Sort, descending_of, mode_of
from docstore.query.targets import target_of
from docstore.query.targets.places import GeoPointTarget
from docstore.query.wire import Json, boolean, is_scalar, text

_READER = EarthPointReader(ignore_z_value=True)
_MEASURES: dict[str, Callable[[Slots, Slots, XY], Slots]] = {"arc": distances, "plane": plane_distances}


@frozen
class DistanceSort(Sort):
    """How far the points of a field are from others. ``field`` is the name of the criterion, ``place`` that of the field."""

    NAME: ClassVar[str] = "_geo_distance"

    place: str = ""
    centers: tuple[XY, ...] = ()
    unit: str = "m"
    measure: str = "arc"
    validation: Validation = Validation.STRICT
    ignore_unmapped: bool = False

    def bind(self, view: IndexView) -> SortKey | None:
        """A document without a point is infinitely far.

        :raises IllegalArgumentError: the field is not mapped, or holds no points.
        """
        inside = None if self.nested is None else self.nested.bind(view)
        target = target_of(view if inside is None else inside.view, self.place)
        if target is None and self.ignore_unmapped:
            return None
        if not isinstance(target, GeoPointTarget):
            raise IllegalArgumentError(f"failed to find mapper for [{self.place}] for geo distance based sort")
        places = target.places()
        mode = self.mode or (Mode.MAX if self.descending else Mode.MIN)
        return DistanceOrder(places.longitudes, self.descending, mode, math.inf, sort=self, places=places, inside=inside)


@frozen(kw_only=True)
class DistanceOrder(FieldOrder):
    """The distances as a column, made when it is asked for."""

    sort: DistanceSort
    places: Places
    inside: Inside | None = None
    _made: dict[int, Column] = field(default_factory=dict, compare=False)

    def column(self, view: IndexView) -> Column:
        """All distances of each document, in the unit that was asked for."""
        known = self._made.get(id(view))
        if known is not None:
            return known
        measured = self._measured(view if self.inside is None else self.inside.view)
        made = measured if self.inside is None else gathered(self.inside, measured, view)
        if view.room_for(made.nbytes):
            self._made[id(view)] = made
        return made

    def _measured(self, view: IndexView) -> NumericColumn:
        x, y = (numeric(view.column(want)) for want in (self.places.longitudes, self.places.latitudes))
        measure, factor = _MEASURES[self.sort.measure], METERS[self.sort.unit]
        found = [measure(x.values, y.values, center) / factor for center in self.sort.centers]
        if len(found) == 1:
            return NumericColumn(x.rows, found[0])
        flat = np.stack([x.rows.flat(values) for values in found], axis=1).reshape(-1)
        return NumericColumn(*lay_out(x.rows.counts() * len(found), flat))


def parse_distance_sort(body: Json) -> DistanceSort:
    """``{"location": point, "order": "asc", "unit": "km"}``, one point or several in any form.

    :raises ApiError: no point, a field named twice, or what points and options refuse.
    """
    found: Json = {}
    place: str | None = None
    centers: list[XY] = []
    for key, value in body.items():
        if key in _OPTIONS and (is_scalar(value) or key == "nested"):
            found |= _OPTIONS[key](value)
            continue
        if place not in (None, key):
            raise ParsingError(f"Trying to reset fieldName to [{key}], already set to [{place}].")
        place = key
        centers += _points(key, value)
    if place is None or not centers:
        raise IllegalArgumentError("Points must not be null/empty")
    if found.get("mode") is Mode.SUM:
        raise IllegalArgumentError("sort_mode [sum] isn't supported for sorting by geo distance")
    validation = found.get("validation", Validation.STRICT)
    return DistanceSort(DistanceSort.NAME, place=place, centers=tuple(_checked(each, place, validation) for each in centers), **found)


def _points(name: str, value: Any) -> Sequence[XY]:
    if isinstance(value, str):
        return [_READER.from_string(value)]
    if isinstance(value, list) and not (value and isinstance(value[0], int | float)):
        return [_READER.point(each) for each in value]
    if isinstance(value, list | dict):
        return [_READER.point(value)]
    raise ParsingError(f"Only geohashes of type string supported for field [{name}]")


def _checked(center: XY, name: str, validation: Validation) -> XY:
    if validation is Validation.COERCE:
        return normalized(*center)
    if validation is Validation.STRICT:
        for what, degrees, limit in (("latitude", center[1], 90), ("longitude", center[0], 180)):
            if not -limit <= degrees <= limit:
                raise ElasticsearchParseError(
                    f"illegal {what} value [{java_double(degrees)}] for [GeoDistanceSort] for field [{name}]."
                )
    return center


def _measure(value: Any) -> Json:
    if (name := text(value).lower()) not in _MEASURES:
        raise IllegalArgumentError(f"No geo distance for [{text(value)}]")
    return {"measure": name}


_OPTIONS: dict[str, Callable[[Any], Json]] = {
    "order": lambda value: {"descending": descending_of(text(value))},
    "unit": lambda value: {"unit": parse_unit(text(value))},
    "distance_type": _measure,
    "mode": lambda value: {"mode": mode_of(text(value))},
    "validation_method": lambda value: {"validation": Validation.parse(text(value))},
    "ignore_unmapped": lambda value: {"ignore_unmapped": boolean(value)},
    "nested": lambda value: {"nested": NestedSort.parse(value)},
}

BY_NAME.add(DistanceSort.NAME, parse_distance_sort)
