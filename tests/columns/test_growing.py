"""Arrays that grow: each view goes on showing what it showed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from docstore.columns.growing import cut, grown

COUNT = 3_000


@pytest.mark.parametrize("shape", [(), (3,), (0,)], ids=["numbers", "rows", "empty rows"])
def test_views_stay_as_they_were(shape: tuple[int, ...]) -> None:
    def some(begin: int, count: int) -> npt.NDArray[Any]:
        return np.arange(begin, begin + count * int(np.prod(shape)), dtype=np.float32).reshape(count, *shape)

    known = [(some(0, COUNT), some(0, COUNT))]
    for step in range(60):
        array, expected = known[-1 if step % 7 else step // 2]
        if step % 3 == 2:
            gone = np.array([0, 5, len(array) - 1 - step])
            known.append((cut(array, gone), np.delete(expected, gone, axis=0)))
        else:
            more = some(step, 1 + step % 5)
            known.append((grown(array, more), np.concatenate([expected, more])))
    assert all(np.array_equal(array, expected) for array, expected in known)


def test_rows_are_not_copied_to_put_one_behind_them() -> None:
    first = grown(np.zeros((COUNT, 4), dtype=np.float32), np.ones((1, 4), dtype=np.float32))
    second = grown(first, np.ones((1, 4), dtype=np.float32))
    assert np.shares_memory(first, second)
    assert (len(first), len(second)) == (COUNT + 1, COUNT + 2)
