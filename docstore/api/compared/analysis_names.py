"""The built-in analysis components of Elasticsearch 9, by name."""

from __future__ import annotations

_ANALYZERS = """
arabic armenian basque bengali brazilian bulgarian catalan chinese cjk czech danish dutch english estonian fingerprint finnish french
galician german greek hindi hungarian indonesian irish italian keyword latvian lithuanian norwegian pattern persian portuguese romanian
russian serbian simple snowball sorani spanish standard stop swedish thai turkish whitespace
"""
_TOKENIZERS = """
char_group classic edge_ngram keyword letter lowercase ngram path_hierarchy pattern simple_pattern simple_pattern_split standard thai
uax_url_email whitespace
"""
_TOKEN_FILTERS = """
apostrophe arabic_normalization arabic_stem asciifolding bengali_normalization brazilian_stem cjk_bigram cjk_width classic common_grams
condition czech_stem decimal_digit delimited_payload dictionary_decompounder dutch_stem edge_ngram elision fingerprint flatten_graph
french_stem german_normalization german_stem hindi_normalization hunspell hyphenation_decompounder indic_normalization keep keep_types
keyword_marker keyword_repeat kstem length limit lowercase min_hash multiplexer ngram pattern_capture pattern_replace
persian_normalization persian_stem porter_stem predicate_token_filter remove_duplicates reverse russian_stem scandinavian_folding
scandinavian_normalization serbian_normalization shingle snowball sorani_normalization stemmer stemmer_override stop synonym
synonym_graph trim truncate unique uppercase word_delimiter word_delimiter_graph
"""

ANALYZER_NAMES = tuple(_ANALYZERS.split())
TOKENIZER_NAMES = tuple(_TOKENIZERS.split())
TOKEN_FILTER_NAMES = tuple(_TOKEN_FILTERS.split())
CHAR_FILTER_NAMES = ("html_strip", "mapping", "pattern_replace")
