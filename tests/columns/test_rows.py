from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.rows import MultiRows, Rows, SingleRows, Slots, join, lay_out, offsets_of

Lists = list[list[int]]

single = st.lists(st.lists(st.integers(0, 9), max_size=1), max_size=12)
multi = st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=12)
any_rows = single | multi


def laid_out(lists: Lists) -> tuple[Rows, Slots]:
    counts = np.array([len(values) for values in lists], dtype=np.int64)
    flat = np.array([value for values in lists for value in values], dtype=np.int64)
    return lay_out(counts, flat)


def read_back(rows: Rows, values: Slots) -> Lists:
    flat, offsets = rows.flat(values).tolist(), offsets_of(rows.counts()).tolist()
    return [flat[low:high] for low, high in pairwise(offsets)]


@given(any_rows)
def test_what_is_laid_out_comes_back(lists: Lists) -> None:
    rows, values = laid_out(lists)
    assert read_back(rows, values) == lists
    assert rows.slots == len(values)
    assert rows.exists().tolist() == [bool(values) for values in lists]


def test_the_narrowest_layout_is_chosen() -> None:
    assert isinstance(dense := laid_out([[1], [2]])[0], SingleRows)
    assert dense.present is None
    assert isinstance(sparse := laid_out([[1], []])[0], SingleRows)
    assert sparse.present is not None
    assert isinstance(laid_out([[1, 2], []])[0], MultiRows)


@given(any_rows, st.integers(0, 9))
def test_any_finds_the_owners_of_hit_slots(lists: Lists, wanted: int) -> None:
    rows, values = laid_out(lists)
    assert rows.any(values == wanted).tolist() == [wanted in values for values in lists]


@given(any_rows, st.data())
def test_prefix(lists: Lists, data: st.DataObject) -> None:
    rows, values = laid_out(lists)
    count = data.draw(st.integers(0, len(lists)))
    first = rows.prefix(count)
    assert read_back(first, values[: first.slots]) == lists[:count]


@given(any_rows, st.data())
def test_take(lists: Lists, data: st.DataObject) -> None:
    rows, values = laid_out(lists)
    keep = sorted(data.draw(st.sets(st.sampled_from(range(len(lists)))))) if lists else []
    taken, slots = rows.take(np.array(keep, dtype=np.int64))
    assert read_back(taken, values[slots]) == [lists[ordinal] for ordinal in keep]


@given(any_rows, any_rows)
def test_join(first: Lists, second: Lists) -> None:
    assert read_back(*join(*laid_out(first), *laid_out(second))) == first + second


@given(any_rows)
def test_least_and_greatest(lists: Lists) -> None:
    rows, values = laid_out(lists)
    exists = rows.exists()
    assert rows.least(values)[exists].tolist() == [min(values) for values in lists if values]
    assert rows.greatest(values)[exists].tolist() == [max(values) for values in lists if values]
