from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns import part_table
from docstore.columns.part_table import Keys, PartTable


def keys_of(pairs: list[tuple[int, int]]) -> Keys:
    return np.array(pairs, dtype=np.uint64).reshape(-1, 2).T


PAIRS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0, 1, 2**63, 2**64 - 1])), max_size=40)


@given(st.lists(PAIRS, max_size=4))
@pytest.mark.parametrize("factors", [None, 0, 1])
def test_equal_keys_have_one_number(factors: int | None, batches: list[list[tuple[int, int]]]) -> None:
    """Also where all keys, or many, begin at the same slot."""
    chosen = part_table._FACTORS if factors is None else np.full(4, factors, dtype=np.uint64)
    with mock.patch.object(part_table, "_FACTORS", chosen), mock.patch.object(part_table, "_BITS", 1):
        table, known = PartTable(2), dict[tuple[int, int], int]()
        for pairs in batches:
            before = len(known)
            numbers, fresh = table.numbers(keys_of(pairs))
            for pair, number in zip(pairs, numbers.tolist(), strict=True):
                assert known.setdefault(pair, number) == number
            assert sorted(known.values()) == list(range(table.count))
            assert [known[pairs[at]] for at in fresh.tolist()] == list(range(before, table.count))
