"""The words of a text with marks around what was asked for. Texts of these tests are one sentence, and short."""

from __future__ import annotations

import re

from tests.search.reference.corpus import Document
from tests.search.reference.queries.terms import analyzed
from tests.search.reference.schema import Json
from tests.search.reference.words import tokens

Span = tuple[int, int]


def spans(name: str, query: Json, document: Document, *, together: bool) -> list[Span]:
    """Where the query matches in the text of a field; the words of a phrase ``together``, or each for itself."""
    ((kind, body),) = query.items()
    if kind == "bool":
        parts = [*body.get("must", []), *body.get("should", [])]
        return [each for inner in parts for each in spans(name, inner, document, together=together)]
    ((field, asked),) = body.items()
    if field != name:
        return []
    mapped, text = document.schema.field(field) or {}, document.source[field]
    ends = [found.span() for found in re.finditer(r"\S+", text)]
    own = {place: word for word, place in tokens(text, str(mapped.get("analyzer", "standard")))}
    if kind == "prefix":
        return [ends[place] for place, word in own.items() if word.startswith(asked)]
    words = [(asked, 0)] if kind == "term" else analyzed(mapped, asked)
    if kind != "match_phrase":
        return [ends[place] for place, word in own.items() if word in {each for each, _ in words}]
    starts = [place - words[0][1] for place in own if all(own.get(place - words[0][1] + at) == word for word, at in words)]
    found = [[ends[start + at] for _, at in words] for start in starts]
    return [(each[0][0], each[-1][1]) for each in found] if together else [span for each in found for span in each]


def marked(text: str, found: list[Span], before: str, behind: str) -> str:
    """With marks; what overlaps is one."""
    shown, at = "", 0
    for begin, end in joined(sorted(found)):
        shown += text[at:begin] + before + text[begin:end] + behind
        at = end
    return shown + text[at:]


def joined(found: list[Span]) -> list[Span]:
    """Those that overlap as one."""
    kept: list[Span] = []
    for begin, end in found:
        if kept and begin < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((begin, end))
    return kept
