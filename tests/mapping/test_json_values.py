from __future__ import annotations

import uuid
from collections import OrderedDict
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

import numpy as np
import pytest

from docstore.errors import IllegalArgumentError
from docstore.mapping import ForeignValueError, Shapes, normalise


class Level(IntEnum):
    LOW = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2020, 1, 2, 3, tzinfo=UTC), "2020-01-02T03:00:00+00:00"),
        (date(2020, 1, 2), "2020-01-02"),
        (Decimal("1.5"), 1.5),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, [date(2020, 1, 2)]), [1, ["2020-01-02"]]),
        (OrderedDict(a=Level.LOW), {"a": 1}),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        ({1: True, None: 2}, {"1": True, "null": 2}),
    ],
)
def test_values_become_json(value: Any, expected: Any) -> None:
    result = normalise({"f": value})["f"]
    assert result == expected
    assert type(result) is type(expected)
    Shapes().of({"f": result})


@pytest.mark.parametrize(
    ("source", "path"), [({"a": {"b": b"x"}}, "a.b"), ({"a": [{1, 2}]}, "a"), ({"a": object()}, "a")]
)
def test_what_json_has_not_is_refused_by_path(source: dict[str, Any], path: str) -> None:
    with pytest.raises(ForeignValueError):
        Shapes().of(source)
    with pytest.raises(IllegalArgumentError, match=rf"\[{path}\] is of type"):
        normalise(source)
