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


def test_many_that_are_gone_before_any_is_looked_for() -> None:
    """They are looked for together, once they are many; those that were found before stay found."""
    count = 300
    arranged, now = Arranged.of(np.arange(count, dtype=np.int32)[::-1].copy(), count), list(range(count))
    for _ in range(150):
        del now[1]
        arranged = arranged.without(np.array([1]))
    assert arranged.between(0, count).tolist() == list(range(count - 150))[::-1]
    assert arranged.select(np.arange(count)[::-1], 0, count).tolist() == now[::-1]
