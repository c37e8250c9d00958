"""Each analyzer as a whole, and those that settings define."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docstore.analysis.index_analyzers import IndexAnalyzers
from docstore.analysis.kinds import ANALYZERS
from docstore.analysis.words import typed_words, words
from docstore.errors import ApiError
from docstore.mapping.settings import MappingSettings
from tests.examples import TIMES

TEXT = "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone."

CASES = [
    ("standard", {}, "the 2 quick brown foxes jumped over the lazy dog's bone"),
    ("standard", {"max_token_length": "5", "stopwords": "_english_"}, "2 quick brown foxes jumpe d over lazy dog's bone"),
    ("simple", {}, "the quick brown foxes jumped over the lazy dog s bone"),
    ("whitespace", {}, "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone."),
    ("stop", {}, "quick brown foxes jumped over lazy dog s bone"),
    ("stop", {"stopwords": ["the", "over"]}, "quick brown foxes jumped lazy dog s bone"),
    ("pattern", {}, "the 2 quick brown foxes jumped over the lazy dog s bone"),
    ("pattern", {"lowercase": "false", "stopwords": ["The"]}, "2 QUICK Brown Foxes jumped over the lazy dog s bone"),
    ("fingerprint", {"separator": "+"}, "2+bone+brown+dog's+foxes+jumped+lazy+over+quick+the"),
    ("english", {}, "2 quick brown fox jump over lazi dog bone"),
    ("english", {"stem_exclusion": ["foxes"], "stopwords": "_none_"}, "the 2 quick brown foxes jump over the lazi dog bone"),
    ("german", {"stopwords": "_none_"}, "the 2 quick brown fox jumped over the lazy dog's bon"),
    ("cjk", {}, "2 quick brown foxes jumped over lazy dog's bone"),
]


@pytest.mark.parametrize(("kind", "parameters", "expected"), CASES)
def test_terms(kind: str, parameters: dict[str, str], expected: str) -> None:
    prefix = "index.analysis.analyzer.a."
    analyzer = IndexAnalyzers({f"{prefix}type": kind, **{prefix + key: value for key, value in parameters.items()}}).analyzer("a")
    assert analyzer is not None
    assert analyzer.terms(TEXT) == expected.split()
    assert [token.term for token in analyzer.tokens(TEXT)] == expected.split()


def test_the_keyword_analyzer_has_one_term() -> None:
    analyzer = IndexAnalyzers().analyzer("keyword")
    assert analyzer is not None
    assert analyzer.terms(TEXT) == [TEXT]


@settings(max_examples=60 * TIMES, deadline=None)
@given(st.text(alphabet="ab1_'.,:; -äßİΣσ日本ひカ한ไ👍🏽\u200d\u0301\"ש", max_size=30))
def test_the_fast_form_is_the_slow_one(text: str) -> None:
    assert words(text) == [text[start:end] for start, end, _ in typed_words(text)]
    for name in ("standard", "simple", "stop", "english", "cjk", "fingerprint", "keyword"):
        analyzer = IndexAnalyzers().analyzer(name)
        assert analyzer is not None
        tokens = analyzer.tokens(text)
        assert analyzer.terms(text) == [token.term for token in tokens]
        assert all(0 <= token.start <= token.end <= len(text) for token in tokens)
        if analyzer.plain:
            slots = analyzer.slots(text)
            assert [(at, term) for at, term in enumerate(slots) if term is not None] == [(token.position, token.term) for token in tokens]


def test_every_kind_is_ready_or_says_what_it_needs() -> None:
    analyzers, missing = IndexAnalyzers(), {}
    for name in ANALYZERS:
        try:
            assert analyzers.analyzer(name) is not None
        except ApiError as error:
            missing[name] = error.reason
    assert all("stop words" in reason for reason in missing.values())


REFUSED = [
    ({"analyzer.a.tokenizer": "no"}, "Custom Analyzer [a] failed to find tokenizer under name [no]"),
    (
        {"analyzer.a.tokenizer": "standard", "analyzer.a.filter": ["lowercase", "no"]},
        "Custom Analyzer [a] failed to find filter under name [no]",
    ),
    (
        {"analyzer.a.tokenizer": "standard", "analyzer.a.filter": "synonym"},
        "Custom Analyzer [a] failed to find filter under name [synonym]",
    ),
    (
        {"analyzer.a.tokenizer": "standard", "analyzer.a.char_filter": "no"},
        "Custom Analyzer [a] failed to find char_filter under name [no]",
    ),
    ({"analyzer.a.filter": "lowercase"}, "analyzer [a] must specify either an analyzer type, or a tokenizer"),
    ({"analyzer.a.type": "custom"}, "Custom Analyzer [a] must be configured with a tokenizer"),
    ({"analyzer.a.type": "no"}, "Unknown analyzer type [no] for [a]"),
    ({"analyzer._a.type": "standard"}, "analyzer name must not start with '_'. got: \"_a\""),
    ({"tokenizer.t.type": "no"}, "Unknown tokenizer type [no] for [t]"),
    ({"filter.f.type": "no"}, "Unknown filter type [no] for [f]"),
    ({"char_filter.c.type": "no"}, "Unknown char_filter type [no] for [c]"),
    ({"normalizer.n.filter": "porter_stem"}, "Custom normalizer [n] may not use filter [porter_stem]"),
    ({"normalizer.n.filter": "no"}, "Custom normalizer [n] failed to find filter under name [no]"),
    ({"normalizer.n.char_filter": "html_strip"}, "Custom normalizer [n] may not use char filter [html_strip]"),
    ({"normalizer.n.tokenizer": "standard"}, "Custom normalizer [n] cannot configure a tokenizer"),
]


@pytest.mark.parametrize(("definitions", "reason"), REFUSED)
def test_refused_definitions(definitions: dict[str, str | list[str]], reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        IndexAnalyzers({f"index.analysis.{name}": value for name, value in definitions.items()})
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("standard", "Quick-FOX", "quick-fox"),
        ("simple", "A1 B", "a1 b"),
        ("whitespace", "A B", "A B"),
        ("keyword", "A B", "A B"),
        ("english", "The FOXES", "the foxes"),
    ],
)
def test_a_text_that_is_only_normalized(name: str, text: str, expected: str) -> None:
    analyzer = MappingSettings.of({}).analyzers.analyzer(name)
    assert analyzer is not None
    assert analyzer.normalized(text) == expected
