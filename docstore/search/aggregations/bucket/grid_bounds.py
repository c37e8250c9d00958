"""``bounds`` of a grid: only cells that overlap a box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from docstore.columns.deadline import CHECKED, in_time
from docstore.columns.rows import Ints, Mask
from docstore.query.earth import Box
from docstore.search.aggregations.bucket.geo_cells import Grid


@dataclass(frozen=True, slots=True)
class Boxed:
    """The box."""

    box: Box

    def inside(self, grid: Grid, cells: Ints) -> Mask:
        """Which of these cells overlap it."""
        found, places = np.unique(cells, return_inverse=True)
        hits = np.array([grid.touches(cell, self.box) for cell in in_time(found.tolist(), CHECKED)], dtype=np.bool_)
        return hits[places] if len(found) else np.zeros(0, dtype=np.bool_)
