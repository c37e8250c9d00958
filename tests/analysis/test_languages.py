"""Analyzers and stemmers of languages: the worked examples of Apache Lucene's own tests."""

from __future__ import annotations

from typing import Any

import pytest

import docstore
from docstore.analysis.analyzers.languages import LANGUAGES
from docstore.errors import ApiError


def _terms(store: docstore.Store, text: str, **asked: Any) -> list[str]:
    return [token["token"] for token in store.indices.analyze(text=text, **asked)["tokens"]]


@pytest.mark.parametrize(
    ("analyzer", "text", "expected"),
    [
        ("arabic", "كبيرة الأنابيب من ١٢٣", "كبير انابيب 123"),
        ("bengali", "বাড়ী", "বার"),
        ("brazilian", "boa brasileiros quilométricas ainda", "boa brasileir quilometr"),
        ("bulgarian", "вестниците с красив град", "вестник красив град"),
        ("czech", "Pokud mluvime o volnem", "mluvim voln"),
        ("estonian", "teadaolevalt alla", "teadaole"),
        ("greek", "Μία εξαιρετικά καλή και πλούσια σειρά χαρακτήρων", "μια εξαιρετ καλ πλουσ σειρ χαρακτηρ"),
        ("hindi", "हिन्दी हिंदी", "हिंद हिंद"),
        ("indonesian", "peledakan pembunuhan yang", "ledak bunuh"),
        ("latvian", "tirgiem tirgus un", "tirg tirg"),
        ("lithuanian", "vilnius ir vilniaus", "viln viln"),
        ("persian", "کتاب\u200cها خورده مي شده بوده باشد", "كتاب خورده"),
        ("romanian", "aceşti oameni aceștia", "oamen"),
        ("serbian", "Đura je lep", "djur lep"),
        ("sorani", "پیاوە", "پیاو"),
    ],
)
def test_analyzers(store: docstore.Store, analyzer: str, text: str, expected: str) -> None:
    assert _terms(store, text, analyzer=analyzer) == expected.split()


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("arabic", "الحسن والحسن للاخر زوجها ساهدهات وه", "حسن حسن اخر زوج ساهد وه"),
        ("brazilian", "boa bolsonaro brasileiros quilométricas", "boa bolsonar brasileir quilometr"),
        ("bulgarian", "градът градове братя братята", "град град брат брат"),
        ("czech", "pánové hradů mořem předsedou Karlův mladých", "pán hrad moř předsd karl mlad"),
        ("greek", "ανθρωποσ θαλασσεσ καφεδεσ μαμαδεσ μητερασ", "ανθρωπ θαλασσ καφ μαμ μητερ"),
        ("hindi", "लडका लडके किताबें", "लडक लडक किताब"),
        ("indonesian", "bukukah bukumu mengukur menyapu tersebut bermain", "buku buku ukur sapu sebut main"),
        ("latvian", "tēvs tēvam tirgiem lāča", "tēv tēv tirg lāc"),
        ("light_finnish", "talossa aseistettujen", "talo aseistet"),
        ("light_hungarian", "házakat könyvek", "haz konyv"),
        ("light_norwegian", "hemmeligheten følelser", "hemmelig føl"),
        ("light_nynorsk", "hemmelegheita gutane", "hemmeleg gut"),
        ("light_russian", "журналистов журналами", "журналист журнал"),
        ("light_swedish", "flickorna husets", "flick hus"),
        ("lightFrench", "chevaux", "cheval"),
        ("minimal_french", "chevaux baronnes", "cheval baron"),
        ("minimal_norwegian", "kaker husene", "kak hus"),
        ("minimal_nynorsk", "gutane", "gut"),
        ("persian", "دوستان كتابها", "دوست كتاب"),
        ("sorani", "پیاوەکان", "پیاو"),
        ("spanish_plural", "voces jueves clubes leyes", "voz jueves club ley"),
    ],
)
def test_stemmers(store: docstore.Store, language: str, words: str, expected: str) -> None:
    filters = ["lowercase", {"type": "stemmer", "language": language}]
    assert _terms(store, words, tokenizer="whitespace", filter=filters) == expected.split()


@pytest.mark.parametrize(
    ("token_filter", "text", "expected"),
    [
        ("german_stem", "häuser gegessen", "hau gess"),
        ("french_stem", "majestueusement", "majestu"),
        ("dutch_stem", "lichamelijk", "licham"),
        ("arabic_stem", "الحسن", "حسن"),
        ("bengali_normalization", "চাঁদ", "চাদ"),
        ("hindi_normalization", "अँगरेज़ी", "अंगरेजि"),
        ("indic_normalization", "ाॅअाॅ", "ॉऑ"),
        ("sorani_normalization", "ده‌", "دە"),
        ({"type": "snowball", "language": "Tamil"}, "அவர்கள்", "அவர்"),
    ],
)
def test_filters(store: docstore.Store, token_filter: Any, text: str, expected: str) -> None:
    assert _terms(store, text, tokenizer="whitespace", filter=[token_filter]) == expected.split()


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"greek"}))
def test_words_that_are_not_stemmed(store: docstore.Store, language: str) -> None:
    """In Lucene the analyzer of Greek is the one that knows no such words."""
    word = "quxinaskan"
    store.indices.create(
        index=language,
        settings={
            "analysis": {"analyzer": {"a": {"type": language, "stem_exclusion": [word], "stopwords": ["stopping"]}}},
        },
    )
    assert _terms(store, f"{word} stopping", index=language, analyzer="a") == [word]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"analyzer": "thai"}, "docstore has no analyzer [thai]"),
        ({"analyzer": "galician"}, "docstore has no analyzer [galician]"),
        ({"tokenizer": "standard", "filter": ["kstem"]}, "docstore has no filter [kstem]"),
        ({"tokenizer": "keyword", "filter": [{"type": "stemmer", "language": "nepali"}]}, "Invalid stemmer class specified: Nepali"),
        ({"tokenizer": "keyword", "filter": [{"type": "stemmer", "language": "lovins"}]}, "docstore does not support the stemmer [lovins]"),
    ],
)
def test_refusals(store: docstore.Store, asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        store.indices.analyze(text="x", **asked)
    assert caught.value.reason == reason
