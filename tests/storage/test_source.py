from __future__ import annotations

from typing import Any

import pytest

from docstore.storage import source

FILLING = {"letters": "é\u06a1\u0222ڠ" * 60, "n": -(2**31), "x": 1.5, "big": 2**63}


@pytest.mark.parametrize("length", [256, 257, 300, 32_767, 32_768, 65_535, 65_536, 70_000])
@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: ["a", text], lambda text: {"deep": {"er": text}}])
def test_a_long_text_is_never_passed_over(length: int, wrap: Any) -> None:
    assert not source.surely_short(source.encode({**FILLING, "text": wrap("x" * length)}), 255)


@pytest.mark.parametrize("digits", [300, 4_000])
def test_nor_a_long_integer(digits: int) -> None:
    assert not source.surely_short(source.encode({"n": 10**digits}), 256)


@pytest.mark.parametrize("document", [{"a": "x" * 255, "b": ["y" * 150] * 50}, {"a": "é\u06a1\u0222ڠ" * 30, "n": 2**63}, {"a": "x"}, {}])
def test_short_texts_are_known_to_be(document: dict[str, Any]) -> None:
    assert source.surely_short(source.encode(document), 256)
