"""char_group: splits at characters of a set (``CharGroupTokenizerFactory``)."""

from __future__ import annotations

import re

from docstore.analysis.definition import Definition
from docstore.analysis.registry import Scope, tokenizer
from docstore.analysis.tokenizers.letters import RunTokenizer
from docstore.analysis.tokenizers.spans import longest_of
from docstore.errors import IllegalArgumentError

_CLASSES = {
    "letter": r"a-zA-Z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u02c1\u0370-\u1fff\u3041-\ud7ff",
    "digit": r"\d",
    "whitespace": r"\s",
    "punctuation": r"!-#%-*,-/:;?@\[-\]_{}\xa1\xa7\xab\xb6\xb7\xbb\xbf\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011",
    "symbol": r"$+<=>\^`|~\xa2-\xa9\xac\xae-\xb1\xb4\xd7\xf7\u20a0-\u20bf\u2100-\u214f\u2190-\u23ff\u2500-\u27bf",
}
_ESCAPES = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@tokenizer("char_group")
def char_group(definition: Definition, scope: Scope) -> RunTokenizer:
    """``tokenize_on_chars``: characters, or the names letter, digit, whitespace, punctuation, symbol.

    :raises IllegalArgumentError: an item is neither.
    """
    splitting = "".join(_characters(item) for item in definition.texts("tokenize_on_chars"))
    pattern = re.compile(f"[^{splitting}]+" if splitting else "(?s:.+)")
    return RunTokenizer(pattern, longest_of(definition))


def _characters(item: str) -> str:
    if not item:
        raise IllegalArgumentError("[tokenize_on_chars] cannot contain empty characters")
    if len(item) == 1:
        return re.escape(item)
    if item[0] == "\\":
        return re.escape(_escaped(item))
    if item not in _CLASSES:
        raise IllegalArgumentError(f"Invalid escape char in [{item}]")
    return _CLASSES[item]


def _escaped(item: str) -> str:
    if item[1] == "u" and len(item) == 6:
        try:
            return chr(int(item[2:], 16))
        except ValueError:
            pass
    if item[1] not in _ESCAPES:
        raise IllegalArgumentError(f"Invalid escaped char [{item}]")
    return _ESCAPES[item[1]]
