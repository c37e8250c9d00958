"""The examples of Elasticsearch's reference pages for tokenizers, filters, char filters and analyzers."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.errors import NotImplementedByDocstoreError

BONE = "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone."


def words(text: str) -> list[str]:
    return text.split()


TOKENIZERS: list[tuple[Any, str, list[str]]] = [
    ("standard", BONE, words("The 2 QUICK Brown Foxes jumped over the lazy dog's bone")),
    ({"type": "standard", "max_token_length": 5}, BONE, words("The 2 QUICK Brown Foxes jumpe d over the lazy dog's bone")),
    ("letter", BONE, words("The QUICK Brown Foxes jumped over the lazy dog s bone")),
    ("lowercase", BONE, words("the quick brown foxes jumped over the lazy dog s bone")),
    ("whitespace", BONE, words("The 2 QUICK Brown-Foxes jumped over the lazy dog's bone.")),
    ("uax_url_email", "Email me at john.smith@global-international.com", words("Email me at john.smith@global-international.com")),
    (
        {"type": "uax_url_email", "max_token_length": 5},
        "john.smith@global-international.com",
        words("john smith globa l inter natio nal.c om"),
    ),
    ("classic", BONE, words("The 2 QUICK Brown Foxes jumped over the lazy dog's bone")),
    ("ngram", "Quick Fox", ["Q", "Qu", "u", "ui", "i", "ic", "c", "ck", "k", "k ", " ", " F", "F", "Fo", "o", "ox", "x"]),
    (
        {"type": "ngram", "min_gram": 3, "max_gram": 3, "token_chars": ["letter", "digit"]},
        "2 Quick Foxes.",
        words("Qui uic ick Fox oxe xes"),
    ),
    ("edge_ngram", "Quick Fox", ["Q", "Qu"]),
    (
        {"type": "edge_ngram", "min_gram": 2, "max_gram": 10, "token_chars": ["letter", "digit"]},
        "2 Quick Foxes.",
        words("Qu Qui Quic Quick Fo Fox Foxe Foxes"),
    ),
    ("keyword", "New York", ["New York"]),
    ("pattern", "The foo_bar_size's default is 5.", words("The foo_bar_size s default is 5")),
    ({"type": "pattern", "pattern": ","}, "comma,separated,values", words("comma separated values")),
    (
        {"type": "pattern", "pattern": '"((?:\\\\"|[^"]|\\\\")*)"', "group": 1},
        '"value", "value with embedded \\" quote"',
        ["value", 'value with embedded \\" quote'],
    ),
    ({"type": "simple_pattern", "pattern": "[0123456789]{3}"}, "fd-786-335-514-x", words("786 335 514")),
    ({"type": "simple_pattern_split", "pattern": "_"}, "an_underscored_phrase", words("an underscored phrase")),
    ({"type": "char_group", "tokenize_on_chars": ["whitespace", "-", "\n"]}, "The QUICK brown-fox", words("The QUICK brown fox")),
    ("path_hierarchy", "/one/two/three", words("/one /one/two /one/two/three")),
    (
        {"type": "path_hierarchy", "delimiter": "-", "replacement": "/", "skip": 2},
        "one-two-three-four-five",
        words("/three /three/four /three/four/five"),
    ),
    (
        {"type": "path_hierarchy", "delimiter": "-", "replacement": "/", "skip": 2, "reverse": True},
        "one-two-three-four-five",
        words("one/two/three/ two/three/ three/"),
    ),
]

LAZY = "the quick fox jumps over the lazy dog"
FILTERS: list[tuple[str, Any, str, list[str]]] = [
    ("standard", "apostrophe", "Istanbul'a veya Istanbul'dan", words("Istanbul veya Istanbul")),
    ("standard", "asciifolding", "açaí à la carte", words("acai a la carte")),
    ("standard", "cjk_bigram", "東京都は、日本の首都であり", words("東京 京都 都は 日本 本の の首 首都 都で であ あり")),
    ("standard", "cjk_width", "ｼｰｻｲﾄﾞﾗｲﾅｰ", ["シーサイドライナー"]),
    ("classic", "classic", BONE.replace("QUICK", "Q.U.I.C.K."), words("The 2 QUICK Brown Foxes jumped over the lazy dog bone")),
    (
        "whitespace",
        {"type": "common_grams", "common_words": ["is", "the"]},
        "the quick fox is brown",
        words("the the_quick quick fox fox_is is is_brown brown"),
    ),
    ("whitespace", "decimal_digit", "१-one two-२ ३", words("1-one two-2 3")),
    ("whitespace", "delimited_payload", "the|0 brown|10 fox|5 is|0 quick|10", words("the brown fox is quick")),
    (
        "standard",
        {"type": "dictionary_decompounder", "word_list": ["Donau", "dampf", "meer", "schiff"]},
        "Donaudampfschiff",
        words("Donaudampfschiff Donau dampf schiff"),
    ),
    ("standard", {"type": "edge_ngram", "min_gram": 1, "max_gram": 2}, "the quick brown fox jumps", words("t th q qu b br f fo j ju")),
    ("standard", "elision", "j’examine près du wharf", words("examine près du wharf")),
    ("whitespace", "fingerprint", "zebra jumps over resting resting dog", ["dog jumps over resting zebra"]),
    ("standard", {"type": "keep_types", "types": ["<NUM>"]}, "1 quick fox 2 lazy dogs", words("1 2")),
    ("standard", {"type": "keep_types", "types": ["<NUM>"], "mode": "exclude"}, "1 quick fox 2 lazy dogs", words("quick fox lazy dogs")),
    ("whitespace", {"type": "keep", "keep_words": ["dog", "elephant", "fox"]}, LAZY, words("fox dog")),
    ("whitespace", {"type": "length", "min": 0, "max": 4}, LAZY, words("the fox over the lazy dog")),
    ("standard", {"type": "limit", "max_token_count": 2}, "quick fox jumps over lazy dog", words("quick fox")),
    ("standard", "lowercase", "THE Quick FoX JUMPs", words("the quick fox jumps")),
    ("standard", "ngram", "Quick fox", words("Q Qu u ui i ic c ck k f fo o ox x")),
    (
        "whitespace",
        {"type": "pattern_replace", "pattern": "(dog)", "replacement": "watch$1"},
        "foxes jump lazy dogs",
        words("foxes jump lazy watchdogs"),
    ),
    ("standard", "scandinavian_normalization", "blaabaersyltetoej räksmörgås", words("blåbærsyltetøj ræksmørgås")),
    ("standard", "serbian_normalization", "ђура šuma", words("djura suma")),
    ("standard", "arabic_normalization", "أحمد مدرسة", words("احمد مدرسه")),
    ("standard", "persian_normalization", "كتابی", words("كتابي")),
    ("standard", "porter_stem", "the foxes jumping quickly", words("the fox jump quickli")),
    ("standard", "reverse", "quick fox jumps", words("kciuq xof spmuj")),
    ("whitespace", "shingle", "quick brown fox jumps", ["quick", "quick brown", "brown", "brown fox", "fox", "fox jumps", "jumps"]),
    (
        "whitespace",
        {"type": "shingle", "min_shingle_size": 2, "max_shingle_size": 3, "output_unigrams": False},
        "quick brown fox jumps",
        ["quick brown", "quick brown fox", "brown fox", "brown fox jumps", "fox jumps"],
    ),
    ("standard", "stemmer", "the foxes jumping quickly", words("the fox jump quickli")),
    ("standard", "stop", "a quick fox jumps over the lazy dog", words("quick fox jumps over lazy dog")),
    ("keyword", "trim", " fox ", ["fox"]),
    ("whitespace", "truncate", "the quinquennial extravaganza carried on", words("the quinquenni extravagan carried on")),
    ("whitespace", "unique", "the quick fox jumps the lazy fox", words("the quick fox jumps lazy")),
    ("standard", "uppercase", "the Quick FoX JUMPs", words("THE QUICK FOX JUMPS")),
    ("keyword", "word_delimiter", "Neil's-Super-Duper-XL500--42+AutoCoder", words("Neil Super Duper XL 500 42 Auto Coder")),
    ("keyword", "word_delimiter_graph", "Neil's-Super-Duper-XL500--42+AutoCoder", words("Neil Super Duper XL 500 42 Auto Coder")),
    ("standard", {"type": "stemmer_override", "rules": ["running, runs => run", "a => a"]}, "running a", words("run a")),
]
CAPTURE = {"type": "pattern_capture", "preserve_original": True, "patterns": ["([^@]+)", "(\\p{L}+)", "(\\d+)", "@(.+)"]}
CHAINS: list[tuple[list[Any], str, list[str]]] = [
    (
        [CAPTURE, "lowercase", "unique"],
        "John-Smith_123@foo-bar.com",
        words("john-smith_123@foo-bar.com john-smith_123 john smith 123 foo-bar.com foo bar com"),
    ),
    ([{"type": "keyword_marker", "keywords": ["jumping"]}, "stemmer"], "fox running and jumping", words("fox run and jumping")),
    (["keyword_repeat", "stemmer"], "fox running and jumping", words("fox fox running run and and jumping jump")),
    (["keyword_repeat", "stemmer", "remove_duplicates"], "jumping dog", words("jumping jump dog")),
]
CHAR_FILTERS: list[tuple[Any, str, str, list[str]]] = [
    ("html_strip", "keyword", "<p>I&apos;m so <b>happy</b>!</p>", ["\nI'm so happy!\n"]),
    (
        {"type": "mapping", "mappings": ["٠ => 0", "١ => 1", "٢ => 2", "٥ => 5"]},
        "keyword",
        "My license plate is ٢٥٠١٥",
        ["My license plate is 25015"],
    ),
    (
        {"type": "pattern_replace", "pattern": "(\\d+)-(?=\\d)", "replacement": "$1_"},
        "standard",
        "My credit card is 123-456-789",
        words("My credit card is 123_456_789"),
    ),
]
ANALYZERS: list[tuple[str, str, list[str]]] = [
    ("standard", BONE, words("the 2 quick brown foxes jumped over the lazy dog's bone")),
    ("simple", BONE, words("the quick brown foxes jumped over the lazy dog s bone")),
    ("whitespace", BONE, words("The 2 QUICK Brown-Foxes jumped over the lazy dog's bone.")),
    ("stop", BONE, words("quick brown foxes jumped over lazy dog s bone")),
    ("keyword", BONE, [BONE]),
    ("pattern", BONE, words("the 2 quick brown foxes jumped over the lazy dog s bone")),
    ("fingerprint", "Yes yes, Gödel said this sentence is consistent and.", ["and consistent godel is said sentence this yes"]),
]
CAMEL = (
    "([^\\p{L}\\d]+)|(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)|(?<=[\\p{L}&&[^\\p{Lu}]])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}[\\p{L}&&[^\\p{Lu}]])"
)
CONFIGURED: list[tuple[dict[str, Any], str, list[str]]] = [
    (
        {"type": "standard", "max_token_length": 5, "stopwords": "_english_"},
        BONE,
        words("2 quick brown foxes jumpe d over lazy dog's bone"),
    ),
    ({"type": "stop", "stopwords": ["the", "over"]}, BONE, words("quick brown foxes jumped lazy dog s bone")),
    ({"type": "pattern", "pattern": "\\W|_", "lowercase": True}, "John_Smith@foo-bar.com", words("john smith foo bar com")),
    ({"type": "pattern", "pattern": CAMEL}, "MooseX::FTPClass2_beta", words("moose x ftp class 2 beta")),
    (
        {"type": "fingerprint", "stopwords": "_english_"},
        "Yes yes, Gödel said this sentence is consistent and.",
        ["consistent godel said sentence yes"],
    ),
    ({"type": "english"}, "The foxes' running", words("fox run")),
]


LANGUAGES = [
    ("armenian", "արծիվ և", ["արծ"]),
    ("basque", "zaldi eta", ["zaldi"]),
    ("catalan", "els llengües", ["llengu"]),
    ("romanian", "absenţa şi", ["absenț"]),
    ("danish", "husene er på bakken", words("hus bak")),
    ("dutch", "de fietsen van de kind", words("fiets kinder")),
    ("finnish", "talot ja edeltäjiinsä", words("talo edeltäj")),
    ("french", "Les abandonnées de l'inspectrice, chevaux majestueux", words("abandon inspect cheval majestueu")),
    ("german", "Die Häuser der Kinder sind groß", words("haus kind gross")),
    ("hungarian", "a babakocsi és", ["babakocs"]),
    ("irish", "siopadóireacht agus", ["siopadóir"]),
    ("italian", "gli alberi dell'abbandonata", words("alber abbandonat")),
    ("norwegian", "husene og havnedistriktene", words("hus havnedistrikt")),
    ("portuguese", "as nações e os livros", words("naca livr")),
    ("russian", "вместе с силой электромагнитной", words("вмест сил электромагнитн")),
    ("spanish", "las casas blancas están en la calle", words("cas blanc call")),
    ("swedish", "husen och jaktkarlarne", words("hus jaktkarl")),
    ("turkish", "ağaç ve kuşlar", words("ağaç kuş")),
]


def terms(found: dict[str, Any]) -> list[str]:
    return [token["token"] for token in found["tokens"]]


@pytest.mark.parametrize(("tokenizer", "text", "expected"), TOKENIZERS)
def test_tokenizers(store: docstore.Store, tokenizer: Any, text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(tokenizer=tokenizer, text=text)) == expected


@pytest.mark.parametrize(("tokenizer", "filter", "text", "expected"), FILTERS)
def test_filters(store: docstore.Store, tokenizer: str, filter: Any, text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(tokenizer=tokenizer, filter=[filter], text=text)) == expected


@pytest.mark.parametrize(("filters", "text", "expected"), CHAINS)
def test_filters_together(store: docstore.Store, filters: list[Any], text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(tokenizer="whitespace", filter=filters, text=text)) == expected


@pytest.mark.parametrize(("char_filter", "tokenizer", "text", "expected"), CHAR_FILTERS)
def test_char_filters(store: docstore.Store, char_filter: Any, tokenizer: str, text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(tokenizer=tokenizer, char_filter=[char_filter], text=text)) == expected


@pytest.mark.parametrize(("analyzer", "text", "expected"), ANALYZERS)
def test_analyzers(store: docstore.Store, analyzer: str, text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(analyzer=analyzer, text=text)) == expected


@pytest.mark.parametrize(("definition", "text", "expected"), CONFIGURED)
def test_configured_analyzers(store: docstore.Store, definition: dict[str, Any], text: str, expected: list[str]) -> None:
    store.indices.create(index="i", settings={"analysis": {"analyzer": {"own": definition}}})
    assert terms(store.indices.analyze(index="i", analyzer="own", text=text)) == expected


@pytest.mark.parametrize(("language", "text", "expected"), LANGUAGES)
def test_languages(store: docstore.Store, language: str, text: str, expected: list[str]) -> None:
    assert terms(store.indices.analyze(analyzer=language, text=text)) == expected


@pytest.mark.parametrize("part", [{"analyzer": "thai"}, {"tokenizer": "thai"}, {"tokenizer": "standard", "filter": ["hunspell"]}])
def test_what_docstore_has_not_is_refused_as_such(store: docstore.Store, part: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedByDocstoreError, match="docstore has no"):
        store.indices.analyze(text="a", **part)
