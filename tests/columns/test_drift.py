from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.drift import Arranged

STRETCHES = st.lists(st.lists(st.integers(0, 9), max_size=8).map(sorted), min_size=1, max_size=5)


@given(STRETCHES, st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=9))
def test_what_is_gone_is_left_out(stretches: list[list[int]], gone: list[tuple[int, bool]]) -> None:
    """Stretches that ascend, as the documents of terms do; what is gone is looked for in all of them at once, or in one."""
    flat = [ordinal for stretch in stretches for ordinal in stretch]
    beside = np.arange(len(flat))
    ends = np.cumsum([0, *map(len, stretches)]).tolist()
    arranged, now = Arranged.of(np.array(flat, dtype=np.int32), 10), list(range(10))
    for place, looks in gone:
        at = place % len(now)
        del now[at]
        arranged = arranged.without(np.array([at]))
        if looks:
            assert len(arranged.holes) == sum(ordinal not in now for ordinal in flat)
        for low, high in pairwise(ends):
            left = [number for number in range(low, high) if flat[number] in now]
            part = arranged.ascending(low, high)
            assert arranged.of_part(part).tolist() == [now.index(flat[number]) for number in left]
            assert part.select(beside).tolist() == left
            assert part.amount == len(left)
    assert arranged.select(beside, 0, len(flat)).tolist() == [number for number in beside if flat[number] in now]
    assert arranged.amounts(np.array(ends[:-1]), np.array(ends[1:])).tolist() == [
        sum(ordinal in now for ordinal in stretch) for stretch in stretches
    ]
