"""German as Lucene's old stemmer has it: "A Fast and Simple Stemming Algorithm for German Words" of Jörg Caumanns."""

from __future__ import annotations

_LETTERS = str.maketrans("äöü", "aou")
_SIGNS = (("sch", "$"), ("ch", "§"), ("ei", "%"), ("ie", "&"), ("ig", "#"), ("st", "!"))
_BACK = {"$": "sch", "§": "ch", "%": "ei", "&": "ie", "#": "ig", "!": "st"}


def stem(term: str) -> str:
    """``GermanStemmer``.

    >>> [stem(term) for term in ("häuser", "tisch", "gegessen", "lehrerinnen", "abschließen")]
    ['hau', 'tisch', 'gess', 'lehreri', 'abschliess']
    """
    term = term.lower()
    if not term.isalpha():
        return term
    short, saved = _substituted(term)
    made = _resubstituted(_optimized(_stripped(short, saved), saved))
    if len(made) > 4:
        made = made.replace("gege", "ge", 1)
    return made


def _substituted(term: str) -> tuple[str, int]:
    """Letters that belong together become one; and how many letters that saves."""
    buffer, saved, at = list(term), 0, 0
    while at < len(buffer):
        if at and buffer[at] == buffer[at - 1]:
            buffer[at] = "*"
        elif buffer[at] == "ß":
            buffer[at : at + 1] = ["s", "s"]
            saved += 1
        else:
            buffer[at] = buffer[at].translate(_LETTERS)
        for pair, sign in _SIGNS:
            if "".join(buffer[at : at + len(pair)]) == pair:
                buffer[at : at + len(pair)] = [sign]
                saved = 2 if sign == "$" else saved + 1
                break
        at += 1
    return "".join(buffer), saved


def _stripped(term: str, saved: int) -> str:
    while len(term) > 3:
        if (len(term) + saved > 5 and term.endswith("nd")) or (len(term) + saved > 4 and term.endswith(("em", "er"))):
            term = term[:-2]
        elif term[-1] in "esnt":
            term = term[:-1]
        else:
            break
    return term


def _optimized(term: str, saved: int) -> str:
    if len(term) > 5 and term.endswith("erin*"):
        term = _stripped(term[:-1], saved)
    return term[:-1] + "x" if term.endswith("z") else term


def _resubstituted(term: str) -> str:
    made = ""
    for letter in term:
        made += made[-1] if letter == "*" and made else _BACK.get(letter, letter)
    return made
