"""Brazilian Portuguese: suffixes of nouns within the regions R1 and R2, endings of verbs within RV, then what is left of them.

A region is the rest of a word behind its first vowels and consonants, as Snowball's stemmers have them.
"""

from __future__ import annotations

from typing import NamedTuple

from docstore.analysis.word_set import word_list

_LETTERS = str.maketrans("áâãéêíóôõúüçñ", "aaaeeiooouucn")
_VOWELS = frozenset("aeiou")
_MARKS = "\"'-,;.?!"


class _Regions(NamedTuple):
    r1: str
    r2: str
    rv: str


def stem(term: str) -> str:
    """``BrazilianStemmer``; of words that are too short, or too long, nothing.

    >>> [stem(term) for term in ("boa", "brasileiros", "quilométricas", "cantaremos", "nação")]
    ['boa', 'brasileir', 'quilometr', 'cant', 'naca']
    """
    plain = _unmarked(term.lower().translate(_LETTERS))
    if not 2 < len(plain) < 30:
        return term
    if not plain.isalpha():
        return plain
    r1 = _behind_vowel_and_consonant(plain)
    regions = _Regions(r1, _behind_vowel_and_consonant(r1), _verb_region(plain))
    made = _noun(plain, regions)
    if made is None:
        made = _verb(plain, regions.rv)
    if made is None:
        return _last_e(_vowel(plain, regions.rv), regions.rv)
    return _last_e(made.removesuffix("i") if regions.rv.endswith("ci") else made, regions.rv)


def _unmarked(term: str) -> str:
    if len(term) >= 2 and term[0] in _MARKS:
        term = term[1:]
    return term[:-1] if len(term) >= 2 and term[-1] in _MARKS else term


def _behind_vowel_and_consonant(term: str) -> str:
    last = len(term) - 1
    at = 0
    while at < last and term[at] not in _VOWELS:
        at += 1
    while at < last and term[at] in _VOWELS:
        at += 1
    return term[at + 1 :] if at < last else ""


def _verb_region(term: str) -> str:
    last = len(term) - 1
    if last > 0 and term[1] not in _VOWELS:
        at = next((at for at in range(2, last) if term[at] in _VOWELS), None)
        if at is not None:
            return term[at + 1 :]
    if last > 1 and term[0] in _VOWELS and term[1] in _VOWELS:
        at = next((at for at in range(2, last) if term[at] not in _VOWELS), None)
        if at is not None:
            return term[at + 1 :]
    return term[3:] if last > 2 else ""


_NOUNS = (
    # shortest word, region, suffix, what stands in its place
    (0, "r2", "uciones", "u"),
    *((6, "r2", suffix, "") for suffix in ("imentos", "amentos", "adores", "adoras")),
    (6, "r2", "logias", "logias"),
    (6, "r2", "encias", "ente"),
    (6, "r1", "amente", ""),
    (6, "r2", "idades", ""),
    *((5, "r2", suffix, "") for suffix in ("acoes", "imento", "amento", "adora", "ismos", "istas")),
    (5, "r2", "logia", "log"),
    (5, "r2", "ucion", "u"),
    (5, "r2", "encia", "ente"),
    *((5, "r2", suffix, "") for suffix in ("mente", "idade")),
    *(
        (4, "r2", suffix, "")
        for suffix in ("acao", "ezas", "icos", "icas", "ismo", "avel", "ivel", "ista", "osos", "osas", "ador", "ivas", "ivos")
    ),
    (4, "rv", "eiras", "eir"),
    *((3, "r2", suffix, "") for suffix in ("eza", "ico", "ica", "oso", "osa", "iva", "ivo")),
    (3, "rv", "eira", "eir"),
)


def _noun(term: str, regions: _Regions) -> str | None:
    for shortest, region, suffix, tail in _NOUNS:
        inside = suffix[1:] if region == "rv" else suffix
        if len(term) >= shortest and term.endswith(suffix) and getattr(regions, region).endswith(inside):
            return term[: -len(suffix)] + tail
    return None


_VERBS = word_list(
    "issemos essemos assemos ariamos eriamos iriamos iremos eremos aremos avamos iramos eramos aramos asseis esseis isseis arieis "
    "erieis irieis irmos iamos armos ermos areis ereis ireis asses esses isses astes assem essem issem ardes erdes irdes ariam eriam "
    "iriam arias erias irias estes istes aveis aria eria iria asse esse isse aste este iste arei erei irei aram eram iram avam arem "
    "erem irem ando endo indo arao erao irao adas idas aras eras iras avas ares eres ires ados idos amos emos imos ieis ada ida ara era "
    "ira iam ado ido ias ais eis ear ia ei am em ar er ir as es is eu iu ou"
)
_KEPT = "ira"
"""Known as an ending of a verb, and left where it is."""


def _verb(term: str, rv: str) -> str | None:
    for suffix in _VERBS:
        if rv.endswith(suffix):
            return term if suffix == _KEPT else term[: -len(suffix)]
    return None


def _vowel(term: str, rv: str) -> str:
    for suffix in ("os", "a", "i", "o"):
        if rv.endswith(suffix):
            return term[: -len(suffix)]
    return term


def _last_e(term: str, rv: str) -> str:
    if not rv.endswith("e"):
        return term
    made = term.removesuffix("e")
    for before in ("u", "i"):
        if rv.endswith({"u": "gue", "i": "cie"}[before]):
            return made.removesuffix(before)
    return made
