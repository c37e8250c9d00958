from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.text_tokens import BITS
from docstore.query.fulltext.sloppy import families, sloppy_frequency
from docstore.query.fulltext.sloppy_many import sloppy_frequencies

Document = list[set[int]]
"""The words at each place."""


def _places(document: Document, words: set[int]) -> list[int]:
    return [place for place, there in enumerate(document) if there & words]


@given(
    documents=st.lists(st.lists(st.sets(st.integers(0, 4), max_size=2), max_size=12), max_size=6),
    phrase=st.lists(st.sets(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=5),
    data=st.data(),
    slop=st.integers(1, 8),
)
def test_many_documents_at_once_are_each_by_itself(
    documents: list[Document], phrase: list[set[int]], data: st.DataObject, slop: int
) -> None:
    offsets = data.draw(st.lists(st.integers(0, 6), min_size=len(phrase), max_size=len(phrase), unique=True))
    related = families(phrase)
    spots = [
        np.array([(number << int(BITS)) | at for number, each in enumerate(documents) for at in _places(each, words)], dtype=np.int64)
        for words in phrase
    ]
    expected = {}
    for number, document in enumerate(documents):
        places = [_places(document, words) for words in phrase]
        if all(places) and (found := sloppy_frequency(places, offsets, related, slop)):
            expected[number] = found
    ordinals, freqs = sloppy_frequencies(spots, offsets, related, slop)
    assert dict(zip(ordinals.tolist(), freqs.tolist(), strict=True)) == expected
