from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docstore.columns.text_column import BITS
from docstore.query.fulltext.sloppy import sloppy_frequency
from docstore.query.fulltext.sloppy_many import sloppy_frequencies

PLACES = st.lists(st.integers(0, 12), min_size=1, max_size=5, unique=True).map(sorted)


@given(terms=st.integers(1, 4), data=st.data(), slop=st.integers(1, 8))
def test_many_documents_at_once_are_each_by_itself(terms: int, data: st.DataObject, slop: int) -> None:
    documents = data.draw(st.dictionaries(st.integers(0, 9), st.lists(PLACES, min_size=terms, max_size=terms), max_size=6))
    others = data.draw(st.lists(st.lists(st.integers(10, 12), max_size=3, unique=True), min_size=terms, max_size=terms))
    offsets = data.draw(st.lists(st.integers(0, 5), min_size=terms, max_size=terms, unique=True))
    ordinals = np.array(sorted(documents), dtype=np.int64)
    spots = []
    for number in range(terms):
        own = [(document << int(BITS)) | place for document in ordinals.tolist() for place in documents[document][number]]
        spots.append(np.array(own + sorted(document << int(BITS) for document in others[number]), dtype=np.int64))
    groups = [(number,) for number in range(terms)]
    expected = [sloppy_frequency(documents[document], offsets, groups, slop) for document in ordinals.tolist()]
    assert sloppy_frequencies(spots, offsets, ordinals, slop).tolist() == expected
