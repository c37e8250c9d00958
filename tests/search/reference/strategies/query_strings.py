"""Random texts in Lucene's language and in the simple one."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.search.reference.strategies import values as v

Strategy = st.SearchStrategy[Any]

clause = st.one_of(
    v.plain_words,
    st.lists(v.plain_words, min_size=2, max_size=2, unique=True).map(lambda pair: f'"{" ".join(pair)}"'),
    st.sampled_from(["f*", "d*", "zz*", "fix~1", "wxrld~1"]),
)
signs = st.sampled_from(["", "", "", "+", "-"])
located = st.sampled_from(["", "", "", "t:"])
powers = st.sampled_from(["", "", "", "^2"])
numbers_between = st.sampled_from(["i:[-1 TO 2]", "i:[1 TO 1]", "n:[0 TO 3]"])
lucene_pieces = st.one_of(
    v.plain_words,
    v.plain_words,
    st.builds(lambda field, what, power: field + what + power, located, clause, powers),
    numbers_between,
)


def strung(pieces: Strategy, joints: Strategy, own_signs: Strategy) -> Strategy:
    """Pieces with signs before them and joints between them."""
    several = st.lists(st.tuples(joints, own_signs, pieces), min_size=1, max_size=4)
    return several.map(lambda found: "".join(f"{joint if at else ''}{sign}{each}" for at, (joint, sign, each) in enumerate(found)))


def in_parentheses(strings: Strategy, before: Strategy, behind: Strategy) -> Strategy:
    """A group, with what may stand around it."""
    return st.builds(lambda field, inner, power: f"{field}({inner}){power}", before, strings, behind)


lucene_joints = st.sampled_from([" ", " ", " ", " AND ", " OR ", " && ", " || "])
lucene_signs = st.sampled_from(["", "", "", "", "+", "-", "!", "NOT "])
lucene_inner = strung(lucene_pieces, lucene_joints, lucene_signs)
lucene_strings = lucene_inner | strung(lucene_pieces | in_parentheses(lucene_inner, located, powers), lucene_joints, lucene_signs)
simple_joints = st.sampled_from([" ", " ", " + ", " | "])
minus = st.sampled_from(["", "", "", "-"])
simple_inner = strung(clause, simple_joints, minus)
simple_strings = simple_inner | strung(clause | in_parentheses(simple_inner, st.just(""), st.just("")), simple_joints, minus)
stringing = {
    "phrase_slop": st.integers(0, 2),
    "fuzzy_prefix_length": st.integers(0, 1),
    "fuzzy_max_expansions": st.sampled_from([1, 2, 50]),
    "fuzzy_transpositions": st.booleans(),
    "analyze_wildcard": st.booleans(),
    "allow_leading_wildcard": st.booleans(),
    "lenient": st.booleans(),
    "analyzer": st.just("whitespace"),
    "auto_generate_synonyms_phrase_query": st.booleans(),
}
