"""Components that Elasticsearch has and docstore has not, by sort: a name among them is refused as such, not as unknown."""

from __future__ import annotations

from docstore.analysis.word_set import word_set

ELSEWHERE: dict[str, frozenset[str]] = {
    "analyzer": word_set(
        "chinese galician thai"
    ),
    "tokenizer": word_set("thai"),
    "filter": word_set(
        "condition hunspell hyphenation_decompounder kstem min_hash predicate_token_filter"
    ),
    "char_filter": frozenset(),
}
