"""Latvian: endings of nouns and adjectives, and what they made of the consonant before them, after Karlis Kreslins."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_VOWELS = frozenset("aeiouāīēū")
_ENDINGS = (
    "ajiem3 ajai3 ajam2 ajām2 ajos2 ajās2 iem2* ajā2 ais2 ai2 ei2 ām1 am1 ēm1 īm1 im1 um1 us1* as1 ās1 es1 os1* ij1 īs1 ēs1 is1 ie1 "
    "u1* a1* i1* e1 ā1 ē1 ī1 ū1 o1 s0 š0"
)
_AFFIXES = tuple((each.rstrip("0123*"), int(each.rstrip("*")[-1]), each.endswith("*")) for each in _ENDINGS.split())
"""An ending, the vowels in it, and whether it palatalizes."""

_PALATALS = (
    cut(0, "pj bj mj vj", 1),
    cut(0, "šņ", tail="sn"),
    cut(0, "žņ", tail="zn"),
    cut(0, "šļ", tail="sl"),
    cut(0, "žļ", tail="zl"),
    cut(0, "ļņ", tail="ln"),
    cut(0, "ļļ", tail="ll"),
    cut(0, "č", tail="c"),
    cut(0, "ļ", tail="l"),
    cut(0, "ņ", tail="n"),
)
_BEFORE_U = (cut(0, "kš", tail="kst"), cut(0, "ņņ", tail="nn"))


def stem(term: str) -> str:
    """``LatvianStemmer``.

    >>> [stem(term) for term in ("tēvs", "tēvam", "tēvus", "lācis", "lāča", "akmens", "usiem")]
    ['tēv', 'tēv', 'tēv', 'lāc', 'lāc', 'akmen', 'usiem']
    """
    vowels = sum(letter in _VOWELS for letter in term)
    for ending, own, palatalizes in _AFFIXES:
        if vowels > own and len(term) >= len(ending) + 3 and term.endswith(ending):
            made = term[: -len(ending)]
            return _plain(made, ending) if palatalizes else made
    return term


def _plain(term: str, ending: str) -> str:
    if ending[0] == "u":
        made = first_cut(_BEFORE_U, term)
        if made != term:
            return made
    return first_cut(_PALATALS, term)
