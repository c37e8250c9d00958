from __future__ import annotations

from typing import Any

import pytest

from docstore.api.filter_path import filtered

ANSWER: dict[str, Any] = {"took": 1, ".books": {"settings": {"index": {"hidden": "true"}}}, "a[b]": 1, "hits": {"hits": [{"_id": "1"}]}}


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ("hits.hits._id", {"hits": {"hits": [{"_id": "1"}]}}),
        (r"\.books.settings.index.hidden", {".books": {"settings": {"index": {"hidden": "true"}}}}),
        (".books", {".books": ANSWER[".books"]}),
        (".books.settings", {}),
        ("*.**.hidden", {".books": ANSWER[".books"]}),
        ("a[b]", {"a[b]": 1}),
        ("t?ok", {}),
        (r"-\.books,-hits,-took", {"a[b]": 1}),
    ],
)
def test_what_is_left(paths: str, expected: dict[str, Any]) -> None:
    assert filtered(ANSWER, paths) == expected
