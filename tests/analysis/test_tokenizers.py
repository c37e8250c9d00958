"""Each tokenizer: texts and their terms."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.analysis.definition import Definition
from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.analysis.registry import TOKENIZERS
from docstore.errors import ApiError

Case = tuple[str, dict[str, Any], str, list[str]]

CASES: list[Case] = [
    ("standard", {}, "The 2 QUICK Brown-Foxes jumped.", ["The", "2", "QUICK", "Brown", "Foxes", "jumped"]),
    ("standard", {}, "don't x_y 3.14 a.b 1,000 1.b foo:bar a;b", ["don't", "x_y", "3.14", "a.b", "1,000", "1", "b", "foo:bar", "a", "b"]),
    ("standard", {}, "Größe_1 naïve’s £5", ["Größe_1", "naïve’s", "5"]),
    ("standard", {}, "日本語 ひら カタカナ 한국어", ["日", "本", "語", "ひ", "ら", "カタカナ", "한국어"]),
    ("standard", {}, "ภาษาไทย и слово", ["ภาษาไทย", "и", "слово"]),
    ("standard", {}, "a👍🏽b 👨‍👩‍👧 🇩🇪🇫🇷", ["a", "👍🏽", "b", "👨‍👩‍👧", "🇩🇪", "🇫🇷"]),
    ("standard", {"max_token_length": 5}, "jumped over", ["jumpe", "d", "over"]),
    ("standard", {}, "__ ... _a", ["_a"]),
    ("letter", {}, "You're the 1st é_x", ["You", "re", "the", "st", "é", "x"]),
    ("lowercase", {}, "The QUICK 2", ["the", "quick"]),
    ("whitespace", {}, "The 2\tQUICK Brown-Foxes.\n", ["The", "2", "QUICK", "Brown-Foxes."]),
    ("whitespace", {"max_token_length": 3}, "abcdefg", ["abc", "def", "g"]),
    ("keyword", {}, "New York", ["New York"]),
    ("keyword", {}, "", [""]),
    ("ngram", {}, "Quic", ["Q", "Qu", "u", "ui", "i", "ic", "c"]),
    (
        "ngram",
        {"min_gram": 3, "max_gram": 3, "token_chars": ["letter", "digit"]},
        "2 Quick Foxes.",
        ["Qui", "uic", "ick", "Fox", "oxe", "xes"],
    ),
    ("ngram", {"min_gram": 2, "max_gram": 2, "token_chars": ["custom"], "custom_token_chars": "+-"}, "a+-+b", ["+-", "-+"]),
    ("edge_ngram", {}, "Quick", ["Q", "Qu"]),
    ("edge_ngram", {"min_gram": 2, "max_gram": 10, "token_chars": ["letter"]}, "2 Quick Fox", ["Qu", "Qui", "Quic", "Quick", "Fo", "Fox"]),
    ("pattern", {}, "The foo_bar_size's default is 5.", ["The", "foo_bar_size", "s", "default", "is", "5"]),
    ("pattern", {"pattern": ","}, "a,b,,c", ["a", "b", "c"]),
    ("pattern", {"pattern": '"((?:\\\\"|[^"]|\\\\")+)"', "group": 1}, '"value", "value with embedded"', ["value", "value with embedded"]),
    ("pattern", {"pattern": "(?<=\\p{Lower})(?=\\p{Upper})"}, "camelCase", ["camel", "Case"]),
    ("simple_pattern", {"pattern": "[0123456789]{3}"}, "fd-786-335-514-x", ["786", "335", "514"]),
    ("simple_pattern_split", {"pattern": "_"}, "an_underscored_phrase", ["an", "underscored", "phrase"]),
    ("char_group", {"tokenize_on_chars": ["whitespace", "-", "\n"]}, "The QUICK brown-fox", ["The", "QUICK", "brown", "fox"]),
    ("char_group", {"tokenize_on_chars": ["punctuation", "digit"]}, "a.b1c", ["a", "b", "c"]),
    ("path_hierarchy", {}, "/one/two/three", ["/one", "/one/two", "/one/two/three"]),
    (
        "path_hierarchy",
        {"delimiter": "-", "replacement": "/", "skip": 2},
        "one-two-three-four-five",
        ["/three", "/three/four", "/three/four/five"],
    ),
    ("path_hierarchy", {"reverse": True}, "/one/two", ["/one/two", "one/two", "two"]),
    ("uax_url_email", {}, "Email me at john.smith@global-international.com", ["Email", "me", "at", "john.smith@global-international.com"]),
    ("uax_url_email", {}, "see http://a.com/b?c=1, or not", ["see", "http://a.com/b?c=1", "or", "not"]),
    ("classic", {}, "The dog's U.S.A. AT&T john@a.com", ["The", "dog's", "U.S.A.", "AT&T", "john@a.com"]),
]


@pytest.mark.parametrize(("kind", "parameters", "text", "expected"), CASES)
def test_terms(kind: str, parameters: dict[str, Any], text: str, expected: list[str]) -> None:
    made = TOKENIZERS.find(kind)
    assert made is not None
    tokenizer = made(Definition.of_json("t", {"type": kind, **parameters}), IndexAnalyzers({"index.max_ngram_diff": "10"}))
    assert tokenizer.terms(text) == expected
    tokens = tokenizer.tokens(text)
    assert [token.term for token in tokens] == expected
    assert [token.position for token in tokens] == list(range(len(tokens)))
    if "replacement" not in parameters and kind != "lowercase":
        assert [text[token.start : token.end] for token in tokens] == expected


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (
        "ngram",
        {"min_gram": 1, "max_gram": 5},
        "The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: [1] but was [4]. "
        "This limit can be set by changing the [index.max_ngram_diff] index level setting.",
    ),
    ("edge_ngram", {"min_gram": 0}, "minGram must be greater than zero"),
    ("edge_ngram", {"min_gram": 3}, "minGram must not be greater than maxGram"),
    ("ngram", {"min_gram": "x"}, "Failed to parse int setting [min_gram] with value [x]"),
    ("pattern", {"flags": "NO"}, "Unknown regex flag [NO]"),
    ("path_hierarchy", {"delimiter": "ab"}, "delimiter must be a one char value"),
    ("whitespace", {"max_token_length": 0}, "maxTokenLen must be greater than 0 and less than 1048576 passed: 0"),
]


@pytest.mark.parametrize(("kind", "parameters", "reason"), REFUSED)
def test_refused(kind: str, parameters: dict[str, Any], reason: str) -> None:
    made = TOKENIZERS.find(kind)
    assert made is not None
    with pytest.raises(ApiError) as refusal:
        made(Definition.of_json("t", {"type": kind, **parameters}), IndexAnalyzers())
    assert refusal.value.reason == reason
