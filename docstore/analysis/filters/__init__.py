"""Token filters. A module is imported when one of its kinds is first asked for."""

MODULES = {
    "ascii_folding": "asciifolding",
    "bigrams": "common_grams",
    "case": "lowercase uppercase reverse trim apostrophe decimal_digit",
    "cjk": "cjk_width cjk_bigram",
    "compounds": "dictionary_decompounder",
    "duplicates": "unique remove_duplicates",
    "elision": "elision classic",
    "fingerprint": "fingerprint",
    "grams": "ngram nGram edge_ngram edgeNGram",
    "graph": "flatten_graph",
    "keep": "keep keep_types",
    "keywords": "keyword_marker keyword_repeat stemmer_override",
    "length": "length truncate limit",
    "multiplexer": "multiplexer",
    "normalization": (
        "arabic_normalization persian_normalization scandinavian_normalization serbian_normalization "
        "bengali_normalization hindi_normalization indic_normalization sorani_normalization"
    ),
    "patterns": "pattern_replace pattern_capture",
    "payload": "delimited_payload delimited_payload_filter type_as_payload",
    "shingle": "shingle",
    "stemming": (
        "stemmer porter_stem porterStem snowball german_normalization scandinavian_folding arabic_stem brazilian_stem "
        "czech_stem persian_stem dutch_stem french_stem russian_stem german_stem"
    ),
    "stop": "stop",
    "synonyms": "synonym synonym_graph",
    "word_delimiter": "word_delimiter_graph word_delimiter",
}
"""The kinds that each module holds."""
