"""html_strip: HTML without its tags, with its entities decoded (``HTMLStripCharFilter``)."""

from __future__ import annotations

import re
from html import unescape

from docstore.analysis.component import CharFilter
from docstore.analysis.definition import Definition
from docstore.analysis.offsets import Offsets, Rewriting
from docstore.analysis.registry import Scope, char_filter
from docstore.analysis.word_set import word_set

_MARKUP = re.compile(
    r"<!--(?:.*?-->)"
    r"|<(?P<dropped>script|style)\b[^>]*>.*?</(?P=dropped)\s*>"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<\?.*?>|<![A-Za-z][^>]*>"
    r"|</?(?P<tag>[A-Za-z_:][\w:.-]*)(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>"
    r"|&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[A-Za-z][A-Za-z0-9]*);?",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = word_set(
    "a abbr acronym b basefont bdo big cite code dfn em font i img input kbd label q s samp select small span strike strong sub sup "
    "textarea tt u var"
)


class HtmlStrip(CharFilter):
    """Tags of blocks become line ends, tags within a line nothing; escaped tags stay."""

    def __init__(self, escaped: frozenset[str]) -> None:
        self._escaped = escaped

    def apply(self, text: str) -> tuple[str, Offsets]:
        """The text as it becomes, and where its parts came from."""
        made, at = Rewriting(), 0
        for match in _MARKUP.finditer(text):
            replacement = self._replacement(match)
            if replacement is not None:
                made.keep(text[at : match.start()])
                made.replace(match.end(), replacement)
                at = match.end()
        made.keep(text[at:])
        return made.text(), made.offsets

    def _replacement(self, match: re.Match[str]) -> str | None:
        found, tag = match[0], match["tag"]
        if found[0] == "&":
            decoded = unescape(found)
            return None if decoded == found else " " if decoded == "\xa0" else decoded
        if match["cdata"] is not None:
            return match["cdata"]
        if tag is None:
            return "\n" if match["dropped"] else ""
        if tag.lower() in self._escaped:
            return None
        return "" if tag.lower() in _INLINE else "\n"


@char_filter("html_strip", "htmlStrip")
def html_strip(definition: Definition, scope: Scope) -> HtmlStrip:
    """``escaped_tags``."""
    return HtmlStrip(frozenset(tag.lower() for tag in definition.texts("escaped_tags")))
