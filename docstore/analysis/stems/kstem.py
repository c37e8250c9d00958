"""KStem: Robert Krovetz's stemmer, which takes an ending only where a dictionary knows what is left ("Viewing Morphology as an Inference
Process").

Each ending is tried in turn until the dictionary knows a word; an ending has candidates, and mostly something that is made where none of
them is a word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_LONGEST = 50
_VOWELS = frozenset("aeiou")


class _Entry(NamedTuple):
    root: str | None = None
    exception: bool = False


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, _Entry]:
    lines = Path(__file__).with_name("kstem.txt").read_text("utf-8").split("\n")
    words, exceptions, roots = "\n".join(line for line in lines if not line.startswith("#")).split("\n\n")
    plain = _Entry()
    found = dict.fromkeys(words.split(), plain)
    found |= {word: _Entry(word, exception=True) for word in exceptions.split()}
    for pair in roots.split():
        word, _, root = pair.partition(":")
        found[word] = _Entry(root)
    return found


def stem(term: str) -> str:
    """``KStemmer``.

    >>> [stem(term) for term in ("bookcases", "abatement", "running", "abiding", "ponies", "italian", "definition")]
    ['bookcase', 'abate', 'running', 'abiding', 'pony', 'italy', 'definition']
    """
    if not 2 < len(term) < _LONGEST:
        return term
    known = _dictionary().get(term)
    if known is not None:
        return known.root or term
    if not (term.isascii() and term.isalpha() and term.islower()):
        return term
    return _Word(term).stemmed()


class _Word:
    """A word on its way, and what the dictionary said of its last form."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entry: _Entry | None = None

    def stemmed(self) -> str:
        """All endings in their order, until one is found."""
        for ending in _ENDINGS:
            if ending is _ive:
                known = _dictionary().get(self.text)
                self.entry = None if known is None or known.exception else known
            ending(self)
            if self.entry is not None:
                return self.entry.root or self.text
        return self.text

    def becomes(self, *candidates: str, otherwise: str | None = None) -> bool:
        """The first of these that is a word, and whether there was one; where there was none, the word is ``otherwise``, or the last."""
        for candidate in candidates:
            self.text = candidate
            self.entry = _dictionary().get(candidate)
            if self.entry is not None:
                return True
        if otherwise is not None:
            self.text = otherwise
        return False

    def is_word(self, candidate: str) -> bool:
        """Whether it is one, and no exception; then the word is that."""
        known = _dictionary().get(candidate)
        if known is None or known.exception:
            return False
        self.text, self.entry = candidate, known
        return True

    def before(self, ending: str) -> str | None:
        """What stands before an ending; None without it, or where nothing does."""
        return self.text[: -len(ending)] if len(self.text) > len(ending) and self.text.endswith(ending) else None


def _consonant(text: str, at: int) -> bool:
    if text[at] in _VOWELS:
        return False
    return text[at] != "y" or at == 0 or not _consonant(text, at - 1)


def _doubled(text: str) -> bool:
    """Whether it ends with a consonant twice."""
    return len(text) > 1 and text[-1] == text[-2] and _consonant(text, len(text) - 1)


def _has_vowel(text: str) -> bool:
    return any(not _consonant(text, at) for at in range(len(text)))


def _plural(word: _Word) -> None:
    text = word.text
    if text[-1] != "s":
        return
    if (base := word.before("ies")) is not None:
        word.becomes(base + "ie", base + "y")
    elif (base := word.before("es")) is not None:
        with_e = len(base) > 1 and not base.endswith("ss")
        if (with_e and word.becomes(base + "e")) or word.becomes(base):
            return
        word.text = base + "e"
        if not with_e:
            word.becomes(base + "e")
    elif len(text) > 3 and text[-2] != "s" and word.before("ous") is None:
        word.becomes(text[:-1])


def _past(word: _Word) -> None:
    if len(word.text) <= 4:
        return
    if (base := word.before("ied")) is not None:
        word.becomes(base + "ie", base + "y")
        return
    base = word.before("ed")
    if base is None or not _has_vowel(base) or word.is_word(base + "e") or word.becomes(base):
        return
    if _doubled(base):
        word.becomes(base[:-1], base)
    elif base.startswith("un"):
        word.text = base + "ed"
    else:
        word.text = base + "e"


def _aspect(word: _Word) -> None:
    if len(word.text) <= 5:
        return
    base = word.before("ing")
    if base is None or not _has_vowel(base) or word.is_word(base + "e") or word.becomes(base):
        return
    if _doubled(base):
        word.becomes(base[:-1], base)
    elif len(base) < 2 or not (_consonant(base, len(base) - 1) and _consonant(base, len(base) - 2)):
        word.text = base + "e"


def _ity(word: _Word) -> None:
    base, text = word.before("ity"), word.text
    if base is None or word.becomes(base, base + "e", otherwise=text):
        return
    if len(base) > 1 and base.endswith("il"):
        word.becomes(base[:-2] + "le")
    elif len(base) > 1 and base.endswith("iv"):
        word.becomes(base + "e")
    elif len(base) > 1 and base.endswith("al"):
        word.becomes(base)
    else:
        word.becomes(text, otherwise=base)


def _ness(word: _Word) -> None:
    base = word.before("ness")
    if base is not None:
        word.becomes(base[:-1] + "y" if base[-1] == "i" else base)


def _ion(word: _Word) -> None:
    text = word.text
    if word.before("ion") is None:
        return
    if (base := word.before("ization")) is not None:
        word.becomes(base + "ize")
        return
    if (base := word.before("ition")) is not None:
        if word.becomes(base + "e", otherwise=text):
            return
    elif (base := word.before("ation")) is not None and word.becomes(base + "ate", base + "e", base, otherwise=text):
        return
    if (base := word.before("ication")) is not None and word.becomes(base + "y", otherwise=text):
        return
    base = text[:-3]
    word.becomes(base + "e", base, otherwise=text)


def _er(word: _Word) -> None:
    text = word.text
    if text[-1] != "r":
        return
    if (base := word.before("izer")) is not None:
        word.becomes(base + "ize")
        return
    base = word.before("er") or word.before("or")
    if not base or (_doubled(base) and word.becomes(base[:-1])):
        return
    vowel = text[-2]
    if base[-1] == "i":
        if word.becomes(base[:-1] + "y"):
            return
        vowel = "e"
    if base[-1] == "e" and word.becomes(base[:-1]):
        return
    word.becomes(base + vowel, base, base + "e", otherwise=text)


def _ly(word: _Word) -> None:
    base = word.before("ly")
    if base is None or word.becomes(base + "le", base) or (len(base) > 1 and base.endswith("al")):
        return
    if len(base) > 1 and base.endswith("ab"):
        word.text = base + "le"
    elif base[-1] != "i" or not word.becomes(base[:-1] + "y"):
        word.text = base


def _al(word: _Word) -> None:
    base, text = word.before("al"), word.text
    if len(text) < 4 or base is None or word.becomes(base):
        return
    if (_doubled(base) and word.becomes(base[:-1])) or word.becomes(base + "e", base + "um", otherwise=text):
        return
    if len(base) > 1 and base.endswith("ic"):
        word.becomes(base[:-2], base[:-2] + "y", base)
    elif base[-1] == "i":
        word.becomes(base[:-1], text)


def _ive(word: _Word) -> None:
    base, text = word.before("ive"), word.text
    if base is None or word.becomes(base, base + "e", otherwise=text):
        return
    if len(base) > 1 and base.endswith("at") and word.becomes(base[:-2] + "e", base[:-2], otherwise=text):
        return
    word.becomes(base + "ion", otherwise=text)


def _ize(word: _Word) -> None:
    base, text = word.before("ize"), word.text
    if base is None or word.becomes(base, otherwise=text) or (_doubled(base) and word.becomes(base[:-1])):
        return
    word.becomes(base + "e", otherwise=text)


def _ment(word: _Word) -> None:
    base = word.before("ment")
    if base is not None:
        word.becomes(base, otherwise=word.text)


def _ble(word: _Word) -> None:
    base, text = word.before("ble"), word.text
    if base is None or base[-1] not in "ai":
        return
    base = base[:-1]
    if word.becomes(base) or (_doubled(base) and word.becomes(base[:-1])):
        return
    word.becomes(base + "e", base + "ate", otherwise=text)


def _ism(word: _Word) -> None:
    base = word.before("ism")
    if base is not None:
        word.becomes(base)


def _ic(word: _Word) -> None:
    base = word.before("ic")
    if base is not None:
        word.becomes(base + "ical", base + "y", base + "e", base, otherwise=word.text)


def _ncy(word: _Word) -> None:
    base = word.before("ncy")
    if base is not None and base[-1] in "ea":
        word.becomes(base + "nt", base + "nce")


def _nce(word: _Word) -> None:
    base = word.before("nce")
    if base is not None and base[-1] in "ea":
        word.becomes(base[:-1] + "e", base[:-1], otherwise=word.text)


_ENDINGS: tuple[Callable[[_Word], None], ...] = (
    _plural, _past, _aspect, _ity, _ness, _ion, _er, _ly, _al, _ive, _ize, _ment, _ble, _ism, _ic, _ncy, _nce,
)  # fmt: skip
