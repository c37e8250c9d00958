from __future__ import annotations

import pytest

import docstore
from docstore.errors import BadRequestError


@pytest.mark.parametrize("bounds", [{}, {"extended_bounds": {"min": 0, "max": 10}}])
def test_an_interval_too_small_to_count_is_too_many_buckets(bounds: dict[str, object]) -> None:
    with docstore.open() as store:
        store.bulk(index="a", operations=[line for n in range(3) for line in ({"index": {}}, {"n": n})])
        with pytest.raises(BadRequestError) as refused:
            store.search(index="a", size=0, aggs={"h": {"histogram": {"field": "n", "interval": 1e-320, "offset": 1, **bounds}}})
    assert refused.value.body["error"]["caused_by"]["type"] == "too_many_buckets_exception"
