from __future__ import annotations

import pytest

from docstore.columns.tokens import standard


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (
            "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone.",
            "the 2 quick brown foxes jumped over the lazy dog's bone",
        ),
        ("www.example.com 1,234.5 a,b x_y _z", "www.example.com 1,234.5 a b x_y _z"),
        ("Zürich ÅNGSTRÖM", "zürich ångström"),
        ("東京tower", "東 京 tower"),
        ("... !? _", ""),
        ("", ""),
    ],
)
def test_standard(text: str, tokens: str) -> None:
    assert standard(text) == tokens.split()


def test_long_tokens_are_cut() -> None:
    assert [len(token) for token in standard("x" * 300)] == [255, 45]
