"""However many texts are analyzed together, and however that is done, a column has the terms at the places that the analyzer says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from docstore.columns import ColumnCache, IndexView, Want
from docstore.columns.norms import encode_lengths
from docstore.columns.text_column import TextColumn
from docstore.columns.text_tokens import owners_of, places_of
from docstore.columns.tokens import analyzer_of
from docstore.mapping.text_options import gap_between_values
from tests.columns.fake_index import FakeIndex

LINE = "The quick foxes' running Café naïve running a <b>bold</b> wi-fi PowerShot 3.14 run stepping stones tv television"
WORDS = re.split(" ", LINE)
TEXTS: list[Any] = [" ".join(WORDS[at % 7 : at % 13 + 3] * 2) for at in range(30)]
TEXTS += [["tv run", "Running the"], "", "!", None, ["", "a b"], "the the the", "x" * 40, "Café", "stepping stones stepping"]

FILTERS: dict[str, Any] = {
    "edges": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
    "backs": {"type": "edge_ngram", "min_gram": 1, "max_gram": 3, "side": "back", "preserve_original": True},
    "pieces": {"type": "ngram", "min_gram": 2, "max_gram": 3},
    "both": {"type": "asciifolding", "preserve_original": True},
    "marked": {"type": "keyword_marker", "keywords": ["running"]},
    "given": {"type": "stemmer_override", "rules": ["foxes, tv => fox"]},
    "same": {"type": "synonym", "synonyms": ["tv, television", "run => sprint"]},
    "graph": {"type": "synonym_graph", "synonyms": ["tv, television", "run => sprint"]},
    "wide": {"type": "synonym", "synonyms": ["stepping stones, path"]},
    "many": {"type": "multiplexer", "filters": ["lowercase", "lowercase, porter_stem"]},
    "shapes": {"type": "pattern_capture", "patterns": ["(\\p{L}+)", "(\\d+)"]},
    "once": {"type": "unique", "only_on_same_position": True},
}
CHAINS = [
    "lowercase",
    "lowercase stop edges",
    "edges lowercase",
    "lowercase backs",
    "lowercase pieces once",
    "both lowercase",
    "lowercase marked porter_stem",
    "lowercase given stop porter_stem",
    "lowercase keyword_repeat porter_stem once",
    "lowercase same porter_stem",
    "lowercase graph edges",
    "lowercase wide",
    "many edges",
    "shapes lowercase",
    "lowercase shingle",
    "word_delimiter_graph lowercase",
    "lowercase unique",
]
FIELDS = [({"type": "text", "analyzer": name}, "f") for name in (*map(str, range(len(CHAINS))), "stripped", "english", "whitespace")]
FIELDS += [({"type": "search_as_you_type"}, f"f.{part}") for part in ("_2gram", "_3gram", "_index_prefix")]
SETTINGS = {
    "index.analysis.filter": FILTERS,
    "index.analysis.analyzer": {
        "stripped": {"tokenizer": "standard", "char_filter": ["html_strip"], "filter": ["lowercase", "edges"]},
        **{str(at): {"tokenizer": "standard", "filter": chain.split()} for at, chain in enumerate(CHAINS)},
    },
}


def flat(prefix: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {prefix: value}
    return {key: item for name, each in value.items() for key, item in flat(f"{prefix}.{name}", each).items()}


@pytest.mark.parametrize(("field", "path"), FIELDS, ids=lambda each: each if isinstance(each, str) else each.get("analyzer", ""))
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[28:40]], ids=["many", "few"])
def test_a_column_is_what_the_analyzer_says(field: dict[str, Any], path: str, texts: list[Any]) -> None:
    settings = {key: item for name, each in SETTINGS.items() for key, item in flat(name, each).items()}
    index = FakeIndex({"f": field}, *({"f": text} for text in texts), settings=settings)
    view = IndexView(index.reader(), cache=ColumnCache())
    found = view.field(path)
    assert found is not None
    column = view.column(Want(found))
    assert isinstance(column, TextColumn)
    analyzer, expected, lengths = analyzer_of(found.type), set(), []
    for owner, text in enumerate(texts):
        begin, own = 0, []
        for value in text if isinstance(text, list) else [] if text is None else [text]:
            own += [(begin + token.position, token.term) for token in analyzer.tokens(value)]
            begin += analyzer.positions(value) + gap_between_values(found.type, analyzer)
        expected |= {(term, owner, place) for place, term in own}
        lengths.append(len({place for place, _ in own}))
    codes = range(len(column.terms))
    spots = [(column.terms[code], column.spots(code)) for code in codes]
    places = {(term, *at) for term, each in spots for at in zip(owners_of(each).tolist(), places_of(each).tolist(), strict=True)}
    assert places == expected
    assert column.norms.tolist() == encode_lengths(np.array(lengths)).tolist()
