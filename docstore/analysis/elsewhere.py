"""Components that Elasticsearch has and docstore has not, by sort: a name among them is refused as such, not as unknown."""

from __future__ import annotations

from docstore.analysis.word_set import word_set

ELSEWHERE: dict[str, frozenset[str]] = {
    "analyzer": word_set(
        "arabic bengali brazilian bulgarian chinese czech galician greek hindi indonesian latvian persian serbian sorani thai"
    ),
    "tokenizer": word_set("thai"),
    "filter": word_set(
        "arabic_stem bengali_normalization brazilian_stem condition czech_stem dutch_stem french_stem german_stem hindi_normalization "
        "hunspell hyphenation_decompounder indic_normalization kstem min_hash persian_stem predicate_token_filter russian_stem "
        "sorani_normalization"
    ),
    "char_filter": frozenset(),
}
