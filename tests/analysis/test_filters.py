"""Each token filter: texts and their tokens."""

from __future__ import annotations

from typing import Any

import pytest

from docstore.analysis.component import TokenFilter
from docstore.analysis.definition import Definition
from docstore.analysis.index_analyzers import IndexAnalyzers, assembled
from docstore.analysis.registry import CHAR_FILTERS, TOKEN_FILTERS
from docstore.analysis.token import Token
from docstore.errors import ApiError


def _filter(kind: str, parameters: dict[str, Any]) -> TokenFilter:
    return IndexAnalyzers({}).build(TOKEN_FILTERS, Definition.of_json("f", {"type": kind, **parameters}))


def _tokens(kind: str, parameters: dict[str, Any], text: str, tokenizer: str = "whitespace") -> list[Token]:
    scope = IndexAnalyzers({"index.max_ngram_diff": "10"})
    made = scope.build(TOKEN_FILTERS, Definition.of_json("f", {"type": kind, **parameters}))
    cut = scope.tokenizer(tokenizer)
    assert cut is not None
    return assembled("a", (tokenizer, cut), [("f", made)], []).tokens(text)


TERMS: list[tuple[str, dict[str, Any], str, str]] = [
    ("lowercase", {}, "THE Quick ÀÉ İ ΟΔΟΣ", "the quick àé i οδοσ"),
    ("lowercase", {"language": "turkish"}, "IĞDIR İZ", "ığdır iz"),
    ("lowercase", {"language": "greek"}, "Ώρα ΟΔΟΣ", "ωρα οδοσ"),
    ("lowercase", {"language": "irish"}, "tAthair nOcht", "t-athair n-ocht"),
    ("uppercase", {}, "the straße", "THE STRAßE"),
    ("asciifolding", {}, "açaí à la carte Œuvre straße ﬁn Ｆ", "acai a la carte OEuvre strasse fin F"),
    ("asciifolding", {"preserve_original": True}, "açaí x", "acai açaí x"),
    ("stop", {}, "a quick fox jumps over the lazy dog", "quick fox jumps over lazy dog"),
    ("stop", {"stopwords": ["Quick"], "ignore_case": True}, "The quick fox", "The fox"),
    ("stop", {"stopwords": "_none_"}, "the fox", "the fox"),
    ("stop", {"remove_trailing": False}, "fox the", "fox the"),
    ("porter_stem", {}, "the foxes jumping quickly", "the fox jump quickli"),
    ("stemmer", {"language": "light_german"}, "häuser kindern", "haus kind"),
    ("stemmer", {"language": "minimal_english"}, "queries glass cars", "query glass car"),
    ("stemmer", {"language": "possessive_english"}, "dog's dogs", "dog dogs"),
    ("stemmer", {"language": "porter2"}, "generously", "generous"),
    ("snowball", {"language": "French"}, "majestueuses", "majestu"),
    ("length", {"max": 4, "min": 2}, "the quick brown a", "the"),
    ("truncate", {"length": 3}, "quinquennial ab", "qui ab"),
    ("unique", {}, "the quick fox the lazy fox", "the quick fox lazy"),
    ("reverse", {}, "quick fox", "kciuq xof"),
    ("apostrophe", {}, "Istanbul'a veya İstanbul’dan", "Istanbul veya İstanbul"),
    ("decimal_digit", {}, "१-one ٣", "1-one 3"),
    ("elision", {"articles": ["l", "j", "qu"]}, "j'examine l'avion qu’il", "examine avion il"),
    ("elision", {"articles": ["x"], "articles_case": True}, "X'a l'b", "a l'b"),
    ("pattern_replace", {"pattern": "(dog)", "replacement": "watch$1"}, "foxes jump lazy dogs", "foxes jump lazy watchdogs"),
    ("pattern_replace", {"pattern": "a", "all": False}, "banana", "bnana"),
    ("pattern_capture", {"patterns": ["(([a-z]+)(\\d*))"]}, "abc123", "abc123 abc 123"),
    ("pattern_capture", {"patterns": ["(\\d+)"], "preserve_original": False}, "ab12cd3 x", "12 3 x"),
    ("keep", {"keep_words": ["dog", "fox"]}, "the quick fox jumps DOG", "fox"),
    ("keep", {"keep_words": ["dog"], "keep_words_case": True}, "the DOG", "DOG"),
    ("limit", {"max_token_count": 2}, "quick fox jumps", "quick fox"),
    ("limit", {}, "quick fox", "quick"),
    ("fingerprint", {}, "zebra jumps over resting resting dog", "dog jumps over resting zebra".replace(" ", "+")),
    ("ngram", {}, "fox", "f fo o ox x"),
    ("ngram", {"min_gram": 3, "max_gram": 3, "preserve_original": True}, "ab quick", "ab qui uic ick quick"),
    ("edge_ngram", {}, "quick x", "q qu x"),
    ("edge_ngram", {"side": "back", "max_gram": 3}, "quick", "k ck ick"),
    ("cjk_width", {}, "ｼｰｻｲﾄﾞﾗｲﾅｰ Ａ", "シーサイドライナー A"),
    ("keyword_repeat", {}, "a b", "a a b b"),
    ("stemmer_override", {"rules": ["running, runs => run", "x => y"]}, "runs x z", "run y z"),
    ("common_grams", {"common_words": ["is", "the"]}, "the quick fox is brown", "the the_quick quick fox fox_is is is_brown brown"),
    ("common_grams", {"common_words": ["is", "the"], "query_mode": True}, "the quick fox is brown", "the_quick quick fox_is is_brown"),
    ("multiplexer", {"filters": ["lowercase", "lowercase, porter_stem"]}, "Going HOME", "Going going go HOME home"),
    ("delimited_payload", {}, "the|0 brown|10 fox", "the brown fox"),
    ("remove_duplicates", {}, "a a", "a a"),
    ("trim", {}, "a", "a"),
    ("german_normalization", {}, "weissbaecker größe", "weissbacker grosse"),
]


@pytest.mark.parametrize(("kind", "parameters", "text", "expected"), TERMS)
def test_terms(kind: str, parameters: dict[str, Any], text: str, expected: str) -> None:
    found = [token.term for token in _tokens(kind, parameters, text)]
    assert [term.replace(" ", "+") for term in found] == expected.split(" ")


GRAPHS: list[tuple[str, dict[str, Any], str, list[tuple[str, int, int, int, int]]]] = [
    ("stop", {}, "the fox and dog", [("fox", 4, 7, 1, 1), ("dog", 12, 15, 3, 1)]),
    (
        "shingle",
        {},
        "quick brown fox",
        [("quick", 0, 5, 0, 1), ("quick brown", 0, 11, 0, 2), ("brown", 6, 11, 1, 1), ("brown fox", 6, 15, 1, 2), ("fox", 12, 15, 2, 1)],
    ),
    (
        "shingle",
        {"output_unigrams": False, "min_shingle_size": 3, "max_shingle_size": 3},
        "a b c d",
        [("a b c", 0, 5, 0, 1), ("b c d", 2, 7, 1, 1)],
    ),
    (
        "shingle",
        {"output_unigrams": False, "max_shingle_size": 3},
        "a b c",
        [("a b", 0, 3, 0, 1), ("a b c", 0, 5, 0, 2), ("b c", 2, 5, 1, 1)],
    ),
    (
        "word_delimiter_graph",
        {"catenate_words": True, "preserve_original": True},
        "Power-Shot's x2",
        [
            ("Power-Shot's", 0, 12, 0, 2),
            ("PowerShot", 0, 10, 0, 2),
            ("Power", 0, 5, 0, 1),
            ("Shot", 6, 10, 1, 1),
            ("x2", 13, 15, 2, 2),
            ("x", 13, 14, 2, 1),
            ("2", 14, 15, 3, 1),
        ],
    ),
    ("word_delimiter", {}, "Wi-Fi on", [("Wi", 0, 2, 0, 1), ("Fi", 3, 5, 1, 1), ("on", 6, 8, 2, 1)]),
    (
        "synonym_graph",
        {"synonyms": ["dns, domain name system"]},
        "dns is x",
        [
            ("domain", 0, 3, 0, 1),
            ("dns", 0, 3, 0, 3),
            ("name", 0, 3, 1, 1),
            ("system", 0, 3, 2, 1),
            ("is", 4, 6, 3, 1),
            ("x", 7, 8, 4, 1),
        ],
    ),
    ("synonym", {"synonyms": ["i-pod, i pod => ipod"]}, "my i pod", [("my", 0, 2, 0, 1), ("ipod", 3, 8, 1, 1)]),
    ("synonym", {"synonyms": ["a, b"]}, "b c", [("b", 0, 1, 0, 1), ("a", 0, 1, 0, 1), ("c", 2, 3, 1, 1)]),
    (
        "synonym",
        {"synonyms": ["f, b z"]},
        "f 2 3",
        [("f", 0, 1, 0, 1), ("b", 0, 1, 0, 1), ("2", 2, 3, 1, 1), ("z", 2, 3, 1, 1), ("3", 4, 5, 2, 1)],
    ),
    ("synonym", {"synonyms": ["f, b z"]}, "f", [("f", 0, 1, 0, 1), ("b", 0, 1, 0, 1), ("z", 0, 1, 1, 1)]),
    ("synonym", {"synonyms": ["f, b z"]}, "b z", [("b", 0, 1, 0, 1), ("f", 0, 3, 0, 2), ("z", 2, 3, 1, 1)]),
    ("synonym", {"synonyms": ["a b => c"]}, "a b d", [("c", 0, 3, 0, 1), ("d", 4, 5, 1, 1)]),
    ("synonym", {"synonyms": ["a, b"], "expand": False}, "b", [("a", 0, 1, 0, 1)]),
]


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (
            ("stop", {"stopwords": ["this"]}),
            "please divide this sentence",
            [
                ("please", 0, 6, 0), ("please divide", 0, 13, 0), ("divide", 7, 13, 1), ("divide _", 7, 19, 1),
                ("_ sentence", 19, 27, 2), ("sentence", 19, 27, 3),
            ],
        ),
        (
            ("synonym", {"synonyms": ["x => y, z"]}),
            "x a",
            [("y", 0, 1, 0), ("y z", 0, 1, 0), ("z", 0, 1, 1), ("z a", 0, 3, 1), ("a", 2, 3, 2)],
        ),
    ],
)  # fmt: skip
def test_shingles_of_holes_and_of_tokens_in_one_place(
    before: tuple[str, dict[str, Any]], text: str, expected: list[tuple[str, int, int, int]]
) -> None:
    """As in Lucene's ``TestShingleFilter``: a hole stands where the next token begins."""
    kind, parameters = before
    shingles = _filter("shingle", {})
    found = shingles.apply(_tokens(kind, parameters, text))
    assert [(one.term, one.start, one.end, one.position) for one in found] == expected


@pytest.mark.parametrize(("kind", "parameters", "text", "expected"), GRAPHS)
def test_graphs(kind: str, parameters: dict[str, Any], text: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    found = _tokens(kind, parameters, text)
    assert [(one.term, one.start, one.end, one.position, one.length) for one in found] == expected


def test_pairs_of_ideographs() -> None:
    found = _tokens("cjk_bigram", {}, "東京都は、日 x", "standard")
    assert [(one.term, one.type) for one in found] == [
        ("東京", "<DOUBLE>"),
        ("京都", "<DOUBLE>"),
        ("都は", "<DOUBLE>"),
        ("日", "<SINGLE>"),
        ("x", "<ALPHANUM>"),
    ]


def test_kept_types() -> None:
    assert [one.term for one in _tokens("keep_types", {"types": ["<NUM>"]}, "1 quick 2", "standard")] == ["1", "2"]
    assert [one.term for one in _tokens("keep_types", {"types": ["<NUM>"], "mode": "exclude"}, "1 quick 2", "standard")] == ["quick"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("synonym", {}, "synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured"),
    ("synonym", {"synonyms": ["a => b => c"]}, "failed to build synonyms"),
    ("keep", {}, "keep requires either `keep_words` or `keep_words_path` to be configured"),
    ("keep_types", {}, "keep_types requires `types` to be configured"),
    ("keyword_marker", {}, "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured"),
    (
        "keyword_marker",
        {"keywords": "a", "keywords_pattern": "b"},
        "cannot specify both `keywords_pattern` and `keywords` or `keywords_path`",
    ),
    ("stemmer_override", {}, "stemmer override filter requires either `rules` or `rules_path` to be configured"),
    ("stemmer_override", {"rules": ["a"]}, "Invalid Keyword override Rule:a"),
    ("stemmer", {"language": "klingon"}, "Invalid stemmer class specified: Klingon"),
    ("snowball", {"language": "Klingon"}, "Invalid stemmer class specified: Klingon"),
    ("pattern_replace", {}, "pattern is missing for [f] token filter of type 'pattern_replace'"),
    ("pattern_replace", {"pattern": "a", "replacement": "$1"}, "No group 1"),
    ("pattern_capture", {}, "required setting 'patterns' is missing for token filter [f]"),
    ("common_grams", {}, "missing or empty [common_words] or [common_words_path] configuration for common_grams token filter"),
    ("edge_ngram", {"side": "x"}, "invalid side: x"),
    ("lowercase", {"language": "x"}, "language [x] not support for lower case"),
    ("stop", {"ignore_case": "yes"}, "Failed to parse value [yes] as only [true] or [false] are allowed."),
    (
        "shingle",
        {"max_shingle_size": 9},
        "The difference between max_shingle_size and min_shingle_size (and +1 if outputting unigrams) in Shingle TokenFilter must be less "
        "than or equal to: [3] but was [8]. This limit can be set by changing the [index.max_shingle_diff] index level setting.",
    ),
    ("nothing", {}, "Unknown filter type [nothing] for [f]"),
    ("truncate", {}, "length parameter must be provided"),
    ("truncate", {"length": -3}, "length parameter must be provided"),
]


@pytest.mark.parametrize(("kind", "parameters", "reason"), REFUSED)
def test_refused(kind: str, parameters: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        _tokens(kind, parameters, "a")
    assert refusal.value.reason == reason


CHARS: list[tuple[str, dict[str, Any], str, str]] = [
    ("html_strip", {}, "<p>I&apos;m so <b>happy</b>!</p>", "\nI'm so happy!\n"),
    ("html_strip", {"escaped_tags": ["b"]}, "<p>so <b>happy</b></p>", "\nso <b>happy</b>\n"),
    ("html_strip", {}, "a<!-- x --><script>y</script>&eacute;&#65;", "a\néA"),
    ("mapping", {"mappings": ["٠ => 0", "abc => x", "ab => y"]}, "a٠ abc ab", "a0 x y"),
    ("mapping", {"mappings": ["\\u0020 => _"]}, "a b", "a_b"),
    ("pattern_replace", {"pattern": "(\\d+)-(?=\\d)", "replacement": "$1_"}, "123-456-789", "123_456_789"),
]


@pytest.mark.parametrize(("kind", "parameters", "text", "expected"), CHARS)
def test_char_filters(kind: str, parameters: dict[str, Any], text: str, expected: str) -> None:
    scope = IndexAnalyzers()
    made = scope.build(CHAR_FILTERS, Definition.of_json("f", {"type": kind, **parameters}))
    assert made.apply(text)[0] == expected


def test_offsets_behind_char_filters_are_those_of_the_text() -> None:
    analyzers = IndexAnalyzers(
        {
            "index.analysis.char_filter.m.type": "mapping",
            "index.analysis.char_filter.m.mappings": ["ph => f", "ß => ss"],
            "index.analysis.analyzer.a.tokenizer": "standard",
            "index.analysis.analyzer.a.char_filter": ["html_strip", "m"],
        }
    )
    found = analyzers.analyzer("a")
    assert found is not None
    text = "<b>phone</b> straße x"
    assert [(one.term, text[one.start : one.end]) for one in found.tokens(text)] == [
        ("fone", "phone</b>"),
        ("strasse", "straße"),
        ("x", "x"),
    ]
