"""Where a text may be cut into sentences and words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docstore.search.highlight import breaks

TEXT = 'One. Two! And "three." (Four) v. 2.0 is e.g. five? six'


def pieces(boundaries: breaks.Boundaries, text: str) -> list[str]:
    found, at = [], 0
    while (end := boundaries.following(at)) >= 0:
        found.append(text[at:end])
        at = end
    return found


def test_sentences_end_before_capitals_and_brackets() -> None:
    assert pieces(breaks.sentences(TEXT), TEXT) == ["One. ", "Two! ", 'And "three." ', "(Four) v. 2.0 is e.g. five? ", "six"]


def test_words_and_what_stands_between() -> None:
    text = "can't pay $3.50, or 50% a-b 日本カタ"
    expected = ["can't", " ", "pay", " ", "$3.50", ",", " ", "or", " ", "50%", " ", "a-b", " ", "日本", "カタ"]
    assert pieces(breaks.words(text), text) == expected


@given(st.text(alphabet="ab AB.!?'\"(),-_$%#12\n\t\r& é\u2029"))
def test_a_text_is_all_of_its_pieces(text: str) -> None:
    for cut in (breaks.sentences, breaks.words):
        assert "".join(pieces(cut(text), text)) == text
        with_more = text + "é"
        shared = pieces(cut(text), text)[:-2]
        assert pieces(cut(with_more), with_more)[: len(shared)] == shared
