from __future__ import annotations

import sys
import unicodedata

from docstore.analysis.unicode_ranges import categories, category


def test_each_character_is_in_the_ranges_of_its_category() -> None:
    ranges = sorted((first, last, name) for name in categories() for first, last in category(name))
    assert ranges[0][0] == 0
    assert [last + 1 for _, last, _ in ranges] == [*(first for first, _, _ in ranges[1:]), sys.maxunicode + 1]
    wrong = [first for first, last, name in ranges if {unicodedata.category(chr(code)) for code in range(first, last + 1)} != {name}]
    assert wrong == []
