"""The cells of two grids over the earth, as numbers: geohashes and the tiles of web maps (``Geohash``, ``GeoTileUtils``)."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docstore.columns.rows import Ints
from docstore.errors import IllegalArgumentError
from docstore.query.earth import Box

Floats = NDArray[np.float64]

_SYMBOLS = "0123456789bcdefghjkmnpqrstuvwxyz"
_EDGE = 85.0511287798066
"""The latitude at which the square map ends."""


class Grid(ABC):
    """A grid of one precision."""

    precision: int

    @abstractmethod
    def cells(self, x: Floats, y: Floats) -> Ints:
        """The cell of each point."""

    @abstractmethod
    def text(self, cell: int) -> str:
        """The name of a cell."""

    @abstractmethod
    def box(self, cell: int) -> Box:
        """The sides of a cell."""

    def touches(self, cell: int, bounds: Box) -> bool:
        """Whether a cell has more than a side in common with a box."""
        box = self.box(cell)
        if not (bounds.top > box.bottom and bounds.bottom < box.top):
            return False
        if bounds.left > bounds.right:
            return bounds.left < box.right or bounds.right > box.left
        return bounds.left < box.right and bounds.right > box.left


@dataclass(frozen=True, slots=True)
class Geohashes(Grid):
    """Cells of ``precision`` characters, 5 bits each, longitude first."""

    precision: int

    def cells(self, x: Floats, y: Floats) -> Ints:
        """The bits of the characters."""
        bits = 5 * self.precision
        columns, rows = _scaled(x, 360.0, (bits + 1) // 2), _scaled(y, 180.0, bits // 2)
        found = np.zeros(len(x), dtype=np.int64)
        for at in range(bits):
            part = rows if at % 2 else columns
            length = bits // 2 if at % 2 else (bits + 1) // 2
            found = found << 1 | (part >> (length - 1 - at // 2)) & 1
        return found

    def text(self, cell: int) -> str:
        """The characters."""
        return "".join(_SYMBOLS[cell >> 5 * at & 31] for at in range(self.precision - 1, -1, -1))

    def box(self, cell: int) -> Box:
        """From its bits."""
        bits = f"{cell:0{5 * self.precision}b}"
        columns, rows = bits[::2], bits[1::2]
        width, height = 360 / 2 ** len(columns), 180 / 2 ** len(rows)
        left, bottom = int(columns, 2) * width - 180, int(rows, 2) * height - 90
        return Box(bottom + height, left, bottom, left + width)


def _scaled(degrees: Floats, whole: float, bits: int) -> Ints:
    found = np.floor((degrees + whole / 2) / whole * (1 << bits)).astype(np.int64)
    return np.clip(found, 0, (1 << bits) - 1)


@dataclass(frozen=True, slots=True)
class Tiles(Grid):
    """The tiles of a zoom level; a number holds zoom, column and row, 29 bits each of the last two."""

    precision: int

    def cells(self, x: Floats, y: Floats) -> Ints:
        """By the Mercator projection."""
        tiles = 1 << self.precision
        columns = np.clip(np.floor((x + 180.0) / 360.0 * tiles), 0, tiles - 1).astype(np.int64)
        sine = np.sin(np.radians(np.clip(y, -_EDGE, _EDGE)))
        rows = np.floor((0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4 * math.pi)) * tiles)
        return self.precision << 58 | columns << 29 | np.clip(rows, 0, tiles - 1).astype(np.int64)

    def text(self, cell: int) -> str:
        """``zoom/column/row``."""
        column, row = self._parts(cell)
        return f"{self.precision}/{column}/{row}"

    def read(self, text: str) -> int:
        """The number of a name.

        :raises IllegalArgumentError: it is none.
        """
        parts = text.split("/")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
            raise IllegalArgumentError(f"Invalid geotile_grid hash string of {text}. Must be three integers in a form \"zoom/x/y\".")
        zoom, column, row = map(int, parts)
        if zoom > 29 or max(column, row) >= 1 << zoom:
            raise IllegalArgumentError(f"Zoom/X/Y combination is not valid: {text}")
        return zoom << 58 | column << 29 | row

    def box(self, cell: int) -> Box:
        """From its column and row."""
        column, row = self._parts(cell)
        width = 360 / (1 << self.precision)
        return Box(self._parallel(row), column * width - 180, self._parallel(row + 1), (column + 1) * width - 180)

    def _parallel(self, row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / (1 << self.precision)))))

    def _parts(self, cell: int) -> tuple[int, int]:
        return cell >> 29 & (1 << 29) - 1, cell & (1 << 29) - 1


def check_tile_precision(value: int) -> int:
    """:raises IllegalArgumentError: no zoom level."""
    if not 0 <= value <= 29:
        raise IllegalArgumentError(f"Invalid geotile_grid precision of {value}. Must be between 0 and 29.")
    return value


def check_geohash_precision(value: int) -> int:
    """:raises IllegalArgumentError: no length of a geohash."""
    if not 1 <= value <= 12:
        raise IllegalArgumentError(f"Invalid geohash aggregation precision of {value}. Must be between 1 and 12.")
    return value
